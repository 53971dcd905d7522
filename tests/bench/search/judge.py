"""Compare what our engine answered with the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.search.corpus import AMOUNT
from tests.bench.search.truth import PAGE, Answer, Part


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold the total an engine claims; ``phrase`` is that of the hits with all words as one piece, and its being sure."""

    total: int
    sure: bool
    phrase: tuple[int, bool] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Hold an engine's answer of one kind: the addresses in its order, and what it claimed at each page."""

    hits: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say how right an answer was.

    ``exact``: the first page in its order, no hit twice, and all hits where they were compared. ``sure``: the
    total was called exact at once. ``wrong_total``: some total was called exact and is not. ``off``: how far the
    first total is from the true one, as a share of it.
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


def verdict(answer: Answer, given: Sequence[Given], amounts: Sequence[str]) -> Verdict:
    """Judge an answer: its organisations and its records, or what a list gave."""
    parts = [answer.records] if answer.query.listed else [answer.entities, answer.records]
    pairs = list(zip(parts, given, strict=True))
    true, got = (set(hits) for hits in zip(*(_compared(*pair, answer) for pair in pairs), strict=True))
    recall, precision = shares(set().union(*true), set().union(*got))
    once = all(len(set(one.hits)) == len(one.hits) for one in given)
    in_order = all(_in_order(part, one, answer, amounts) for part, one in pairs)
    exact = in_order and once and recall == precision == 1
    wrong = any(_wrong(part, claim) for part, one in pairs for claim in one.claims)
    claimed = sum(one.claims[0].total for one in given)
    sure = all(one.claims[0].sure for one in given)
    off = abs(claimed - answer.total) / max(answer.total, 1)
    note = "" if exact and not wrong else f"{answer} {[(one.hits[:5], one.claims[:3]) for one in given]}"
    return Verdict(
        answer.query.kind, answer.query.text, exact, recall, precision, sure, wrong, off, note[:2000]
    )


def _compared(part: Part, given: Given, answer: Answer) -> Iterator[frozenset[str]]:
    """Yield the true and the given hits: all of them where truth keeps all, else those of the first page."""
    if part.whole is not None:
        yield from (frozenset(part.whole), frozenset(given.hits))
    elif answer.order:  # any rows that say the same may stand on the page
        yield from (frozenset(), frozenset())
    else:
        yield from (frozenset(part.first), frozenset(given.hits[:PAGE]))


def _in_order(part: Part, given: Given, answer: Answer, amounts: Sequence[str]) -> bool:
    if answer.order:
        return _said(answer, given.hits[:PAGE], amounts) == answer.order
    return given.hits[:PAGE] == part.first


def _wrong(part: Part, claim: Claim) -> bool:
    phrase, phrase_sure = claim.phrase or (part.phrase, False)
    return (claim.sure and claim.total != part.total) or (phrase_sure and phrase != part.phrase)


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
