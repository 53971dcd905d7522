"""Tell what has to be done by when, on the working-day calendar."""

from generator.due.gather import Item, gather
from generator.due.report import render

__all__ = ["Item", "gather", "render"]
