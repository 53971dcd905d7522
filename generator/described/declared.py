"""What a description declares beyond its columns: checks between rows and lists, clocks, marks, measures.

A condition maps columns to the value, or the values, that a row must have; a column of several values meets it
by holding one of them. ``OWN`` and ``THEIRS`` name what holds columns of this list and of the list named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field as Default

from generator.described.base import Described

Condition = Mapping[str, str | tuple[str, ...]]


class Declaration(Described):
    """Be a part of a description that speaks of columns."""

    OWN: ClassVar[tuple[str, ...]] = ()
    THEIRS: ClassVar[tuple[str, ...]] = ()

    def columns(self) -> tuple[str, ...]:
        """Return the columns of this list that it speaks of."""
        return _names(self, self.OWN)

    def foreign(self) -> tuple[str, ...]:
        """Return the columns of the other list that it speaks of."""
        return _names(self, self.THEIRS)


def _names(declaration: Declaration, attributes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in some attributes: of one column, of several, or those that a condition maps."""
    held = (getattr(declaration, name) for name in attributes)
    return tuple(name for value in held for name in ((value,) if isinstance(value, str) else value) if name)


class Reference(Declaration):
    """Say that a column names a key of another list: of one list, or of the one that column ``in`` names."""

    OWN = ("field", "chosen_by")
    THEIRS = ("to",)

    field: str
    list: str = ""
    chosen_by: str = Default("", alias="in")
    to: str = ""


class Expect(Described):
    """State how many rows a list, or a part of it, must hold."""

    rows: int | tuple[int, int]
    where: Mapping[str, str] = Default(default_factory=dict)


class Requires(Declaration):
    """Demand of the rows that meet a condition, or fail it, which cells are filled, blank, or hold a value."""

    OWN = ("when", "unless", "filled", "blank", "values")

    when: Condition = Default(default_factory=dict)
    unless: Condition = Default(default_factory=dict)
    filled: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    values: Condition = Default(default_factory=dict)


class Order(Declaration):
    """Demand that one number is not above another of the same row."""

    OWN = ("low", "high")

    low: str
    high: str


class Within(Declaration):
    """Demand that a number, ``times`` something, lies between two numbers of the row that ``by`` names."""

    OWN = ("field", "by")
    THEIRS = ("to", "low", "high")

    field: str
    times: float = 1
    by: str
    list: str
    to: str
    low: str
    high: str


class Agree(Declaration):
    """Demand that a cell equals a cell of the row that ``by`` names."""

    OWN = ("field", "by")
    THEIRS = ("to", "theirs")

    field: str
    by: str
    list: str
    to: str
    theirs: str


class Cap(Declaration):
    """Demand no more rows per group and period than the row that ``by`` names allows."""

    OWN = ("per", "day", "by", "only")
    THEIRS = ("to", "times", "period")

    per: tuple[str, ...]
    day: str
    by: str
    list: str
    to: str
    times: str
    period: str
    only: Condition = Default(default_factory=dict)


class Bands(Declaration):
    """Demand that the bands of a group meet without gap or overlap and fill the range the law gives."""

    OWN = ("group", "low", "high", "floor", "ceiling")

    group: tuple[str, ...]
    low: str
    high: str
    floor: str
    ceiling: str


class Exclusive(Declaration):
    """Demand that no organisation is public in this list and another at the same time."""

    list: str


class Ratio(Declaration):
    """Demand that a percentage is the part of the whole, rounded to some digits."""

    OWN = ("field", "part", "whole")

    field: str
    part: str
    whole: str
    digits: int = 2


class Counted(Declaration):
    """Demand that a number is what rows of another list add up to; ``sum`` names the column to add, if any."""

    OWN = ("field", "list", "where", "sum")

    field: str
    list: str
    where: str
    sum: str = ""


class Validity(Declaration):
    """Demand that a state agrees with the days from and until which it holds."""

    OWN = ("state", "start", "until")

    state: str
    start: str = Default("", alias="from")
    until: tuple[str, ...]
    before: str = ""
    during: tuple[str, ...]
    after: tuple[str, ...]


class Follows(Declaration):
    """Demand that the row which ``by`` names was taken down, in one of some states, on the day in ``day``."""

    OWN = ("by", "chosen_by", "when", "day")

    by: str
    chosen_by: str = Default(alias="in")
    when: Condition = Default(default_factory=dict)
    states: tuple[str, ...]
    day: str


class Checks(Described):
    """Hold the cross-checks of a list, by kind. One kind, one check; none is written for a list."""

    requires: tuple[Requires, ...] = ()
    order: tuple[Order, ...] = ()
    within: tuple[Within, ...] = ()
    agree: tuple[Agree, ...] = ()
    caps: tuple[Cap, ...] = ()
    bands: tuple[Bands, ...] = ()
    exclusive: tuple[Exclusive, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    counted: tuple[Counted, ...] = ()
    validity: tuple[Validity, ...] = ()
    follows: tuple[Follows, ...] = ()


class Clock(Declaration):
    """Describe a step with a legal time, by a rule from one day to another, or by a day that stands in a cell.

    ``field`` holds the day that the rule gives; ``open`` says for which rows the step is still to be done;
    an ``expiry`` is told of beforehand and is never overdue.
    """

    OWN = ("start", "end", "by", "field", "open")

    name: str
    start: str = Default("", alias="from")
    end: str = Default("", alias="to")
    by: str = ""
    rules: str = ""
    field: str = ""
    open: Condition = Default(default_factory=dict)
    expiry: bool = False


class Mark(Declaration):
    """Put a mark on the record that a row names, from one day to another."""

    OWN = ("record", "chosen_by", "start", "end", "when")

    record: str
    chosen_by: str = Default(alias="in")
    start: str = Default(alias="from")
    end: str = Default("", alias="to")
    text: str
    when: Condition = Default(default_factory=dict)


class Coverage(Declaration):
    """Measure which share of some rows is named by another list."""

    OWN = ("where",)
    THEIRS = ("field",)

    name: str
    where: Condition = Default(default_factory=dict)
    list: str
    field: str


class Figures(Declaration):
    """Say which columns make a row a figure of the statistics page."""

    OWN = ("label", "value", "unit", "group", "year", "text")

    label: str
    value: str
    unit: str
    group: str
    year: str
    text: str = ""
