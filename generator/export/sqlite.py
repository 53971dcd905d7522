"""Write all lists as one SQLite database: typed columns, keys, indexes, and views that join the lists.

It is made from nothing each time, so no page of it can hold what has been taken down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from generator import explained, paths
from generator.described import Dataset
from generator.explained import Column
from generator.export import about, rows
from generator.export.linked import Link, Links
from generator.model import Artefact, Catalogue, Disclosure, Publication, Record

_TYPES = {
    "string": "TEXT",
    "boolean": "TEXT",
    "integer": "INTEGER",
    "year": "INTEGER",
    "number": "REAL",
    "date": "DATE",
}
_LOOKED_UP = ("subject", "alias", "subject_code", "doc_no", "index_no", "until")
"""Roles by which people look records up."""
_APPLICATION, _VERSION = 0x47534849, 1
"""Marks the file as ours (GSHI), and the shape of the tables that are not lists."""
_OWN = """
CREATE TABLE readme (place INTEGER PRIMARY KEY, topic TEXT NOT NULL, said TEXT NOT NULL);
CREATE TABLE lists (
  id TEXT NOT NULL PRIMARY KEY, "table" TEXT NOT NULL, title TEXT NOT NULL, "group" TEXT NOT NULL, summary TEXT NOT NULL,
  publisher TEXT NOT NULL, records INTEGER NOT NULL, withheld INTEGER NOT NULL, unit TEXT NOT NULL, updated DATE NOT NULL,
  page TEXT NOT NULL
);
CREATE TABLE columns (
  list TEXT NOT NULL REFERENCES lists (id), place INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, role TEXT,
  meaning TEXT NOT NULL, limits TEXT, codes TEXT, refers TEXT REFERENCES lists (id), description TEXT,
  PRIMARY KEY (list, place)
);
CREATE TABLE codes (
  codes TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, note TEXT, evidence TEXT, PRIMARY KEY (codes, code)
);
CREATE TABLE entities (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, records INTEGER NOT NULL, page TEXT NOT NULL);
CREATE TABLE mentions (
  code TEXT NOT NULL REFERENCES entities (code), list TEXT NOT NULL REFERENCES lists (id), key TEXT NOT NULL,
  slug TEXT NOT NULL, title TEXT NOT NULL, published DATE, until DATE, PRIMARY KEY (code, list, key)
) WITHOUT ROWID;
CREATE INDEX entities_by_name ON entities (name);
CREATE VIEW everything AS
  SELECT e.code, e.name, l.title AS list, m.key, m.title, m.published, m.until, l.page || m.slug || '.html' AS page
  FROM mentions m JOIN entities e ON e.code = m.code JOIN lists l ON l.id = m.list
  ORDER BY e.code, m.published DESC, l.id, m.key;
