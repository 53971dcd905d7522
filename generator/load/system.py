"""Read the system's own tables: code lists, legal periods, working days, regions; and as lists of their own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.described import Dataset, Source
from generator.model import Code, Row, Rule

Found = tuple[Path, int, dict[str, str]]
"""A row of a system table: its file, its number in a spreadsheet, its cells."""


def codes(data: Path) -> dict[str, tuple[Code, ...]]:
    """Return the code lists by name; regions are not one of them."""
    return {path.stem: tuple(_codes(path)) for path in _code_lists(data)}


def regions(data: Path) -> dict[str, str]:
    """Return the names of regions by their codes."""
    paths = sorted((data / "codes").glob("regions*.csv"))
    return {row["code"]: row["label"] for path in paths for row in _rows_of(path)}


def _code_lists(data: Path) -> Iterator[Path]:
    for path in sorted((data / "codes").glob("*.csv")):
        if not path.stem.startswith("regions"):
            yield path


def _codes(path: Path) -> Iterator[Code]:
    for row in _rows_of(path):
        yield Code(row["code"], row["label"], row.get("note", ""), row.get("evidence", ""))


def _rule_tables(data: Path) -> Iterator[Path]:
    yield from sorted((data / "rules").glob("*.csv"))


def rules(data: Path) -> Iterator[Rule]:
    """Yield the legal periods."""
    for row in (row for path in _rule_tables(data) for row in _rows_of(path)):
        yield Rule(
            rule_id=row["rule_id"],
            family=row["family"],
            condition=dict(part.split("=", 1) for part in row["condition"].split(";") if part),
            anchor=row["anchor"],
            amount=int(row["amount"] or 0),
            unit=row["unit"],
            kind=row["kind"],
            effective_from=_day(row["effective_from"]),
            effective_to=_day(row["effective_to"]),
            authority=row["authority"],
            evidence=row["evidence"],
            note=row["note"],
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def workdays(data: Path) -> Iterator[tuple[date, bool]]:
    """Yield the days that are not what their weekday says, and whether people work on them."""
    for path in sorted((data / "workdays").glob("*.csv")):
        for row in _rows_of(path):
            yield date.fromisoformat(row["date"]), row["is_workday"] == "1"


def _rows_of(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- The same tables as lists that the public can read --------------------------------------------------


def rows(root: Path, dataset: Dataset) -> Iterator[Row]:
    """Yield the rows of a list whose source is a system table, in the columns that its description names."""
    if not dataset.source:
        return
    data = root / "data"
    labels = {path.stem: {item.code: item.label for item in _codes(path)} for path in _code_lists(data)}
    for path, number, cells in _SOURCES[dataset.source](data):
        values = {
            field.name: _said(labels.get(field.codes, {}), field.type, cells.get(field.shows, ""))
            for field in dataset.fields
        }
        yield Row(path.relative_to(root).as_posix(), number, values)


def _said(labels: Mapping[str, str], kind: str, text: str) -> str:
    return {"1": "是", "0": "否"}.get(text, text) if kind == "boolean" else labels.get(text, text)


def _found(paths: Iterator[Path]) -> Iterator[Found]:
    for path in paths:
        for number, cells in enumerate(_rows_of(path), start=2):
            yield path, number, cells


def _of_codes(data: Path) -> Iterator[Found]:
    for path, number, cells in _found(_code_lists(data)):
        yield path, number, {**cells, "list": path.stem, "key": f"{path.stem}-{cells['code']}"}


_SOURCES: Mapping[Source, Callable[[Path], Iterator[Found]]] = {
    "takedowns": lambda _: iter(()),  # the day of the build decides them: disclose makes the rows
    "workdays": lambda data: _found(iter(sorted((data / "workdays").glob("*.csv")))),
    "rules": lambda data: _found(_rule_tables(data)),
    "codes": _of_codes,
}
