"""Take a table into a list: read, planned, tried on a copy, agreed to, and only then written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import check, intake, load, reading
from generator import export as exporting
from generator.described import Dataset
from generator.desk.forms import fillable
from generator.desk.trial import judged
from generator.errors import WrongUse
from generator.intake import Grid, Intake, Mode, Plan
from generator.messages import finding
from generator.model import Catalogue, Finding, Table

SHOWN = 3
"""So many examples of a kind of change are told before an import; the rest is counted."""
_FEW, _SHARE = 3, 0.05
"""An import may remove so many rows, or so large a part of a list, without being told how many."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Hold how an import came out: ``annotated`` is the marked copy, if anything was found; ``written`` if it was.

    ``report`` lists everything found and tidied, where that is more than a screen shows.
    """

    dataset: Dataset
    intake: Intake
    plan: Plan
    findings: tuple[Finding, ...]
    annotated: Path | None
    report: Path | None
    written: bool = False

    @property
    def wrong(self) -> bool:
        """Tell whether anything in the file stands in the way."""
        return any(item.severity == "error" for item in self.findings)


def bring(
    root: Path,
    path: Path,
    name: str,
    mode: Mode,
    allowed: int,
    as_of: date,
    agreed: Callable[[Brought], bool],
    *,
    renumber: int = 0,
) -> Brought:
    """Take a table into a list; ``agreed`` is asked with the plan before anything is written.

    ``allowed`` rows may go, and ``renumber`` rows get another key. ``name`` may be blank when the file is a form of
    ours or its header fits one list only.
    Raises: WrongUse, EnvironmentFault, DataRejected; in each case ``data/`` stays as it was.
    """
    catalogue, tables = reading.readable(root)
    grid = intake.grid(path)
    open_still = (finding("文件-11", grid.file),) if intake.opened(path) else ()
    dataset = fillable(catalogue, name) if name else _meant(catalogue, grid)
    table = next(item for item in tables if item.dataset.id == dataset.id)
    took = intake.taken(grid, dataset, catalogue, partial=mode != "replace")
    if not took.readable:
        return _brought(path, grid, dataset, took, Plan(), (*open_still, *took.findings), as_of)
    plan = intake.planned(dataset, table.rows, took, mode, renumber)
    wanted = intake.files(dataset, plan.rows)
    tried = judged(root, catalogue, tables, dataset, plan, took, as_of)
    known = (*open_still, *took.findings, *plan.findings)
    findings = (*known, *(item for item in tried if not took.explains(item)))
    brought = _brought(path, grid, dataset, took, plan, findings, as_of)
    if brought.wrong or not plan.changes:
        return brought
    _bounded(plan, table, allowed)
    if not agreed(brought):
        return brought
    if load.table(root, dataset).rows != table.rows:
        raise WrongUse(f"「{dataset.title}」的数据刚才被别人改了，没有写入。请再导入一次，看看新的计划。")
    intake.write(root, dataset, intake.contents(dataset, wanted))
    return replace(brought, written=True)


def _meant(catalogue: Catalogue, grid: Grid) -> Dataset:
    """Return the list a table is for: the one its form was made for, or the only one its header fits."""
    if grid.owner:
        return fillable(catalogue, grid.owner)
    heads = [{intake.plain(str(cell)) for cell in row} for row in grid.rows[:5]]
    fits = [
        item
        for item in catalogue.datasets
        if not item.source
        and any({intake.plain(f.name) for f in item.fields if f.required} <= head for head in heads)
    ]
    if len(fits) == 1:
        return fits[0]
    named = "、".join(item.short for item in fits or catalogue.datasets if not item.source)
    raise WrongUse(
        f"看不出 {grid.file} 是哪个清单的。请加 --dataset 写明，例如 --dataset 行政处罚。可以写：{named}。"
    )


def _bounded(plan: Plan, table: Table, allowed: int) -> None:
    gone, total = len(plan.apart.removed), len(table.rows)
    if gone > max(_FEW, total * _SHARE, allowed):
        raise WrongUse(
            f"这次导入会删除 {gone:,} 条（共 {total:,} 条），没有写入。若只是补充新的，请加 --mode append；"
            f"只更正、不删除，请加 --mode update；确实要整表替换，请加 --allow-delete {gone}。〔安全-01〕"
        )


def _brought(
    path: Path,
    grid: Grid,
    dataset: Dataset,
    took: Intake,
    plan: Plan,
    findings: tuple[Finding, ...],
    day: date,
) -> Brought:
    """Write what helps to mend the table beside it: a marked copy, and a report where the screen is too small."""
    marked = report = None
    if any(item.row for item in findings):
        marked = path.with_name(f"{path.stem}_标注.xlsx")
        marked.write_bytes(exporting.marked(intake.texts(grid), findings))
    if check.report.folds(findings) or any(len(cells) > SHOWN for cells in took.tidied.values()):
        edits = [(e.cell, e.column, "，".join(e.said), e.old, e.new) for e in took.edits]
        report = path.with_name(f"{path.stem}_检查报告.xlsx")
        report.write_bytes(exporting.report(findings, edits, day))
    return Brought(dataset, took, plan, findings, marked, report)
