"""Personal data are found in every disguise; what only resembles them is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_roles import credit_codes

from generator.privacy import is_resident_id, mask_name, masked_name, redact, scan

ID = "11010519491231002X"


def kinds(text: str) -> list[str]:
    """Return the kinds of leaks in a text."""
    return [leak.kind for leak in scan(text)]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Draw a valid identity number."""
    day = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    head = (
        draw(st.sampled_from(["110105", "620102", "990101"]))
        + f"{day:%Y%m%d}"
        + f"{draw(st.integers(0, 999)):03}"
    )
    return next(head + char for char in "0123456789X" if is_resident_id(head + char))


@pytest.mark.parametrize(
    "text",
    [
        ID,
        ID.lower(),
        f"身份证号{ID}。",
        f"ID:{ID}",
        f"ID{ID}",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-12-31-002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "110105\u200b19491231\u200b002X",
        "110105\u00a019491231\u3000002X",
        "110105.19491231.002X",
        "110105·19491231·002X",
        "110105\n19491231002X",
        "990101185001010011",
        "990105189912310086",
    ],
)
def test_an_identity_number_is_found_in_any_disguise(text: str) -> None:
    assert kinds(text) == ["id"]
    assert "19491231" not in redact(text)


@given(identity_numbers())
def test_every_identity_number_is_found_and_masked(number: str) -> None:
    (leak,) = scan(f"张某（{number}）")
    assert leak.kind == "id"
    assert leak.certain
    assert leak.mask == number[0] + "*" * 16 + number[-1]


@given(identity_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_wrong_character_makes_it_invalid(number: str, place: int, char: str) -> None:
    assume(number[place] != char)
    assert not is_resident_id(number[:place] + char + number[place + 1 :])


@pytest.mark.parametrize("text", ["110105194912310020", "990101185010010011"])
def test_a_wrong_check_character_is_a_doubt(text: str) -> None:
    assert kinds(text) == ["id_doubtful"]
    assert not scan(text)[0].certain


@given(credit_codes())
def test_a_credit_code_never_alarms(code: str) -> None:
    assert scan(code) == ()
    assert scan(f"代码{code}，日期2026-01-05") == ()


@pytest.mark.parametrize(
    "text",
    [
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "１３９１２３４５６７８",
        "+86 13912345678",
        "8613912345678",
    ],
)
def test_a_mobile_number_is_found(text: str) -> None:
    assert kinds(f"联系{text}。") == ["mobile"]


@pytest.mark.parametrize("text", ["6222021234567890128", "6222 0212 3456 7890 128", "4111111111111111"])
def test_a_bank_card_is_found(text: str) -> None:
    assert kinds(f"卡号{text}") == ["card"]


@pytest.mark.parametrize("text", ["1.10105E+17", "1.10105194912310E+17", "3.30105e14"])
def test_what_a_spreadsheet_left_of_a_number_is_found(text: str) -> None:
    assert kinds(text) == ["remnant"]


def test_an_old_identity_number_is_found_and_a_registration_number_is_not() -> None:
    assert kinds("110105491231003") == ["old_id"]
    assert kinds("330100000106958") == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 2026-02-03",
        "2026-01-05至2026-02-03，2026-03-04",
        "0931-1234567 0931-7654321",
        "0000-1234567、0000-7654321",
        "示卫医罚〔2026〕44号 示卫医罚〔2026〕45号",
        "12990100000000019C/2026-00013",
        "15000-200000元",
        "139-20250105",
        "15-2025-00013",
        "20260105093000123",
        "1/2/3/4/5/6/7/8/9/10/11/12/13/14",
        "2021 2022 2023 2024 2025 2026",
        "1101**********002X",
        "138****5678",
        "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
        "第十八条 第二十三条",
        "",
    ],
)
def test_what_resembles_personal_data_raises_no_alarm(text: str) -> None:
    assert scan(text) == ()


def test_a_leak_says_where_it_stands() -> None:
    text = f"前文\u200b（{ID}）后文"
    (leak,) = scan(text)
    assert text[leak.start : leak.end] == ID
    assert redact(text) == f"前文\u200b（{leak.mask}）后文"


def test_several_leaks_are_each_found() -> None:
    assert kinds(f"{ID}，13912345678；{ID}") == ["id", "mobile", "id"]


@given(st.text(max_size=200))
def test_no_text_stops_the_scan(text: str) -> None:
    for leak in scan(text):
        assert 0 <= leak.start < leak.end <= len(text)


@pytest.mark.parametrize(
    "name", ["张某", "张某某", "欧阳某某", "欧阳某", "张**", "张*", "张某某（甲）", "阿卜某某"]
)
def test_a_masked_name_is_accepted(name: str) -> None:
    assert masked_name(name)


@pytest.mark.parametrize(
    "name", ["张三", "张三丰", "欧阳锋", "某", "", "张三某", "张某三", "张某有限公司", "13912345678"]
)
def test_a_name_that_is_not_masked_is_refused(name: str) -> None:
    assert not masked_name(name)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4))
def test_a_masked_name_never_holds_the_masked_part(name: str) -> None:
    assume("某" not in name)
    masked = mask_name(name)
    assert masked_name(masked)
    kept = masked.rstrip("某")
    assert name.startswith(kept)
    hidden = name[len(kept) :]
    assert hidden
    assert not any(char in masked[len(kept) :] for char in hidden)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某"),
        ("张三丰", "张某某"),
        ("欧阳锋", "欧阳某"),
        ("阿不都·艾力", "阿不都某某"),
        ("张某某", "张某某"),
    ],
)
def test_names_are_masked_as_is_the_custom(name: str, masked: str) -> None:
    assert mask_name(name) == masked
