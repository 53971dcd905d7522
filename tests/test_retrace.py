"""A past state is built again as it was, but for what today's data, today, no longer show."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generator import cli, retrace
from generator.cli import asking
from generator.errors import WrongUse
from tests.test_chronicle import NAME, NUMBER, PENALTIES, everything
from tests.test_diff import edit, git, repository
from tests.test_events import commit
from tests.test_line import hashes

__all__ = ["repository"]
TODAY = date(2026, 11, 21)
OLD = "采样检测菌落总数超过标准限值。"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("generator.cli.commands.today", lambda: TODAY)
    assert asking.today


def at(folder, revision, out, code=0, *more):
    arguments = ["build", "--root", str(folder), "--at", revision, "--out", str(out), "--jobs", "1", *more]
    assert cli.main(arguments) == code
    return out


def test_a_past_state_is_as_it_was_and_says_so(repository, tmp_path):
    then = git(repository, "rev-parse", "HEAD")
    edit(repository, PENALTIES, OLD, "后来改过的事实。")
    (repository / "site_src/pages/about.md").write_text("# 关于\n\n后来的说明。\n", "utf-8")
    commit(repository)
    site = at(repository, "HEAD~1", tmp_path / "past", 0, "--as-of", "2026-11-20")
    page = (site / "penalties/PEN-2026-001.html").read_text("utf-8")
    assert OLD in page
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert f"这是提交 {then[:10]} 时的样子（按2026年11月20日），不是现在的公示。" in text, path
    assert everything(site, "后来改过的事实。", "后来的说明。") == []
    assert "第 1 次发布" in (site / "releases.html").read_text("utf-8")
    assert "第 2 次发布" not in (site / "releases.html").read_text("utf-8")
    assert not list((repository / "build").glob("past-*"))
    assert len(git(repository, "worktree", "list").splitlines()) == 1
    again = at(repository, then[:12], tmp_path / "again", 0, "--as-of", "2026-11-20")
    assert hashes(again) == hashes(site)


def gone(change):
    def done(folder):
        path = folder / "data" / PENALTIES
        rows = [
            change(row) if row.startswith("PEN-2026-001") else row
            for row in path.read_text("utf-8").splitlines()
        ]
        path.write_text("".join(f"{row}\n" for row in rows if row), "utf-8")

    return done


@pytest.mark.parametrize(
    "ending",
    [
        gone(lambda row: row.replace("公示中,,,", "已修复,2026-11-01,信用修复,")),
        gone(lambda row: row.replace("公示中,,,", "已撤回,2026-11-01,决定被撤销,撤销了。")),
        gone(lambda row: None),
    ],
    ids=["repaired", "withdrawn", "deleted"],
)
def test_what_today_does_not_show_is_not_in_the_past_either(repository, tmp_path, ending):
    edit(repository, "licences/licences.csv", NAME, "测试县云川口腔门诊部有限公司")
    edit(repository, "licences/licences.csv", "91990102MA9X000111", "91990102MA9X000036")
    commit(repository)
    ending(repository)
    commit(repository)
    site = at(repository, "HEAD~2", tmp_path / "past")
    assert everything(site, NAME, NUMBER) == [], "nor in the licence that was theirs then"
    assert (site / "licences/LIC-1.html").is_file()
    assert not (site / "penalties/PEN-2026-001.html").exists()


def test_what_ended_by_the_clock_since_is_not_shown(repository, tmp_path, monkeypatch):
    edit(repository, PENALTIES, OLD, "后来改过的事实。")
    commit(repository)
    monkeypatch.setattr("generator.cli.commands.today", lambda: date(2028, 1, 1))
    site = at(repository, "HEAD~1", tmp_path / "past", 0, "--as-of", "2026-11-20")
    assert everything(site, NUMBER) == []


def test_a_column_that_nobody_may_see_today_is_not_in_the_past(repository, tmp_path):
    edit(
        repository,
        "penalties/dataset.yaml",
        "{name: 事实, role: text}",
        "{name: 事实, role: text, public: false}",
    )
    edit(repository, "penalties/dataset.yaml", "案由, 事实]", "案由]")
    edit(repository, "penalties/dataset.yaml", "title: 案由, text: 事实,", "title: 案由,")
    commit(repository)
    site = at(repository, "HEAD~1", tmp_path / "past")
    assert everything(site, OLD) == []
    assert NAME in (site / "penalties/PEN-2026-001.html").read_text("utf-8")


def test_what_cannot_be_built_is_told(repository, tmp_path, capsys):
    def said(revision, out, code):
        at(repository, revision, out, code)
        found = capsys.readouterr()
        return found.out + found.err

    assert "没有“abc”这个版本" in said("abc", tmp_path / "x", 2)
    with pytest.raises(WrongUse, match="没有“--all”这个版本"):
        retrace.past(repository, "--all", None)
    assert "不能盖上去" in said("HEAD", repository / "site", 2)
    git(repository, "switch", "-qc", "side")
    edit(repository, PENALTIES, OLD, "支线上的事实。")
    side = commit(repository)
    git(repository, "switch", "-q", "-")
    assert "不在现在这个分支的历史里" in said(side, tmp_path / "x", 2)
    edit(repository, PENALTIES, OLD, "没有提交的事实。")
    assert "没提交的改动" in said("HEAD", tmp_path / "x", 2)
    git(repository, "checkout", "-q", ".")
    copy = tmp_path / "copy"
    edit(repository, PENALTIES, OLD, "又一版。")
    commit(repository)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(copy))
    with pytest.raises(WrongUse, match="浅克隆"):
        retrace.past(copy, "HEAD~1", None)
    assert not (tmp_path / "x").exists()


def test_without_a_day_it_is_that_of_the_commit(repository):
    found = retrace.past(repository, "HEAD", None)
    assert re.fullmatch("[0-9a-f]{40}", found.commit)
    assert found.as_of.isoformat() == git(repository, "log", "-1", "--format=%cs")
