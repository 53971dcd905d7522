"""Count public periods by calendar months, and choose the period of a penalty."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

NEW_RULE = date(2026, 4, 1)
TODAY = date(2026, 11, 21)
FOREVER = date(2099, 12, 31)
_MONTHS = {"一般": (12, 3), "严重": (36, 12)}


def months_after(day: date, months: int) -> date:
    """Return the corresponding day of a later month, or the last day of a month that lacks it.

    Source: 民法典第二百零二条.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_valid_day(first: date, years: int) -> date:
    """Return the day before the anniversary: the last day of a certificate's validity."""
    return months_after(first, years * 12) - timedelta(1)


def publicity(decided: date, level: str, basis: str) -> tuple[str, str]:
    """Return the last public day and the first day of repair, each empty when the rules give none.

    Source: 信用修复管理办法（国家发展改革委令第36号）；before it, order 58 (repealed, not verified).
    """
    if decided < NEW_RULE:
        return months_after(decided, 36).isoformat(), months_after(decided, 3).isoformat()
    if level == "轻微":
        return ("" if basis == "双公示" else months_after(decided, 3).isoformat()), ""
    longest, shortest = _MONTHS[level]
    return months_after(decided, longest).isoformat(), months_after(decided, shortest).isoformat()
