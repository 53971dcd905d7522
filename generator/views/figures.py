"""The pages of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.described import Dataset


@dataclass(frozen=True, slots=True)
class QualityRow:
    """Hold the quality of one list; ``on_time`` is a percentage or blank where no deadline applies."""

    dataset: Dataset
    href: str
    fields_href: str
    records: int
    withheld: int
    complete: str
    overdue: int
    on_time: str
    median_days: str
    updated: date


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold one measure of a list: how much of it is covered, or how long a step takes."""

    dataset: Dataset
    href: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """quality.html: counts, completeness and timeliness per list; coverage; the length of steps."""

    rows: tuple[QualityRow, ...]
    coverage: tuple[Measure, ...]
    steps: tuple[Measure, ...]
    notices: int
    checked: date


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar of a chart: what it says with its unit; ``share`` is 0 to 100."""

    label: str
    text: str
    share: float
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold one chart and, with the same figures, the table beneath it."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FigureSet:
    """Hold the figures of one list and year, a chart for each group; each leads to what it counts or quotes."""

    title: str
    href: str
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """statistics.html: yearly figures, then records per list and year; each leads to exactly those records."""

    sets: tuple[FigureSet, ...]
    charts: tuple[Chart, ...]
