"""What staff do at their desk: take a form, fill it in, bring it back, see what changed.

An import goes from the file to rows, from rows to a plan, through every check on a copy of the data, to the
person who says yes, and only then into ``data/``.
"""

from generator.desk.diff import Difference, differences
from generator.desk.fmt import canonical
from generator.desk.forms import export, fillable, template
from generator.desk.importing import SHOWN, Brought, bring

__all__ = [
    "SHOWN",
    "Brought",
    "Difference",
    "bring",
    "canonical",
    "differences",
    "export",
    "fillable",
    "template",
]
