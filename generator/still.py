"""What of a past state may still be shown: only what today's public site also shows, by its key and by its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.model import Catalogue, Disclosure, Row, Table
from generator.needles import Needles
from generator.standing import PUBLIC, Standing

_NOT_ANY_MORE = Standing("unlisted")
"""Leaves no trace: where the record stands today is told by today's site."""


@dataclass(frozen=True)
class Still:
    """Hold what today's site shows (the keys by list), what it may not, which columns it hides; and a banner."""

    keys: Mapping[str, frozenset[str]]
    forbidden: frozenset[str]
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    banner: str = ""

    @cached_property
    def _needles(self) -> Needles:
        return Needles(self.forbidden)

    def judged(self, table: Table, row: Row, found: Standing) -> Standing:
        """Return the standing of a row of the past: what today does not show is not shown either."""
        if found.state != PUBLIC:
            return found
        key = row.values.get(table.dataset.key, "")
        texts = (
            *row.values.values(),
            table.texts.get(row.values.get(table.dataset.column_of("fulltext"), ""), ""),
        )
        gone = key not in self.keys.get(table.dataset.id, frozenset())
        return _NOT_ANY_MORE if gone or self._needles.found("\0".join(texts).encode()) else found

    def described(self, catalogue: Catalogue, tables: Sequence[Table]) -> tuple[Catalogue, tuple[Table, ...]]:
        """Return the descriptions of the past with the columns left out that nobody may see today, and the banner."""
        said = " ".join(part for part in (self.banner, catalogue.site.demo) if part)
        hiding = {item.id: item.hiding(self.hidden.get(item.id, frozenset())) for item in catalogue.datasets}
        site = catalogue.site.model_copy(update={"demo": said})
        datasets = tuple(hiding[item.id] for item in catalogue.datasets)
        tables = tuple(replace(item, dataset=hiding[item.dataset.id]) for item in tables)
        return replace(catalogue, site=site, datasets=datasets), tables


def still(public: Disclosure, tables: Sequence[Table], banner: str) -> Still:
    """Return what is shown today, given what is public and the private tables."""
    keys = {item.dataset.id: frozenset(record.key for record in item.records) for item in public.publications}
    hidden = {
        table.dataset.id: frozenset(item.name for item in table.dataset.fields if not item.public)
        for table in tables
    }
    return Still(keys, public.forbidden, hidden, banner)
