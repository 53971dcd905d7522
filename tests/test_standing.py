"""What the days of a row say: its state on a day, and the days on which it is public at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from check_fixtures import described, field
from declared_fixtures import Declared
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.described import Dataset, Validity
from generator.model import Rule
from generator.standing import Span, computed_state, day_in, public_span, standing

SAID = Validity.model_validate(
    {"state": "效力", "from": "生效日", "until": ["废止日", "失效日"], "before": "尚未生效"}
    | {"during": ["有效", "修订"], "after": ["废止", "失效"]}
)
DAY = date(2026, 6, 1)
STATES = [
    ("有效", "2020-01-01", "", "2030-01-01", "有效"),
    ("有效", "2020-01-01", "", "2026-06-01", "有效"),
    ("有效", "2020-01-01", "", "2026-05-31", "失效"),
    ("有效", "2020-01-01", "2026-05-31", "", "废止"),
    ("有效", "2020-01-01", "2026-05-30", "2026-05-31", "废止"),
    ("有效", "2020-01-01", "2026-05-31", "2026-05-30", "失效"),
    ("有效", "2020-01-01", "2026-06-01", "2026-05-31", "失效"),
    ("有效", "2020-01-01", "", "2025", "失效"),
    ("有效", "2020-01-01", "", "2026", "有效"),
    ("有效", "", "", "", "有效"),
    ("有效", "2026-06-01", "", "", "有效"),
    ("有效", "2026-06-02", "", "", "尚未生效"),
    ("修订", "2020-01-01", "", "2030-01-01", "修订"),
    ("修订", "2020-01-01", "", "2026-05-31", "失效"),
    ("尚未生效", "2026-06-02", "", "", "尚未生效"),
    ("尚未生效", "2026-06-01", "", "", "有效"),
    ("尚未生效", "2020-01-01", "", "2026-05-31", "失效"),
    ("尚未生效", "", "", "", "尚未生效"),
    ("失效", "2020-01-01", "", "2026-05-31", "失效"),
    ("失效", "2020-01-01", "", "2026-06-01", "有效"),
    ("失效", "2026-06-02", "", "2030-01-01", "尚未生效"),
    ("失效", "2020-01-01", "2026-05-31", "", "失效"),
    ("失效", "2020-01-01", "", "", "失效"),
    ("失效", "2020-01-01", "", "不详", "失效"),
    ("草案", "2020-01-01", "", "2026-05-31", "草案"),
    ("", "2020-01-01", "", "2026-05-31", ""),
]


def states(*cells: str) -> dict[str, str]:
    """Return a row of a list with states that days decide."""
    return dict(zip(("效力", "生效日", "废止日", "失效日"), cells, strict=True))


@pytest.mark.parametrize("row", STATES, ids=["-".join(row) for row in STATES])
def test_the_days_of_a_row_give_its_state(row):
    *cells, computed = row
    assert computed_state(SAID, states(*cells), DAY) == computed


def test_the_last_word_for_an_end_serves_for_all_further_ends():
    said = SAID.model_copy(update={"after": ("终止",)})
    assert computed_state(said, states("有效", "2020-01-01", "", "2026-05-31"), DAY) == "终止"


def test_without_a_word_for_before_nothing_is_before():
    said = SAID.model_copy(update={"before": ""})
    assert computed_state(said, states("有效", "2026-06-02", "", ""), DAY) == "有效"


@given(
    st.sampled_from(["尚未生效", "有效", "修订", "废止", "失效", "草案"]),
    st.lists(st.dates(date(2019, 1, 1), date(2031, 1, 1)) | st.none(), min_size=3, max_size=3),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_a_computed_state_is_computed_to_itself(state, days, now):
    row = states(state, *(f"{day}" if day else "" for day in days))
    once = computed_state(SAID, row, now)
    assert computed_state(SAID, row | {"效力": once}, now) == once


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026", date(2026, 12, 31)),
        *((text, None) for text in ("", "2026-02-30", "2026-2-3", "20260203", "长期", "某某某某", "无")),
    ],
)
def test_a_day_is_a_day_or_the_last_of_its_year(text, day):
    assert day_in({"某日": text}, "某日") == day
    assert day_in({}, "某日") is None


LIST = Dataset.model_validate(
    {"id": "list"}
    | described(
        "名单",
        [
            field("编号", "key"),
            field("决定日", "decided", type="date"),
            field("公布日", "published", type="date"),
            field("生效日", "valid_from", type="date"),
            field("届满日", "valid_to", type="date"),
            field("状态", "state", codes="record-status"),
            field("停止日", "taken_down", type="date"),
            field("原因", "takedown_reason", codes="takedown-reason"),
            field("公开", type="boolean"),
        ],
        publication={"rules": ["valid-until"], "only": {"公开": "是"}},
    )
)
FROM, TO, GONE, MID = "2026-01-01", "2026-12-31", "2026-07-01", "2026-03-01"
SPANS = [
    ({"决定日": FROM}, (FROM, None)),
    ({"决定日": FROM, "生效日": MID}, (MID, None)),
    ({"决定日": FROM, "生效日": MID, "公布日": GONE}, (GONE, None)),
    ({"决定日": FROM, "届满日": TO}, (FROM, TO)),
    ({"决定日": FROM, "届满日": TO, "状态": "已撤回", "停止日": GONE}, (FROM, "2026-06-30")),
    ({"决定日": FROM, "届满日": MID, "状态": "已撤回", "停止日": GONE}, (FROM, MID)),
    ({"决定日": FROM, "状态": "公示中", "停止日": GONE}, (FROM, "2026-06-30")),
    ({"决定日": FROM, "状态": "期满停止"}, None),
    ({"决定日": FROM, "状态": "草稿"}, None),
    ({"决定日": FROM, "公开": "否"}, None),
    ({"决定日": FROM, "公开": ""}, None),
    ({"决定日": GONE, "届满日": MID}, None),
    ({"届满日": TO}, None),
    ({"决定日": "不详"}, None),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return Declared(tmp_path_factory.mktemp("standing")).load()[0]


def row(**cells: str) -> dict[str, str]:
    """Return a row of the list, public unless it says otherwise."""
    return dict.fromkeys(LIST.header, "") | {"公开": "是"} | cells


@pytest.mark.parametrize(("cells", "days"), SPANS, ids=[str(list(cells.values())) for cells, _ in SPANS])
def test_a_row_is_public_from_a_day_to_a_day(catalogue, cells, days):
    found = public_span(catalogue, LIST, row(**cells))
    expected = days and Span(*(date.fromisoformat(day) if day else None for day in days))
    assert found == expected


def test_a_row_taken_down_on_its_first_day_was_never_public(catalogue):
    assert public_span(catalogue, LIST, row(决定日=FROM, 状态="已撤回", 停止日=FROM)) is None


def test_only_a_rule_of_the_list_ends_a_span(catalogue):
    never = Rule("R", "valid-until", {}, "decided", 0, "day", "never", None, None, "依据", "✔")
    strict = replace(catalogue, rules=(*catalogue.rules, never))
    free = LIST.model_copy(update={"publication": LIST.publication.model_copy(update={"rules": ()})})
    assert public_span(strict, LIST, row(决定日=FROM)) is None
    assert public_span(strict, free, row(决定日=FROM, 届满日=TO)) == Span(date(2026, 1, 1))


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.sampled_from(SPANS), st.booleans())
def test_from_the_first_day_of_its_span_a_row_is_shown_as_long_as_that_lasts(catalogue, now, said, gone):
    cells = said[0] | ({"停止日": GONE} if gone else {})
    found = public_span(catalogue, LIST, row(**cells))
    assume(found and now >= found.first and cells.get("状态", "公示中") == "公示中")
    shown = standing(catalogue, LIST, row(**cells), now).state == "active"
    assert shown is found.overlaps(Span(now, now))


@given(*[st.dates(date(2026, 1, 1), date(2026, 2, 1))] * 2, st.integers(0, 9), st.integers(0, 9))
def test_spans_overlap_when_they_share_a_day(first, second, length, other):
    one = Span(first, first + timedelta(days=length))
    two = Span(second, second + timedelta(days=other))
    days = [{first + timedelta(days=n) for n in range(length + 1)}]
    days += [{second + timedelta(days=n) for n in range(other + 1)}]
    assert one.overlaps(two) is two.overlaps(one) is bool(days[0] & days[1])
    assert one.overlaps(Span(second)) is (second <= one.last)
