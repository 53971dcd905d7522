"""What the gate lets through of a list: chosen rows, chosen columns, marks of others, and what became of the rest."""

from __future__ import annotations

from datetime import date

import pytest
from check_fixtures import SHOP, TODAY, described, field
from declared_fixtures import Declared, declared

from generator import disclose, marks, schemas
from generator.described import Dataset
from generator.model import Disclosure, Publication, Row, Table

__all__ = ["declared"]
P25, P26, DOCUMENT = "penalty/2025.csv", "penalty/2026.csv", "document/document.csv"
SECRET = "某处不可公开的字句"
OBJECTION = described(
    "异议",
    [
        field("编号", "key"),
        field("清单", codes="list-name"),
        field("记录"),
        field("收到日", "date", type="date"),
        field("办结日", "date", type="date"),
        field("受理", type="boolean"),
    ],
    marks=[
        {"record": "记录", "in": "清单", "from": "收到日", "to": "办结日", "text": "异议核查中"}
        | {"when": {"受理": "是"}},
        {"record": "记录", "in": "清单", "from": "办结日", "text": "异议已办结"},
    ],
)
REMOVED = described(
    "撤下",
    [
        field("编号", "key", shows="key"),
        field("清单", shows="list"),
        field("日期", "date", type="date", shows="on"),
        field("情形", shows="kind", codes="record-status"),
        field("原因", shows="reason"),
        field("依据", shows="basis"),
        field("说明", shows="note"),
    ],
    source="takedowns",
    record={"title": ["清单", "日期"]},
)


def disclosed(lists: Declared, day: date = TODAY) -> Disclosure:
    """Return what the lists disclose on a day."""
    catalogue, tables = lists.load()
    return disclose.disclose(catalogue, tables, day, "")


def part(lists: Declared, name: str, day: date = TODAY) -> Publication:
    """Return what one list discloses on a day."""
    return next(item for item in disclosed(lists, day).publications if item.dataset.id == name)


def described_more(lists: Declared, name: str, column: str = "", **more: object) -> None:
    """Say more of a list, or of one of its columns."""
    said = lists.lists[name]
    if column:
        fields = [item | more if item["name"] == column else item for item in said["fields"]]  # type: ignore[attr-defined]
        more = {"fields": fields}
    lists.lists[name] = said | more


# --- Marks -----------------------------------------------------------------------------------------------


def marked(lists: Declared, *rows: str, day: date = TODAY) -> marks.Marks:
    """Return the marks that some objections put on a day."""
    catalogue, _ = lists.load()
    dataset = Dataset.model_validate({"id": "objection"} | OBJECTION)
    cells = [dict(zip(dataset.header, text.split(","), strict=True)) for text in rows]
    table = Table(dataset, tuple(Row("file", number, row) for number, row in enumerate(cells, start=2)))
    return marks.on(catalogue, (table,), day)


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ("O-1,penalty,P-1,2026-11-21,,是", ("异议核查中",)),
        ("O-1,penalty,P-1,2026-11-22,,是", ()),
        ("O-1,penalty,P-1,,,是", ()),
        ("O-1,penalty,P-1,2026-11-01,,否", ()),
        ("O-1,penalty,P-1,2026-11-01,,", ()),
        ("O-1,penalty,P-1,2026-11-01,2026-11-22,是", ("异议核查中",)),
        ("O-1,penalty,P-1,2026-11-01,2026-11-21,是", ("异议已办结",)),
        ("O-1,penalty,P-1,2026-11-01,2026-11-21,否", ("异议已办结",)),
    ],
)
def test_a_mark_stands_from_its_day_until_the_day_before_its_end(
    declared: Declared, row: str, texts: tuple[str, ...]
) -> None:
    assert marked(declared, row).get(("penalty", "P-1"), ()) == texts


def test_a_mark_stands_once_and_each_on_its_own_record(declared: Declared) -> None:
    one = "O-1,penalty,P-1,2026-11-01,,是"
    two = "O-2,penalty,P-1,2026-11-02,,是"
    other = "O-3,listed,P-1,2026-11-02,2026-11-03,是"
    assert marked(declared, one, two, other) == {
        ("penalty", "P-1"): ("异议核查中",),
        ("listed", "P-1"): ("异议已办结",),
    }


def test_different_marks_stand_together_in_the_order_of_rows(declared: Declared) -> None:
    closed = "O-1,penalty,P-1,2026-11-01,2026-11-03,是"
    found = marked(declared, closed, "O-2,penalty,P-1,2026-11-02,,是")
    assert set(found["penalty", "P-1"]) == {"异议核查中", "异议已办结"}


