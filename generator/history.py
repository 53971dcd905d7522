"""Ask git, the ledger, which commit the data stand at. The only door to git for reading."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from generator.errors import EnvironmentFault, WrongUse
from generator.fingerprint import DERIVED

UNCOMMITTED = "-dirty"


def commit(root: Path) -> str:
    """Return the commit of the data, with ``-dirty`` when ``data/`` was edited since; blank outside git."""
    head = _git(root, "rev-parse", "HEAD")
    if not head:
        return ""
    return head + (
        UNCOMMITTED if _git(root, "status", "--porcelain", "--", "data", f":!{DERIVED.as_posix()}") else ""
    )


def last_day(root: Path) -> date | None:
    """Return the day of the last commit: no fact in the data can be younger; nothing outside git."""
    text = _git(root, "log", "-1", "--format=%cs")
    return date.fromisoformat(text) if text else None


def touched(root: Path, revision: str) -> frozenset[str]:
    """Return the folders under ``data/`` in which the working folder differs from a commit.

    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    if not _git(root, "rev-parse", "--show-toplevel"):
        raise EnvironmentFault(f"{root} 不在 git 里，没有从前的数据可比。请换到公示数据的文件夹。")
    if not _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"):
        hint = (
            "这个文件夹只有最近的历史（浅克隆），"
            if _git(root, "rev-parse", "--is-shallow-repository") == "true"
            else ""
        )
        raise WrongUse(f"{hint}git 里没有“{revision}”这个版本。请写提交号，或者 HEAD、HEAD~1。")
    names = _git(
        root, "-c", "core.quotepath=false", "diff", "--relative", "--name-only", revision, "--", "data"
    )
    fresh = _git(
        root, "-c", "core.quotepath=false", "ls-files", "--others", "--exclude-standard", "--", "data"
    )
    return frozenset(
        name.split("/")[1] for name in [*names.splitlines(), *fresh.splitlines()] if name.count("/") > 1
    )


def texts(root: Path, revision: str, folder: str) -> dict[str, str]:
    """Return the files of a folder as they were at a commit, by their path from the root."""
    names = _git(root, "-c", "core.quotepath=false", "ls-tree", "-r", "--name-only", revision, "--", folder)
    return {name: _git(root, "show", f"{revision}:./{name}", strip=False) for name in names.splitlines()}


def _git(root: Path, *arguments: str, strip: bool = True) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return ""
    if done.returncode:
        return ""
    return done.stdout.strip() if strip else done.stdout
