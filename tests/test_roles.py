"""The one form of each meaning: what is right passes, what is off is named with its cure."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from generator.described import Field
from generator.messages import SENTENCES, finding
from generator.roles import ALPHABET, ROLES, form_of, is_uscc, organisation_holds, parts

REGIONS = frozenset({"110105", "990100", "990102", "990105", "620100"})
VALID = ["12990100000000019C", "91990102MA000T3R6K", "52990105MJ00TEXT3E"]


def rule(role: str, text: str, type_: str = "string") -> str:
    """Return the rule that a text breaks in a role, or a blank."""
    form = form_of(Field(name="x", role=role, type=type_))  # type: ignore[arg-type]
    assert form
    problem = form(text)
    if problem:
        assert finding(problem.rule, "a", value=text, **problem.facts).said  # type: ignore[arg-type]
    return problem.rule if problem else ""


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Draw a valid credit code of a plausible registrar and region."""
    head = draw(st.sampled_from(["11", "12", "51", "52", "91", "92"])) + draw(
        st.sampled_from(sorted(REGIONS))
    )
    body = draw(st.text(ALPHABET, min_size=8, max_size=8))
    check = next((char for char in "0123456789X" if organisation_holds(body + char)), "")
    return head + body + check + uscc.calc_check_digit(head + body + check)


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_passes(code: str) -> None:
    assert is_uscc(code)
    assert rule("subject_code", code) == ""


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_caught(code: str, place: int, char: str) -> None:
    assume(code[place] != char)
    wrong = code[:place] + char + code[place + 1 :]
    assert rule("subject_code", code) == ""
    assert not is_uscc(wrong)
    assert rule("subject_code", wrong) != ""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1.2629E+17", "代码-01"),
        ("126290004380012000", "代码-02"),
        ("91990102MO000T3R6K", "代码-03"),
        ("9199", "代码-04"),
        ("52990105mj00text3e", "代码-05"),
        ("９1990102MA000T3R6K", "代码-05"),
        ("91990102 MA000T3R6K", "代码-05"),
        ("91990102MA000T3R6K ", "代码-05"),
        ("9199010AMA000T3R6K", "代码-06"),
        ("91990102AM000T3R6K", "代码-07"),
        ("129901000000000190", "代码-07"),
        ("123456789012345678", "代码-08"),
        ("000000000000000000", "代码-09"),
        ("91110108MA001A2B3C", "代码-07"),
    ],
)
def test_a_wrong_code_is_named(code: str, expected: str) -> None:
    assert rule("subject_code", code) == expected


def test_an_unknown_region_is_a_doubt_and_no_error() -> None:
    assert [VALID[1][role.region] for role in ROLES.values() if role.region] == ["990102", "990102", "919901"]
    assert SENTENCES["代码-10"].severity == "notice"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", ""),
        ("2024-02-29", ""),
        ("2026-1-5", "日期-06"),
        ("2025/1/3", "日期-06"),
        ("2025.1.3", "日期-06"),
        ("2025年1月3日", "日期-06"),
        ("20250103", "日期-06"),
        ("２０２５-01-03", "日期-06"),
        ("2025-05-09 09:51:26", "日期-06"),
        ("2025-02-29", "日期-01"),
        ("2025/13/3", "日期-01"),
        ("45660", "日期-01"),
        ("03/04/25", "日期-02"),
        ("25/1/3", "日期-02"),
        ("1899-12-30", "日期-05"),
        ("2101-01-01", "日期-05"),
        ("0001-01-01", "日期-05"),
    ],
)
def test_a_date_has_one_form(text: str, expected: str) -> None:
    assert rule("decided", text, "date") == expected


@given(st.dates())
def test_every_real_day_of_our_time_passes_and_no_other(day: object) -> None:
    text = str(day)
    assert (rule("date", text, "date") == "") == ("1949-01-01" <= text <= "2100-12-31")


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        *(("number", text, "") for text in ("0", "0.5", "-3", "12", "1.50")),
        *(("number", text, "数字-01") for text in ("007", "+5", "１２", "1,234", "-0", "00.5")),
        *(("number", text, "数字-02") for text in ("1e3", "NaN", "Infinity", "十", "1.", ".5", "12%")),
        *(("integer", text, "") for text in ("0", "-3", "120")),
        *(("integer", text, "数字-01") for text in ("007", "+5", "１２")),
        *(("integer", text, "数字-02") for text in ("1.5", "1e3", "x")),
        *(("year", text, "") for text in ("1999", "2026")),
        *(("year", text, "日期-07") for text in ("26", "2026年", "２０２６", "2126")),
    ],
)
def test_a_number_has_one_form(type_: str, text: str, expected: str) -> None:
    assert rule("", text, type_) == expected


