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
from tests.bench.search.judge import Given, verdict
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
        assert (answer.entities, answer.records) == (len(entities), len(records)), query
        if answer.whole is not None:
            assert set(answer.whole) == entities | records, query


def test_truth_is_in_the_order_of_the_pages(known):
    answer = known.answer(Query("piece of a name", "口腔"))
    organisations, records = (
        answer.first,
        known.answer(Query("narrowed", "口腔", {"year": ("2024", "2025")})).first,
    )
    assert all(path.startswith("entity/") for path in organisations)
    assert list(records) == sorted(records, reverse=True)


def test_the_judge_says_no(known):
    answer = known.answer(Query("piece of a name", "口腔医疗"))
    hits = answer.whole
    assert hits
    assert len(hits) > truth.PAGE
    right = Given(hits, True, answer.entities, answer.records, True)
    assert verdict(answer, right, []).exact
    short = verdict(answer, replace(right, hits=hits[:-1]), [])
    assert not short.exact
    assert short.recall < 1
    extra = verdict(answer, replace(right, hits=(*hits, "penalty/other.html")), [])
    assert not extra.exact
    assert extra.precision < 1
    assert not verdict(answer, replace(right, hits=hits[::-1]), []).exact
    assert not verdict(answer, replace(right, hits=(*hits, hits[-1])), []).exact
    assert verdict(answer, replace(right, records=answer.records + 1), []).wrong_total
    assert not verdict(answer, replace(right, records=answer.records + 1, sure=False), []).wrong_total


def test_the_judge_sees_a_wrong_order(rows, known):
    amounts = [row[corpus.AMOUNT] for row in rows]
    answer = known.answer(Query("sorted", "口腔", sort=f"-{corpus.AMOUNT}"))
    by_amount = sorted(answer.whole or (), key=lambda path: -float(amounts[int(path[-12:-5])]))
    given = Given(tuple(by_amount), True, 0, answer.records, True)
    assert verdict(answer, given, amounts).exact
    assert not verdict(answer, replace(given, hits=given.hits[::-1]), amounts).exact


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
