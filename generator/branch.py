"""Publish a finished site as a branch without history. The only door to ghp-import.

The site is imported under a name of its own; one update of one ref then makes it the branch, so that a run that is
killed leaves the old branch. An orphan commit takes nothing along of what was published before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from generator import git, release
from generator.errors import EnvironmentFault, WrongUse

_SCRATCH = "gongshi-unfinished"
_WHO = ("公示", "gongshi@localhost")
"""The branch is made by the program; whose data they are is told by the branch of the data."""
_NOTHING = "0" * 40
_ASIDE = ("-c", "core.logAllRefUpdates=false")
"""The branch keeps no log of what it was: that would keep what was taken down."""


def publish(repo: Path, site: Path, branch: str, *, allow_shrink: bool = False) -> bool:
    """Make a branch hold exactly the files of a built site, and tell whether that changed it.

    Raises: WrongUse when the branch holds something else, or the site shrank; EnvironmentFault as git does.
    """
    said = release.stated(site)
    _plain(site)
    old = tip(repo, branch)
    _ours(repo, branch, old)
    if not allow_shrink:
        release.refuse_shrunken(release.pages(site), _pages(repo, old) if old else 0)
    try:
        new = _imported(repo, site, said)
        if old and _tree(repo, old) == _tree(repo, new):
            return False
        _moved(repo, branch, new, old)
    finally:
        git.run(repo, "update-ref", "-d", f"refs/heads/{_SCRATCH}")
    return True


def push(repo: Path, branch: str, remote: str) -> None:
    """Bring a published branch to a remote, never over one that somebody else moved on.

    Raises: WrongUse when the remote's branch is no site, or one of later data; EnvironmentFault as git does.
    """
    theirs = _theirs(repo, branch, remote)
    if theirs:
        _older(repo, branch, theirs)
    lease = f"--force-with-lease=refs/heads/{branch}:{theirs}"
    code, _, said = git.fed(
        repo, "push", "--quiet", lease, remote, f"refs/heads/{branch}:refs/heads/{branch}"
    )
    if code:
        raise EnvironmentFault(
            f"没有推送到 {remote} 的 {branch} 分支，那边没有被覆盖。请检查网络和权限，再运行一次。git 说：{_last(said)}"
        )


def tip(repo: Path, branch: str) -> str:
    """Return the commit of a branch; a blank when there is none."""
    return git.said(repo, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")


def holds_site(repo: Path, branch: str) -> bool:
    """Tell whether a branch was published here: what people keep under its name is theirs."""
    return bool(branch) and bool(_said_by(repo, tip(repo, branch)))


def forget(repo: Path, branch: str) -> None:
    """Remove from a repository what nothing leads to any more, older states of the published branch among it.

    Only the logs of that branch, here and as remotes have it, are emptied: others hold work that people may want back.

    Raises: EnvironmentFault as git does.
    """
    if holds_site(repo, branch):
        theirs = git.said(repo, "for-each-ref", "--format=%(refname)", f"refs/remotes/*/{branch}")
        for ref in (f"refs/heads/{branch}", *theirs.splitlines()):
            git.run(repo, "reflog", "expire", "--expire=now", "--expire-unreachable=now", ref)
    code, _, said = git.fed(repo, "gc", "--quiet", "--prune=now")
    if code:
        raise EnvironmentFault(f"git 没有清理完：{_last(said)}。请检查磁盘空间和权限，再运行一次。")


def _plain(site: Path) -> None:
    """Refuse what an import would follow out of the site, or choke on."""
    for folder, folders, files in os.walk(site):
        for name in (*folders, *files):
            if Path(folder, name).is_symlink() or name.startswith('"') or not name.isprintable():
                raise WrongUse(
                    f"网站里有不能发布的文件：{Path(folder, name)}（符号链接或者特殊的文件名）。请重新生成网站。"
                )


def _ours(repo: Path, branch: str, old: str) -> None:
    """Refuse to write over a branch that people work on."""
    if git.said(repo, "symbolic-ref", "--short", "-q", "HEAD") == branch:
        raise WrongUse(f"{branch} 是放数据的分支，不能用来放网站。请换一个名字，例如 --branch gh-pages。")
    if git.run(repo, "check-ref-format", "--branch", branch) is None or branch == _SCRATCH:
        raise WrongUse(f"“{branch}”不能作分支的名字。请用字母、数字和短横，例如 gh-pages。")
    if old and not _said_by(repo, old):
        raise WrongUse(f"{branch} 分支上放的不是网站，没有覆盖。请换一个名字，例如 --branch gh-pages。")


def _imported(repo: Path, site: Path, said: dict[str, str]) -> str:
    """Import the site under a name of its own, and return the commit."""
    git.run(repo, "update-ref", "-d", f"refs/heads/{_SCRATCH}")
    midnight = datetime.fromisoformat(f"{said['as_of']}T00:00:00+08:00")
    name, mail = _WHO
    who = {
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": mail,
        "GIT_COMMITTER_DATE": format_datetime(midnight),
    }
    message = f"公示 {said['as_of']}，数据版本 {said['source_commit'] or '无'}"
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-P", "-m", "ghp_import", "--no-jekyll", "--no-history", "--branch", _SCRATCH,
         "--message", message, str(site)],
        cwd=repo, capture_output=True, check=False, env={**git.bare(), **who},
    )  # fmt: skip
    commit = tip(repo, _SCRATCH)
    if done.returncode or not commit:
        said_last = _last(done.stderr.decode("utf-8", "replace"))
        raise EnvironmentFault(
            f"网站没有导入 git，分支没有动。请检查磁盘空间和权限。ghp-import 说：{said_last}"
        )
    return commit


def _moved(repo: Path, branch: str, new: str, old: str) -> None:
    code, _, said = git.fed(repo, *_ASIDE, "update-ref", f"refs/heads/{branch}", new, old or _NOTHING)
    if code:
        raise EnvironmentFault(
            f"{branch} 分支刚刚被别的程序改过，没有覆盖。请再运行一次。git 说：{_last(said)}"
        )


def _theirs(repo: Path, branch: str, remote: str) -> str:
    """Return the commit of the remote's branch, and fetch it; a blank when there is none."""
    code, answer, said = git.fed(repo, "ls-remote", remote, f"refs/heads/{branch}")
    if code:
        raise EnvironmentFault(f"连不上远端 {remote}。请检查网络、地址和权限。git 说：{_last(said)}")
    commit = answer.decode().partition("\t")[0]
    if commit and git.run(repo, "fetch", "--quiet", "--no-tags", remote, f"refs/heads/{branch}") is None:
        raise EnvironmentFault(f"读不出远端 {remote} 的 {branch} 分支，没有覆盖。请再运行一次。")
    return commit


