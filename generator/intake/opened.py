"""Notice that a table is still open in another program: what was not saved there cannot be read here."""

from __future__ import annotations

from pathlib import Path

_LOCKS = ("~${name}", ".~{name}", ".~lock.{name}#")
"""The files by which Excel, WPS and LibreOffice tell each other."""


def opened(path: Path) -> bool:
    """Tell whether a program that has the table open left its mark beside it."""
    return any(path.with_name(lock.format(name=path.name)).exists() for lock in _LOCKS)
