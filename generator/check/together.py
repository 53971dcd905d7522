"""Compare what only all rows of a list, or those of several lists, can tell.

A list is compared anew when its rows changed, or those of a list that the last comparison looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from generator import forked
from generator.check import clocks, declared, lists, references, steps
from generator.check.joins import Joins
from generator.check.memory import Comparisons
from generator.check.sheet import Sheet
from generator.model import Catalogue, Finding, Table

Compared = tuple[tuple[Finding, ...], frozenset[str]]
"""What was found, and the lists whose rows were looked at for it."""


def judge(
    catalogue: Catalogue,
    tables: Sequence[Table],
    chosen: frozenset[str],
    broken: frozenset[str],
    as_of: date,
    memory: Comparisons,
    say: Callable[[str], None],
    jobs: int,
) -> Iterator[Finding]:
    """Yield what is wrong in the chosen lists together; ``broken`` ones could not be read and are not consulted."""
    joins = Joins(catalogue, tables, broken)
    wanted = [dataset for dataset in catalogue.datasets if dataset.id in chosen]
    known = {dataset.id: memory.recall(dataset.id) for dataset in wanted}
    stale = [dataset for dataset in wanted if known[dataset.id] is None]
    tasks = [partial(_compared, Sheet(dataset, catalogue), joins, as_of) for dataset in stale]
    with forked.begun(tasks, jobs) as work:
        for place, (found, asked) in enumerate(work.results()):
            say(f"与别的清单对照「{stale[place].title}」（{place + 1}/{len(stale)}）")
            memory.remember(stale[place].id, found, asked)
            yield from found
    for kept in known.values():
        yield from kept or ()


def _compared(sheet: Sheet, joins: Joins, as_of: date) -> Compared:
    with joins.noting() as asked:
        found = tuple(_findings(sheet, joins, as_of))
    return found, frozenset(asked)


def _findings(sheet: Sheet, joins: Joins, as_of: date) -> Iterator[Finding]:
    name = sheet.dataset.id
    rows, whole = joins.rows(name), name not in joins.broken
    yield from lists.judge(sheet, rows, as_of, whole=whole)
    yield from references.judge(sheet, rows, joins)
    if whole:
        yield from clocks.judge(sheet, rows)
        yield from steps.judge(sheet, rows)
        yield from declared.judge(declared.Context(sheet, rows, joins, as_of))
