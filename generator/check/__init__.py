"""Find everything that is wrong, or doubtful, with the data. All at once, each fault once."""

from generator.check import report
from generator.check.descriptions import describe
from generator.check.gather import run
from generator.check.package import write_package
from generator.check.system import foundations

__all__ = ["describe", "foundations", "report", "run", "write_package"]
