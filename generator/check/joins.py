"""Find the row of another list that a cell names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from generator.described import Dataset
from generator.model import Catalogue, Row, Table


class Joins:
    """Hold the rows of all lists, and find one by the value of a column; ``broken`` lists are not consulted."""

    def __init__(self, catalogue: Catalogue, tables: Sequence[Table], broken: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.broken = broken
        self._tables = tables
        self._indexes: dict[tuple[str, str], dict[str, Row]] = {}

    @cached_property
    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Return the rows that are not blank, by list."""
        return {
            table.dataset.id: tuple(row for row in table.rows if any(row.values.values()))
            for table in self._tables
        }

    def known(self, dataset_id: str, column: str) -> Mapping[str, Row]:
        """Map the values of a column to the first row that has each."""
        place = dataset_id, column
        if place not in self._indexes:
            found: dict[str, Row] = {}
            for row in self.rows.get(dataset_id, ()):
                found.setdefault(row.values.get(column, ""), row)
            found.pop("", None)
            self._indexes[place] = found
        return self._indexes[place]

    def row(self, dataset_id: str, column: str, value: str) -> Row | None:
        """Return the first row of a list that has the value in the column."""
        return self.known(dataset_id, column).get(value)

    def chosen(self, dataset: Dataset, column: str, row: Row) -> Dataset | None:
        """Return the list that a cell names, by its title or whatever its code list calls it."""
        token = self.catalogue.token_in(dataset, column, row.values)
        return next((item for item in self.catalogue.datasets if item.id == token), None)
