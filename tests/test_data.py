"""The committed data: what the seed documents say, and invented registers that a script can make again."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys

import pytest

FIGURES = [
    "72",
    "1724",
    "25",
    "84",
    "13000",
    "4683",
    "1783",
    "655",
    "36",
    "598",
    "96.99",
    "152",
    "398",
    "133",
    "165",
    "18",
]


@pytest.fixture(scope="module")
def rows(root):
    def read(name):
        with (root / f"data/{name}/{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


def test_every_figure_stands_in_its_sentence_and_the_sentence_in_its_document(root, rows):
    documents = {row["记录编号"]: row["正文"] for row in rows("normative-document")}
    found = rows("rule-of-law-report")
    for row in found:
        text = (root / "data/normative-document" / documents[row["来源文件"]]).read_text(encoding="utf-8")
        assert row["原文句子"] in text, row["编号"]
        assert row["数值原文"] in row["原文句子"], row["编号"]
        assert row["指标值"] in row["数值原文"], row["编号"]
    assert set(FIGURES) <= {row["指标值"] for row in found}


def test_every_task_is_worded_as_in_its_document(root, rows):
    documents = {row["记录编号"]: row["正文"] for row in rows("normative-document")}
    squeeze = str.maketrans("", "", " \n\u3000#")
    for row in rows("task-assignment"):
        text = (root / "data/normative-document" / documents[row["所属文件"]]).read_text(encoding="utf-8")
        assert row["任务内容"].translate(squeeze) in text.translate(squeeze), row["记录编号"]


def test_the_registers_are_made_by_their_script(root, tmp_path):
    subprocess.run([sys.executable, root / "tests/demo/registers.py", tmp_path], check=True)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(made) > 10
    for path in made:
        assert (tmp_path / path).read_bytes() == (root / "data" / path).read_bytes(), path


def test_every_state_and_period_class_is_represented(committed, today):
    from generator.standing import standing

    catalogue, tables = committed
    states, rules = set(), set()
    for table in tables:
        for row in table.rows:
            found = standing(catalogue, table.dataset, row.values, today)
            states.add(found.state)
            rules.add(found.rule.rule_id if found.rule else "")
    assert states == {
        *("active", "suspended", "expired", "repaired", "withdrawn", "superseded"),
        *("pending", "unlisted"),
    }
    assert {
        "CR-GEN-MAX",
        "CR-SER-MAX",
        "CR-MINOR-MAX",
        "CR-OLD-MAX",
        "LISTED-MAX",
        "WD-3",
        "UNTIL-VALID",
    } <= rules


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_table_of_lists_is_current(root, name):
    spec = importlib.util.spec_from_file_location("list_table", root / "tests/demo/list_table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.table(name) in (root / name).read_text(encoding="utf-8"), "run tests/demo/list_table.py"
