"""What people narrow a list by: the values of a facet, as the record pages write them, and how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from generator.described import Dataset, Facet
from generator.model import Publication, Record
from generator.roles import parts

UNSAID = "未填写"
"""What a blank cell is called among the values of a facet."""


def title(dataset: Dataset, facet: Facet) -> str:
    """Return what people call a facet: its column; of a date they are told that its year counts."""
    field = dataset.field(facet.field)
    if field.type != "date":
        return field.name
    return "年份" if field.name == dataset.list.sort.removeprefix("-") else f"{field.name}（年份）"


def yearly(dataset: Dataset, facet: Facet) -> bool:
    """Tell whether the values of a facet are years."""
    return dataset.field(facet.field).type in ("date", "year")


def values(
    dataset: Dataset, facet: Facet, records: Iterable[Record], regions: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Return what each record says for a facet: a year, the name of a region, or the cell's value or values."""
    texts = [record.values.get(facet.field, "") for record in records]
    known = {text: _said(dataset, facet, text, regions) for text in dict.fromkeys(texts)}
    return [known[text] for text in texts]


def _said(dataset: Dataset, facet: Facet, text: str, regions: Mapping[str, str]) -> tuple[str, ...]:
    field = dataset.field(facet.field)
    if not text:
        return (UNSAID,)
    if field.type == "date":
        return (text[:4],)
    if field.role == "region":
        return (regions.get(text, text),)
    return tuple(dict.fromkeys(parts(field, text)))


def counted(publication: Publication, facet: Facet, regions: Mapping[str, str]) -> dict[str, int]:
    """Return how many records of a whole list have each value, in the order in which they are offered."""
    dataset = publication.dataset
    found = Counter(chain.from_iterable(values(dataset, facet, publication.records, regions)))
    return {label: found[label] for label in ordered(dataset, facet, found)}


def ordered(dataset: Dataset, facet: Facet, counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return values in the order in which they are offered: years newest first, else from the most; blank last."""
    found = sorted(counts, key=lambda label: (label == UNSAID, -counts[label], label))
    if yearly(dataset, facet):
        found.sort(key=lambda label: label if label != UNSAID else "", reverse=True)
    return tuple(found)
