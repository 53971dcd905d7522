"""The search data: what is numbered, what is compressed, and that the shards hold every gram of every text."""

from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, chain, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import index
from generator.index import parts, shards
from generator.index.compressed import compressed, encoded
from generator.index.corpus import Corpus, Listing, aliases, numbered
from generator.index.ends import HORIZON, gaps
from generator.index.grams import folded, hashed
from generator.index.head import compact
from generator.index.postings import postings
from generator.index.scan import named, texts
from generator.normalise import fold, normalise
from tests.search_fixtures import disclosed, spelt

ROWS = 300


@pytest.fixture(scope="module")
def public():
    return disclosed(ROWS)


@pytest.fixture
def sharded(monkeypatch):
    monkeypatch.setattr(index, "SCANNED", 0)
    monkeypatch.setattr(shards, "BLOCK", 64)
    monkeypatch.setattr(shards, "TOGETHER", 100)
    monkeypatch.setattr(shards, "_COMMON", 120)


def files(public) -> dict[str, bytes]:
    found = list(index.run(*public))
    assert len({item.path for item in found}) == len(found)
    return {item.path: item.content for item in found}


def head_of(found: dict[str, bytes]) -> dict[str, Any]:
    """Read the head of a large site, from the file with which the browser begins."""
    path = json.loads(found["assets/search.json"])["file"]
    assert path == index.entry(found)
    text = found[path].decode("utf-8-sig")
    assert text.startswith("self.gongshiHead={")
    return json.loads(text.removeprefix("self.gongshiHead=").removesuffix(";\n"))


def plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def units(text: str) -> Iterator[tuple[int, str]]:
    """Yield the grams of two and three signs of a normalised text by their definition, each after its place."""
    for at in range(len(text) - 1):
        pair, three = text[at : at + 2], text[at : at + 3]
        if not (plain(pair[0]) and plain(pair[1])):
            yield at, pair
        elif len(three) == 3 and plain(three[2]):
            yield at, three
        elif not at or not plain(text[at - 1]):
            yield at, pair


def joins(text: str, often: Collection[str]) -> Iterator[str]:
    """Yield what two neighbouring grams make that very many texts have."""
    for (at, one), (then, other) in pairwise(units(text)):
        if one in often and other in often:
            assert then < at + len(one)
            yield text[at : then + len(other)]


def naive(text: str, often: Collection[str]) -> set[str]:
    """Return all grams of a normalised text by their definition."""
    runs = re.finditer(r"(?<=[^0-9a-z\n])([0-9]{5,8})(?=[^0-9a-z\n])", text)
    return {unit for _, unit in units(text)} | {run.group(1) for run in runs} | set(joins(text, often))


def joined(all_texts: Iterable[Sequence[str]]) -> set[str]:
    """Return the grams that at least one text in forty has, one in eighty where a sign is a letter or a digit."""
    found = [{unit for field in fields for _, unit in units(normalise(field))} for fields in all_texts]
    often = Counter(chain.from_iterable(found)).items()
    return {unit for unit, count in often if count * (80 if any(map(plain, unit)) else 40) >= len(found)}


def everything(corpus: Corpus) -> list[list[str]]:
    """Return the searched texts of a corpus."""
    records = (texts(item, item.rows()) for item in corpus.listings)
    return [*named(corpus.rows()), *chain.from_iterable(records)]


def numbers(data: bytes) -> list[int]:
    out, value, place, last = [], 0, 1, -1
    for byte in data:
        value += (byte & 127) * place
        place *= 128
        if byte < 128:
            last += value + 1
            out.append(last)
            value, place = 0, 1
    return out