"""


class Organisation(Protocol):
    """Be one whom at least one public record is about."""

    @property
    def code(self) -> str:
        """Return its credit code."""

    @property
    def name(self) -> str:
        """Return its name, as its latest record has it."""

    @property
    def records(self) -> Sequence[tuple[Publication, Record]]:
        """Return its records in all lists."""


def database(disclosure: Disclosure, catalogue: Catalogue, organisations: Iterable[Organisation]) -> Artefact:
    """Return ``gongshi.sqlite``; the same library makes the same bytes of the same disclosure.

    A blank cell is NULL. Dates are texts in ISO form, yes and no are as people read them.
    """
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.execute("PRAGMA page_size = 4096")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute(f"PRAGMA application_id = {_APPLICATION}")
    base.execute(f"PRAGMA user_version = {_VERSION}")
    base.execute("BEGIN")
    for statement in _OWN.split(";")[:-1]:
        base.execute(statement)
    links = Links(disclosure)
    for publication in disclosure.publications:
        _table(base, publication, links)
    _referred(base, disclosure, links)
    _views(base, [item.dataset for item in disclosure.publications])
    _described(base, disclosure, catalogue)
    _gathered(base, disclosure, organisations)
    base.execute("COMMIT")
    base.execute("VACUUM")
    content = base.serialize()
    base.close()
    return Artefact(paths.SQLITE, content)


def table_name(dataset: Dataset) -> str:
    """Return the table of a list: its id, as SQL can mostly write it without quotes."""
    return dataset.id.replace("-", "_")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(base: sqlite3.Connection, publication: Publication, links: Links) -> None:
    """Add a list with its rows and its indexes."""
    dataset, name = publication.dataset, table_name(publication.dataset)
    found = [link for link in links.of(dataset) if link.unique]
    parts = [_column(item.name, item.type, item.name == dataset.key) for item in dataset.fields]
    body = ",\n  ".join([*parts, *map(_foreign_key, found)])
    base.execute(f"CREATE TABLE {_quoted(name)} (\n  {body}\n)")
    filled = ([text or None for text in line] for line in rows.lines(publication))
    _fill(base, name, len(dataset.fields), filled)
    for item in dataset.fields:
        if item.role in _LOOKED_UP:
            base.execute(_index(name, item.name))


def _referred(base: sqlite3.Connection, disclosure: Disclosure, links: Links) -> None:
    """Make unique what other lists name and is no key, as a foreign key needs it."""
    for publication in disclosure.publications:
        for link in links.of(publication.dataset):
            if link.unique and link.to != link.target.key:
                base.execute(_index(table_name(link.target), link.to, unique=True))


def _column(name: str, kind: str, key: bool) -> str:
    return f"{_quoted(name)} {_TYPES[kind]}{' NOT NULL PRIMARY KEY' if key else ''}"


def _foreign_key(link: Link) -> str:
    """Return a constraint; SQLite takes it before the other table is there."""
    target = _quoted(table_name(link.target))
    return f"FOREIGN KEY ({_quoted(link.column)}) REFERENCES {target} ({_quoted(link.to)})"


def _index(table: str, column: str, *, unique: bool = False) -> str:
    kind, name = ("UNIQUE INDEX", f"{table}_{column}_key") if unique else ("INDEX", f"{table}_{column}")
    return f"CREATE {kind} IF NOT EXISTS {_quoted(name)} ON {_quoted(table)} ({_quoted(column)})"


def _views(base: sqlite3.Connection, datasets: Iterable[Dataset]) -> None:
    """Let each list also be found under its title; of two with one title, the first."""
    for dataset in datasets:
        rows_of = f"SELECT * FROM {_quoted(table_name(dataset))}"  # noqa: S608
        base.execute(f"CREATE VIEW IF NOT EXISTS {_quoted(dataset.title)} AS {rows_of}")


def _described(base: sqlite3.Connection, disclosure: Disclosure, catalogue: Catalogue) -> None:
    """Say in the database itself what it is, which lists it has, and what their columns and codes mean."""
    _fill(base, "readme", 3, _readme(disclosure))
    _fill(base, "lists", 11, _lists(disclosure))
    used: dict[str, None] = {}
    for item in disclosure.publications:
        found = explained.columns(item.dataset, catalogue)
        used |= dict.fromkeys(column.field.codes for column in found if column.values)
        _fill(base, "columns", 10, map(partial(_explained, item), found))
    for name in used:
        entries = ((name, c.code, c.label, c.note or None, c.evidence or None) for c in catalogue.codes[name])
        _fill(base, "codes", 5, entries)


def _readme(disclosure: Disclosure) -> Iterator[tuple[int, str, str]]:
    yield from ((place, topic, said) for place, (topic, said) in enumerate(about.facts(disclosure), start=1))


def _lists(disclosure: Disclosure) -> Iterator[tuple[object, ...]]:
    for item in disclosure.publications:
        dataset, page = item.dataset, paths.absolute(disclosure.site.url, paths.listing(item.dataset.id))
        yield (
            dataset.id, table_name(dataset), dataset.title, dataset.group, dataset.summary, dataset.info.publisher,
            len(item.records), item.withheld, dataset.unit, item.updated.isoformat(), page,
        )  # fmt: skip


def _explained(publication: Publication, column: Column) -> tuple[object, ...]:
    field, limits = column.field, "；".join(column.limits)
    refers = column.refers.id if column.refers else None
    return (
        publication.dataset.id, column.place, field.name, field.type, field.role or None, column.meaning,
        limits or None, field.codes or None, refers, field.description or None,
    )  # fmt: skip


def _gathered(base: sqlite3.Connection, disclosure: Disclosure, found: Iterable[Organisation]) -> None:
    """Gather by organisation what the lists say of it."""
    url, organisations = disclosure.site.url, list(found)
    pages = ((item, paths.absolute(url, paths.entity(item.code))) for item in organisations)
    _fill(base, "entities", 4, ((item.code, item.name, len(item.records), page) for item, page in pages))
    _fill(base, "mentions", 7, (_mention(item.code, r) for item in organisations for _, r in item.records))


def _mention(code: str, record: Record) -> tuple[object, ...]:
    days = (day.isoformat() if day else None for day in (record.published, record.last))
    return code, record.dataset_id, record.key, record.slug, record.title, *days


def _fill(base: sqlite3.Connection, table: str, width: int, lines: Iterable[Sequence[object]]) -> None:
    """Insert rows into a table, whatever its name."""
    base.executemany(f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * width)})", lines)  # noqa: S608
