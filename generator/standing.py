"""How one row stands on one day: shown, not yet, no longer, or never. The state machine of disclosure.

Source: 行政处罚法第四十八条 (withdrawal); 信用修复管理办法（国家发展改革委令第36号） (periods and repair).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator import periods
from generator.described import Dataset
from generator.model import Catalogue, Rule

PUBLIC = "active"
GONE = frozenset({"expired", "repaired", "withdrawn", "superseded"})
"""States that end publication for good; a row in one of them is shown for no ``as_of`` whatever."""
NEVER_SHOWN = frozenset({"draft", "pending", "unlisted"})
"""States of rows that the public has never seen: they leave no trace at all."""
_BY_REASON = {"period_ended": "expired", "credit_repaired": "repaired", "superseded": "superseded"}
_TOKEN_ROLES = ("level", "basis_kind", "procedure", "legal_state", "subject_kind")
_DAY_ROLES = ("decided", "formed", "published", "valid_from", "valid_to", "revoked", "taken_down")


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
    text = values.get(dataset.column_of(role), "")
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def anchors(dataset: Dataset, values: Mapping[str, str]) -> dict[str, date]:
    """Return the days from which legal periods may be counted, by role."""
    days = {role: day_of(dataset, role, values) for role in _DAY_ROLES}
    return {role: day for role, day in days.items() if day}


def rules_for(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules that govern how long this row may be public."""
    tokens = {role: catalogue.token(dataset, role, values) for role in _TOKEN_ROLES}
    return periods.applicable(catalogue.rules, dataset.publication.rules, tokens, anchors(dataset, values))


def standing(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str], as_of: date) -> Standing:
    """Decide how a row stands on a day; whatever ends its publication wins over what would continue it."""
    days, rules = anchors(dataset, values), rules_for(catalogue, dataset, values)
    end = periods.last_public_day(rules, days, catalogue.workdays)
    repair = periods.first_repair_day(rules, days, catalogue.workdays)
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
    if said in GONE | {"draft", "suspended"}:
        return said, taken_down
    if taken_down and taken_down <= as_of:
        reason = catalogue.token(dataset, "takedown_reason", values)
        return _BY_REASON.get(reason, "withdrawn"), taken_down
    if "published" in days and days["published"] > as_of:
        return "pending", None
    return PUBLIC, None