def rice(data: bytes, low: int) -> list[int]:
    bits, out, last = "".join(f"{byte:08b}"[::-1] for byte in data), [], -1
    at = bits.find("1")
    start = 0
    while at >= 0:
        last += (at - start << low) + int(bits[at + 1 : at + 1 + low][::-1] or "0", 2) + 1
        out.append(last)
        start = at + 1 + low
        at = bits.find("1", start)
    return out


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number, and say where the next thing begins."""
    found, place = 0, 0
    while True:
        found |= (data[at] & 127) << place
        at, place = at + 1, place + 7
        if data[at - 1] < 128:
            return found, at


def unpacked(found: dict[str, bytes]) -> dict[str, list[int]]:
    """Read every posting back out of the shards and the files of common grams."""
    head = head_of(found)
    out: dict[str, list[int]] = {}
    spans = set()
    for path, content in found.items():
        if path.startswith(f"{head['folder']}/grams/"):
            data = gzip.decompress(content)
            at = data.index(b"\n") + 1
            words = data[: at - 1].removeprefix(b"\xef\xbb\xbf").decode("gb18030").split(" ")
            sizes = []
            for _ in words:
                size, at = varint(data, at)
                sizes.append(size)
            for word, size in zip(words, sizes, strict=True):
                assert word not in out
                out[word] = rice(data[at : at + (size >> 5)], size & 31)
                at += size >> 5
            assert at == len(data)
    counts = list(accumulate(head["counts"]))
    for place, word in enumerate(head["common"].split()):
        out[word] = []
        size, span = head["lists"][-1]["first"] + head["lists"][-1]["count"], head["block"]
        while span < size and counts[place] * span * 2 <= head["together"] * size:
            span *= 2
        spans.add(span)
        for first in range(0, size, span):
            data = gzip.decompress(found[f"{head['folder']}/common/{place}-{first // span}.gz"])
            if data[0]:
                bits = ((at, bit) for at, byte in enumerate(data[1:]) for bit in range(8) if byte >> bit & 1)
                out[word] += [first + at * 8 + bit for at, bit in bits]
            else:
                out[word] += [first + number for number in numbers(data[1:])]
    assert len(spans) > 2, "common grams of one frequency only"
    return out


def test_the_shards_hold_every_gram_of_every_text_and_none_else(public, sharded):
    wanted, all_texts = defaultdict(list), everything(numbered(*public))
    often = joined(all_texts)
    for number, fields in enumerate(all_texts):
        for gram in sorted({gram for field in fields for gram in naive(normalise(field), often)}):
            wanted[gram].append(number)
    found = files(public)
    assert unpacked(found) == wanted
    assert sum(len(gram) > 4 for gram in wanted) > 50, "runs of digits"
    head = head_of(found)
    commons = head["common"].split()
    assert len(commons) > head["joined"] > 5
    assert set(commons[: head["joined"]]) == often
    counts = [len(wanted[gram]) for gram in commons]
    assert list(accumulate(head["counts"])) == counts
    assert counts[: head["joined"]] == sorted(counts[: head["joined"]], reverse=True)
    assert head["named"] == [sum(n < head["organisations"] for n in wanted[gram]) for gram in commons]


def test_parts_and_processors_make_no_difference(public, sharded, monkeypatch):
    """Read in parts of three chunks each, written in parts of few texts, by several processes: the same bytes."""
    whole = files(public)
    monkeypatch.setattr(parts, "PART", 3 * parts.CHUNK)
    monkeypatch.setattr(shards, "_BATCH", 500)
    monkeypatch.setattr(shards, "LARGE", 0)
    assert len(parts.read(numbered(*public), 1)[1]) > 10
    for jobs in (1, 3):
        assert {item.path: item.content for item in index.run(*public, jobs)} == whole


def test_what_results_show_is_the_same_in_both_tiers(public, monkeypatch):
    small = files(public)
    monkeypatch.setattr(index, "SCANNED", 0)
    large = files(public)
    script = small["assets/search-data.js"].decode("utf-8-sig")
    script, *pieces = json.loads(script.removeprefix("gongshiData(").removesuffix(");\n"))
    file = json.loads(small["assets/search.json"])["file"]
    assert file == index.entry(small)
    lines = gzip.decompress(small[file]).decode("utf-8-sig").split("\n")[:-1]
    assert list(map(json.loads, lines)) == [script, *pieces]
    head = head_of(large)
    folders = [f"assets/search/{name}" for name in head["folders"]]
    shown = []
    for folder, total in zip(
        folders, [head["organisations"], *(item["count"] for item in head["lists"])], strict=True
    ):
        for number in range((total + parts.CHUNK - 1) // parts.CHUNK):
            lines = gzip.decompress(large[f"{folder}/rows/0/{number}.gz"]).decode("gb18030").split("\n")
            count = min(parts.CHUNK, total - number * parts.CHUNK)
            shown += [lines[row::count] for row in range(count)]
    for row, spelt_out in zip(shown, spelt(pieces), strict=True):
        assert row[: len(spelt_out)] == spelt_out
        assert not any(row[len(spelt_out) :])
    for folder, columns in zip(folders[1:], script["columns"].values(), strict=True):
        for name, column in columns.items():
            assert json.loads(gzip.decompress(large[f"{folder}/{name}.gz"])) == column


def test_the_same_data_give_the_same_bytes_and_a_day_changes_no_file(public, sharded):
    first, again = files(public), files(public)
    assert first == again
    later = replace(public[0], as_of=public[0].as_of + timedelta(days=1))
    other = files((later, public[1]))
    assert {path for path in other if other[path] != first.get(path)} == {
        "assets/search.json",
        "assets/search-data.js",
        index.entry(other),
    }


def test_a_changed_record_makes_a_generation_of_its_own_and_leaves_other_lists_where_they_are(
    public, sharded
):
    penalties, licences = public[0].publications
    record = penalties.records[0]
    changed = replace(record, values={**record.values, "备用": "x", "事实": record.values["事实"] + "。"})
    other = replace(penalties, records=(changed, *penalties.records[1:]))
    before, after = (
        files((disclosure, public[1]))
        for disclosure in (public[0], replace(public[0], publications=(other, licences)))
    )
    old, new = head_of(before), head_of(after)
    assert old["folder"] != new["folder"]
    assert [a == b for a, b in zip(old["folders"], new["folders"], strict=True)] == [True, False, True]
    assert len({old["folder"], new["folder"], *old["folders"], *new["folders"]}) == 6
    unnamed = {"assets/search.json", "assets/search-data.js"}
    assert all(before[path] == after[path] for path in before.keys() & after.keys() - unnamed)


def test_another_choice_of_searched_columns_is_another_generation(public, sharded):
    """The same rows may stand in the chunks, but not the same grams in the shards."""
    penalties, licences = public[0].publications
    listing = Listing(penalties, 0, {})
    fewer = penalties.dataset.model_copy(update={"search": list(listing.searched[:-1])})
    other = replace(public[0], publications=(replace(penalties, dataset=fewer), licences))
    old, new = (head_of(files((made, public[1])))["folder"] for made in (public[0], other))
    assert old != new


def test_a_site_too_large_to_open_from_a_folder_has_no_script(public, sharded, monkeypatch):
    monkeypatch.setattr(index, "OPENED", ROWS)
    assert "assets/search-data.js" not in files(public)


def test_ranks_rows_and_facets_of_a_list(public):
    listing = Listing(public[0].publications[0], 0, {})
    amounts = [record.values["金额"] for record in listing.records]
    ranks = listing.ranks[listing.dataset.list.sorts.index("金额")]
    order = dict(zip(amounts, ranks, strict=True))
    assert sorted(order, key=order.get) == ["", "0.3", "3", "12", "120.5"]
    keys = [record.key for record in listing.publication.records]
    assert [keys[row] for row in listing.file_rows] == [record.key for record in listing.records]
    kind = next(column for column in listing.columns if column.facet.id == "kind")
    for record, code in zip(listing.records, kind.codes, strict=True):
        said = {kind.values[at] for at in kind.sets[code]}
        assert said == (set(record.values["种类"].split("|")) if record.values["种类"] else {"未填写"})


def test_other_names_are_searched_and_shown(public):
    disclosure, organisations = public
    chosen = organisations[3]
    publication, record = chosen.records[0]
    earlier = replace(
        chosen, records=[(publication, replace(record, subject="示例市旧名堂诊所")), *chosen.records]
    )
    assert aliases(earlier) == ["示例市旧名堂诊所"]
    corpus = numbered(disclosure, [earlier])
    assert everything(corpus)[0] == [chosen.name, chosen.code, "示例市旧名堂诊所"]


def test_pinyin_costs_nothing_when_off(public):
    disclosure, organisations = public
    found = files(public)
    off = json.loads(gzip.decompress(found[index.entry(found)]).decode("utf-8-sig").partition("\n")[0])
    assert off["letters"] == 0
    assert everything(numbered(disclosure, organisations))[0] == [
        organisations[0].name,
        organisations[0].code,
    ]
    on = replace(
        disclosure, site=disclosure.site.model_copy(update={"pinyin": True}), regions={"990100": "示例市"}
    )
    org = replace(organisations[0], name="示例市福满楼宾馆")
    assert everything(numbered(on, [org]))[0][:3] == ["示例市福满楼宾馆", org.code, "fmlbg"]


def test_signs_that_programs_place_differently_are_written_in_utf_8():
    for text in ("示例市𬭎𠮷㐀䶮诊所〔2026〕①", "a\u00b7b—“”"):
        assert encoded(text) == text.encode("gb18030")
        assert encoded(text).decode("gb18030") == text
    for sign in "\u1e3f\u9fb4\ue5e5\ufe10":
        assert encoded(f"示例{sign}") == b"\xef\xbb\xbf" + f"示例{sign}".encode()


def test_compression_knows_no_clock_and_no_name():
    assert compressed(b"x" * 100)[4:8] == b"\0\0\0\0"
    assert not compressed(b"x")[3] & 8


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.text(alphabet="示例口腔0123AB号、 \u20e3𬭎", max_size=12), min_size=1, max_size=3),
        max_size=8,
    )
)
def test_postings_agree_with_the_definition(texts):
    found = postings([folded(part) for part in (texts[:3], texts[3:]) if part])
    often = joined(texts)
    said = {
        "".join(chr(sign) for sign in gram if sign): found.texts[
            found.starts[i] : found.starts[i + 1]
        ].tolist()
        for i, gram in enumerate(found.grams)
    }
    wanted = defaultdict(list)
    for number, fields in enumerate(texts):
        for gram in {gram for field in fields for gram in naive(normalise(field), often)}:
            wanted[gram].append(number)
    assert said == wanted


def test_the_hash_is_fnv_1a():
    import numpy as np

    assert hashed(np.array([[ord("a"), 0, 0], [ord("f"), ord("o"), ord("o")]])).tolist() == [
        0xE40C292C,
        0xA9F37ED7,
    ]


def test_the_manifest_tells_what_ends_within_the_horizon(public, sharded):
    """Each number that ends soon stands on its day, once; of what ends later only the first day, list by list."""
    corpus, found = numbered(*public), files(public)
    head = head_of(found)
    wanted, day = defaultdict(list), corpus.disclosure.as_of
    for number, last in corpus.lasting:
        if (last - day).days <= HORIZON:
            wanted[(last - day).days].append(number)
    said = {
        days: list(accumulate(int(gap, 36) for gap in numbers.split("."))) for days, numbers in head["ends"]
    }
    assert said == wanted
    assert list(said) == sorted(said)
    assert sum(map(len, said.values())) > 100
    for item, listing in zip(head["lists"], corpus.listings, strict=True):
        offsets = [(r.last - day).days for r in listing.records if r.last]
        assert item["later"] == min(offset for offset in offsets if offset > HORIZON)


def test_an_organisation_ends_with_the_last_of_its_records(public):
    corpus = numbered(*public)
    ends = dict(corpus.lasting)
    for number, organisation in enumerate(corpus.organisations):
        days = [record.last for _, record in organisation.records]
        assert ends.get(number) == (max(days) if all(days) else None)


def test_ends_cost_a_large_site_next_to_nothing(public):
    """Of records that last three years, in a large site, each costs the manifest less than a fifth of a byte."""
    rows, days = 1_000_000, 3 * 365
    step = days  # every day one in so many ends
    told = [(offset, gaps(range(offset, rows, step))) for offset in range(HORIZON + 1)]
    assert len(compact(told)) / rows < 0.2


def test_a_long_text_is_folded_as_a_short_one():
    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    random.Random(5).shuffle(signs)
    for text in ("".join(signs), "".join(signs[:12_000]) + "（e\u0301）㎡ﬁ" * 3):
        assert fold(text) == unicodedata.normalize("NFKC", text).casefold()
