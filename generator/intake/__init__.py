"""Take in what staff bring: read any table, tidy what is beyond doubt, plan the change, mark what is wrong."""

from generator.intake.entries import Entry, Intake, taken
from generator.intake.grid import Grid
from generator.intake.header import plain
from generator.intake.opened import opened
from generator.intake.plan import Mode, Plan, planned
from generator.intake.reading import grid
from generator.intake.tidy import texts
from generator.intake.written import contents, files, write

__all__ = [
    "Entry",
    "Grid",
    "Intake",
    "Mode",
    "Plan",
    "contents",
    "files",
    "grid",
    "opened",
    "plain",
    "planned",
    "taken",
    "texts",
    "write",
]
