"""The addresses of the site: safe, stable, never two records at one."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import paths

SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
KEYS = st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True))


@pytest.mark.parametrize("key", ["PEN-2025-0001", "12990100000000019C", "a.b_c-d", "2025", "D-2024010101"])
def test_a_plain_key_is_its_own_address(key: str) -> None:
    assert paths.slug(key) == key


@pytest.mark.parametrize(
    "key",
    ["index", "Index", "feed", "by", "BY", "p2", "P10", "y2025", "y2025-p3", "con", "NUL", "com1", "LPT9", "con.txt",
     ".hidden", "..", "trailing.", "a/b", "a b", "示卫医罚〔2026〕1号", "", "x" * 81, "a\\b", "a%2Fb",
     "a\n", "é", "x-0123456abc"],
)  # fmt: skip
def test_any_other_key_gets_a_readable_part_and_a_digest(key: str) -> None:
    made = paths.slug(key)
    assert made != key
    assert re.fullmatch(r"[A-Za-z0-9_-]+-[0-9a-f]{10}", made)


def test_addresses_once_published_stay() -> None:
    assert paths.slug("示卫医罚〔2026〕1号") == "2026-1-b65dbdf300"
    assert paths.slug("index") == "index-1bc04b5291"


@given(KEYS)
def test_every_slug_is_a_file_name_on_every_system(key: str) -> None:
    made = paths.slug(key)
    assert SAFE.fullmatch(made)
    assert len(made) <= 80
    assert not made.endswith(".")
    assert made.split(".")[0].casefold() not in DEVICES
    assert made == paths.slug(key)


@given(st.lists(KEYS, max_size=50))
def test_two_keys_share_an_address_only_when_case_alone_parts_them(keys: list[str]) -> None:
    seen: dict[str, str] = {}
    for key in keys:
        other = seen.setdefault(paths.slug(key).casefold(), key)
        assert other.casefold() == key.casefold()


@given(KEYS)
def test_no_key_takes_the_address_made_for_another(key: str) -> None:
    made = paths.slug(key)
    if made != key and not re.fullmatch(r".*-[0-9]{10}", made):
        assert paths.slug(made) != made


@given(KEYS)
def test_no_record_takes_the_place_of_a_page_of_its_list(key: str) -> None:
    pages = {paths.listing("d", page, year) for page in (1, 2) for year in (None, 2025)}
    assert paths.record("d", paths.slug(key)).casefold() not in pages
    assert not paths.counted("d", paths.slug(key)).casefold().startswith("d/by/")


VALUES = st.one_of(
    KEYS,
    st.from_regex(r"(none|fine|甲)(-p[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[aA]-[0-9a-f]{10}", fullmatch=True),
)


@given(st.lists(VALUES, max_size=50, unique=True))
def test_no_two_values_of_a_facet_share_a_page(values: list[str]) -> None:
    pages = [paths.faceted("d", "kind", paths.token(value), page) for value in values for page in (1, 2, 12)]
    pages += [paths.faceted("d", "kind", paths.BLANK, page) for page in (1, 2, 12)]
    assert len({page.casefold() for page in pages}) == len(pages)
    assert all(SAFE.fullmatch(page.rpartition("/")[2]) for page in pages)


@given(st.lists(VALUES, max_size=50, unique_by=str.casefold))
def test_no_two_codes_share_a_page(codes: list[str]) -> None:
    assert len({paths.token(code, coded=True).casefold() for code in codes}) == len(codes)


@pytest.mark.parametrize(
    ("text", "made"), [("fine", "fine"), ("confiscate_income", "confiscate_income"), ("2025", "2025")]
)
def test_a_plain_value_is_its_own_address(text: str, made: str) -> None:
    assert paths.token(text) == made


def test_a_code_keeps_its_case_and_a_word_does_not() -> None:
    assert paths.token("A", coded=True) == "A"
    assert paths.token("A") == "A-559aead082"
    assert paths.token("none") == "none-140bedbf9c"


def test_the_contract() -> None:
    assert paths.record("d", "s") == "d/s.html"
    assert paths.record_json("d", "s") == "d/s.json"
    assert paths.listing("d") == "d/index.html"
    assert paths.listing("d", 2) == "d/p2.html"
    assert paths.listing("d", year=2025) == "d/y2025.html"
    assert paths.listing("d", 2, 2025) == "d/y2025-p2.html"
    assert paths.faceted("d", "kind", "fine") == "d/by/kind/fine.html"
    assert paths.faceted("d", "kind", "fine", 2) == "d/by/kind/fine-p2.html"
    assert paths.entity("12990100000000019C") == "entity/12990100000000019C.html"
    assert paths.entity_json("12990100000000019C") == "entity/12990100000000019C.json"
    assert paths.entity_index() == "entity/index.html"
    assert paths.entity_register() == "entity/p1.html"
    assert paths.entity_register(3) == "entity/p3.html"
    assert paths.entity_group("district", "990102") == "entity/by/district/990102/index.html"
    assert paths.entity_group("letter", "a", 2) == "entity/by/letter/a/p2.html"
    assert paths.download("d", "csv") == "downloads/d.csv"
    assert paths.feed() == "feed.xml"
    assert paths.feed("d") == "d/feed.xml"


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.html", "d/index.html", "d/index.html"),
        ("d/index.html", "index.html", "../index.html"),
        ("d/a.html", "d/b.html", "b.html"),
        ("d/a.html", "d/a.html", "a.html"),
        ("d/a.html", "e/b.html", "../e/b.html"),
        ("a/b/c.html", "a/d.html", "../d.html"),
        ("a/b/c.html", "d.html", "../../d.html"),
        ("d/a.html", "d/名 称?.html", "%E5%90%8D%20%E7%A7%B0%3F.html"),
        ("index.html", "a:b.html", "a%3Ab.html"),
    ],
)
def test_links_are_relative(source: str, target: str, link: str) -> None:
    assert paths.relative(source, target) == link


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1).filter(
    lambda name: name not in (".", "..")
)
PLACES = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@given(PLACES, PLACES)
def test_a_browser_follows_a_link_to_its_target(source: str, target: str) -> None:
    base = "https://example.org/sub/"
    there = urljoin(paths.absolute(base, source), paths.relative(source, target))
    if not source.endswith("index.html"):
        assert unquote(there.removeprefix(base)) == target


def test_full_addresses() -> None:
    assert paths.absolute("https://a.example", "d/s.html") == "https://a.example/d/s.html"
    assert paths.absolute("https://a.example/sub/") == "https://a.example/sub/"
    assert paths.absolute("https://a.example/sub", "index.html") == "https://a.example/sub/"
    assert paths.absolute("https://a.example/", "d/index.html") == "https://a.example/d/"
    assert paths.host("https://公示.example:8080/x") == "xn--55q538g.example"
