"""Every rule says what is wrong and how to mend it, and repeats nothing that may not be seen."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.messages import SENTENCES, cell_address, finding, sentence, shortened, visible

FACTS = {
    name: "甲"
    for rule in SENTENCES.values()
    for text in (rule.said, rule.mend)
    for _, name, _, _ in string.Formatter().parse(text)
    if name
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_rule_has_a_cure_and_a_source(code: str) -> None:
    rule = SENTENCES[code]
    assert re.fullmatch(r"[\u4e00-\u9fff]{2}-\d{2}", code)
    assert rule.mend
    assert rule.source
    assert rule.severity in ("error", "notice")
    told = sentence(
        finding(code, "a.csv", row=1, **{name: text for name, text in FACTS.items() if name != "column"})
    )
    assert "{" not in told
    assert "。。" not in told


def test_every_rule_that_the_programme_names_exists_and_every_rule_is_used(root: Path) -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (root / "generator").rglob("*.py")
        if path.name != "messages.py"
    )
    named = set(re.findall(r'"([\u4e00-\u9fff]{2}-\d{2})"', source))
    assert set(SENTENCES) <= named
    own = {code.split("-")[0] for code in SENTENCES}
    assert {code for code in named if code.split("-")[0] in own - {"说明", "表格"}} - set(SENTENCES) <= {
        "期限-01",
        "期限-02",
    }


def test_a_sentence_names_the_place_as_a_spreadsheet_does() -> None:
    item = finding("数字-02", "data/a/a.csv", row=18, column="金额", cell="C18", value="十", noun="数字")
    assert sentence(item) == (
        "data/a/a.csv 第18行 C列「金额」：“十”不是数字。请只填数字，单位写在别处；没有就空着。〔数字-02 · data/README.md〕"
    )


def test_what_is_not_known_of_a_place_is_left_out() -> None:
    assert sentence(finding("文件-02", "data/a")).startswith("data/a：这个清单没有数据文件。")
    assert sentence(finding("表格-03", "a.csv", row=3)).startswith("a.csv 第3行：是空行。")


@pytest.mark.parametrize(
    ("column", "row", "address"),
    [(0, 1, "A1"), (2, 18, "C18"), (25, 2, "Z2"), (26, 2, "AA2"), (701, 3, "ZZ3"), (702, 3, "AAA3")],
)
def test_cell_addresses(column: int, row: int, address: str) -> None:
    assert cell_address(column, row) == address


def test_what_nobody_sees_is_spelt_out() -> None:
    assert visible("a\u202eb\x00c\u200b") == "a‹U+202E›b‹U+0000›c‹U+200B›"
    assert shortened("长" * 50) == "长" * 39 + "…"


def test_a_personal_value_and_a_leak_are_not_repeated() -> None:
    assert "张三" not in finding("选项-03", "a", personal=True, value="张三", example="").said
    told = finding("日期-01", "a", row=1, key="11010519491231002X", value="11010519491231002X")
    assert "0519491231" not in told.said + told.key


def test_a_brace_in_a_value_is_only_a_brace() -> None:
    assert "“{0.__class__}”" in finding("日期-01", "a", value="{0.__class__}").said


@given(st.text())
def test_no_value_breaks_a_sentence(text: str) -> None:
    told = sentence(finding("日期-01", "a.csv", row=1, value=text))
    assert "\n" not in told
    assert "\u202e" not in told
