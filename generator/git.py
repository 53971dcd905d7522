"""Run git. The only door to it; who asks and who changes something is told by those who use it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.errors import EnvironmentFault

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


def leads(root: Path, old: str, new: str, environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether a commit lies on the line of another's first parents, or is the same; both by their full names."""
    if old == new:
        return True
    line = said(root, "rev-list", "--first-parent", "--parents", new, f"^{old}", environment=environment)
    return line.rpartition("\n")[2].split(" ")[1:2] == [old]


def lines(root: Path, *arguments: str) -> Iterator[str]:
    """Yield what git says, line by line; whoever has heard enough may stop listening. Nothing when it refuses."""
    try:
        asked = subprocess.Popen(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is found on PATH as everywhere
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", errors="replace", env=bare(),
        )  # fmt: skip
    except FileNotFoundError:
        return
    with asked:
        try:
            yield from (line.rstrip("\n") for line in asked.stdout or ())
        finally:
            asked.kill()


@contextmanager
def objects(root: Path, environment: Mapping[str, str] | None = None) -> Iterator[Callable[[str], bytes]]:
    """Yield what reads one object after another from the database of a folder, by its name.

    Source: git-cat-file(1), BATCH OUTPUT. Raises: EnvironmentFault from what it yields when git has no such object.
    """
    command = ["git", "-C", str(root), "--no-replace-objects", "cat-file", "--batch"]
    with subprocess.Popen(  # noqa: S603 - fixed arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=bare() if environment is None else environment,
    ) as asked:  # fmt: skip
        given, answer = asked.stdin, asked.stdout

        def read(name: str) -> bytes:
            if given is None or answer is None or asked.poll() is not None:
                raise EnvironmentFault(f"git 读不出 {name[:10]}。请运行 git fsck，把结果发给维护人员。")
            given.write(f"{name}\n".encode())
            given.flush()
            head = answer.readline().split()
            if len(head) != 3:
                raise EnvironmentFault(f"git 里缺了 {name[:10]}。请运行 git fsck，把结果发给维护人员。")
            content = answer.read(int(head[2]))
            answer.read(1)
            return content

        yield read
