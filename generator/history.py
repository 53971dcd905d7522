"""Ask git, the ledger, which commit the data stand at. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from generator import git
from generator.described import Dataset
from generator.errors import EnvironmentFault, WrongUse
from generator.fingerprint import DERIVED
from generator.model import UNCOMMITTED

Environment = Mapping[str, str] | None
"""A hook's own, where git must see what it has not taken in yet."""
_PLAIN = ("-c", "core.quotepath=false")
_DATA = ("data", f":!{DERIVED.as_posix()}")
INDEX, FOLDER = ":", "."
"""What is about to be committed, and the working folder, where otherwise a commit is named; no commit has such a name."""


def head(root: Path) -> str:
    """Return the last commit; blank outside git, and before the first."""
    return git.said(root, "rev-parse", "--verify", "--quiet", "HEAD")


def commit(root: Path) -> str:
    """Return the commit of the data, with ``-dirty`` when ``data/`` was edited since; blank outside git."""
    found = head(root)
    if not found:
        return ""
    return found + (UNCOMMITTED if git.said(root, "status", "--porcelain", "--", *_DATA) else "")


def known(root: Path, commit: str) -> str:
    """Return the commit of the data, and whether a shallow copy hides what was before: the site tells of both."""
    shallow = git.said(root, "rev-parse", "--is-shallow-repository") == "true"
    return commit + (" shallow" if shallow else "")


def of_lists(root: Path, datasets: Iterable[Dataset]) -> dict[str, str]:
    """Return the last commit of each list as ``commits`` does; of what the removals make there is none."""
    lists = [item for item in datasets if item.source != "takedowns"]
    return commits(root, {item.id: {item.id, item.source or item.id} for item in lists})


def commits(root: Path, lists: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return, by list, the last commit that touched one of its folders, with ``-dirty`` when one was edited since.

    A list that was never committed has a blank, and all have outside git. In a shallow clone the oldest commit
    there is seems to have touched whatever no later one did.
    """
    found, edited = dict[str, str](), touched(root, "HEAD") if head(root) else frozenset[str]()
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


def touched(root: Path, old: str, new: str = FOLDER, environment: Environment = None) -> frozenset[str]:
    """Return the folders under ``data/`` that differ between a commit and a commit, the index or the folder.

    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    if not git.said(root, "rev-parse", "--git-dir", environment=environment):
        raise EnvironmentFault(f"{root} 不在 git 里，没有从前的数据可比。请换到公示数据的文件夹。")
    for revision in {old, new} - {INDEX, FOLDER}:
        resolved(root, revision, environment)
    compared = {FOLDER: [old], INDEX: ["--cached", old]}.get(new, [old, new])
    names = _names(root, "diff", "--relative", "--name-only", *compared, environment=environment)
    fresh = _names(root, "ls-files", "--others", "--exclude-standard") if new == FOLDER else ()
    return frozenset(name.split("/")[1] for name in (*names, *fresh) if name.count("/") > 1)


def resolved(root: Path, revision: str, environment: Environment = None) -> str:
    """Return the commit that a revision names.

    Raises: WrongUse when git knows no such revision.
    """
    asked = "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    found = git.said(root, *asked, environment=environment).rpartition("\n")[2]
    if not found:
        shallow = git.said(root, "rev-parse", "--is-shallow-repository") == "true"
        hint = "这个文件夹只有最近的历史（浅克隆），" if shallow else ""
        raise WrongUse(f"{hint}git 里没有“{revision}”这个版本。请写提交号，或者 HEAD、HEAD~1。")
    return found


def texts(root: Path, revision: str, folder: str, environment: Environment = None) -> dict[str, str]:
    """Return the files of a folder as they were at a commit, or as they are in the index, by their path from the root."""
    place = git.said(root, "rev-parse", "--show-prefix", environment=environment)
    if revision == INDEX:
        return {
            name: git.run(root, "show", f":{place}{name}") or ""
            for name in _names(root, "ls-files", folder=folder)
        }
    names = _names(root, "ls-tree", "-r", "--name-only", revision, folder=folder, environment=environment)
    return {
        name: git.run(root, "show", f"{revision}:{place}{name}", environment=environment) or ""
        for name in names
    }


def merging(root: Path) -> tuple[str, ...]:
    """Return the other parents of the commit that is being made, where it is a merge."""
    found = git.said(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD")
    return (found,) if found else ()


def _names(root: Path, *arguments: str, folder: str = "data", environment: Environment = None) -> list[str]:
    said = git.run(root, *arguments, "-z", "--", folder, environment=environment) or ""
    return [name for name in said.split("\0") if name]
