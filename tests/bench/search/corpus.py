"""Turn generated rows into what each engine takes: a public disclosure, Markdown pages, HTML pages.

Rows come oldest first and their keys rise with them, so "newest first" is the file read backwards.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from generator import paths
from generator.described import Dataset, Site
from generator.model import Disclosure, Publication, Record
from generator.normalise import normalise
from tests.bench import gen_records

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 21)
NAME, CODE, PERSON, NUMBER, OFFENCE = SEARCHED = (
    "行政相对人名称", "统一社会信用代码", "法定代表人", "行政处罚决定书文号", "违法事实",
)  # fmt: skip
KEY, DAY, AMOUNT = "流水号", "处罚决定日期", "罚款金额（万元）"
FACETS = {"year": DAY, "kind": "违法行为类型", "authority": "处罚机关"}
_SHARED = frozenset((*FACETS.values(), AMOUNT))
"""Columns of few values: one string for all rows that say the same."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Hold one organisation, as the pages of organisations hold it."""

    code: str
    name: str
    records: tuple[tuple[Publication, Record], ...]


def dataset() -> Dataset:
    """Return the description of the list."""
    return Dataset.model_validate(yaml.safe_load((HERE / "dataset.yaml").read_text(encoding="utf-8")))


def write(path: Path, count: int) -> None:
    """Write so many generated rows as CSV, unless they are there."""
    if not path.exists():
        half = path.with_suffix(".part")
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(gen_records.COLS)
            writer.writerows(gen_records.rows(count))
        half.replace(path)


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a file with the columns of the list, oldest first."""
    wanted = dataset().header
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        places = [(name, header.index(name), name in _SHARED) for name in wanted]
        for line in lines:
            yield {name: sys.intern(line[at]) if shared else line[at] for name, at, shared in places}


def public(rows: Iterable[Row]) -> tuple[Disclosure, tuple[Organisation, ...]]:
    """Return the rows as one published list, and its organisations by name."""
    described = dataset()
    records = tuple(_record(described, row) for row in rows)
    publication = Publication(described, AS_OF, records, (), 0)
    site = Site.model_validate(yaml.safe_load((HERE.parents[1] / "office/site.yaml").read_text("utf-8")))
    return Disclosure(site, AS_OF, "", (publication,), ()), _organisations(publication)


def _record(described: Dataset, row: Row) -> Record:
    key, day = row[KEY], date.fromisoformat(row[DAY])
    title = " ".join(row[name] for name in described.record.title if row[name])
    return Record(
        described.id, key, paths.slug(key), title, row, "active", day, None, None, None, row[NAME], row[CODE]
    )


def _organisations(publication: Publication) -> tuple[Organisation, ...]:
    found: dict[str, list[Record]] = {}
    for record in publication.records:
        if record.subject_code:
            found.setdefault(record.subject_code, []).append(record)
    made = (
        Organisation(code, own[-1].subject, tuple((publication, r) for r in own))
        for code, own in found.items()
    )
    return tuple(sorted(made, key=lambda item: (item.name, item.code)))


def markdown(row: Row) -> str:
    """Return a row as the Markdown page of a record, as an office using Material alone would write it."""
    lines = [f"- {name}：{row[name]}" for name in (CODE, PERSON, NUMBER, OFFENCE) if row[name]]
    return "\n".join((f"# {row[NAME]}", "", *lines, ""))


def bigrams(text: str) -> str:
    """Return a text as overlapping pairs of signs, a word each: 卫生局 → 卫生 生局."""
    flat = normalise(text)
    return " ".join(flat[i : i + 2] for i in range(max(len(flat) - 1, 1))) if flat else ""


def html(row: Row) -> str:
    """Return a row as a page whose words are pairs of signs; one field never runs into the next.

    No ``lang``: to Pagefind the language is "unknown", so that nothing is stemmed or segmented.
    """
    fields = " fieldbreak ".join(bigrams(row[name]) for name in SEARCHED if row[name])
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{row[KEY]}</title></head>"
        f"<body><main data-pagefind-body><p>{fields}</p></main></body></html>\n"
    )
