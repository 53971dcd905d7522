"""The page of statistics: yearly figures, and records by year; each number leads to what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator import measures, paths
from generator.described import Dataset
from generator.filters import grouped, thousands
from generator.model import Disclosure, Publication, Record
from generator.render.figures import years
from generator.render.frames import Frames
from generator.render.lists import WHOLE
from generator.render.overview import UNVERIFIED, sheet
from generator.render.templates import Sheet
from generator.views import Bar, Chart, FigureSet, Statistics


def statistics(disclosure: Disclosure, frames: Frames, found: Mapping[str, measures.Measures]) -> Sheet:
    """Make the page of figures; each leads to exactly the records it counts, or to the sentence it quotes."""
    sets = tuple(found for item in disclosure.publications for found in _sets(item))
    charts = tuple(
        _chart(item, counts) for item in disclosure.publications if (counts := found[item.dataset.id].by_year)
    )
    said = "年度行政执法统计、年度报告数字，以及各清单按年度的公示条数。"
    return sheet(frames, "statistics", said, Statistics(sets, charts), "数据发布")


def _sets(publication: Publication) -> Iterator[FigureSet]:
    """Yield the figures of a list, latest year first, in groups as the list orders them."""
    dataset, figures = publication.dataset, publication.dataset.figures
    for year in years(publication) if figures else ():
        groups: dict[str, list[Record]] = {}
        for record in publication.records:
            if figures and record.values[figures.year] == year and record.values[figures.value]:
                groups.setdefault(record.values[figures.group], []).append(record)
        charts = tuple(_figures(dataset, title, found) for title, found in groups.items())
        notes = tuple(note for note in dataset.notes if note.startswith(UNVERIFIED))
        yield FigureSet(f"{year}年 {dataset.title}", paths.listing(dataset.id), charts, notes)


def _figures(dataset: Dataset, title: str, found: Sequence[Record]) -> Chart:
    said = dataset.figures
    if not said:
        raise ValueError(dataset.id)
    most: dict[str, float] = {}
    for record in found:
        unit = record.values[said.unit]
        most[unit] = max(most.get(unit, 0), float(record.values[said.value]))
    bars = tuple(
        Bar(
            record.values[said.label],
            f"{grouped(record.values[said.value])} {record.values[said.unit]}",
            round(100 * float(record.values[said.value]) / (most[record.values[said.unit]] or 1), 1),
            paths.record(record.dataset_id, record.slug),
        )
        for record in found
    )
    return Chart(title, bars)


def _chart(publication: Publication, counts: Mapping[str, int]) -> Chart:
    most, split = max(counts.values()), len(publication.records) > WHOLE
    bars = tuple(
        Bar(f"{year}年" if year else "没有注明年份", f"{thousands(count)} {publication.dataset.unit}", round(100 * count / most, 1),
            paths.listing(publication.dataset.id, 1, int(year) if split and year else None))
        for year, count in counts.items()
    )  # fmt: skip
    return Chart(publication.dataset.title, bars)
