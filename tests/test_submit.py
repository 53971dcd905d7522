"""A clerk sends what was edited without knowing git; whatever goes wrong, the edits are still there."""

from __future__ import annotations

import shutil

import pytest

from tests.server_fixtures import PENALTIES, Served, commit, git, gongshi, laid_out

SAY = ("--message", "更正案由", "--yes")


@pytest.fixture
def server(_office, tmp_path_factory) -> Served:
    return laid_out(tmp_path_factory.getbasetemp() / "without-branch", _office)


def edit(server: Served, text: str = "饮用水不合格") -> None:
    server.amend(2, "生活饮用水不符合标准", text)


def colleague(server: Served, folder):
    """Make a second desk."""
    git(folder, "clone", "-q", str(server.repo), "colleague")
    for name, value in (("user.name", "同事"), ("user.email", "other@example.invalid")):
        git(folder / "colleague", "config", name, value)
    return folder / "colleague"


def change(desk, name: str, old: str, new: str) -> None:
    path = desk / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def state(desk) -> tuple[str, str, str]:
    return (
        git(desk, "rev-parse", "HEAD"),
        git(desk, "status", "--porcelain"),
        (desk / PENALTIES).read_text("utf-8"),
    )


def test_an_edit_is_told_committed_sent_and_served(server):
    edit(server)
    said = gongshi("submit", "--root", server.desk, *SAY)
    assert "修改 1" in said
    assert "✓ 网站已更新" in said
    assert "✓ 已发出" in said
    assert git(server.repo, "log", "-1", "--format=%s|%an", "main").strip() == "更正案由|经办人"
    assert "饮用水不合格" in (server.shown / "penalties/PEN-2026-001.html").read_text(encoding="utf-8")
    assert "没有改动" in gongshi("submit", "--root", server.desk, *SAY)


@pytest.mark.long
def test_what_a_colleague_sent_meanwhile_is_taken_over(server, tmp_path):
    other = colleague(server, tmp_path)
    (other / "README.md").write_text("同事改的说明\n", encoding="utf-8")
    commit(other, "改说明")
    git(other, "push", "-q")
    edit(server)
    said = gongshi("submit", "--root", server.desk, *SAY)
    assert "已合上同事的改动：同事" in said
    assert "改说明" in said
    assert (server.desk / "README.md").read_text(encoding="utf-8") == "同事改的说明\n"
    assert git(server.repo, "log", "--format=%s", "main").split() == ["更正案由", "改说明", "首次提交"]


@pytest.mark.long
def test_when_both_changed_one_row_nothing_is_lost_and_nothing_sent(server, tmp_path):
    other = colleague(server, tmp_path)
    change(other, PENALTIES, "生活饮用水不符合标准", "同事的写法")
    commit(other, "同事改的")
    git(other, "push", "-q")
    edit(server)
    before = state(server.desk)[2]
    said = gongshi("submit", "--root", server.desk, *SAY, code=2)
    assert "同事改过同样的几行" in said
    assert "没有丢" in said
    assert state(server.desk)[2] == before
    assert not (server.desk / ".git/rebase-merge").exists()
    assert git(server.desk, "log", "-1", "--format=%s").strip() == "首次提交"


def test_what_the_server_refuses_is_told_and_stays_an_edit(server):
    """The server is stricter than the desk: here, about what may lie among the data."""
    edit(server)
    (server.desk / "data/penalties/note.exe").write_text("x")
    before = state(server.desk)
    said = gongshi("submit", "--root", server.desk, *SAY, code=3)
    assert "note.exe：不在您可以改的范围里" in said
    assert "没有丢" in said
    after = state(server.desk)
    assert (after[0], after[2]) == (before[0], before[2])
    (server.desk / "data/penalties/note.exe").unlink()
    assert "✓ 已发出" in gongshi("submit", "--root", server.desk, *SAY)
    assert "note.exe" not in git(server.repo, "log", "--name-only", "--format=", "main")


