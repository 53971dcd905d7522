"""Ask git, the ledger, which commit the data stand at. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from generator import git
from generator.errors import EnvironmentFault, WrongUse
from generator.fingerprint import DERIVED

UNCOMMITTED = "-dirty"
_PLAIN = ("-c", "core.quotepath=false")
_DATA = ("data", f":!{DERIVED.as_posix()}")


def commit(root: Path) -> str:
    """Return the commit of the data, with ``-dirty`` when ``data/`` was edited since; blank outside git."""
    head = git.said(root, "rev-parse", "HEAD")
    if not head:
        return ""
    return head + (UNCOMMITTED if git.said(root, "status", "--porcelain", "--", *_DATA) else "")


def commits(root: Path, lists: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return, by list, the last commit that touched one of its folders, with ``-dirty`` when one was edited since.

    A list that was never committed has a blank, and all have outside git. In a shallow clone the oldest commit
    there is seems to have touched whatever no later one did.
    """
    found, edited = dict[str, str](), _edited(root, "HEAD")
    left = {name: frozenset(folders) for name, folders in lists.items()}
    for commit, folder in _touched_last(root):
        met = [name for name, folders in left.items() if folder in folders]
        found |= dict.fromkeys(met, commit)
        left = {name: folders for name, folders in left.items() if name not in met}
        if not left:
            break
    return {
        name: found.get(name, "") + ("" if edited.isdisjoint(folders) else UNCOMMITTED)
        for name, folders in lists.items()
    }


def _touched_last(root: Path) -> Iterator[tuple[str, str]]:
    """Yield commits, from the latest on, with each folder that they touched and no later one did."""
    seen, commit = set[str](), ""
    for line in git.lines(root, *_PLAIN, "log", "--format=:%H", "--name-only", "--relative", "--", "data"):
        folder = line.split("/")[1] if line.count("/") > 1 else ""
        if line.startswith(":"):
            commit = line[1:]
        elif folder and folder not in seen:
            seen.add(folder)
            yield commit, folder


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
    return _edited(root, revision)


def _edited(root: Path, revision: str) -> frozenset[str]:
    changed = git.said(root, *_PLAIN, "diff", "--relative", "--name-only", revision, "--", "data")
    fresh = git.said(root, *_PLAIN, "ls-files", "--others", "--exclude-standard", "--", "data")
    return frozenset(
        name.split("/")[1] for name in [*changed.splitlines(), *fresh.splitlines()] if name.count("/") > 1
    )


def texts(root: Path, revision: str, folder: str) -> dict[str, str]:
    """Return the files of a folder as they were at a commit, by their path from the root."""
    names = git.said(root, *_PLAIN, "ls-tree", "-r", "--name-only", revision, "--", folder)
    return {name: git.run(root, "show", f"{revision}:./{name}") or "" for name in names.splitlines()}
