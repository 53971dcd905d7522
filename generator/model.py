"""The frozen values that the stages hand to each other, from rows to public records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Literal

from generator.chronicle import UNTOLD, Chronicle
from generator.described import Dataset, Site
from generator.merkle import Tree

Severity = Literal["error", "notice"]
UNCOMMITTED = "-dirty"
"""Ends the name of a commit when the data were edited since."""


@dataclass(frozen=True, slots=True)
class Code:
    """Hold one entry of a code list: the token that programs know and the label that people read."""

    code: str
    label: str
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one legal period, as it stands from one day to another (``period-rules.csv``)."""

    rule_id: str
    family: str
    condition: Mapping[str, str]
    anchor: str
    amount: int
    unit: str
    kind: str
    effective_from: date | None
    effective_to: date | None
    authority: str
    evidence: str
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Hold all that describes the data: site facts, lists, code lists, legal periods, working days."""

    site: Site
    datasets: tuple[Dataset, ...]
    codes: Mapping[str, tuple[Code, ...]]
    rules: tuple[Rule, ...]
    workdays: Mapping[date, bool]
    regions: Mapping[str, str]

    def dataset(self, dataset_id: str) -> Dataset:
        """Return a list by its id."""
        return next(item for item in self.datasets if item.id == dataset_id)

    def token(self, dataset: Dataset, role: str, values: Mapping[str, str]) -> str:
        """Return the token of the coded cell that plays a role; blank when there is none."""
        name = dataset.column_of(role)
        return self.token_in(dataset, name, values) if name else ""

    def token_in(self, dataset: Dataset, column: str, values: Mapping[str, str]) -> str:
        """Return the token of a coded cell; the cell's text when its code list does not know it."""
        label = values.get(column, "")
        return self._tokens.get((dataset.field(column).codes, label), label) if label else ""

    def label(self, codes: str, token: str) -> str:
        """Return what a code list calls a token; the token itself when it does not know it."""
        return next((item.label for item in self.codes.get(codes, ()) if item.code == token), token)

    @cached_property
    def _tokens(self) -> Mapping[tuple[str, str], str]:
        return {(name, item.label): item.code for name, items in self.codes.items() for item in items}


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one committed row as text; ``number`` is its row in a spreadsheet (the header is row 1)."""

    file: str
    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the committed rows of a list, and the full texts they name. PRIVATE: no template sees one.

    ``digest`` is a hash over the files that both were read from; blank where nobody made one.
    """

    dataset: Dataset
    rows: tuple[Row, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Finding:
    """Say one thing that is wrong, or doubtful, with the data: where, what, and how to mend it."""

    file: str
    rule: str
    said: str
    mend: str
    row: int = 0
    column: str = ""
    cell: str = ""
    key: str = ""
    severity: Severity = "error"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Hold the log as it stood after a release: so many entries, their root, the way there from the one before."""

    number: int
    commit: str
    day: date
    size: int
    root: str
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Log:
    """Hold the public log: digests only. ``touched`` has, by list, the last release with an entry of it."""

    checkpoints: tuple[Checkpoint, ...]
    entries: tuple[bytes, ...]
    tree: Tree
    touched: Mapping[str, int]

    @cached_property
    def _sizes(self) -> list[int]:
        return [item.size for item in self.checkpoints]

    def checkpoint_of(self, index: int) -> Checkpoint:
        """Return the release in which an entry was logged."""
        return self.checkpoints[bisect_right(self._sizes, index)]

    def last(self, dataset_id: str = "") -> Checkpoint | None:
        """Return the last release, or the last with an entry of a list."""
        if not dataset_id:
            return self.checkpoints[-1] if self.checkpoints else None
        number = self.touched.get(dataset_id)
        return self.checkpoints[number - 1] if number else None

    def path(self, proof: Proof) -> tuple[str, ...]:
        """Return the way from an entry to the root of its release."""
        return tuple(item.hex() for item in self.tree.inclusion(proof.index, proof.size))


@dataclass(frozen=True, slots=True)
class Proof:
    """Hold what proves that a version of a record was logged; public only while that version is.

    ``entry`` is the line of the log; ``closed`` stands for the cells that are never public; ``committed`` are the cells
    that are shown otherwise than they were committed.
    """

    index: int
    entry: str
    number: int
    size: int
    root: str
    salt: str
    closed: str = ""
    committed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Hold one row as the public may see it on the day of the build.

    ``last`` is the last day on which it may be shown, ``turns`` the first later day on which it reads otherwise.
    """

    dataset_id: str
    key: str
    slug: str
    title: str
    values: Mapping[str, str]
    state: str
    published: date | None
    updated: date | None
    until: date | None
    rule: Rule | None
    subject: str = ""
    subject_code: str = ""
    fulltext: str = ""
    marks: tuple[str, ...] = ()
    last: date | None = None
    turns: date | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Takedown:
    """Hold the little that stays public of a record no longer shown: never a name, code or number."""

    dataset_id: str
    slug: str
    kind: str
    on: date | None
    reason: str = ""
    note: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Publication:
    """Hold what a list may show on one day. PUBLIC by construction.

    ``unseen`` is the first later day on which a row that is not shown turns: appears, say; never which row. ``made_of``
    is a hash over the rows, and what other lists say of them, for programs that compare two runs; blank where unknown.
    """

    dataset: Dataset
    as_of: date
    records: tuple[Record, ...]
    takedowns: tuple[Takedown, ...]
    withheld: int
    unseen: date | None = None
    made_of: bytes = b""

    @cached_property
    def turns(self) -> date | None:
        """Return the first later day on which the list reads otherwise by the clock alone."""
        days = (self.unseen, *(item.turns for item in self.records))
        return min((day for day in days if day), default=None)

    @cached_property
    def ordered(self) -> tuple[Record, ...]:
        """Return the records in the order of the list's pages; a leading ``-`` means newest first."""
        order = self.dataset.list.sort
        name = order.removeprefix("-")
        if not name:
            return self.records
        newest_first = order.startswith("-")
        return tuple(sorted(self.records, key=lambda r: (r.values[name], r.key), reverse=newest_first))

    @cached_property
    def updated(self) -> date:
        """Return the last day on which the data themselves changed, never the day of the build."""
        days = [day for item in self.records for day in (item.updated, item.published) if day]
        days += [item.on for item in self.takedowns if item.on]
        return max([day for day in days if day <= self.as_of], default=self.dataset.info.published_on)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Hold every list as of one day, and the strings that must appear nowhere.

    ``commit`` is that of the whole; ``commits`` has, by list, the last one that touched the list's folder.
    """

    site: Site
    as_of: date
    commit: str
    publications: tuple[Publication, ...]
    rules: tuple[Rule, ...]
    regions: Mapping[str, str] = field(default_factory=dict)
    forbidden: frozenset[str] = field(default_factory=frozenset)
    commits: Mapping[str, str] = field(default_factory=dict)
    log: Log | None = None
    chronicle: Chronicle = UNTOLD

    def checkpoint(self, dataset_id: str = "") -> Checkpoint | None:
        """Return how the log stands, or stood after the last change of a list; nothing where there is none."""
        return self.log.last(dataset_id) if self.log else None

    @property
    def turns(self) -> date | None:
        """Return the first later day on which any list reads otherwise by the clock alone."""
        return min((item.turns for item in self.publications if item.turns), default=None)


@dataclass(frozen=True)
class Artefact:
    """Hold one file of the finished site: its path from the site's root and its bytes."""

    path: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the bytes, which many who describe the file state."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold how to make some files together, and how to make a key over all that they are made from.

    What every file depends on (program, templates, descriptions, the day) is in no key: when that changes, nothing
    that was made before serves again. Batches with a blank key are made each time.
    """

    name: str
    key: Callable[[], str]
    make: Callable[[], Iterable[Artefact]]


UNKEYED: Callable[[], str] = str
"""Makes the blank key."""
