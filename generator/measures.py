"""Figures about what is public: completeness, timeliness, counts by year. Tables, so pandas.

pandas takes most of a second to import, so only the functions that need it do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator import periods, remembered
from generator.conditions import held, holds
from generator.model import Catalogue, Publication
from generator.periods import Deadline
from generator.standing import day_in
from generator.steps import steps

_TAKEDOWN_ROLES = frozenset({"taken_down", "takedown_reason", "takedown_note", "revoked", "updated"})


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Hold how many records had a deadline, how many missed it, and the median days they took.

    Units: working days from the deadline's starting day to publication.
    """

    due: int
    overdue: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """Hold what is measured of a list by itself; see the functions of these names."""

    completeness: float | None
    timeliness: Timeliness
    lasting: tuple[tuple[str, Timeliness], ...]
    by_year: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Memory:
    """Measure lists, but not those that are as they were; ``of`` tells what the figures depend on besides."""

    file: Path | None
    of: str

    def measured(
        self, lists: Iterable[tuple[Publication, str]], catalogue: Catalogue
    ) -> Mapping[str, Measures]:
        """Return by its id what is measured of each list; a list stands with the key that changes when it does."""
        known = remembered.known(self.file, self.of) if self.file else {}
        found = {
            item.dataset.id: (key, _recalled(known.get(item.dataset.id), key) or measures(item, catalogue))
            for item, key in lists
        }
        if self.file:
            said = {name: {"key": key, "said": asdict(figures)} for name, (key, figures) in found.items()}
            remembered.keep(self.file, self.of, said)
        return {name: figures for name, (_, figures) in found.items()}


def _recalled(kept: Any, key: str) -> Measures | None:
    if not isinstance(kept, dict) or kept.get("key") != key:
        return None
    said = kept["said"]
    lasting = tuple((name, Timeliness(**time)) for name, time in said["lasting"])
    return Measures(said["completeness"], Timeliness(**said["timeliness"]), lasting, said["by_year"])


def measures(publication: Publication, catalogue: Catalogue) -> Measures:
    """Measure a list by itself."""
    return Measures(
        completeness(publication),
        timeliness(publication, catalogue),
        tuple(lasting(publication, catalogue)),
        by_year(publication),
    )


def completeness(publication: Publication) -> float | None:
    """Return the share of filled cells among the columns that are filled for every active record or may be.

    Columns that only a removal fills are left out. Units: 0 to 1; nothing when there are no records.
    """
    import pandas as pd

    fields = [item.name for item in publication.dataset.fields if item.role not in _TAKEDOWN_ROLES]
    if not publication.records:
        return None
    frame = pd.DataFrame([record.values for record in publication.records], columns=fields)
    return float(frame.ne("").to_numpy().mean())


def timeliness(publication: Publication, catalogue: Catalogue) -> Timeliness:
    """Measure the public records of a list against the deadline that its description names."""
    import pandas as pd

    taken = list(_all_taken(publication, catalogue))
    frame = pd.DataFrame(taken, columns=["days", "late"])
    median = float(frame["days"].median()) if len(frame) else None
    return Timeliness(len(frame), int(frame["late"].sum()), median)


def _all_taken(publication: Publication, catalogue: Catalogue) -> Iterator[tuple[int, bool]]:
    """Yield how long records took and whether that was too long; many have their days in common."""
    dataset, families = publication.dataset, publication.dataset.publication.due
    anchors = dict.fromkeys(rule.anchor for rule in catalogue.rules if rule.family in families)
    columns = dataset.columns_of(tuple(anchors))

    @cache
    def deadline(days: tuple[tuple[str, date], ...]) -> Deadline | None:
        rules = periods.applicable(catalogue.rules, families, {}, dict(days))
        return periods.publish_by(rules, dict(days), catalogue.workdays)

    @cache
    def taken(start: date, end: date) -> int:
        return periods.workdays_between(start, end, catalogue.workdays)

    for record in publication.records if columns else ():
        days = tuple((role, day) for role, name in columns if (day := day_in(record.values, name)))
        due = deadline(days)
        if due and record.published:
            yield taken(dict(days)[due.rule.anchor], record.published), record.published > due.day


@dataclass(frozen=True, slots=True)
class Share:
    """Hold how many rows of a list another list names."""

    name: str
    covered: int
    total: int


def coverage(publication: Publication, publications: Sequence[Publication]) -> Iterator[Share]:
    """Measure what the description of a list wants covered by other lists."""
    dataset, known = publication.dataset, {item.dataset.id: item for item in publications}
    for said in dataset.coverage:
        other = known[said.list]
        if said.field not in other.dataset.header:
            continue
        named = {part for r in other.records for part in held(other.dataset, said.field, r.values)}
        wanted = [r.key for r in publication.records if holds(dataset, r.values, said.where)]
        yield Share(said.name, sum(key in named for key in wanted), len(wanted))


def lasting(publication: Publication, catalogue: Catalogue) -> Iterator[tuple[str, Timeliness]]:
    """Measure the steps of the public records that have ended, one figure a clock. Units: working days."""
    import pandas as pd

    dataset = publication.dataset
    clocks = [c for c in dataset.clocks if c.start and c.end]
    ended: dict[str, list[tuple[int, bool]]] = {clock.name: [] for clock in clocks}
    for record in publication.records if clocks else ():
        for step in steps(catalogue, dataset, record.values):
            validity = step.rule is not None and step.rule.unit == "term"  # how long a thing holds is no step
            if step.clock.name in ended and step.start and step.end and step.limit and not validity:
                days = periods.workdays_between(step.start, step.end, catalogue.workdays)
                ended[step.clock.name].append((days, step.end > step.limit))
    for name, taken in ended.items():
        frame = pd.DataFrame(taken, columns=["days", "late"])
        if len(frame):
            yield name, Timeliness(len(frame), int(frame["late"].sum()), float(frame["days"].median()))


def by_year(publication: Publication) -> Mapping[str, int]:
    """Count the public records of a list by the year of the column that orders it, newest first.

    Those without a year, if any, are counted last, under a blank.
    """
    import pandas as pd

    name = publication.dataset.list.sort.removeprefix("-")
    if not name or not publication.records:
        return {}
    years = pd.Series([record.values[name][:4] for record in publication.records])
    if not years.str.fullmatch(r"\d{4}").any():
        return {}
    counts = years.where(years.str.fullmatch(r"\d{4}"), "").value_counts().sort_index(ascending=False)
    return {str(year): int(count) for year, count in counts.items()}
