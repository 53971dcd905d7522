"""When what is shown will read otherwise by the clock alone, though nobody commits anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from generator.described import Dataset
from generator.model import Catalogue, Record
from generator.standing import NEVER_SHOWN, Standing, computed_state, day_in, day_of, standing

_DAY = timedelta(days=1)
_TOLD = ("updated", "published")
"""Roles of days after which a row counts as changed."""


def earliest(days: Iterable[date | None]) -> date | None:
    """Return the first of some days; nothing when there is none."""
    return min((day for day in days if day), default=None)


def last_shown(dataset: Dataset, values: Mapping[str, str], found: Standing) -> date | None:
    """Return the last day on which a public row may be shown: its period ends, or it is taken down next day."""
    gone = day_of(dataset, "taken_down", values)
    return earliest((found.until, gone - _DAY if gone else None))


def last_of(records: Iterable[Record]) -> date | None:
    """Return the last day on which any of some records may be shown; nothing when one of them has no last day."""
    days = [item.last for item in records]
    return max((day for day in days if day), default=None) if all(days) else None


def after(day: date | None) -> date | None:
    """Return the day after; nothing after no day."""
    return day + _DAY if day else None


def turning(dataset: Dataset, values: Mapping[str, str], last: date | None, as_of: date) -> date | None:
    """Return the first later day on which a public row, whose last day is ``last``, is gone or reads otherwise.

    How many days are left, and on which day a page was checked, is not counted.
    """
    days = [after(last), after(day_of(dataset, "valid_to", values))]
    days += [day_in(values, name) for _, name in dataset.columns_of(_TOLD)]
    if dataset.checks.validity:
        days += _changes(dataset, values, as_of)
    return min([day for day in days if day and day > as_of], default=None)


def appearing(
    catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str], found: Standing, as_of: date
) -> date | None:
    """Return the first later day on which a row that is not public appears, or leaves another trace."""
    days = sorted(day for day in _hidden(dataset, values, found) if day > as_of)
    trace = _trace(found, as_of)
    return next((d for d in days if _trace(standing(catalogue, dataset, values, d), d) != trace), None)


def _changes(dataset: Dataset, values: Mapping[str, str], as_of: date) -> Iterator[date]:
    """Yield when a state that the days of a row give it changes."""
    for said in dataset.checks.validity:
        now = computed_state(said, values, as_of)
        ends = (day + _DAY for name in said.until if (day := day_in(values, name)))
        for day in (day_in(values, said.start), *ends):
            if day and computed_state(said, values, day) != now:
                yield day


def _hidden(dataset: Dataset, values: Mapping[str, str], found: Standing) -> Iterator[date]:
    yield from (day for role in ("published", "taken_down") if (day := day_of(dataset, role, values)))
    if found.until:
        yield found.until + _DAY


def _trace(found: Standing, day: date) -> tuple[str, bool]:
    """Return what the public can tell of a state: its kind, if it was ever shown; whether its day is past."""
    if found.state in NEVER_SHOWN:
        return "", False
    return found.state, found.since is not None and found.since <= day
