"""What every commit did to the rows of every list: read from git once, and remembered."""

from generator.events.kept import history

__all__ = ["history"]
