"""Compare what an engine answered with the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.search.corpus import AMOUNT
from tests.bench.search.truth import PAGE, Answer


@dataclass(frozen=True, slots=True)
class Given:
    """Hold an engine's answer: the addresses in its order, whether they are all, and the totals it claims."""

    hits: tuple[str, ...]
    whole: bool
    entities: int
    records: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say how right an answer was.

    ``exact``: the first page in its order, and all hits where they were compared. ``wrong_total``: a total was
    called sure and is not true. ``off``: how far an estimate is from the total, as a share of it.
    """

    kind: str
    text: str
    exact: bool
    recall: float
    precision: float
    sure: bool
    wrong_total: bool
    off: float
    note: str = ""


def verdict(answer: Answer, given: Given, amounts: Sequence[str]) -> Verdict:
    """Judge an answer of our engine."""
    true, got = _compared(answer, given)
    recall, precision = shares(true, got)
    total, claimed = answer.entities + answer.records, given.entities + given.records
    if answer.order:
        in_order = _said(answer, given.hits[:PAGE], amounts) == answer.order
    else:
        in_order = given.hits[:PAGE] == answer.first
    once = len(set(given.hits)) == len(given.hits)
    right = (answer.entities, answer.records) == (given.entities, given.records)
    exact = in_order and once and recall == precision == 1
    return Verdict(
        answer.query.kind,
        answer.query.text,
        exact,
        recall,
        precision,
        given.sure,
        given.sure and not right,
        abs(claimed - total) / max(total, 1),
        ""
        if exact and (right or not given.sure)
        else f"{answer.query} {given.hits[:3]} {answer.first[:3]} "
        f"{given.entities}+{given.records} of {answer.entities}+{answer.records}",
    )


def _compared(answer: Answer, given: Given) -> tuple[set[str], set[str]]:
    """Return the true and the given hits: all of them where both are known, else those of the first page."""
    if answer.whole is not None and given.whole:
        return set(answer.whole), set(given.hits)
    if answer.order:  # any rows that say the same may stand on the page
        return set(), set()
    return set(answer.first), set(given.hits[:PAGE])


def shares(true: set[str], got: set[str]) -> tuple[float, float]:
    """Return recall and precision; of nothing both are 1."""
    both = len(true & got)
    return both / len(true) if true else 1.0, both / len(got) if got else 1.0


def _said(answer: Answer, hits: Sequence[str], amounts: Sequence[str]) -> tuple[str, ...]:
    """Return what the hits say in the sorted column; a key ends with the number of its row."""
    keys = [hit.rpartition("/")[2].removesuffix(".html") for hit in hits]
    if answer.query.sort.removeprefix("-") == AMOUNT:
        return tuple(amounts[int(key[-7:])] for key in keys)
    return tuple(f"{key[2:6]}-{key[6:8]}-{key[8:10]}" for key in keys)