def _older(repo: Path, branch: str, theirs: str) -> None:
    """Refuse to replace what is no site, or a site of data or of a day that ours does not have yet."""
    there, here = _said_by(repo, theirs), _said_by(repo, tip(repo, branch))
    if not there:
        raise WrongUse(
            f"远端的 {branch} 分支上放的不是网站，没有覆盖。请换一个名字，例如 --branch gh-pages。"
        )
    data, ours = there["source_commit"], here["source_commit"]
    known = bool(data) and git.run(repo, "merge-base", "--is-ancestor", data, ours) is not None
    if not known or (data == ours and there["as_of"] > here["as_of"]):
        raise WrongUse(
            f"远端的网站来自别的或者更新的数据（版本 {data[:10]}，{there['as_of']}），没有覆盖。"
            "请先运行 git pull，重新生成，再发布。"
        )


def _said_by(repo: Path, commit: str) -> dict[str, str]:
    """Return what the site in a commit says of itself; nothing when it is no site."""
    try:
        found = json.loads(git.run(repo, "show", f"{commit}:build.json") or "")
        return {name: str(found[name]) for name in ("source_commit", "as_of")}
    except (ValueError, KeyError, TypeError):
        return {}


def _tree(repo: Path, commit: str) -> str:
    return git.said(repo, "rev-parse", f"{commit}^{{tree}}")


def _pages(repo: Path, commit: str) -> int:
    names = git.run(repo, "ls-tree", "-r", "-z", "--name-only", commit) or ""
    return sum(name.endswith(".html") for name in names.split("\0"))


def _last(said: str) -> str:
    """Return the last thing that another program said, short enough to be read out."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "（没有说原因）"
