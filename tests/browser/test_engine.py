"""Both engines of search answer exactly as plain reading does, in real Chromium."""

from __future__ import annotations

import gzip
import random
import shutil
from datetime import timedelta

import pytest

from generator.normalise import normalise
from tests.browser.conftest import served
from tests.browser.engine_fixtures import ENGINE, written
from tests.search_fixtures import DAY

BLOCKS = """
() => Array.from({length: 272}, (_, block) => Array.from({length: 4096}, (_, at) => {
  const sign = block * 4096 + at;
  return sign >= 0xd800 && sign < 0xe000 ? '' : gongshi.normalise(String.fromCodePoint(sign));
}).join('\\0'))
"""
"""What becomes of each sign: as few long texts, for a million short ones take half a minute to come over."""


def queries(corpus) -> list[str]:
    draw, found = random.Random(20261125), []
    organisations = corpus[1]
    records = [r for p in corpus[0].publications for r in p.records]
    for _ in range(14):
        name = draw.choice(organisations).name
        at = draw.randrange(max(1, len(name) - 2))
        found.append(name[at : at + draw.randint(2, 6)])
        found.append(draw.choice(organisations).code[-draw.randint(3, 10) :])
        record = draw.choice(records)
        found += [
            record.subject,
            record.values["文号"].translate(
                str.maketrans("〔〕[]（）", draw.choice(("[][][]", "（）（）（）", "      ")))
            ),
        ]
        fact = record.values["事实"]
        at = draw.randrange(len(fact) - 4)
        found.append(fact[at : at + draw.randint(2, 8)])
        number = normalise(record.values["文号"])
        at = draw.randrange(len(number) - 2)
        found.append(number[at : at + draw.randint(2, 9)])
        found.append(f"{record.subject[-4:]} {fact[4:8]}")
    found += [
        "号 口腔",
        "24",
        "tv",
        "KTV",
        "12",
        "1号",
        "44号",
        "医2",
        "X射",
        "120",
        "示卫",
        "2025",
        "查无此名",
        "𬭎",
        "㐀䶮",
        "㐀",
    ]
    return [query for query in found if normalise(query)]


def test_every_answer_is_that_of_plain_reading(ask, corpus):
    plain, wrong = corpus[2], []
    for query in queries(corpus):
        main, rest = plain.find(query)
        answer, hrefs = ask.everything(q=query)
        if answer.get("short"):
            assert len(normalise(query)) < 2
            continue
        if hrefs != main + rest:
            wrong.append((query, hrefs[:3], (main + rest)[:3], len(hrefs), len(main + rest)))
        total = answer["entities"] + answer["records"]
        if answer["sure"] and total != len(main + rest):
            wrong.append((query, "total", total, len(main + rest)))
    assert wrong == []


CUTS = {
    "whole": lambda data: data,
    "the last piece is missing": lambda data: gzip.compress(gzip.decompress(data).rpartition(b"{")[0]),
    "a piece in the middle is missing": lambda data: gzip.compress(
        b"\n".join(line for at, line in enumerate(gzip.decompress(data).split(b"\n")) if at != 3)
    ),
    "cut off in a piece": lambda data: gzip.compress(gzip.decompress(data)[:-9]),
    "cut off on the way": lambda data: data[: len(data) // 2],
    "not packed, and cut off": lambda data: gzip.decompress(data)[:-1],
    "nothing": lambda data: b"",
}


@pytest.mark.parametrize("worker", [True, False])
@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("old", [False, True])
def test_data_that_are_not_whole_answer_nothing(corpus, browser, tmp_path, cut, worker, old):
    """Else what was not read would pass for what is not there."""
    written(tmp_path, "scan", *corpus[:2])
    file = next(tmp_path.glob("assets/search/*/all.gz"))
    file.write_bytes(CUTS[cut](file.read_bytes()))
    vendor = tmp_path / "assets/vendor"
    vendor.mkdir()
    shutil.copy(ENGINE.parent / "vendor/fflate.js", vendor)
    without = ["Worker"] * (not worker) + ["DecompressionStream"] * old
    with served(tmp_path) as address:
        page = browser.new_page()
        page.add_init_script("".join(f"delete self.{name};" for name in without))
        page.goto(f"{address}index.html")
        said = {"q": corpus[1][0].name, "kind": "entity"}
        total = page.evaluate(
            "said => gongshi.remote('')(said).then(found => found.entities, () => 'refused')", said
        )
        page.close()
    assert total == "refused" if cut != "whole" else total > 0


@pytest.mark.parametrize("days", [0, 47])
def test_what_has_ended_since_is_no_part_of_any_answer(ask, corpus, days):
    """A row is shown through its last day; totals called exact are of what is left, and how many went is told."""
    plain, today = corpus[2], DAY + timedelta(days=days)
    dropped = known = 0
    for query in queries(corpus)[::3]:
        found = [href for hrefs in plain.find(query) for href in hrefs]
        left = [href for href in found if not plain.last[href] or plain.last[href] >= today]
        answer, hrefs = ask.everything(q=query, today=today.isoformat())
        if answer.get("short"):
            continue
        assert hrefs == left, query
        assert not answer["sure"] or answer["entities"] + answer["records"] == len(left), query
        gone = answer.get("gone") or {"sure": True, "entities": 0, "records": 0}
        if gone["sure"]:
            known += 1
            assert gone["entities"] + gone["records"] == len(found) - len(left), query
        dropped += len(found) - len(left)
    assert known > 20
    assert (dropped > 50) is (days > 0)


def test_python_and_browser_normalise_alike_over_all_of_unicode(browser):
    import unicodedata

    page = browser.new_page()
    page.add_script_tag(path=str(ENGINE))
    blocks = page.evaluate(BLOCKS)
    page.close()
    found = [form for block in blocks for form in block.split("\0")]
    known = (i for i in range(0x110000) if unicodedata.category(chr(i)) not in ("Cn", "Cs"))
    assert [(hex(i), found[i]) for i in known if found[i] != normalise(chr(i))] == []
