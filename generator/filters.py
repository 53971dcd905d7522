"""How values are written for people: dates, codes in groups, sizes, durations."""

from __future__ import annotations

from datetime import date


def chinese_date(day: date | None) -> str:
    """Write a day as 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def file_size(count: int) -> str:
    """Write a number of bytes as people say it: 18 KB."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def thousands(number: int) -> str:
    """Write 13000 as 13,000."""
    return f"{number:,}"


def grouped(numeral: str) -> str:
    """Write the whole part of a numeral in groups of three; the rest as it is."""
    whole, dot, rest = numeral.partition(".")
    return (f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole) + dot + rest


def inert(text: str) -> str:
    """Write a text for Markdown so that nothing in it acts: every sign a forge might heed is a number."""
    return "".join(
        char if char.isalnum() or char in " ，。：；、“”「」（）〔〕·/-" else f"&#{ord(char)};"
        for char in text
    )
