"""Notice when a commit takes many rows out of a list and does not say so.

The hooks on a desk ask it before a commit, and the server asks it again for what is pushed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import history, load
from generator.described import Dataset
from generator.messages import finding
from generator.model import Finding

FEW = 3
"""So many rows may always go, however short the list."""
_SAID = re.compile(r"^删除[：:][ \t]*(.+?)[ \t，,：:]+(\d[\d,]*)[ \t]*\S{0,2}[ \t]*$", re.MULTILINE)
"""Finds 删除：行政处罚信息公示 38 in the message of a commit."""
_NOTHING = re.compile(r"0*")
"""What git calls the commit before the first one."""


@dataclass(frozen=True, slots=True)
class _At:
    """Say which repository is asked, and how."""

    root: Path
    environment: history.Environment


def drops(
    root: Path,
    old: str,
    new: str,
    message: str,
    *,
    also: tuple[str, ...] = (),
    environment: history.Environment = None,
) -> tuple[Finding, ...]:
    """Return one error for each list that loses more rows than it may and more than the message says.

    ``old`` and ``new`` are commits; ``new`` may be ``history.INDEX`` or ``history.FOLDER``; where one is blank or
    all noughts nothing is lost. A row counts by its key, in whichever file of the list it stands. ``also`` are the
    other parents of a merge: what one of them had given up before is not lost now. For a push of several commits
    give all their messages as one text; ``environment`` is that of the hook that judges it.
    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    if _NOTHING.fullmatch(old) or _NOTHING.fullmatch(new):
        return ()
    stated = _stated(message)
    found = (
        _drop(_At(root, environment), old, new, also, name, stated)
        for name in sorted(history.touched(root, old, new, environment))
    )
    return tuple(item for item in found if item)


def committed(root: Path, message: str) -> tuple[Finding, ...]:
    """Return what ``drops`` has to say of the commit that is being made; nothing before the first one."""
    head = history.head(root)
    return drops(root, head, history.INDEX, message, also=history.merging(root)) if head else ()


def _drop(
    at: _At, old: str, new: str, also: tuple[str, ...], name: str, stated: Mapping[str, int]
) -> Finding | None:
    was, now = dict(_texts(at, old, name)), dict(_texts(at, new, name))
    before, after = _described(was, name), _described(now, name)
    dataset = before or after
    if not dataset:
        return None
    rows = _keys(was, dataset)
    gone = rows - _keys(now, after or dataset)
    for parent in also if gone else ():
        gone &= _keys(dict(_texts(at, parent, name)), dataset)
    told = sum(stated.get(word, 0) for word in _words(before, after))
    if len(gone) <= max(FEW, len(rows) * dataset.drop / 100, told):
        return None
    few = f"，提交说明里只写了 {told:,} 条" if told else ""
    return finding(
        "安全-02", f"data/{name}", gone=len(gone), total=f"{len(rows):,}", share=dataset.drop,
        title=dataset.title, stated=few,
    )  # fmt: skip


def _described(texts: Mapping[str, str], name: str) -> Dataset | None:
    return load.past(texts[load.LIST_FILE], name) if load.LIST_FILE in texts else None


def _keys(texts: Mapping[str, str], dataset: Dataset) -> frozenset[str]:
    """Return the keys of a list's rows; without a description there is no list, and so no row."""
    files = [] if load.LIST_FILE not in texts else [name for name in texts if name.endswith(".csv")]
    found = {row.values.get(dataset.key, "") for name in files for row in load.rows(texts[name], name)}
    return frozenset(found - {""})


def _texts(at: _At, revision: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the files that lie in the folder of a list, by their names."""
    folder = f"data/{name}"
    if revision != history.FOLDER:
        for path, text in history.texts(at.root, revision, folder, at.environment).items():
            if path.count("/") == folder.count("/") + 1:
                yield path.rpartition("/")[2], text
        return
    for file in (*sorted((at.root / folder).glob("*.csv")), at.root / folder / load.LIST_FILE):
        if file.is_file():
            yield file.name, file.read_bytes().decode("utf-8", "replace")


def _stated(message: str) -> Counter[str]:
    """Return how many rows a message says were deleted, by the word it has for the list."""
    found: Counter[str] = Counter()
    for name, count in _SAID.findall(message):
        found[name] += int(count.replace(",", ""))
    return found


def _words(*datasets: Dataset | None) -> set[str]:
    return {word for item in datasets if item for word in (item.title, item.short, item.id)}
