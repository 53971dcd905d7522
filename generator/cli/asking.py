"""What commands share at the keyboard: the day, a question, a line of progress, a report."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.errors import WrongUse

ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return the day it is where the authorities are, whatever the machine's own zone."""
    return datetime.now(ZONE).date()


def progress(text: str) -> None:
    """Say at once what is being done."""
    print(f"… {text}", flush=True)


def tell(text: str, out: Path | None) -> None:
    """Print a report, or write it to a file."""
    if out:
        out.write_text(text, encoding="utf-8")
        print(f"✓ 报告写在 {out}")
    else:
        print(text)


def agreed(question: str, *, yes: bool) -> bool:
    """Ask; who runs a program without a keyboard must say --yes.

    Raises: WrongUse when nobody can answer.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise WrongUse(f"“{question}”这里不能回答，没有做。确认要做的，请加 --yes（make 用 YES=1）。")
    return input(f"{question}[是/否] ").strip().lower() in ("是", "y", "yes")


def told(question: str) -> str:
    """Ask for a few words; without a keyboard there are none."""
    return input(question).strip() if sys.stdin.isatty() else ""
