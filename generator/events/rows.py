"""Compare two versions of the files of a list: which rows came, changed and went.

Rows are read as ``load`` reads them. Where each line of a file is a row of its own, only lines that differ are read.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator import load
from generator.past import NO_CONTENT, Cell, Content, Kind
from generator.seeds import content

Change = tuple[str, Kind, Content, tuple[Cell, ...]]
"""A key, what became of its row, the row's content afterwards, its changed cells."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold a row as it was read: its header, shared by all rows of the file, and its cells."""

    header: tuple[str, ...]
    cells: tuple[str, ...]
    form: load.Form

    @property
    def values(self) -> dict[str, str]:
        """Return the cells by column; what is missing at the end of a row is blank."""
        return dict(zip(self.header, self.cells + ("",) * (len(self.header) - len(self.cells)), strict=False))

    @property
    def content(self) -> Content:
        """Return the hashes by which versions are told apart."""
        return content(self.values, self.form.hidden)


Pairs = list[tuple[str, Row]]
Rows = Mapping[str, Row]


class Text:
    """Hold one version of one file, and read of it what is asked for."""

    def __init__(self, raw: bytes) -> None:
        try:
            self.whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.whole = ""
        self._lines = self.whole.split("\n")
        self.head = self._lines[0]

    @cached_property
    def lines(self) -> frozenset[str] | None:
        """Return the lines, where each is one row and no two are the same; nothing where that is not so."""
        found = frozenset(self._lines)
        simple = len(found) == len(self._lines) and not any(
            line.count('"') % 2 for line in self._lines if '"' in line
        )
        return found if simple else None

    def rows(self, form: load.Form, unlike: Text | None = None) -> Iterator[tuple[str, Row]]:
        """Yield the rows that have a key, with it; where possible, only those whose lines are not in another text."""
        if unlike and unlike.head == self.head and self.lines and unlike.lines:
            others = unlike.lines
            lines: Iterable[str] = [self.head, *(line for line in self._lines[1:] if line not in others)]
        else:
            lines = io.StringIO(self.whole, newline="")
        reader = csv.reader(lines)
        header = tuple(next(reader, ()))
        place = header.index(form.key) if form.key in header else len(header)
        for cells in reader:
            if len(cells) > place and cells[place]:
                yield cells[place], Row(header, tuple(cells), form)


NOTHING = Text(b"")
Read = Callable[[str], Text]
"""Returns the text of a blob."""


@dataclass(slots=True)
class Held:
    """Hold a list as it stood: its form (nothing while it is not described), its files, how many rows have each key."""

    form: load.Form | None
    files: dict[str, str]
    keys: Counter[str]


def changes(held: Held, form: load.Form | None, files: Mapping[str, str], read: Read) -> list[Change]:
    """Return by key what a commit did to a list, and let ``held`` be as it stands then; blank blobs are files gone."""
    after = {name: blob for name, blob in {**held.files, **files}.items() if blob}
    before, held.files = held.files, after
    old, held.form = held.form, form
    if form and old == form:
        was, now = _differing(before, after, form, read)
        if not _doubled(held.keys, was, now):
            return list(_compared(dict(was), dict(now)))
    everything = list(_all(after, form, read))
    held.keys = Counter(key for key, _ in everything)
    return list(_compared(dict(_all(before, old, read)), dict(everything)))


def _doubled(keys: Counter[str], was: Pairs, now: Pairs) -> bool:
    """Count the rows that went and came, and tell whether the list has, or had, several rows with a key of theirs."""
    touched = {key for key, _ in (*was, *now)}
    found = any(keys[key] > 1 for key in touched)
    keys.subtract(key for key, _ in was)
    keys.update(key for key, _ in now)
    found = found or any(keys[key] > 1 for key in touched)
    for key in touched:
        if not keys[key]:
            del keys[key]
    return found


def _differing(
    before: Mapping[str, str], after: Mapping[str, str], form: load.Form, read: Read
) -> tuple[Pairs, Pairs]:
    """Return the rows of the files that changed, before and after; of lines that stayed it may leave out both."""
    was, now = Pairs(), Pairs()
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            older, newer = (read(blob) if blob else NOTHING for blob in (old, new))
            was += older.rows(form, newer)
            now += newer.rows(form, older)
    return was, now


def _all(files: Mapping[str, str], form: load.Form | None, read: Read) -> Iterator[tuple[str, Row]]:
    for name in sorted(files) if form else ():
        yield from read(files[name]).rows(form)  # type: ignore[arg-type]


def _compared(before: Rows, after: Rows) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if new is None:
            cells = tuple(Cell(name, text, "") for name, text in before[key].values.items() if text)
            yield key, "removed", NO_CONTENT, cells
        elif old is None:
            yield key, "added", new.content, ()
        elif old != new and old.content != (found := new.content):
            yield key, "amended", found, tuple(_cells(old.values, new.values))


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Cell]:
    for name in dict.fromkeys((*new, *old)):
        if old.get(name, "") != new.get(name, ""):
            yield Cell(name, old.get(name, ""), new.get(name, ""))
