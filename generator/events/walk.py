"""Walk the first parents of the last commit, oldest first: which files under ``data/`` each commit made what.

What counts as a release is fixed for ever, for releases are numbered: every commit on the first-parent line that
changed anything under ``data/`` but the one file that the program writes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import git
from generator.fingerprint import DERIVED

_PLAIN = ("--no-replace-objects", "-c", "log.showRoot=true", "-c", "core.quotepath=false")
_LOG = (
    "log", "--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z",
    "--no-show-signature", "--no-ext-diff", "--no-color", "--no-notes", "--format=%H %cs",
)  # fmt: skip
_DATA = ("--", "data", f":!{DERIVED.as_posix()}")
_FILE = "100"
"""Begins the mode of a file: a link or a submodule holds no rows."""


@dataclass(frozen=True, slots=True)
class Step:
    """Hold a commit, its day (of the committer, where he was), and the blobs of the files it changed; blank: gone."""

    commit: str
    day: date
    blobs: Mapping[str, str]


def steps(root: Path, since: str, tip: str) -> list[Step]:
    """Return the commits after ``since`` (blank: all) up to ``tip`` that changed the data, oldest first."""
    span = f"{since}..{tip}" if since else tip
    said = (git.run(root, *_PLAIN, *_LOG, span, *_DATA) or "").split("\0")
    found, tokens = list[Step](), iter(said)
    for token in tokens:
        text = token.lstrip("\n")
        if text.startswith(":"):
            _, mode, _, blob, _ = text.split(" ")
            found[-1].blobs[next(tokens)] = blob if mode.startswith(_FILE) else ""  # type: ignore[index]
        elif text:
            commit, day = text.split(" ")
            found.append(Step(commit, date.fromisoformat(day), {}))
    return found


def cut(root: Path, commit: str) -> bool:
    """Tell whether a commit has parents that a shallow copy left out."""
    if git.said(root, "rev-parse", "--is-shallow-repository") != "true":
        return False
    head = (git.run(root, "cat-file", "commit", commit) or "").partition("\n\n")[0]
    known = git.said(root, *_PLAIN, "rev-list", "--first-parent", "--max-parents=0", commit).splitlines()
    return commit in known and any(line.startswith("parent ") for line in head.splitlines())


def lists(blobs: Mapping[str, str], described: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the folders that hold changed descriptions or rows, by id, with those files by their names."""
    found: dict[str, dict[str, str]] = {}
    for path, blob in blobs.items():
        parts = path.split("/")
        if len(parts) == 3 and (parts[2] == described or parts[2].endswith(".csv")):
            found.setdefault(parts[1], {})[parts[2]] = blob
    yield from sorted(found.items())
