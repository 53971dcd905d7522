"""Run git. The only door to it; who asks and who changes something is told by those who use it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_LOCAL = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
})  # fmt: skip
"""What git tells a hook about its repository, and what would mislead a call about another one.

GIT_INDEX_FILE is left: it tells the hook before a commit what is about to be committed.
Source: ``git rev-parse --local-env-vars``.
"""


def bare() -> dict[str, str]:
    """Return the environment without what ties git to the repository whose hook is running."""
    return {name: value for name, value in os.environ.items() if name not in _LOCAL}


def fed(
    root: Path, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> tuple[int, bytes, str]:
    """Run git in a folder with something to read, and return its exit code, its answer, and what it complained of.

    An exit code of 127 says that git is not there.
    """
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            input=given, capture_output=True, check=False, env=bare() if environment is None else environment,
        )  # fmt: skip
    except FileNotFoundError:
        return 127, b"", ""
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def run(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str | None:
    """Return what git says about a folder, word for word; nothing when it refuses or is not there."""
    code, answer, _ = fed(root, *arguments, environment=environment)
    return None if code else answer.decode("utf-8", "replace")


def said(root: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Return what git says, without the blanks around it; a blank when it refuses or is not there."""
    return (run(root, *arguments, environment=environment) or "").strip()
