"""Count working days by the committed holiday notices of ``data/workdays``."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data" / "workdays"


def is_workday(day: date) -> bool:
    """Say whether a day is worked: by notice, else Monday to Friday."""
    return _notices().get(day, day.weekday() < 5)


def workday_after(day: date, count: int) -> date:
    """Return the working day that many working days later; the first day itself is not counted."""
    while count:
        day += timedelta(1)
        count -= is_workday(day)
    return day


@cache
def _notices() -> dict[date, bool]:
    found: dict[date, bool] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {
                date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)
            }
    return found
