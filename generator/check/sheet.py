"""Know where a cell stands, so that a finding can name the place as a spreadsheet shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.described import Dataset, Field
from generator.messages import cell_address, finding
from generator.model import Catalogue, Finding, Row
from generator.roles import ROLES

_CODES = frozenset({"subject_code", "body_code"})


@dataclass(frozen=True)
class Sheet:
    """Hold a list and the catalogue it belongs to."""

    dataset: Dataset
    catalogue: Catalogue

    def say(self, row: Row, column: str, rule: str, /, **facts: object) -> Finding:
        """Say that a rule is broken in a cell of a row; ``value`` is the cell's text unless given."""
        place = list(row.values).index(column) if column in row.values else -1
        facts.setdefault("value", row.values.get(column, ""))
        return finding(
            rule,
            row.file,
            row=row.number,
            column=column,
            cell=cell_address(place, row.number) if place >= 0 else "",
            key=row.values.get(self.dataset.key, ""),
            personal=self._personal(column),
            **facts,
        )

    def text(self, row: Row, role: str) -> str:
        """Return the text of the column that plays a role, or a blank."""
        return row.values.get(self.dataset.column_of(role), "")

    def token(self, row: Row, role: str) -> str:
        """Return the token of the coded column that plays a role, or a blank."""
        return self.catalogue.token(self.dataset, role, row.values)

    def field(self, column: str) -> Field:
        """Return the description of a column; of one that is not described, a bare one."""
        return self._fields.get(column) or Field(name=column)

    def _personal(self, column: str) -> bool:
        role = ROLES.get(self.field(column).role)
        return bool(role and role.personal)

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        return {item.name: item for item in self.dataset.fields}

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return the headers of the columns that hold credit codes."""
        return frozenset(item.name for item in self.dataset.fields if item.role in _CODES)


def place_of(row: Row) -> str:
    """Say where a row stands."""
    return f"{row.file} 第 {row.number} 行"
