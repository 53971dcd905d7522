"""What is due: dates worked out by hand on the calendar of the State Council's notices."""

from __future__ import annotations

import json
from datetime import date

import pytest

from generator import due, reading
from tests.test_cli import gongshi

HEADER = "编号,当事人,类别,代码,文号,案由,事实,程度,决定日,公示至,公开依据,撤销日,公开日,状态,停止日,停止原因,停止说明"
CODE = "91990102MA9X000111"
BY_HAND = {
    # decided: last of seven working days, and the day after it
    "2025-01-20": ("2025-02-05", "2025-02-06"),  # 1-26 (Sunday) is worked; Spring Festival 1-28 to 2-4
    "2025-09-24": ("2025-10-10", "2025-10-11"),  # 9-28 (Sunday) is worked; National Day 10-1 to 10-8
    "2026-02-06": ("2026-02-24", "2026-02-25"),  # 2-14 (Saturday) is worked; Spring Festival 2-15 to 2-23
    "2026-09-18": ("2026-09-29", "2026-09-30"),  # 9-20 (Sunday) is worked; Mid-Autumn 9-25 to 9-27
    "2026-11-20": ("2026-12-01", "2026-12-02"),
}


def planted(office, decided, **cells):
    """Write one row that is still a draft, and read the office back."""
    row = {
        "编号": f"PEN-{decided[:4]}-900", "当事人": "测试县石桥美容店", "类别": "法人及非法人组织", "代码": CODE,
        "文号": f"测卫罚〔{decided[:4]}〕900号", "案由": "未公示卫生许可证", "程度": "一般", "决定日": decided,
        "公开依据": "双公示", "公开日": decided, "状态": "草稿", **cells,
    }  # fmt: skip
    for year in ("2025", "2026"):
        (office / f"data/penalties/{year}.csv").write_text(f"{HEADER}\n", encoding="utf-8")
    text = ",".join(row.get(name, "") for name in HEADER.split(","))
    path = office / f"data/penalties/{decided[:4]}.csv"
    path.write_text(f"{HEADER}\n{text}\n", encoding="utf-8")
    return reading.readable(office)


def found(office, decided, as_of, within=30, **cells):
    catalogue, tables = planted(office, decided, **cells)
    items = due.gather(catalogue, tables, date.fromisoformat(as_of), within)
    return [(i.kind, i.name, i.day.isoformat(), i.provisional) for i in items if i.dataset.id == "penalties"]


@pytest.mark.parametrize(("decided", "days"), BY_HAND.items())
def test_a_decision_is_due_through_its_seventh_working_day_and_overdue_the_day_after(office, decided, days):
    last, after = days
    assert found(office, decided, last, 0) == [("due", "公开", last, False)]
    assert found(office, decided, after, 0) == [("overdue", "公开", last, False)]


def test_a_deadline_in_a_year_without_a_notice_is_provisional(office):
    assert found(office, "2026-12-28", "2026-12-28") == [("due", "公开", "2027-01-06", True)]
    catalogue, tables = planted(office, "2026-12-28")
    as_of = date(2026, 12, 28)
    items = due.gather(catalogue, tables, as_of, 30)
    assert "暂定" in due.render("text", items, as_of, 30, catalogue.workdays)


def test_a_decision_published_in_time_is_not_listed_and_one_published_late_is_counted(office):
    in_time = {"状态": "公示中", "公开日": "2026-02-24"}
    assert found(office, "2026-02-06", "2026-03-01", 0, **in_time) == []
    late = {"状态": "公示中", "公开日": "2026-02-25"}
    assert found(office, "2026-02-06", "2026-03-01", 0, **late) == [("late", "公开", "2026-02-24", False)]


def test_a_revoked_decision_must_be_withdrawn_within_three_working_days(office):
    revoked = {"状态": "公示中", "公开日": "2026-02-09", "撤销日": "2026-02-12"}
    assert ("due", "撤回", "2026-02-24", False) in found(office, "2026-02-06", "2026-02-24", 0, **revoked)
    assert ("overdue", "撤回", "2026-02-24", False) in found(office, "2026-02-06", "2026-02-25", 0, **revoked)


def test_a_period_that_ends_soon_is_expiring(office):
    shown = {"状态": "公示中", "公开日": "2026-05-12"}
    assert found(office, "2026-05-12", "2027-04-20", **shown) == [
        ("expiring", "公示到期", "2027-05-12", False)
    ]
    assert found(office, "2026-05-12", "2027-04-01", **shown) == []


def test_the_command_tells_programs_and_people_the_same(office, root, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(root))
    planted(office, "2026-02-06")
    arguments = ("due", "--root", office, "--as-of", "2026-02-25")
    told = json.loads(gongshi(*arguments, "--format", "json").stdout)
    assert told["counts"]["overdue"] == 1
    assert told["items"][0] | {"row": 2, "kind": "overdue", "provisional": False} == told["items"][0]
    for form in ("text", "md", "html"):
        done = gongshi(*arguments, "--format", form)
        assert done.returncode == 0
        assert "PEN-2026-900" in done.stdout
        assert "测试县石桥美容店" not in done.stdout


def test_wrong_days_are_refused_in_chinese(office, root, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(root))
    done = gongshi("due", "--root", office, "--within", "many")
    assert done.returncode == 2
    assert "天数“many”不对" in done.stderr


def test_a_yearly_duty_without_a_row_is_due_then_overdue(committed):
    catalogue, tables = committed
    told = due.gather(catalogue, tables, date(2027, 2, 1), 0)
    missing = [item for item in told if not item.row]
    assert {item.day.isoformat() for item in missing if item.kind == "overdue"} == {"2027-01-31"}
    soon = due.gather(catalogue, tables, date(2027, 1, 20), 15)
    assert [i.kind for i in soon if not i.row and i.day == date(2027, 1, 31)] == ["due"]