def test_a_mark_reaches_its_record_and_says_nothing_of_who_objected(declared: Declared) -> None:
    declared.lists["objection"] = OBJECTION | {"publication": {"only": {"受理": "公开"}}}
    declared.rows["objection/objection.csv"] = [["O-1", "penalty", "P-2026-1", "2026-11-01", "", "是"]]
    found = {record.key: record.marks for record in part(declared, "penalty").records}
    assert found == {"P-2025-2": (), "P-2026-1": ("异议核查中",)}
    assert part(declared, "objection").records == part(declared, "objection").takedowns == ()


# --- The ledger of removals --------------------------------------------------------------------------------

LEDGER = [
    ("honour-H-1", "示范单位", "2026-05-01", "期满停止", "", "示例办法", ""),
    ("listed-L-2", "失信名单", "2026-07-01", "已撤回", "决定被撤销", "", ""),
    ("penalty-P-2025-1", "处罚", "2026-02-04", "期满停止", "", "示例办法", ""),
    ("penalty-P-2026-2", "处罚", "2026-06-01", "已修复", "", "示例办法", ""),
]


@pytest.fixture
def ledger(declared: Declared) -> Declared:
    """Return the lists with one more, that the removals fill."""
    declared.lists["removed"] = REMOVED
    return declared


def test_the_ledger_says_where_when_and_why_a_record_went(ledger: Declared) -> None:
    found = part(ledger, "removed")
    assert [tuple(record.values.values()) for record in found.records] == LEDGER
    assert [record.key for record in found.records] == [row[0] for row in LEDGER]
    assert found.records[0].title == "示范单位 2026-05-01"
    assert found.records[0].published == date(2026, 5, 1)
    assert (found.takedowns, found.withheld) == ((), 0)


def test_the_ledger_is_as_old_as_the_day(ledger: Declared) -> None:
    keys = [record.key for record in part(ledger, "removed", date(2026, 2, 3)).records]
    assert keys == ["penalty-P-2026-2", "listed-L-2"][::-1]
    later = part(ledger, "removed", date(2028, 3, 4)).records
    assert {"penalty-P-2025-2", "penalty-P-2026-1"} <= {record.key for record in later}


def test_the_ledger_never_says_whose_a_record_was(ledger: Declared) -> None:
    found = disclosed(ledger)
    said = repr([item.records for item in found.publications if item.dataset.id == "removed"])
    assert {"示罚〔2026〕2号", "示罚〔2025〕1号"} <= found.forbidden
    assert not [text for text in (*found.forbidden, "甲诊所", "乙小店", SHOP) if text in said]


def test_the_ledger_may_show_less(ledger: Declared) -> None:
    fields = [item for item in REMOVED["fields"] if item["name"] in ("编号", "清单", "日期")]  # type: ignore[attr-defined]
    described_more(ledger, "removed", fields=fields)
    assert [tuple(item.values.values()) for item in part(ledger, "removed").records] == [
        row[:3] for row in LEDGER
    ]


def test_a_ledger_is_empty_before_the_gate_and_other_lists_keep_their_records(ledger: Declared) -> None:
    _, tables = ledger.load()
    assert [table.rows for table in tables if table.dataset.id == "removed"] == [()]
    assert [record.key for record in part(ledger, "listed").records] == ["L-1"]


# --- Chosen rows ---------------------------------------------------------------------------------------------


def only(lists: Declared, **condition: object) -> None:
    """Let only some penalties be public."""
    described_more(lists, "penalty", publication={"rules": ["credit-penalty"], "only": condition})


def test_rows_that_are_not_chosen_leave_no_trace(ledger: Declared) -> None:
    only(ledger, 程度="严重")
    found = {item.dataset.id: item for item in disclosed(ledger).publications}
    assert [record.key for record in found["penalty"].records] == ["P-2025-2"]
    assert (found["penalty"].takedowns, found["penalty"].withheld) == ((), 3)
    assert [record.key for record in found["removed"].records] == ["honour-H-1", "listed-L-2"]


def test_what_tells_of_a_row_not_chosen_is_forbidden(declared: Declared) -> None:
    only(declared, 程度="严重")
    found = disclosed(declared).forbidden
    assert {"示罚〔2025〕1号", "示罚〔2026〕1号", "示罚〔2026〕2号"} <= found
    assert "示罚〔2025〕2号" not in found


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ({}, ["P-2025-2", "P-2026-1"]),
        ({"种类": "罚款"}, ["P-2025-2"]),
        ({"种类": ["罚款", "警告"]}, ["P-2025-2", "P-2026-1"]),
        ({"种类": "警告", "程度": "一般"}, ["P-2026-1"]),
        ({"基准": ""}, ["P-2026-1"]),
        ({"种类": "没收违法所得"}, []),
    ],
)
def test_only_the_rows_that_meet_the_condition_are_public(
    declared: Declared, condition: dict[str, object], keys: list[str]
) -> None:
    only(declared, **condition)
    assert [record.key for record in part(declared, "penalty").records] == keys


