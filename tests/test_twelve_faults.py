"""Twelve faults of twelve kinds, planted in three committed files, are twelve findings in one run."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import reading

DAY = date(2026, 11, 21)
PENALTIES = "data/penalty-disclosure/2026.csv"
INSPECTIONS = "data/enterprise-inspection-item/enterprise-inspection-item.csv"
RED = "data/red-list/red-list.csv"


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


@pytest.fixture
def spoiled(root, tmp_path) -> Path:
    for part in ("data", "site_src", "mkdocs.yml"):
        source = root / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / part)
    _spoil_penalties(tmp_path / PENALTIES)
    rows = read(tmp_path / INSPECTIONS)
    rows[3][rows[0].index("检查主体")] = "EB-999"
    rows[5][rows[0].index("检查事项名称")] = ""
    write(tmp_path / INSPECTIONS, [[*row, "附注" if row is rows[0] else ""] for row in rows])
    write(tmp_path / RED, read(tmp_path / RED), "gb18030")
    return tmp_path


def _spoil_penalties(path: Path) -> None:
    rows = read(path)
    at = rows[0].index
    whole = [row for row in rows[1:] if row[at("统一社会信用代码")] and row[at("罚款金额（万元）")]]
    whole = [row for row in whole if row[at("状态")] == "公示中"]
    code = whole[0][at("统一社会信用代码")]
    whole[0][at("统一社会信用代码")] = code[:-1] + ("A" if code[-1] != "A" else "B")
    whole[1][at("立案日期")] = "2026-02-30"
    whole[2][at("公开日期")] = "2025-12-01"
    whole[4][at("罚款金额（万元）")] = "０.３"
    whole[5][at("违法事实")] += "身份证11010519491231002X"
    whole[6][at("失信程度")] = "普通"
    whole[7][at("处罚决定书文号")] = whole[7][at("处罚决定书文号")].translate(str.maketrans("〔〕", "[]"))
    rows.insert(rows.index(whole[3]) + 1, list(whole[3]))
    write(path, rows)


def test_twelve_faults_are_twelve_findings(spoiled):
    found = [
        item for item in reading.checked(spoiled, DAY, cached=False).findings if item.severity == "error"
    ]
    assert [(item.file, item.rule) for item in found] == [
        (INSPECTIONS, "表头-03"),
        (INSPECTIONS, "引用-01"),
        (INSPECTIONS, "必填-01"),
        (PENALTIES, "代码-07"),
        (PENALTIES, "日期-01"),
        (PENALTIES, "日期-04"),
        (PENALTIES, "重复-02"),
        (PENALTIES, "数字-01"),
        (PENALTIES, "隐私-01"),
        (PENALTIES, "选项-01"),
        (PENALTIES, "文号-01"),
        (RED, "编码-01"),
    ]
    assert all(item.said and item.mend and item.source for item in found)
    assert "11010519491231002X" not in repr(found)


def test_the_committed_data_raise_no_false_alarm(root):
    found = reading.checked(root, DAY).findings
    assert [item for item in found if item.severity == "error"] == []
    assert {item.rule for item in found} <= {"期限-03"}  # one record is to be published on 2026-11-24
