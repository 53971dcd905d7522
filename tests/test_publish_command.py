"""`gongshi publish` from a desk: to a folder, to a branch, to a remote; only what is committed."""

from __future__ import annotations

import json

import pytest

from tests.server_fixtures import commit, git, gongshi, read_only_view

DAY = ("--as-of", "2026-11-21")


@pytest.fixture
def desk(office):
    git(office, "init", "-q", "-b", "main")
    git(office, "config", "user.name", "经办人")
    git(office, "config", "user.email", "desk@example.invalid")
    commit(office, "首次提交")
    return office


def test_a_folder_shows_just_what_was_built(desk, tmp_path):
    shown = tmp_path / "www"
    said = gongshi("publish", "--root", desk, "--to", shown, *DAY)
    assert f"✓ 网站已发布到 {shown}" in said
    assert read_only_view(shown) == read_only_view(desk / "site")
    assert (
        json.loads((shown / "build.json").read_text())["source_commit"]
        == git(desk, "rev-parse", "HEAD").strip()
    )
    gongshi("publish", "--root", desk, "--to", shown, *DAY)
    assert len(list(tmp_path.glob(".www.releases/0*"))) == 1


def test_a_branch_is_written_and_pushed(desk, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(desk), "remote.git")
    git(desk, "remote", "add", "origin", str(tmp_path / "remote.git"))
    said = gongshi("publish", "--root", desk, "--push", *DAY)
    assert "✓ 网站已写入 gh-pages 分支" in said
    assert "✓ 已推送到 origin" in said
    names = set(git(tmp_path / "remote.git", "ls-tree", "-r", "--name-only", "gh-pages").split())
    assert names == {*read_only_view(desk / "site"), ".nojekyll"}
    assert "没有变化" in gongshi("publish", "--root", desk, *DAY)


def test_what_is_not_committed_is_not_published(desk, tmp_path):
    path = desk / "data/penalties/2026.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("非医师行医", "非医师行医案"), encoding="utf-8")
    said = gongshi("publish", "--root", desk, "--to", tmp_path / "www", *DAY, code=2)
    assert "还没有提交的改动" in said
    assert not (tmp_path / "www").exists()


def test_a_shrunken_site_wants_a_word(desk, tmp_path):
    shown, path = tmp_path / "www", desk / "data/penalties/2026.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    more = [lines[1].replace("2026-001", f"2026-{n}").replace("〕1号", f"〕{n}号") for n in range(100, 130)]
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    commit(desk, "多几条")
    gongshi("publish", "--root", desk, "--to", shown, *DAY)
    before = read_only_view(shown)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    commit(desk, "少几条")
    said = gongshi("publish", "--root", desk, "--to", shown, *DAY, code=2)
    assert "少了超过两成" in said
    assert read_only_view(shown) == before
    gongshi("publish", "--root", desk, "--to", shown, "--allow-shrink", *DAY)
    assert not (shown / "penalties/PEN-2026-120.html").exists()


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (("--branch", "main"), "放数据的分支", 2),
        (("--to", "x", "--branch", "y"), "命令没有看懂", 2),
        (("--push", "--remote", "nowhere"), "连不上远端", 3),
    ],
)
def test_wrong_use_is_told(desk, options, said, code):
    assert said in gongshi("publish", "--root", desk, *options, *DAY, code=code)


def test_data_that_were_never_committed_are_not_published(office, tmp_path):
    said = gongshi("publish", "--root", office, "--to", tmp_path / "www", *DAY, code=2)
    assert "还没有提交" in said


def test_forgetting_at_a_desk_wants_all_that_is_shown_to_be_clean(desk, tmp_path):
    """Of what the desk built itself, what it shows in a folder, and the branch it put there, each may be older."""
    path, shown = desk / "data/penalties/2026.csv", tmp_path / "www"
    gongshi("publish", "--root", desk, "--to", shown)
    gongshi("publish", "--root", desk)
    path.write_text(
        path.read_text(encoding="utf-8").replace("公示中,,,", "已修复,2026-11-20,信用修复,", 1),
        encoding="utf-8",
    )
    commit(desk, "信用修复")
    asked = ("forget", "PEN-2026-001", "--root", desk, "--to", shown)
    for place, mend in (
        (f"网站 {shown} 里还有", ("--to", shown)),
        ("gh-pages 分支里还有", ()),
    ):
        assert place in gongshi(*asked, code=2)
        gongshi("publish", "--root", desk, *mend)
    assert "旧版本网站 1 个" in gongshi(*asked)


def test_a_site_that_a_desk_built_before_is_not_forgotten(desk):
    path = desk / "data/penalties/2026.csv"
    gongshi("build", "--root", desk)
    path.write_text(
        path.read_text(encoding="utf-8").replace("公示中,,,", "已修复,2026-11-20,信用修复,", 1),
        encoding="utf-8",
    )
    commit(desk, "信用修复")
    assert f"网站 {desk / 'site'} 里还有" in gongshi("forget", "PEN-2026-001", "--root", desk, code=2)
    gongshi("build", "--root", desk)
    assert "生成网站时留下的中间文件" in gongshi("forget", "PEN-2026-001", "--root", desk)
