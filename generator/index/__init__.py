"""Make what the browser searches."""

from generator.index.names import names
from generator.index.scan import run

__all__ = ["names", "run"]