def test_rows_may_be_chosen_by_a_column_that_is_not_public(declared: Declared) -> None:
    only(declared, 程度="严重")
    described_more(declared, "penalty", "程度", public=False)
    (record,) = part(declared, "penalty").records
    assert "程度" not in record.values


# --- Chosen columns --------------------------------------------------------------------------------------------

WITHDRAWN = {"状态": "已撤回", "停止日": "2026-06-01", "原因": "决定被撤销"}


def hidden(lists: Declared, file: str, row: int, column: str, text: str = SECRET) -> Disclosure:
    """Write a text into a column that is not public, and return what is disclosed."""
    name = file.split("/")[0]
    lists.set(file, row, column, text)
    described_more(lists, name, column, public=False)
    return disclosed(lists)


@pytest.mark.parametrize("column", ["相对人", "代码", "机关", "文号", "种类", "罚款", "职权", "程度", "原因"])
@pytest.mark.parametrize("row", [2, 3])
def test_a_column_that_is_not_public_is_nowhere(ledger: Declared, column: str, row: int) -> None:
    found = hidden(ledger, P26, row, column)
    assert SECRET not in repr(found.publications)
    penalty = next(item for item in found.publications if item.dataset.id == "penalty")
    assert all(column not in record.values for record in penalty.records)
    assert column not in penalty.dataset.header


def test_a_text_that_is_not_public_is_nowhere(declared: Declared) -> None:
    described_more(
        declared, "document", fields=[*declared.lists["document"]["fields"], field("正文", "fulltext")]
    )  # type: ignore[misc]
    declared.rows[DOCUMENT] = [[*row, "text/D.txt"] for row in declared.rows[DOCUMENT]]
    declared.raw["document/text/D.txt"] = SECRET.encode()
    assert SECRET in repr(part(declared, "document").records)
    described_more(declared, "document", "正文", public=False)
    assert SECRET not in repr(part(declared, "document").records)


def test_the_schema_of_the_public_list_knows_no_hidden_column(declared: Declared) -> None:
    described_more(declared, "penalty", "基准", public=False, description=SECRET, example=SECRET)
    catalogue, _ = declared.load()
    shown = part(declared, "penalty").dataset
    said = schemas.resource(shown, "penalty/penalty.csv", catalogue)
    assert "基准" not in [item["name"] for item in said["schema"]["fields"]]
    assert SECRET not in repr(said)
    assert SECRET not in shown.model_dump_json()
    assert [item.field for item in shown.references] == ["职权"]


def test_a_hidden_column_is_checked_like_any_other(declared: Declared) -> None:
    described_more(declared, "penalty", "基准", public=False)
    assert declared.check() == ()
    declared.set(P25, 2, "基准", "B-9")
    assert declared.rules() == ["引用-01"]


def test_a_list_without_hidden_columns_is_shown_as_it_is(declared: Declared) -> None:
    catalogue, _ = declared.load()
    assert all(dataset.shown() is dataset for dataset in catalogue.datasets)


def test_a_computed_state_that_is_not_public_is_nowhere(declared: Declared) -> None:
    described_more(declared, "document", "效力", public=False)
    assert all("效力" not in record.values for record in part(declared, "document").records)


@pytest.mark.parametrize(("column", "role"), [("原因", "takedown_reason"), ("说明", "takedown_note")])
def test_a_removal_says_nothing_from_a_hidden_column(ledger: Declared, column: str, role: str) -> None:
    fields = [item for item in ledger.lists["penalty"]["fields"] if item["name"] != column]  # type: ignore[attr-defined]
    described_more(ledger, "penalty", fields=[*fields, field(column, role, public=False)])
    ledger.rows = {P26: [[*row[: len(fields)], ""] for row in ledger.rows[P26]]}
    for name, text in (WITHDRAWN | {column: SECRET}).items():
        ledger.set(P26, 2, name, text)
    assert SECRET not in repr(disclosed(ledger).publications)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2026, 11, 21), ["有效", "尚未生效", "废止", "失效", "修订"]),
        (date(2026, 11, 22), ["失效", "有效", "废止", "失效", "修订"]),
        (date(2026, 11, 20), ["尚未生效", "尚未生效", "有效", "有效", "修订"]),
    ],
)
def test_the_public_sees_the_state_of_the_day(declared: Declared, day: date, states: list[str]) -> None:
    found = part(declared, "document", day)
    assert [record.values["效力"] for record in found.records] == states
