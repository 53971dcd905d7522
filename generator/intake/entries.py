"""Turn a table into the rows of a list: columns found, cells tidied, natural persons' names masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from generator import privacy
from generator.described import Dataset
from generator.intake import tidy
from generator.intake.grid import MARKED, Grid, Value, filled
from generator.intake.header import Header, header
from generator.messages import cell_address, finding
from generator.model import Catalogue, Finding

PERSONAL = "personal-columns"
"""The code list of words in headers whose columns are never taken in."""
WITHHELD = "（不写出）"
"""What is told of a cell that held personal data."""
Reader = tuple[str, int, Callable[[Value], tidy.Tidied]]
"""A column: its name, its place in the table, and what reads its cells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one row as it would be committed; ``number`` is its row in the file that was brought.

    ``was`` is the key with which it was given out, where it came out of one of our forms.
    """

    number: int
    values: Mapping[str, str]
    was: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Hold one cell that was tidied: where it stands, in words what was done, and its text before and after."""

    cell: str
    column: str
    said: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Intake:
    """Hold what was taken from a table, what stands in the way, and which cells were tidied.

    ``places`` are the columns of the header as found; ``spoilt`` are the cells, row and column from nought, that
    could not be read for what they were.
    """

    file: str
    entries: tuple[Entry, ...]
    places: Mapping[str, int]
    findings: tuple[Finding, ...]
    spoilt: frozenset[tuple[int, int]]
    edits: tuple[Edit, ...]
    told: tuple[str, ...]

    @property
    def tidied(self) -> Mapping[str, Sequence[str]]:
        """Return which cells were tidied, by what was done to them."""
        found: dict[str, list[str]] = {}
        for edit in self.edits:
            for word in edit.said:
                found.setdefault(word, []).append(edit.cell)
        return found

    @property
    def readable(self) -> bool:
        """Tell whether every column was found, so that the rows can be judged."""
        return not any(item.severity == "error" and item.rule.startswith("表头") for item in self.findings)

    def explains(self, item: Finding) -> bool:
        """Tell whether a finding follows from a cell that could not be read."""
        return (item.row - 1, self.places.get(item.column, -1)) in self.spoilt


def taken(grid: Grid, dataset: Dataset, catalogue: Catalogue, *, partial: bool) -> Intake:
    """Take the rows of a list from a table; with ``partial`` columns that may be blank may be missing."""
    personal = [item.label for item in catalogue.codes.get(PERSONAL, ())]
    head = header(grid, dataset, personal, partial=partial)
    edits: list[Edit] = []
    numbers = _numbers(grid, head)
    faults = list(_faults(grid, head, dataset, numbers))
    readers = [
        (field.name, head.places[field.name], tidy.reader(field, _labels(catalogue, field.codes)))
        for field in dataset.fields
        if field.name in head.places
    ]
    entries = [_entry(grid, head, readers, dataset, catalogue, number, edits) for number in numbers]
    blank = (numbers[-1] - head.row - len(numbers)) if numbers else 0
    return Intake(
        file=grid.file,
        entries=tuple(entries),
        places=head.places,
        findings=(*head.findings, *(finding for _, finding in faults)),
        spoilt=frozenset(chain.from_iterable(cells for cells, _ in faults)),
        edits=tuple(edits),
        told=(*grid.told, *head.told, *((f"跳过中间的 {blank} 个空行",) if blank else ())),
    )


def _numbers(grid: Grid, head: Header) -> list[int]:
    """Return which rows below the header hold anything; a row that was emptied still has its hidden key."""
    below = range(head.row + 1, len(grid.rows)) if head.places else ()

    def seen(row: Sequence[Value]) -> bool:
        return any(filled(cell) for place, cell in enumerate(row) if place != head.was)

    return [number for number in below if seen(grid.rows[number])]


def _faults(
    grid: Grid, head: Header, dataset: Dataset, numbers: list[int]
) -> Iterator[tuple[list[tuple[int, int]], Finding]]:
    """Yield what cannot be read for what it was: merged cells, formulas, long numbers, results of errors."""
    for top, left, bottom, right in grid.merged if head.places else ():
        if bottom >= head.row:
            cell = cell_address(left, top + 1)
            area = f"{cell}:{cell_address(right, bottom + 1)}"
            inside = product(range(top, min(bottom + 1, len(grid.rows))), range(left, right + 1))
            yield (
                list(islice(inside, MARKED)),
                finding("表格-01", grid.file, row=top + 1, cell=cell, area=area),
            )
    for number in numbers:
        row = grid.rows[number]
        for name, place in head.places.items():
            value = row[place] if place < len(row) else ""
            rule = _told_by_file(grid, (number, place)) or tidy.fault(value, dataset.field(name))
            if rule:
                cell = cell_address(place, number + 1)
                fault = finding(rule, grid.file, row=number + 1, column=name, cell=cell, value=value)
                yield [(number, place)], fault


def _told_by_file(grid: Grid, place: tuple[int, int]) -> str:
    """Return the rule that a cell breaks by what the file says of it besides its value."""
    if place in grid.errors:
        return "表格-16"
    return "表格-15" if place in grid.formulas else ""


def _entry(
    grid: Grid,
    head: Header,
    readers: Sequence[Reader],
    dataset: Dataset,
    catalogue: Catalogue,
    number: int,
    edits: list[Edit],
) -> Entry:
    row, values = grid.rows[number], {}
    for name, place, read in readers:
        value = row[place] if place < len(row) else ""
        values[name], said = read(value)
        if said:
            edits.append(Edit(cell_address(place, number + 1), name, said, tidy.written(value), values[name]))
    edits += _anonymous(dataset, catalogue, values, f"第{number + 1}行")
    was = tidy.written(row[head.was]).strip() if head.was is not None and head.was < len(row) else ""
    return Entry(number + 1, values, was)


def _labels(catalogue: Catalogue, codes: str) -> tuple[str, ...]:
    return tuple(item.label for item in catalogue.codes.get(codes, ()))


def _anonymous(dataset: Dataset, catalogue: Catalogue, values: dict[str, str], place: str) -> Iterator[Edit]:
    """Mask a natural person's name, and leave out the code: it can only be an identity number.

    Source: 政府信息公开条例第十五条.
    """
    name, code = dataset.column_of("subject"), dataset.column_of("subject_code")
    if catalogue.token(dataset, "subject_kind", values) != "natural":
        return
    if values.get(name) and not privacy.masked_name(values[name]):
        values[name] = privacy.mask_name(values[name])
        yield Edit(place, name, ("隐去自然人的姓名",), WITHHELD, values[name])
    if values.get(code):
        values[code] = ""
        yield Edit(place, code, ("删去自然人的证件号码",), WITHHELD, "")
