"""Turn a record's values into labelled cells: what kind each is, where it leads, what a blank says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator import paths
from generator.clock import earliest
from generator.described import Dataset, Field
from generator.model import Record
from generator.roles import parts
from generator.views import Cell, CellKind, Link

BLANK = "无"
"""What a blank cell says; rows that do not apply are described as not required and left out."""
MANY = "；"
Named = Mapping[tuple[str, str], Link]
"""Maps (column, value) to the record that the value names."""
_NOBODY: Named = {}
_KINDS: Mapping[str, CellKind] = {
    "subject": "name", "title": "name", "subject_code": "code", "body_code": "code", "doc_no": "doc",
    "index_no": "doc", "amount": "amount", "link": "link", "text": "long",
}  # fmt: skip
_UNSEEN_ROLES = frozenset({"fulltext", "state", "taken_down", "takedown_reason", "takedown_note"})


def kind_of(field: Field) -> CellKind:
    """Return how a column's values are shown."""
    if field.role in _KINDS:
        return _KINDS[field.role]
    return "date" if field.type == "date" else "plain"


def text_of(field: Field, values: Mapping[str, str]) -> str:
    """Return a value as people read it: several values are joined by a full-width semicolon."""
    text = values.get(field.name, "")
    return text.replace("|", MANY) if field.many else text


def link_of(field: Field, text: str) -> str:
    """Return where a cell leads: only an https address in a column that is described as one."""
    return text if field.role == "link" and text.startswith("https://") else ""


def cells_of(dataset: Dataset, record: Record, named: Named, regions: Mapping[str, str]) -> tuple[Cell, ...]:
    """Return every column of a record; a blank one only where the column is required."""
    shown = (
        _cell(field, record, named, regions) for field in dataset.fields if field.role not in _UNSEEN_ROLES
    )
    return tuple(cell for cell in shown if cell)


def _cell(field: Field, record: Record, named: Named, regions: Mapping[str, str]) -> Cell | None:
    text = record.values.get(field.name, "")
    if not text:
        return Cell(field.name, BLANK, kind_of(field)) if field.required else None
    links = tuple(_link(field, part, named, regions) for part in parts(field, text))
    if len(links) > 1:
        several = links if any(link.href for link in links) else ()
        return Cell(field.name, MANY.join(link.text for link in links), kind_of(field), links=several)
    return Cell(field.name, links[0].text, kind_of(field), links[0].href, until=links[0].until)


def _link(field: Field, text: str, named: Named, regions: Mapping[str, str]) -> Link:
    """Return what a value says, with the meaning of a code before it, and where it leads."""
    other = named.get((field.name, text))
    meaning = other.text if other else regions.get(text, "") if field.role == "region" else ""
    said = f"{meaning}（{text}）" if meaning not in ("", text) else text
    return Link(said, other.href, until=other.until) if other else Link(said, link_of(field, text))


def chosen(
    dataset: Dataset, record: Record, names: tuple[str, ...], named: Named = _NOBODY
) -> tuple[Cell, ...]:
    """Return the cells of some columns, in their order; another record is called by its title."""
    fields = [dataset.field(name) for name in names]
    return tuple(_called(field, record, named) for field in fields)


def _called(field: Field, record: Record, named: Named) -> Cell:
    said = [
        named.get((field.name, part)) or Link(part, "")
        for part in parts(field, record.values.get(field.name, ""))
    ]
    text = MANY.join(link.text for link in said)
    return Cell(field.name, text or BLANK, kind_of(field), until=earliest(link.until for link in said))


def tag_of(dataset: Dataset, record: Record, as_of: date) -> tuple[str, bool]:
    """Return the status in one word, and whether it says that something is over."""
    valid_to = record.values.get(dataset.column_of("valid_to"), "")
    if record.until and not dataset.column_of("valid_to"):
        return "公示中", False
    if valid_to:
        return ("有效期内", False) if valid_to >= as_of.isoformat() else ("已过期", True)
    return "", False


def record_href(source: str, record: Record) -> str:
    """Return the way from a page to a record."""
    return paths.relative(source, paths.record(record.dataset_id, record.slug))
