"""Give out the form of a list, blank or with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from generator import export as exporting
from generator import reading
from generator.described import Dataset
from generator.errors import WrongUse
from generator.model import Catalogue, Table


def template(root: Path, name: str, out: Path | None, day: date) -> Path:
    """Write the empty form of a list and return where it is.

    Raises: WrongUse when there is no such list, when nobody fills it in, when the file is there already.
    """
    catalogue, _ = reading.readable(root)
    dataset = fillable(catalogue, name)
    path = out or Path(f"{dataset.short}_空表.xlsx")
    _write(path, exporting.form(dataset, catalogue.codes, (), day))
    return path


def export(root: Path, name: str, out: Path | None, day: date) -> tuple[Path, int]:
    """Write the form of a list with its rows of today; return where it is and how many rows.

    Raises: WrongUse as ``template`` does.
    """
    catalogue, tables = reading.readable(root)
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
