"""Ask git, the ledger, which commit the data stand at. Reads only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator import git
from generator.errors import EnvironmentFault, WrongUse
from generator.fingerprint import DERIVED

UNCOMMITTED = "-dirty"


def commit(root: Path) -> str:
    """Return the commit of the data, with ``-dirty`` when ``data/`` was edited since; blank outside git."""
    head = git.said(root, "rev-parse", "HEAD")
    if not head:
        return ""
    return head + (
        UNCOMMITTED
        if git.said(root, "status", "--porcelain", "--", "data", f":!{DERIVED.as_posix()}")
        else ""
    )


def last_day(root: Path) -> date | None:
    """Return the day of the last commit: no fact in the data can be younger; nothing outside git."""
    text = git.said(root, "log", "-1", "--format=%cs")
    return date.fromisoformat(text) if text else None


def touched(root: Path, revision: str) -> frozenset[str]:
    """Return the folders under ``data/`` in which the working folder differs from a commit.

    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    if not git.said(root, "rev-parse", "--show-toplevel"):
        raise EnvironmentFault(f"{root} 不在 git 里，没有从前的数据可比。请换到公示数据的文件夹。")
    if not git.said(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"):
        hint = (
            "这个文件夹只有最近的历史（浅克隆），"
            if git.said(root, "rev-parse", "--is-shallow-repository") == "true"
            else ""
        )
        raise WrongUse(f"{hint}git 里没有“{revision}”这个版本。请写提交号，或者 HEAD、HEAD~1。")
    names = git.said(
        root, "-c", "core.quotepath=false", "diff", "--relative", "--name-only", revision, "--", "data"
    )
    fresh = git.said(
        root, "-c", "core.quotepath=false", "ls-files", "--others", "--exclude-standard", "--", "data"
    )
    return frozenset(
        name.split("/")[1] for name in [*names.splitlines(), *fresh.splitlines()] if name.count("/") > 1
    )


def texts(root: Path, revision: str, folder: str) -> dict[str, str]:
    """Return the files of a folder as they were at a commit, by their path from the root."""
    names = git.said(
        root, "-c", "core.quotepath=false", "ls-tree", "-r", "--name-only", revision, "--", folder
    )
    return {name: git.run(root, "show", f"{revision}:./{name}") or "" for name in names.splitlines()}
