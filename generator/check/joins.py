"""Find the row of another list that a cell names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from generator.described import Dataset
from generator.model import Catalogue, Row, Table


class Joins:
    """Hold the rows of all lists, and find one by the value of a column; ``broken`` lists are not consulted."""

    def __init__(self, catalogue: Catalogue, tables: Sequence[Table], broken: frozenset[str]) -> None:
        self.catalogue = catalogue
        self.broken = broken
        self._tables = {table.dataset.id: table for table in tables}
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._indexes: dict[tuple[str, str], dict[str, Row]] = {}
        self._asked = set[str]()

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Lend a set that holds, when the block ends, the lists whose rows were asked for in it."""
        self._asked = set()
        yield self._asked

    def rows(self, dataset_id: str) -> tuple[Row, ...]:
        """Return the rows of a list that are not blank."""
        self._asked.add(dataset_id)
        if dataset_id not in self._rows:
            table = self._tables.get(dataset_id)
            found = table.rows if table else ()
            self._rows[dataset_id] = tuple(row for row in found if any(row.values.values()))
        return self._rows[dataset_id]

    def known(self, dataset_id: str, column: str) -> Mapping[str, Row]:
        """Map the values of a column to the first row that has each."""
        self._asked.add(dataset_id)
        place = dataset_id, column
        if place not in self._indexes:
            found: dict[str, Row] = {}
            for row in self.rows(dataset_id):
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
