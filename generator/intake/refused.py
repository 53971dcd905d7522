"""Say why a file cannot be taken in at all."""

from __future__ import annotations

from generator.errors import DataRejected
from generator.messages import finding


class Refused(DataRejected):
    """Carry the one finding for which a file was not read."""


def refused(rule: str, file: str, *, problem: str = "") -> Refused:
    """Return the error for a file that breaks a rule as a whole."""
    return Refused([finding(rule, file, problem=problem)])
