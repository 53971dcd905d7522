"""A site becomes a branch without history, in one step, and never over what somebody else put there."""

from __future__ import annotations

import json
import subprocess

import pytest

from generator import branch
from generator.errors import EnvironmentFault, WrongUse
from tests.server_fixtures import git


@pytest.fixture
def repo(tmp_path):
    """Make a repository with two commits of data."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "经办人")
    git(folder, "config", "user.email", "desk@example.invalid")
    for number in (1, 2):
        (folder / "data.csv").write_text(f"{number}\n")
        git(folder, "add", "data.csv")
        git(folder, "commit", "-q", "-m", f"数据 {number}")
    return folder


def site(folder, commit: str, as_of: str = "2026-11-21", pages: int = 5, text: str = "旧"):
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    for page in range(pages):
        (folder / f"{page}.html").write_text(text, encoding="utf-8")
    (folder / "build.json").write_text(json.dumps({"source_commit": commit, "as_of": as_of}))
    return folder


def head(repo, name: str = "HEAD") -> str:
    return git(repo, "rev-parse", name).strip()


def blobs(repo, name: str) -> str:
    names = [line.split()[0] for line in git(repo, "rev-list", "--objects", name).splitlines()]
    return "".join(git(repo, "cat-file", "-p", item) for item in names)


def test_a_branch_holds_just_the_site_and_nothing_of_before(repo, tmp_path):
    assert branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    assert branch.publish(repo, site(tmp_path / "site", head(repo), "2026-11-22", text="新"), "gh-pages")
    names = git(repo, "ls-tree", "-r", "--name-only", "gh-pages").split()
    assert names == [".nojekyll", *(f"{page}.html" for page in range(5)), "build.json"]
    assert git(repo, "rev-list", "--count", "gh-pages").strip() == "1"
    assert "旧" not in blobs(repo, "gh-pages")
    assert git(repo, "branch", "--list").split() == ["gh-pages", "*", "main"]
    assert not (repo / ".git/logs/refs/heads/gh-pages").exists()


def test_the_same_site_moves_nothing(repo, tmp_path):
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    before = head(repo, "gh-pages")
    assert not branch.publish(repo, tmp_path / "site", "gh-pages")
    assert head(repo, "gh-pages") == before


def test_a_commit_tells_of_which_data_and_day_it_is(repo, tmp_path):
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    told = git(repo, "log", "-1", "--format=%s|%cn|%cI", "gh-pages").strip()
    assert told == f"公示 2026-11-21，数据版本 {head(repo)}|公示|2026-11-21T00:00:00+08:00"


def test_an_empty_or_shrunken_site_is_refused_unless_told(repo, tmp_path):
    branch.publish(repo, site(tmp_path / "site", head(repo), pages=10), "gh-pages")
    before = head(repo, "gh-pages")
    for pages in (0, 7):
        with pytest.raises(WrongUse, match="少了超过两成"):
            branch.publish(repo, site(tmp_path / "site", head(repo), pages=pages), "gh-pages")
    assert head(repo, "gh-pages") == before
    assert branch.publish(repo, tmp_path / "site", "gh-pages", allow_shrink=True)


@pytest.mark.parametrize("name", ["main", "work", "-x", "a..b", "gongshi-unfinished"])
def test_no_other_branch_is_written_over(repo, tmp_path, name):
    git(repo, "branch", "work")
    before = git(repo, "show-ref")
    with pytest.raises(WrongUse, match="例如"):
        branch.publish(repo, site(tmp_path / "site", head(repo)), name)
    assert git(repo, "show-ref") == before


@pytest.mark.parametrize("name", ["link.html", '"x.html', "a\nb.html"])
def test_what_an_import_would_choke_on_is_refused(repo, tmp_path, name):
    site(tmp_path / "site", head(repo))
    path = tmp_path / "site" / name
    path.symlink_to("/etc/passwd") if name == "link.html" else path.write_text("x")
    with pytest.raises(WrongUse, match="不能发布的文件"):
        branch.publish(repo, tmp_path / "site", "gh-pages")


@pytest.fixture
def remote(repo, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(repo), "remote.git")
    git(repo, "remote", "add", "origin", str(tmp_path / "remote.git"))
    return tmp_path / "remote.git"


def test_a_branch_is_pushed_and_pushed_again(repo, remote, tmp_path):
    for day in ("2026-11-21", "2026-11-22"):
        branch.publish(repo, site(tmp_path / "site", head(repo), day, text=day), "gh-pages")
        branch.push(repo, "gh-pages", "origin")
        assert head(remote, "gh-pages") == head(repo, "gh-pages")
    assert "2026-11-21" not in blobs(remote, "gh-pages")


@pytest.mark.parametrize(("commit", "day"), [("HEAD", "2026-11-21"), ("HEAD~1", "2026-11-23")])
def test_a_remote_that_is_further_on_is_not_overwritten(repo, remote, tmp_path, commit, day):
    branch.publish(repo, site(tmp_path / "site", head(repo), "2026-11-22"), "gh-pages")
    branch.push(repo, "gh-pages", "origin")
    theirs = head(remote, "gh-pages")
    branch.publish(repo, site(tmp_path / "site", head(repo, commit), day, text="晚"), "gh-pages")
    with pytest.raises(WrongUse, match="没有覆盖。请先运行 git pull"):
        branch.push(repo, "gh-pages", "origin")
    assert head(remote, "gh-pages") == theirs


def test_a_remote_branch_of_others_is_not_overwritten(repo, remote, tmp_path):
    git(remote, "branch", "gh-pages", "main")
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    with pytest.raises(WrongUse, match="放的不是网站"):
        branch.push(repo, "gh-pages", "origin")
    assert head(remote, "gh-pages") == head(remote, "main")


def test_a_remote_that_moves_while_we_look_is_not_overwritten(repo, remote, tmp_path, monkeypatch):
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    branch.push(repo, "gh-pages", "origin")
    branch.publish(repo, site(tmp_path / "site", head(repo), "2026-11-22", text="新"), "gh-pages")
    looked = branch._older

    def moved(*arguments):
        looked(*arguments)
        git(remote, "update-ref", "refs/heads/gh-pages", "main")

    monkeypatch.setattr(branch, "_older", moved)
    with pytest.raises(EnvironmentFault, match="没有被覆盖"):
        branch.push(repo, "gh-pages", "origin")
    assert head(remote, "gh-pages") == head(remote, "main")


def test_a_remote_that_cannot_be_reached_is_told(repo, tmp_path):
    git(repo, "remote", "add", "origin", str(tmp_path / "nowhere.git"))
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    with pytest.raises(EnvironmentFault, match="连不上远端"):
        branch.push(repo, "gh-pages", "origin")


def test_forgetting_removes_what_nothing_leads_to(repo, tmp_path):
    branch.publish(repo, site(tmp_path / "site", head(repo)), "gh-pages")
    gone = head(repo, "gh-pages")
    branch.publish(repo, site(tmp_path / "site", head(repo), "2026-11-22", text="新"), "gh-pages")
    branch.forget(repo, "gh-pages")
    git(repo, "cat-file", "-e", gone, fails=True)
    whole = ["git", "-C", str(repo), "cat-file", "--batch-all-objects", "--batch", "--buffer"]
    found = subprocess.run(whole, capture_output=True, check=True).stdout
    assert "新".encode() in found
    assert "旧".encode() not in found


def test_forgetting_reaches_what_a_remote_had_before(repo, remote, tmp_path):
    """A push leaves in the log of the remote's branch what it was: that alone keeps what was taken down."""
    gone = []
    for day in ("2026-11-21", "2026-11-22"):
        branch.publish(repo, site(tmp_path / "site", head(repo), day, text=day), "gh-pages")
        branch.push(repo, "gh-pages", "origin")
        gone.append(head(repo, "gh-pages"))
    branch.forget(repo, "gh-pages")
    git(repo, "cat-file", "-e", gone[0], fails=True)
    git(repo, "cat-file", "-e", gone[1])


def test_forgetting_leaves_a_branch_of_others_its_log(repo):
    git(repo, "checkout", "-q", "-b", "gh-pages")
    git(repo, "commit", "-q", "--amend", "-m", "改过")
    before = git(repo, "reflog", "show", "gh-pages")
    branch.forget(repo, "gh-pages")
    assert git(repo, "reflog", "show", "gh-pages") == before
