"""The legal gate: who is shown on which day, and what must appear nowhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import disclose, load
from generator.standing import standing


def disclosed(root, day):
    catalogue = load.catalogue(root)
    tables = [load.table(root, dataset) for dataset in catalogue.datasets]
    return disclose.disclose(catalogue, tables, date.fromisoformat(day), "")


def keys(disclosure, dataset_id="penalties"):
    return [r.key for p in disclosure.publications if p.dataset.id == dataset_id for r in p.records]


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-11-20", True), ("2026-11-21", True), ("2026-11-22", False)],
)
def test_a_record_is_public_through_its_last_day(office, day, shown):
    assert ("PEN-2026-002" in keys(disclosed(office, day))) is shown


def test_editing_only_the_rules_moves_the_date(office):
    rules = office / "data/rules/period-rules.csv"
    text = rules.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("CR-MINOR-MAX"))
    rules.write_text(text.replace(line, line.replace(",3,month,", ",2,month,")), encoding="utf-8")
    assert "PEN-2026-002" in keys(disclosed(office, "2026-10-21"))
    assert "PEN-2026-002" not in keys(disclosed(office, "2026-10-22"))


def test_the_computed_day_is_what_the_public_sees(office):
    path = office / "data/penalties/2026.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2027-05-12", "2029-01-01"), encoding="utf-8")
    found = disclosed(office, "2026-06-01")
    record = next(r for p in found.publications for r in p.records if r.key == "PEN-2026-001")
    assert record.values["公示至"] == "2027-05-12"
    assert record.until == date(2027, 5, 12)


def test_repaired_withdrawn_and_minor_are_never_shown(office):
    for day in ("2025-07-01", "2026-09-09", "2026-11-21"):
        assert "PEN-2025-002" not in keys(disclosed(office, day))
        assert "PEN-2026-003" not in keys(disclosed(office, day))
    path = office / "data/penalties/2026.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("具有一定社会影响", "双公示"), encoding="utf-8")
    assert "PEN-2026-002" not in keys(disclosed(office, "2026-09-01"))


def test_a_revoked_decision_comes_down_within_three_working_days(office):
    path = office / "data/penalties/2026.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("PEN-2026-001"))
    path.write_text(text.replace(row, row.replace("双公示,,", "双公示,2026-09-18,")), encoding="utf-8")
    assert "PEN-2026-001" in keys(disclosed(office, "2026-09-22"))
    found = disclosed(office, "2026-09-23")
    assert "PEN-2026-001" not in keys(found)
    takedowns = [t for p in found.publications for t in p.takedowns if t.slug == "PEN-2026-001"]
    assert [t.kind for t in takedowns] == ["withdrawn"]


def test_nothing_is_shown_before_its_day(office):
    assert "PEN-2026-001" not in keys(disclosed(office, "2026-05-14"))
    assert "PEN-2026-001" in keys(disclosed(office, "2026-05-15"))


def test_what_is_hidden_is_forbidden_and_what_is_shared_is_not(office):
    found = disclosed(office, "2026-11-22")
    assert {
        "测卫罚〔2026〕2号",
        "测卫罚〔2025〕2号",
        "测试县㐀山诊所",
        "在出租屋内为他人拔牙。",
    } <= found.forbidden
    assert "测试县云川口腔门诊部有限公司" not in found.forbidden
    public = "\n".join(v for p in found.publications for r in p.records for v in r.values.values())
    assert not [text for text in found.forbidden if text in public]


def test_takedowns_carry_no_name_code_or_number(committed, today):
    catalogue, tables = committed
    found = disclose.disclose(catalogue, tables, today, "")
    gone = [item for p in found.publications for item in p.takedowns]
    assert len(gone) > 30
    assert {item.kind for item in gone} == {"expired", "repaired", "withdrawn", "superseded", "suspended"}
    for item in gone:
        said = f"{item.slug} {item.reason} {item.note}"
        assert not [text for text in found.forbidden if text in said]


@settings(max_examples=40, deadline=None)
@given(st.integers(-400, 1500))
def test_more_is_never_shown_than_without_periods(committed, offset):
    catalogue, tables = committed
    day = date(2026, 11, 21) + timedelta(days=offset)
    for table in tables[:4]:
        free = table.dataset.model_copy(update={"publication": type(table.dataset.publication)()})
        for row in table.rows[::25]:
            held = standing(catalogue, table.dataset, row.values, day).state == "active"
            assert not held or standing(catalogue, free, row.values, day).state == "active"


def test_masked_names_and_common_titles_may_stand_in_prose(office):
    found = disclosed(office, "2026-11-22")
    assert not {"张某某", "非医师行医", "使用非卫生技术人员"} & found.forbidden