@given(st.integers())
def test_every_integer_passes_as_python_writes_it(number: int) -> None:
    assert rule("", str(number), "integer") == ""


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("amount", "0.123456", ""),
        ("amount", "0.1234567", "数字-03"),
        ("amount", "-1", "数字-04"),
        ("doc_no", "示卫医罚〔2026〕44号", ""),
        ("doc_no", "国令第713号", ""),
        ("doc_no", "国家发展改革委令第36号", ""),
        ("doc_no", "卫生部令第53号", ""),
        ("doc_no", "示卫医罚[2026]44号", "文号-01"),
        ("doc_no", "示卫医罚（2026）44号", "文号-01"),
        ("doc_no", "示卫医罚﹝2026﹞44号", "文号-01"),
        ("doc_no", "国办发〔2025〕13 号", "文号-01"),
        ("doc_no", "示卫〔2026〕第3号", "文号-01"),
        ("doc_no", "示卫〔26〕3号", "文号-02"),
        ("doc_no", "关于某事的通知", "文号-02"),
        ("index_no", "12990100000000019C/2026-00013", ""),
        ("index_no", "000014349/2018-00226", ""),
        ("index_no", "AF842--2025-00078", ""),
        ("index_no", "12990100000000019D/2026-00013", "文号-04"),
        ("index_no", "12990100000000019C-00013", "文号-03"),
        ("phone", "0000-1234567", ""),
        ("phone", "12345", ""),
        ("phone", "0935-12345", ""),
        ("phone", "13912345678", "名称-04"),
        ("region", "990105", ""),
        ("region", "9901", "代码-11"),
        ("region", "９90105", "代码-11"),
        ("link", "https://gongshi.example/a?b=c", ""),
        ("link", "http://gongshi.example/", "名称-05"),
        ("link", "https://", "名称-05"),
        ("link", "https://user@gongshi.example/", "名称-05"),
        ("link", "javascript:alert(1)", "名称-05"),
        ("link", "https://[", "名称-05"),
        ("legal_basis", "《示例条例》第十条", ""),
        ("legal_basis", "示例条例第十条", "文号-05"),
        ("person", "李某", ""),
        ("person", "李某123", "名称-06"),
        ("fulltext", "text/DOC-1.txt", ""),
        ("fulltext", "text/文件（一）.txt", ""),
        ("fulltext", "../DOC-1.txt", "文件-06"),
        ("fulltext", "/etc/a.txt", "文件-06"),
        ("fulltext", "C:\\a.txt", "文件-06"),
        ("fulltext", "text/.a.txt", "文件-06"),
        ("fulltext", "text/DOC-1.html", "文件-06"),
    ],
)
def test_each_role_has_one_form(role: str, text: str, expected: str) -> None:
    assert rule(role, text, ROLES[role].types[0]) == expected


@pytest.mark.parametrize("role", sorted(ROLES))
@given(text=st.text(max_size=40))
def test_no_text_stops_a_form(role: str, text: str) -> None:
    form = form_of(Field(name="x", role=role, type=ROLES[role].types[0]))
    problem = form(text) if form else None
    assert problem is None or problem.rule in SENTENCES


def test_a_column_of_several_is_read_part_by_part() -> None:
    assert list(parts(Field(name="x", many=True), "甲|乙")) == ["甲", "乙"]
    assert list(parts(Field(name="x"), "甲|乙")) == ["甲|乙"]


def test_the_roles_are_those_of_the_brief() -> None:
    assert len(ROLES) == 36
    assert {name for name, role in ROLES.items() if role.repeatable} == {
        *(
            "alias",
            "body",
            "body_code",
            "region",
            "phone",
            "person",
            "legal_basis",
            "link",
            "date",
            "amount",
            "text",
        )
    }
