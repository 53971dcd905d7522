"""What ``dataset.yaml`` says of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field as Default

from generator.described.base import Described
from generator.described.declared import (
    Checks,
    Clock,
    Condition,
    Coverage,
    Declaration,
    Expect,
    Figures,
    Mark,
    Reference,
)

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
FieldType = Literal["string", "integer", "number", "date", "year", "boolean"]
Source = Literal["takedowns", "workdays", "rules", "codes"]
"""Where the rows of a list come from that nobody fills in: the removals, or one of the system's own tables."""
SHOWS: Mapping[Source, frozenset[str]] = {
    "takedowns": frozenset({"key", "list", "on", "kind", "reason", "basis", "note"}),
    "workdays": frozenset({"date", "is_workday", "name", "source"}),
    "rules": frozenset(
        {"rule_id", "family", "anchor", "amount", "unit", "kind", "effective_from", "effective_to"}
        | {"authority", "evidence", "note"}
    ),
    "codes": frozenset({"key", "list", "code", "label", "note", "evidence"}),
}
"""What a column of such a list can show."""


class Field(Described):
    """Describe one column: the header as committed, its type, and the role it plays.

    A column that is not ``public`` is checked and never shown; ``shows`` names what a list with a ``source``
    takes from it; ``aliases`` are other headers under which it is taken in.
    """

    name: str
    aliases: tuple[str, ...] = ()
    type: FieldType = "string"
    role: str = ""
    constraints: Mapping[str, Any] = Default(default_factory=dict)
    codes: str = ""
    many: bool = False
    public: bool = True
    shows: str = ""
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


class Publishing(Described):
    """Name the families of ``period-rules.csv`` that end a record's publication or set its deadline.

    ``only`` says which rows may ever be public.
    """

    rules: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    only: Condition = Default(default_factory=dict)


class ListView(Described):
    """Choose the columns of the list page and its order; ``sorts`` are columns by which people may order it."""

    columns: tuple[str, ...]
    sort: str = ""
    sorts: tuple[str, ...] = ()


class Facet(Described):
    """Let people narrow a list by a column: by the year of a date, the name of a region, else by its values.

    ``id`` stands in addresses and in the query string.
    """

    id: str
    field: str


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
    """Describe one list: everything that ``data/<id>/dataset.yaml`` says.

    ``drop`` is how large a part of its rows one commit may take out without saying so, in percent.
    """

    id: str
    title: str
    short: str
    group: str
    order: int = 100
    unit: str = "条"
    summary: str
    demo: bool = False
    seeds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    info: Info
    standard: Standard
    column: Column
    partition: Literal["none", "year"] = "none"
    noarchive: bool = False
    drop: int = Default(20, ge=0, le=100)
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    chronology: tuple[tuple[str, ...], ...] = ()
    expect: Expect | tuple[Expect, ...] = ()
    checks: Checks = Checks()
    clocks: tuple[Clock, ...] = ()
    marks: tuple[Mark, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    figures: Figures | None = None
    source: Source | None = None
    publication: Publishing = Publishing()
    list: ListView
    facets: tuple[Facet, ...] = ()
    record: RecordView
    search: tuple[str, ...] = ()
    entity: EntityView | None = None

    @cached_property
    def _by_role(self) -> Mapping[str, str]:
        return {item.role: item.name for item in reversed(self.fields) if item.role}

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {item.name: item for item in self.fields}

    def column_of(self, role: str) -> str:
        """Return the header of the first column that plays the role, or an empty string."""
        return self._by_role.get(role, "")

    def columns_of(self, roles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Return those of some roles that a column plays, each with the header of the first that does."""
        if roles not in self._chosen:
            self._chosen[roles] = tuple((role, name) for role in roles if (name := self.column_of(role)))
        return self._chosen[roles]

    @cached_property
    def _chosen(self) -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
        return {}

    def field(self, name: str) -> Field:
        """Return the description of a column."""
        return self._by_name[name]

    @cached_property
    def aliases(self) -> tuple[Field, ...]:
        """Return the columns that hold other names of the party."""
        return tuple(item for item in self.fields if item.role == "alias")

    @cached_property
    def _header(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.fields)

    @property
    def header(self) -> tuple[str, ...]:
        """Return the headers in their committed order."""
        return self._header

    @property
    def key(self) -> str:
        """Return the header of the primary key."""
        return self.column_of("key")

    def file_of(self, key: str) -> str:
        """Return the file of a row, from the folder of the data: the list's only one, or that of the year in its key."""
        year = _YEAR.search(key) if self.partition == "year" else None
        return f"{self.id}/{year[0] if year else self.id}.csv"

    @property
    def names_parties(self) -> bool:
        """Tell whether its records are about somebody: have a party's name or code."""
        return bool(self.column_of("subject") or self.column_of("subject_code"))

    def shown(self) -> Dataset:
        """Return the description of what the public sees: without the columns that are not public."""
        fields = tuple(item for item in self.fields if item.public)
        if len(fields) == len(self.fields):
            return self
        names = {item.name for item in fields}

        def kept(said: tuple[Declaration, ...]) -> tuple[Declaration, ...]:
            return tuple(item for item in said if names.issuperset(item.columns()))

        checks = {kind: kept(getattr(self.checks, kind)) for kind in Checks.model_fields}
        parts = {name: kept(getattr(self, name)) for name in ("references", "clocks", "coverage")}
        shown = {"fields": fields, "checks": self.checks.model_copy(update=checks), "marks": ()}
        return Dataset(**{**dict(self), **shown, **parts})

    def hiding(self, names: frozenset[str]) -> Dataset:
        """Return the description with more columns that are not public, and no place left that would show one."""
        found = names & {item.name for item in self.fields if item.public}
        if not found:
            return self

        def left(columns: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(name for name in columns if name not in found)

        fields = tuple(
            item.model_copy(update={"public": item.public and item.name not in found}) for item in self.fields
        )
        view: dict[str, Any] = {"columns": left(self.list.columns), "sorts": left(self.list.sorts)}
        view["sort"] = self.list.sort if self.list.sort.removeprefix("-") not in found else ""
        title = RecordView(title=left(self.record.title) or (self.key,))
        shown = {"fields": fields, "list": self.list.model_copy(update=view), "record": title}
        facets = tuple(item for item in self.facets if item.field not in found)
        return Dataset(
            **{**dict(self), **shown, "facets": facets, "search": left(self.search), "entity": None}
        )

    @property
    def expectations(self) -> tuple[Expect, ...]:
        """Return the expected counts, one or many, as a tuple."""
        return (self.expect,) if isinstance(self.expect, Expect) else self.expect
