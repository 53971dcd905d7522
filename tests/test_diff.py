"""What changed since a commit, in sentences, for programs, and as Markdown."""

from __future__ import annotations

import json
import subprocess
from datetime import date

import pytest

from generator import cli, desk
from generator.changes import Change
from generator.errors import EnvironmentFault, WrongUse

TODAY = date(2026, 11, 21)


def git(folder, *arguments):
    named = ("-c", "user.name=t", "-c", "user.email=t@example.cn")
    return subprocess.run(
        ["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()  # fmt: skip


@pytest.fixture
def repository(office):
    git(office, "init", "-q")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "首次")
    return office


def edit(repository, file, old, new):
    path = repository / "data" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_changed(repository, capsys):
    assert desk.differences(repository, "HEAD", TODAY) == ()
    assert cli.main(["diff", "--root", str(repository)]) == 0
    assert capsys.readouterr().out == "✓ 没有变化。\n"


def test_added_amended_removed_and_removed_too_early(repository, capsys):
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。")
    lines = (repository / "data/penalties/2025.csv").read_text("utf-8").splitlines(keepends=True)
    (repository / "data/penalties/2025.csv").write_text("".join([lines[0], lines[2]]), "utf-8")
    fresh = lines[1].replace("PEN-2025-001", "PEN-2024-007").replace("〔2025〕1号", "〔2024〕7号")
    (repository / "data/penalties/2024.csv").write_text(lines[0] + fresh, "utf-8")
    (found,) = desk.differences(repository, "HEAD", TODAY)
    assert found.changes.added == ("PEN-2024-007",)
    assert found.changes.removed == found.early == ("PEN-2025-001",)
    assert found.changes.cells == (
        Change("PEN-2026-001", "事实", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。"),
    )
    cli.main(["diff", "--root", str(repository), "--as-of", "2026-11-21"])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "「处罚公示」：新增 1 条，修改 1 条，删除 1 条。"
    assert "  修改：PEN-2026-001 的「事实」“采样检测菌落总数超过标准限值。”→“采样检测菌落总数超标。”" in said
    assert said[-1].startswith("  ！删除的有 1 条还在公示期内，也没有撤下理由：PEN-2025-001。")


def test_a_row_whose_time_is_over_may_go_without_a_word(repository):
    lines = (repository / "data/penalties/2025.csv").read_text("utf-8").splitlines(keepends=True)
    (repository / "data/penalties/2025.csv").write_text("".join(lines[:2]), "utf-8")
    (found,) = desk.differences(repository, "HEAD", TODAY)
    assert (found.changes.removed, found.early) == (("PEN-2025-002",), ())


def test_against_an_earlier_commit_and_for_programs(repository, capsys):
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    git(repository, "commit", "-qam", "更正")
    assert desk.differences(repository, "HEAD", TODAY) == ()
    cli.main(["diff", "HEAD~1", "--format", "json", "--root", str(repository)])
    said = json.loads(capsys.readouterr().out)
    assert said["base"] == "HEAD~1"
    assert said["lists"] == [
        {
            "id": "licences", "title": "许可公示", "added": [], "removed": [], "early": [],
            "changed": [{"key": "LIC-2", "column": "文号", "old": "测卫许〔2022〕2号", "new": "测卫许〔2022〕12号"}],
        }
    ]  # fmt: skip


def test_markdown_of_hostile_data_cannot_act(repository, capsys):
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "[x](http://evil)<b>@all|")
    cli.main(["diff", "--format", "md", "--root", str(repository)])
    said = capsys.readouterr().out
    assert "<b>" not in said
    assert "](http" not in said


def test_no_git_no_such_commit_and_a_shallow_clone(office, repository, tmp_path):
    with pytest.raises(WrongUse, match="git 里没有“abc123”这个版本"):
        desk.differences(repository, "abc123", TODAY)
    git(repository, "commit", "-qm", "第二次", "--allow-empty")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    with pytest.raises(WrongUse, match="浅克隆"):
        desk.differences(tmp_path / "shallow", "HEAD~1", TODAY)
    for path in sorted((repository / ".git").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (repository / ".git").rmdir()
    with pytest.raises(EnvironmentFault, match="不在 git 里"):
        desk.differences(repository, "HEAD", TODAY)