def test_a_fault_in_the_data_is_found_before_anything_is_committed(server):
    edit(server, "")
    before = state(server.desk)
    said = gongshi("submit", "--root", server.desk, *SAY, code=1)
    assert f"{PENALTIES} 第2行" in said
    assert state(server.desk) == before


def test_a_commit_wants_a_word_of_explanation(server):
    edit(server)
    before = state(server.desk)
    assert "一句话说明" in gongshi("submit", "--root", server.desk, "--yes", code=2)
    assert "没有做" in gongshi("submit", "--root", server.desk, "--message", "x", code=2)
    assert state(server.desk)[2] == before[2]


def test_a_desk_that_is_not_ready_is_told_the_cure(server, monkeypatch, tmp_path):
    edit(server)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "none"))
    git(server.desk, "config", "--unset", "user.name")
    assert "还没有署名" in gongshi("submit", "--root", server.desk, *SAY, code=3)
    git(server.desk, "config", "user.name", "经办人")
    git(server.desk, "checkout", "-q", "--detach")
    assert "不在任何分支上" in gongshi("submit", "--root", server.desk, *SAY, code=3)
    git(server.desk, "checkout", "-q", "main")
    git(server.desk, "branch", "-q", "--unset-upstream")
    assert "不知道推送到哪里" in gongshi("submit", "--root", server.desk, *SAY, code=3)


@pytest.mark.long
def test_a_server_out_of_reach_loses_nothing(server):
    edit(server)
    before = state(server.desk)[2]
    shutil.move(server.repo, server.repo.with_name("away.git"))
    said = gongshi("submit", "--root", server.desk, *SAY, code=3)
    assert "连不上服务器" in said
    assert state(server.desk)[2] == before
    assert git(server.desk, "log", "-1", "--format=%s").strip() == "首次提交"
    shutil.move(server.repo.with_name("away.git"), server.repo)
    assert "✓ 已发出" in gongshi("submit", "--root", server.desk, *SAY)


def merged(server, folder):
    """Let a colleague send something, and the desk merge it into work of its own: what `git pull` does."""
    other = colleague(server, folder)
    (other / "README.md").write_text("同事改的说明\n", encoding="utf-8")
    commit(other, "改说明")
    git(other, "push", "-q")
    edit(server)
    commit(server.desk, "更正案由")
    git(server.desk, "pull", "-q", "--no-rebase", "--no-edit")


def test_a_merge_that_would_put_ours_before_theirs_is_refused_with_the_cure(server, tmp_path):
    merged(server, tmp_path)
    tip = git(server.repo, "rev-parse", "main")
    said = git(server.desk, "push", fails=True)
    assert "推送-09" in said
    assert "git pull --rebase" in said
    assert git(server.repo, "rev-parse", "main") == tip
    git(server.desk, "pull", "-q", "--rebase")
    git(server.desk, "push", "-q")
    assert git(server.repo, "log", "--first-parent", "--format=%s", "main").split() == [
        "更正案由",
        "改说明",
        "首次提交",
    ]


def test_sending_never_makes_such_a_merge_and_mends_one_that_is_there(server, tmp_path):
    merged(server, tmp_path)
    assert "✓ 已发出" in gongshi("submit", "--root", server.desk, *SAY)
    assert git(server.repo, "log", "--first-parent", "--format=%s", "main").split() == [
        "更正案由",
        "改说明",
        "首次提交",
    ]


def test_a_merge_into_what_the_server_has_keeps_the_order_and_is_taken_in(server):
    git(server.desk, "switch", "-q", "-c", "side")
    edit(server)
    commit(server.desk, "更正案由")
    git(server.desk, "switch", "-q", "main")
    git(server.desk, "merge", "-q", "--no-ff", "--no-edit", "side")
    git(server.desk, "push", "-q")
    assert git(server.repo, "rev-parse", "main") == git(server.desk, "rev-parse", "main")
