"""How one row stands on one day: shown, not yet, no longer, or never. The state machine of disclosure.

Source: 行政处罚法第四十八条 (withdrawal); 信用修复管理办法（国家发展改革委令第36号） (periods and repair).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from generator import periods
from generator.conditions import holds
from generator.described import Dataset, Validity
from generator.model import Catalogue, Rule
from generator.roles import FIRST_DAY, LAST_DAY

PUBLIC = "active"
GONE = frozenset({"expired", "repaired", "withdrawn", "superseded"})
"""States that end publication for good; a row in one of them is shown for no ``as_of`` whatever."""
NEVER_SHOWN = frozenset({"draft", "pending", "unlisted"})
"""States of rows that the public has never seen: they leave no trace at all."""
_BY_REASON = {"period_ended": "expired", "credit_repaired": "repaired", "superseded": "superseded"}
TOKEN_ROLES = ("level", "basis_kind", "procedure", "legal_state", "subject_kind")
_DECLARED = GONE | {"draft", "suspended"}
_DAY_ROLES = ("decided", "formed", "published", "valid_from", "valid_to", "revoked", "taken_down")


@dataclass(frozen=True, slots=True)
class Span:
    """Hold the first and the last day on which a record is public; no last day means without end."""

    first: date
    last: date | None = None

    def overlaps(self, other: Span) -> bool:
        """Tell whether there is a day in both."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold a row's state on a day, since when, until when, and the rule behind its end."""

    state: str
    since: date | None = None
    until: date | None = None
    rule: Rule | None = None
    repairable: date | None = None


def day_of(dataset: Dataset, role: str, values: Mapping[str, str]) -> date | None:
    """Return the day in the column that plays a role; nothing when blank or not a date."""
    name = dataset.column_of(role)
    return day_in(values, name) if name else None


def day_in(values: Mapping[str, str], column: str) -> date | None:
    """Return the day in a cell; a year stands for its last day; nothing when blank or not a date."""
    return _day(values.get(column, ""))


@lru_cache(maxsize=65536)
def _day(text: str) -> date | None:
    text = f"{text}-12-31" if len(text) == 4 else text
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def anchors(dataset: Dataset, values: Mapping[str, str]) -> dict[str, date]:
    """Return the days from which legal periods may be counted, by role."""
    return {role: day for role, name in dataset.columns_of(_DAY_ROLES) if (day := day_in(values, name))}


def rules_for(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules that govern how long this row may be public."""
    return _rules(catalogue, dataset, values, anchors(dataset, values))


def _rules(
    catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str], days: Mapping[str, date]
) -> tuple[Rule, ...]:
    if not dataset.publication.rules:
        return ()
    tokens = {role: catalogue.token(dataset, role, values) for role in TOKEN_ROLES}
    return periods.applicable(catalogue.rules, dataset.publication.rules, tokens, days)


def standing(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str], as_of: date) -> Standing:
    """Decide how a row stands on a day; whatever ends its publication wins over what would continue it."""
    days = anchors(dataset, values)
    rules = _rules(catalogue, dataset, values, days)
    end = periods.last_public_day(rules, days, catalogue.workdays)
    repair = periods.shortest_end(rules, days, catalogue.workdays)
    state, since = _state(catalogue, dataset, values, as_of, days)
    if state == PUBLIC and any(rule.kind == "never" for rule in rules):
        state = "unlisted"
    if state == PUBLIC and end and as_of > end.day:
        state = "withdrawn" if end.rule.anchor == "revoked" else "expired"
        since = end.day + timedelta(days=1)
    return Standing(
        state,
        since,
        until=end.day if end else None,
        rule=end.rule if end else None,
        repairable=repair.day if repair else None,
    )


def _state(
    catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str], as_of: date, days: Mapping[str, date]
) -> tuple[str, date | None]:
    """Return the state that the row itself declares, before any period is counted."""
    said = catalogue.token(dataset, "state", values) or PUBLIC
    taken_down = days.get("taken_down")
    if dataset.publication.only and not holds(dataset, values, dataset.publication.only):
        return "unlisted", None
    if said in _DECLARED:
        return said, taken_down
    if taken_down and taken_down <= as_of:
        reason = catalogue.token(dataset, "takedown_reason", values)
        return _BY_REASON.get(reason, "withdrawn"), taken_down
    if "published" in days and days["published"] > as_of:
        return "pending", None
    return PUBLIC, None


def public_span(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str]) -> Span | None:
    """Return from when to when a row is public, whatever the day; nothing when it never is.

    A row that is gone for good without a day on which it went was public for an unknown time: nothing too.
    """
    days = anchors(dataset, values)
    first = days.get("published") or days.get("valid_from") or days.get("decided")
    if not first:
        return None
    found = standing(catalogue, dataset, values, first)
    gone = days.get("taken_down")
    if found.state in NEVER_SHOWN or (found.state in GONE and not gone):
        return None
    ends = [end for end in (found.until, gone - timedelta(days=1) if gone else None) if end]
    last = min(ends, default=None)
    return Span(first, last) if last is None or first <= last else None


def computed_state(said: Validity, values: Mapping[str, str], day: date) -> str:
    """Return the state that the days of a row give it on a day; a state outside the three kinds stays."""
    state = values.get(said.state, "")
    ends = [(end, place) for place, name in enumerate(said.until) if (end := day_in(values, name))]
    start = day_in(values, said.start)
    if state not in (said.before, *said.during, *said.after):
        return state
    if ends and day > min(ends)[0]:
        return state if state in said.after else said.after[min(min(ends)[1], len(said.after) - 1)]
    if said.before and start and day < start:
        return said.before
    began = state == said.before and start is not None
    return said.during[0] if began or (state in said.after and ends) else state
