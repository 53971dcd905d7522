"""Reports say everything, fold what repeats, and nothing in a cell can act in them."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from check_fixtures import TODAY, Repository, repository

from generator import check
from generator.check import report
from generator.messages import finding
from generator.model import Finding

__all__ = ["repository"]
NASTY = "<img src=x onerror=alert(1)>|`@all` [a](javascript:b) ~~*_"


def many(count: int) -> list[Finding]:
    """Return a number of findings of one rule in one file."""
    return [finding("日期-01", "a.csv", row=row, value="x") for row in range(2, 2 + count)]


def test_the_same_rule_is_folded_after_twenty() -> None:
    lines = report.text(many(26), 3, 1204).splitlines()
    assert len(lines) == 22
    assert lines[0].startswith("✗ a.csv 第2行：“x”不是真实的日期。")
    assert "另有 6 处相同问题" in lines[20]
    assert lines[21] == "共检查 3 个文件、1,204 行：26 处必须改，0 处请核对。"
    assert "另有" not in report.text(many(20))


def test_folding_counts_each_file_and_each_rule() -> None:
    mixed = [
        item
        for row in range(2, 24)
        for item in (
            finding("日期-01", "a", row=row, value=""),
            finding("期限-03", "b", row=row, value="", today=""),
        )
    ]
    told = report.text(mixed)
    assert told.count("另有 2 处相同问题") == 2
    assert told.endswith("22 处必须改，22 处请核对。")


def test_json_is_what_the_contract_says(repository: Repository) -> None:
    repository.set("decision/2025.csv", 2, "金额", "x")
    catalogue, tables = repository.load()
    found = check.run(repository.root, catalogue, tables, TODAY)
    said = json.loads(report.render("json", found, tables, TODAY))
    assert list(said) == ["as_of", "findings", "counts"]
    assert said["as_of"] == "2026-11-21"
    (item,) = said["findings"]
    assert list(item) == [
        "file",
        "row",
        "column",
        "cell",
        "key",
        "rule",
        "severity",
        "said",
        "mend",
        "source",
    ]
    assert (item["file"], item["row"], item["column"], item["cell"], item["key"]) == (
        *("data/decision/2025.csv", 2, "金额", "I2", "PEN-2025-1"),
    )
    assert said["counts"] == {"files": 4, "rows": 8, "error": 1, "notice": 0}


class Tags(HTMLParser):
    """Gather the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.seen += [tag, *(name for name, _ in attrs)]


def test_nothing_in_a_cell_acts_in_the_page() -> None:
    page = report.html([finding("日期-01", NASTY, row=2, column=NASTY, value=NASTY)], 1, 1, TODAY)
    tags = Tags()
    tags.feed(page)
    assert not {"img", "onerror", "script", "a", "href", "src"} & set(tags.seen)
    assert "default-src 'none'" in page
    assert "$" not in page


def test_nothing_in_a_cell_acts_in_markdown() -> None:
    told = report.markdown([finding("日期-01", NASTY, row=2, value=NASTY)], 1, 1)
    line = told.splitlines()[-1]
    assert line.count("|") == 6
    assert not set("<>@`[]*_~") & set(line)


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_form_says_that_nothing_was_found(form: str) -> None:
    assert report.render(form, (), (), TODAY)
