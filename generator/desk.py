"""What staff do at their desk: take a form, fill it in, bring it back.

An import goes from the file to rows, from rows to a plan, through every check on a copy of the data, to the
person who says yes, and only then into ``data/``.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from generator import check, disclose, history, intake, line, load
from generator import export as exporting
from generator.changes import Changes, compared, keyed
from generator.described import Dataset
from generator.errors import DataRejected, WrongUse
from generator.fingerprint import WORK
from generator.intake import Grid, Intake, Mode, Plan
from generator.messages import cell_address
from generator.model import Catalogue, Finding, Table

_UNSURE = frozenset({"编码-01", "表格-04", "表格-05", "表格-06", "表格-07", "表格-10", "表格-13"})
"""What is wrong with a file whose rows cannot be told for certain."""
_FEW, _SHARE = 3, 0.05
"""An import may remove so many rows, or so large a part of a list, without being told how many."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Hold how an import came out: ``annotated`` is the marked copy, if anything was found; ``written`` if it was."""

    dataset: Dataset
    intake: Intake
    plan: Plan
    findings: tuple[Finding, ...]
    annotated: Path | None
    written: bool = False

    @property
    def wrong(self) -> bool:
        """Tell whether anything in the file stands in the way."""
        return any(item.severity == "error" for item in self.findings)


def template(root: Path, name: str, out: Path | None, day: date) -> Path:
    """Write the empty form of a list and return where it is.

    Raises: WrongUse when there is no such list, when nobody fills it in, when the file is there already.
    """
    catalogue, _ = line.readable(root)
    dataset = fillable(catalogue, name)
    path = out or Path(f"{dataset.short}_空表.xlsx")
    _write(path, exporting.form(dataset, catalogue.codes, (), day))
    return path


def export(root: Path, name: str, out: Path | None, day: date) -> tuple[Path, int]:
    """Write the form of a list with its rows of today; return where it is and how many rows.

    Raises: WrongUse as ``template`` does.
    """
    catalogue, tables = line.readable(root)
    dataset = fillable(catalogue, name)
    rows = _rows(dataset, tables)
    path = out or Path(f"{dataset.short}_{day}.xlsx")
    _write(path, exporting.form(dataset, catalogue.codes, rows, day))
    return path, len(rows)


def _rows(dataset: Dataset, tables: Sequence[Table]) -> list[list[str]]:
    table = next(item for item in tables if item.dataset.id == dataset.id)
    return [[row.values.get(name, "") for name in dataset.header] for row in table.rows]


def fillable(catalogue: Catalogue, name: str) -> Dataset:
    """Return the list that goes by an id, a title or a short title, and that is filled in by people.

    Raises: WrongUse when there is none.
    """
    known = {word: item for item in catalogue.datasets for word in (item.title, item.short, item.id)}
    dataset = known.get(name)
    if not dataset:
        close = get_close_matches(name, known, n=1, cutoff=0.4)
        guess = f"是不是“{close[0]}”？" if close else ""
        named = "、".join(f"{item.short}（{item.id}）" for item in catalogue.datasets)
        raise WrongUse(f"没有叫“{name}”的清单。{guess}可以写：{named}。")
    if dataset.source:
        raise WrongUse(f"「{dataset.title}」由程序从别的数据生成，不用填，也不能导入。")
    return dataset


