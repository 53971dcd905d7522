"""Make what the browser searches."""

from generator.index.scan import run

__all__ = ["run"]
