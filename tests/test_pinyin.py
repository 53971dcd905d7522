"""How names are read: under one letter each, whole phrases first, and nothing that breaks it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pinyin import LONGEST_PLACE, initial, initials, trade_name

PLACES = frozenset({"示例市", "云杉区", "石桥县", "市辖区", "市", "县"})


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("福满楼", "fml"),
        ("长安", "ca"),
        ("重庆", "cq"),
        ("厦门", "xm"),
        ("乐山", "ls"),
        ("音乐", "yy"),
        ("银行", "yh"),
        ("大厦", "ds"),
        ("院长", "yz"),
        ("重医", "zy"),
        ("长民诊所", "cmzs"),
        ("朝阳口腔", "cykq"),
        ("曾氏", "zs"),
        ("曾经", "cj"),
        ("单氏", "ss"),
        ("菜单", "cd"),
        ("𬭎泰宾馆", "htbg"),
        ("𠮷安", "ja"),
        ("㐀山", "qs"),
        ("A8国际", "a8gj"),
        ("Ａ８国际", "a8gj"),
        ("3M口腔", "3mkq"),
        ("é", "e"),
        ("福满楼（总店）", "fmlzd"),
        ("", ""),
    ],
)
def test_first_letters_follow_the_phrase(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("长安诊所", "C"),
        ("重庆火锅", "C"),
        ("重医一院", "Z"),
        ("乐山诊所", "L"),
        ("𬭎泰宾馆", "H"),
        ("𠮷安门诊", "J"),
        ("a8国际", "A"),
        ("Ｚ国际", "Z"),
        ("（福满楼）", "F"),
        ("“云”诊所", "Y"),
        ("120急救", "#"),
        ("が", "#"),
        ("가", "#"),
        ("、", "#"),
        ("", "#"),
    ],
)
def test_every_text_stands_under_one_letter(text: str, letter: str) -> None:
    assert initial(text) == letter


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    assert re.fullmatch(r"[A-Z#]", initial(text))
    assert re.fullmatch(r"[a-z0-9]*", initials(text))


UNREAD = "兙兡嗧桛烪瓧瓰瓱瓼甅"
"""Made in Japan, most of them for units: Chinese has no reading for them."""


def test_a_character_that_chinese_does_not_read_has_no_letter() -> None:
    assert initials(UNREAD) == ""
    assert {initial(sign) for sign in UNREAD} == {"#"}


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters=UNREAD), max_size=12)
)
def test_a_common_character_has_a_letter_of_its_own(text: str) -> None:
    assert len(initials(text)) == len(text)
    assert initial(text) == (initials(text)[:1].upper() or "#")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("示例市云杉区福满楼", "福满楼"),
        ("示例市福满楼", "福满楼"),
        ("福满楼示例市店", "福满楼示例市店"),
        ("示例市石桥县", "石桥县"),
        ("市民诊所", "市民诊所"),
        ("他市福满楼", "他市福满楼"),
        ("示例市示例市某店", "某店"),
        ("示例市", "示例市"),
        ("", ""),
    ],
)
def test_places_at_the_head_are_left_out_and_something_stays(name: str, left: str) -> None:
    assert trade_name(name, PLACES) == left


def test_the_longest_place_is_known(committed) -> None:
    catalogue, _ = committed
    assert max(map(len, catalogue.regions.values())) <= LONGEST_PLACE


def test_the_library_is_loaded_only_when_a_name_is_read(root) -> None:
    code = "import sys, generator.cli; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