def _write(path: Path, content: bytes) -> None:
    """Write a form beside nothing of that name: somebody may have filled it in.

    Raises: WrongUse when the file or its folder stands in the way.
    """
    if path.suffix.lower() != ".xlsx":
        raise WrongUse(f"文件名“{path.name}”要以 .xlsx 结尾。")
    if path.exists():
        raise WrongUse(
            f"已经有 {path} 了，里面可能有填好的内容，没有覆盖。请先改名或者移走，或者用 --out 换个名字。"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def bring(
    root: Path,
    path: Path,
    name: str,
    mode: Mode,
    allowed: int,
    as_of: date,
    agreed: Callable[[Brought], bool],
) -> Brought:
    """Take a table into a list; ``agreed`` is asked with the plan before anything is written.

    ``name`` may be blank when the file is a form of ours or its header fits one list only.
    Raises: WrongUse, EnvironmentFault, DataRejected; in each case ``data/`` stays as it was.
    """
    catalogue, tables = line.readable(root)
    grid = intake.grid(path)
    dataset = fillable(catalogue, name) if name else _meant(catalogue, grid)
    table = next(item for item in tables if item.dataset.id == dataset.id)
    took = intake.taken(grid, dataset, catalogue, partial=mode != "replace")
    if not took.readable:
        return Brought(dataset, took, Plan(), took.findings, _mark(path, grid, took.findings))
    plan = intake.planned(dataset, table.rows, took, mode)
    wanted = intake.files(dataset, plan.rows)
    judged = _judged(root, catalogue, tables, dataset, plan, took, as_of)
    known = (*took.findings, *plan.findings)
    findings = (*known, *(item for item in judged if not took.explains(item)))
    brought = Brought(dataset, took, plan, findings, _mark(path, grid, findings))
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
    gone, total = len(plan.changes.removed), len(table.rows)
    if gone > max(_FEW, total * _SHARE, allowed):
        raise WrongUse(
            f"这次导入会删除 {gone:,} 条（共 {total:,} 条），没有写入。若只是补充新的，请加 --mode append；"
            f"只更正、不删除，请加 --mode update；确实要整表替换，请加 --allow-delete {gone}。〔安全-01〕"
        )


def _judged(
    root: Path,
    catalogue: Catalogue,
    tables: Sequence[Table],
    dataset: Dataset,
    plan: Plan,
    took: Intake,
    as_of: date,
) -> tuple[Finding, ...]:
    """Return what the checks say of the list as it would be, each finding at its place in the file brought.

    Of rows that were there before only what is newly wrong is told: it is this import that would do it. Rows that
    go may be missed by other lists, so then all are looked at.
    """
    wanted = intake.files(dataset, plan.rows)
    cache, only = root / WORK / "check", () if plan.changes.removed else (dataset.id,)
    with _copy(root, dataset, intake.contents(dataset, wanted)) as copy:
        changed = [load.table(copy, dataset) if item.dataset.id == dataset.id else item for item in tables]
        found = check.run(copy, catalogue, changed, as_of, cache, only)
    origin = {
        (f"data/{name}", number): entry.number
        for name, entries in wanted.items()
        for number, entry in enumerate(entries, start=2)
    }
    own = [item for item in found if origin.get((item.file, item.row)) or _whole(item, dataset)]
    others = [item for item in found if item.severity == "error" and item not in own]
    old = (
        {_same(item) for item in check.run(root, catalogue, tables, as_of, cache, only)} if others else set()
    )
    return tuple(_placed(item, took, origin) for item in (*own, *(x for x in others if _same(x) not in old)))


def _whole(item: Finding, dataset: Dataset) -> bool:
    """Tell whether a finding is about a list as a whole."""
    return not item.row and item.file.startswith(f"data/{dataset.id}")


def _same(item: Finding) -> tuple[str, str, str, str]:
    return item.file, item.rule, item.key, item.column


@contextmanager
def _copy(root: Path, dataset: Dataset, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """Lend a copy of the data in which one list has other files."""
    with tempfile.TemporaryDirectory(prefix="gongshi-") as name:
        copy = Path(name)
        shutil.copytree(root / "data", copy / "data", symlinks=True)
        for path in (copy / "data" / dataset.id).glob("*.csv"):
            path.unlink()
        for file, content in contents.items():
            (copy / "data" / file).write_bytes(content)
        yield copy


def _placed(item: Finding, took: Intake, origin: Mapping[tuple[str, int], int]) -> Finding:
    number = origin.get((item.file, item.row))
    if not number:
        return item
    place = took.places.get(item.column)
    cell = cell_address(place, number) if place is not None else ""
    return replace(item, file=took.file, row=number, cell=cell, said=_elsewhere(item, took, origin))


def _elsewhere(item: Finding, took: Intake, origin: Mapping[tuple[str, int], int]) -> str:
    """Say the other row of a pair as it stands in the file brought, too."""

    def told(found: re.Match[str]) -> str:
        number = origin.get((item.file, int(found[1])))
        return f"第 {number} 行" if number else f"已有的数据（{item.file} 第 {found[1]} 行）"

    return re.sub(r"第 (\d+) 行", told, item.said)


def _mark(path: Path, grid: Grid, findings: Sequence[Finding]) -> Path | None:
    """Write the marked copy beside the file brought, if there is anything to mark."""
    if not findings:
        return None
    copy = path.with_name(f"{path.stem}_标注.xlsx")
    copy.write_bytes(exporting.marked(intake.texts(grid), findings))
    return copy


def canonical(root: Path, as_of: date) -> tuple[str, ...]:
    """Rewrite the files of every list in canonical form, and return which changed.

    Raises: DataRejected when a file cannot be read for certain; nothing is rewritten then.
    """
    catalogue, tables = line.readable(root)
    found = check.run(root, catalogue, tables, as_of, root / WORK / "check")
    broken = [item for item in found if item.rule in _UNSURE or item.rule.startswith("表头")]
    if broken:
        raise DataRejected(broken)
    filled = [item for item in catalogue.datasets if not item.source]
    wanted = {item.id: _canonical(root, catalogue, item) for item in filled}
    changed = tuple(
        f"data/{name}"
        for files in wanted.values()
        for name, content in files.items()
        if not (root / "data" / name).exists() or (root / "data" / name).read_bytes() != content
    )
    for dataset in filled:
        intake.write(root, dataset, wanted[dataset.id])
    return changed


def _canonical(root: Path, catalogue: Catalogue, dataset: Dataset) -> dict[str, bytes]:
    took = [
        intake.taken(intake.grid(path), dataset, catalogue, partial=False)
        for path in load.files(root, dataset)
    ]
    rows = sorted(
        (entry for one in took for entry in one.entries), key=lambda entry: entry.values[dataset.key]
    )
    return intake.contents(dataset, intake.files(dataset, rows))


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold what changed in a list; ``early`` are removed rows that were still to be shown on that day."""

    dataset: Dataset
    changes: Changes
    early: tuple[str, ...]


def differences(root: Path, revision: str, as_of: date) -> tuple[Difference, ...]:
    """Return what the working folder changes against a commit, list by list; lists without a change are left out.

    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    catalogue, tables = line.readable(root)
    touched = history.touched(root, revision)
    return tuple(
        found
        for table in tables
        if table.dataset.id in touched
        and (found := _difference(root, revision, catalogue, table, as_of)).changes
    )


def _difference(root: Path, revision: str, catalogue: Catalogue, table: Table, as_of: date) -> Difference:
    dataset = table.dataset
    past = history.texts(root, revision, f"data/{dataset.id}")
    rows = [row for file, text in past.items() if file.endswith(".csv") for row in load.rows(text, file)]
    before = keyed(dataset, (row.values for row in rows))
    changes = compared(dataset, before, keyed(dataset, (row.values for row in table.rows)))
    alone = replace(catalogue, datasets=(dataset,))
    shown = disclose.disclose(alone, (Table(dataset, tuple(rows)),), as_of, "") if changes.removed else None
    public = {record.key for item in shown.publications for record in item.records} if shown else set()
    return Difference(dataset, changes, tuple(key for key in changes.removed if key in public))
