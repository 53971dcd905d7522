"""The frozen values that the stages hand to each other, from descriptions to public records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Default

FieldType = Literal["string", "integer", "number", "date", "year", "boolean"]
Severity = Literal["error", "notice"]


class Described(BaseModel):
    """Be a value read from YAML: immutable, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Field(Described):
    """Describe one column: the header as committed, its type, and the role it plays."""

    name: str
    type: FieldType = "string"
    role: str = ""
    constraints: Mapping[str, Any] = Default(default_factory=dict)
    codes: str = ""
    many: bool = False
    description: str = ""
    example: str = ""

    @property
    def required(self) -> bool:
        """Tell whether the column may not be blank."""
        return bool(self.constraints.get("required"))


class Info(Described):
    """Hold the seven values of the 信息公开 header table."""

    index_no: str
    validity: str
    publisher: str
    drafted_on: date
    department: str
    published_on: date
    name: str


class Standard(Described):
    """Hold a row of the 标准目录 for local open government (nine columns, the matter in two levels)."""

    matter: str
    submatter: str = ""
    content: str
    basis: str
    time_limit: str
    body: str
    channel: str
    audience: str
    mode: str
    level: str


class Column(Described):
    """Hold what government sites state about a column in their meta tags (国办发〔2017〕47号)."""

    type: str
    keywords: tuple[str, ...]


class Reference(Described):
    """Say that a column names a key of another list."""

    field: str
    list: str
    to: str


class Expect(Described):
    """State how many rows a list, or a part of it, must hold."""

    rows: int | tuple[int, int]
    where: Mapping[str, str] = Default(default_factory=dict)


class Publishing(Described):
    """Name the families of ``period-rules.csv`` that end a record's publication or set its deadline."""

    rules: tuple[str, ...] = ()
    due: tuple[str, ...] = ()


class ListView(Described):
    """Choose the columns of the list page and its order."""

    columns: tuple[str, ...]
    sort: str = ""


class RecordView(Described):
    """Choose the columns that together are a record's heading."""

    title: tuple[str, ...]


class EntityView(Described):
    """Choose how a list appears on the page of an organisation."""

    label: str
    zero: str
    title: str
    tone: Literal["bad", "good", "plain"] = "plain"
    order: int = 100
    text: str = ""
    facts: tuple[str, ...] = ()


class Dataset(Described):
    """Describe one list: everything that ``data/<id>/dataset.yaml`` says."""

    id: str
    title: str
    short: str
    group: str
    order: int = 100
    unit: str = "条"
    summary: str
    demo: bool = False
    notes: tuple[str, ...] = ()
    info: Info
    standard: Standard
    column: Column
    partition: Literal["none", "year"] = "none"
    noarchive: bool = False
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    chronology: tuple[tuple[str, ...], ...] = ()
    expect: Expect | tuple[Expect, ...] = ()
    publication: Publishing = Publishing()
    list: ListView
    record: RecordView
    search: tuple[str, ...] = ()
    entity: EntityView | None = None

    @cached_property
    def _by_role(self) -> Mapping[str, Field]:
        return {item.role: item for item in reversed(self.fields) if item.role}

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {item.name: item for item in self.fields}

    def column_of(self, role: str) -> str:
        """Return the header of the first column that plays the role, or an empty string."""
        found = self._by_role.get(role)
        return found.name if found else ""

    def field(self, name: str) -> Field:
        """Return the description of a column."""
        return self._by_name[name]

    @property
    def header(self) -> tuple[str, ...]:
        """Return the headers in their committed order."""
        return tuple(item.name for item in self.fields)

    @property
    def key(self) -> str:
        """Return the header of the primary key."""
        return self.column_of("key")

    @property
    def expectations(self) -> tuple[Expect, ...]:
        """Return the expected counts, one or many, as a tuple."""
        return (self.expect,) if isinstance(self.expect, Expect) else self.expect


class Tile(Described):
    """Point from the home page to a page of the site."""

    label: str
    href: str


class Site(Described):
    """Hold the facts of the whole site: ``data/site.yaml``."""

    name: str
    url: str
    description: str
    organiser: str
    undertaker: str = ""
    id_code: str
    icp: str = ""
    police_icp: str = ""
    phone: str
    hours: str
    email: str = ""
    address: str = ""
    region: str
    groups: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()
    examples: tuple[str, ...] = ()
    formal: bool = False
    demo: str = ""
    licence: str
    licence_url: str = ""


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
        label = values.get(name, "") if name else ""
        if not label:
            return ""
        return self._tokens.get((dataset.field(name).codes, label), label)

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
    """Hold the committed rows of a list, and the full texts they name. PRIVATE: no template sees one."""

    dataset: Dataset
    rows: tuple[Row, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


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
class Record:
    """Hold one row as the public may see it on the day of the build."""

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


@dataclass(frozen=True, slots=True)
class Takedown:
    """Hold the little that stays public of a record no longer shown: never a name, code or number."""

    dataset_id: str
    slug: str
    kind: str
    on: date | None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Publication:
    """Hold what a list may show on one day. PUBLIC by construction."""

    dataset: Dataset
    as_of: date
    records: tuple[Record, ...]
    takedowns: tuple[Takedown, ...]
    withheld: int

    @cached_property
    def updated(self) -> date:
        """Return the last day on which the data themselves changed, never the day of the build."""
        days = [day for item in self.records for day in (item.updated, item.published) if day]
        days += [item.on for item in self.takedowns if item.on]
        return max([day for day in days if day <= self.as_of], default=self.dataset.info.published_on)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Hold every list as of one day, and the strings that must appear nowhere."""

    site: Site
    as_of: date
    commit: str
    publications: tuple[Publication, ...]
    rules: tuple[Rule, ...]
    regions: Mapping[str, str] = field(default_factory=dict)
    forbidden: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Artefact:
    """Hold one file of the finished site: its path from the site's root and its bytes."""

    path: str
    content: bytes
