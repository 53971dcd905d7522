"""The bench measures what it says: its rows, questions and truth repeat, and its judge can say no."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from generator import index
from generator.normalise import normalise
from tests.bench import gen_records
from tests.bench.search import corpus, queries, report, summary, truth
from tests.bench.search.judge import Claim, Given, verdict
from tests.bench.search.queries import Query

ROWS = 2000


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "rows.csv"
    corpus.write(path, ROWS)
    return list(corpus.read(path))


@pytest.fixture(scope="module")
def known(rows):
    return truth.Truth(rows)


@pytest.fixture(scope="module")
def asked(rows):
    return queries.sample(rows, ROWS)


def test_the_rows_are_always_the_same(rows):
    text = "\n".join(",".join(row) for row in gen_records.rows(ROWS))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "445cc8824a394e0c"
    assert all(before[corpus.KEY] < after[corpus.KEY] for before, after in pairwise(rows))


def test_the_questions_are_always_the_same_and_of_every_kind(rows, asked):
    assert queries.sample(iter(rows), ROWS) == asked
    kinds = Counter(query.kind for query in asked)
    assert sum(kinds.values()) > 1000
    assert min(kinds.values()) >= 50
    assert len(kinds) == 11


def naive(rows, query: Query) -> tuple[set[str], set[str]]:
    """Answer by reading every field of every row, one after another."""
    names: dict[str, set[str]] = {}
    for row in rows:
        if row[corpus.CODE]:
            names.setdefault(row[corpus.CODE], set()).add(row[corpus.NAME])
    whole, terms = normalise(query.text), [normalise(term) for term in query.text.split()]

    def holds(fields) -> bool:
        texts = [normalise(field) for field in fields]
        everywhere = all(any(term in text for text in texts) for term in terms if term)
        return everywhere or any(whole in text for text in texts)

    def kept(row) -> bool:
        return all(queries.label(row, facet) in labels for facet, labels in query.filters.items())

    entities = {f"entity/{code}.html" for code, own in names.items() if holds([code, *own])}
    records = {
        f"penalty/{row[corpus.KEY]}.html"
        for row in rows
        if kept(row) and holds([row[name] for name in corpus.SEARCHED])
    }
    return (set() if query.listed else entities), records


def test_truth_agrees_with_reading_every_row(rows, known, asked):
    for query in random.Random(7).sample(asked, 60):
        entities, records = naive(rows, query)
        answer = known.answer(query)
        for part, true in ((answer.entities, entities), (answer.records, records)):
            assert part.total == len(true), query
            assert part.whole is None or set(part.whole) == true, query
            assert set(part.first) <= true, query


def test_truth_puts_newest_first_and_one_piece_before_two(known):
    records = known.answer(Query("piece of a name", "口腔")).records
    assert list(records.first) == sorted(records.first, reverse=True)
    apart = known.answer(Query("two terms", "口腔 诊所")).records
    assert 0 < apart.phrase < apart.total
    assert list(apart.whole[: apart.phrase]) == sorted(apart.whole[: apart.phrase], reverse=True)
    assert set(known.answer(Query("piece of a name", "口腔诊所")).records.whole) == set(
        apart.whole[: apart.phrase]
    )


@pytest.fixture(scope="module")
def answer(known):
    found = known.answer(Query("piece of a name", "口腔医疗"))
    assert len(found.records.whole) > truth.PAGE
    return found


def judged(answer, *, amounts=(), **changed):
    """Judge an answer that is right but for what is changed in its records."""
    own = [Given(part.whole, (Claim(part.total, True),)) for part in (answer.entities, answer.records)]
    own[1] = replace(own[1], **changed)
    return verdict(answer, own[1:] if answer.query.listed else own, amounts)


def test_the_judge_says_yes(answer):
    found = judged(answer)
    assert found.exact
    assert found.recall == found.precision == 1
    assert not found.wrong_total


def test_the_judge_says_no(answer):
    hits = answer.records.whole
    assert judged(answer, hits=hits[:-1]).recall < 1
    assert judged(answer, hits=(*hits, "penalty/other.html")).precision < 1
    for wrong in (hits[:-1], (*hits, "penalty/other.html"), hits[::-1], (*hits, hits[-1])):
        assert not judged(answer, hits=wrong).exact


def test_the_judge_minds_totals_that_are_called_sure(answer):
    total = answer.records.total
    assert judged(answer, claims=(Claim(total + 1, True),)).wrong_total
    assert judged(answer, claims=(Claim(total + 1, False), Claim(total - 1, True))).wrong_total
    assert judged(answer, claims=(Claim(total, True, (total - 1, True)),)).wrong_total
    assert not judged(answer, claims=(Claim(total + 1, False),)).wrong_total


def test_the_judge_sees_a_wrong_order(rows, known):
    amounts = [row[corpus.AMOUNT] for row in rows]
    answer = known.answer(Query("sorted", "口腔", sort=f"-{corpus.AMOUNT}"))
    by_amount = tuple(sorted(answer.records.whole, key=lambda path: -float(amounts[int(path[-12:-5])])))
    assert judged(answer, amounts=amounts, hits=by_amount).exact
    assert not judged(answer, amounts=amounts, hits=by_amount[::-1]).exact


def test_our_index_takes_the_rows(rows):
    made = {artefact.path for artefact in index.run(*corpus.public(rows))}
    assert "assets/search.json" in made


def test_a_bar_is_met_or_not():
    built = {
        "seconds": 20.0,
        "peak": 1e9,
        "files": 3,
        "bytes": 13_000 * 300,
        "same_again": True,
        "rows_held": 1,
    }
    text = report.table(13_000, {"ours": summary.figures(13_000, {"build": built})}, ["material"])
    said = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("|")}
    assert "**not met**" in said["Build: s"]
    assert "**not met**" in said["Index: B a record"]
    assert "| met |" in said["Rebuild byte for byte the same (1 = yes)"]
    assert report.ABSENT["material"] in text


def test_figures_are_nearest_ranks():
    assert summary.spread(list(range(1, 101))) == {"count": 100, "median": 50.5, "p90": 90, "worst": 100}
    assert summary.spread([3.0])["p90"] == 3.0
