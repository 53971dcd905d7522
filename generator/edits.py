"""Know what was edited since the last commit, and take it back without losing it."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator import git
from generator.errors import EnvironmentFault, why
from generator.fingerprint import WORK

_OURS = "gongshi: check what is committed"
_HOOKS = {"pre-commit": "--staged", "commit-msg": '--message "$1"'}
"""What is checked before the message of a commit is known, and what once it is."""
_HOOK = """#!/bin/sh
# {ours}
PYTHONUTF8=1 PYTHONPATH={home} exec {python} -m generator check {what}
"""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Hold which files are again as they were committed, and where their edited copies lie."""

    files: tuple[str, ...]
    kept: Path


def edited(root: Path) -> tuple[str, ...]:
    """Return the files under ``data/`` that differ from the last commit, new and deleted ones too.

    Raises: EnvironmentFault where there is no git or no commit.
    """
    if not _git(root, "rev-parse", "--verify", "--quiet", "HEAD"):
        raise EnvironmentFault(f"{root} 不在 git 里，或者还没有提交过，没有可以退回的样子。")
    changed = _git(root, "diff", "--relative", "--name-only", "-z", "HEAD", "--", "data")
    fresh = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "data")
    return tuple(sorted({name for name in (changed + fresh).split("\0") if name}))


def take_back(root: Path, files: tuple[str, ...], now: datetime) -> TakenBack:
    """Put files back as they were committed, after copying the edited ones to ``build/undo``.

    Raises: EnvironmentFault when the copies cannot be made (nothing is put back then), or git refuses.
    """
    kept = root / WORK / "undo" / f"{now:%Y%m%d-%H%M%S}"
    try:
        for name in files:
            if (root / name).is_file():
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, kept / name)
    except OSError as error:
        raise EnvironmentFault(
            f"没有退回：改过的文件备份不了（{why(error)}）。请检查磁盘空间和权限。"
        ) from error
    committed = set(_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "data").split("\0"))
    for name in files:
        if name not in committed:
            _git(root, "rm", "--cached", "--quiet", "--ignore-unmatch", "--", name)
            (root / name).unlink(missing_ok=True)
    old = [name for name in files if name in committed]
    if old:
        _put_back(root, old)
    return TakenBack(files, kept)


def staged(root: Path) -> tuple[str, ...]:
    """Return the folders under ``data/`` of which something is about to be committed."""
    names = _git(root, "diff", "--relative", "--cached", "--name-only", "-z", "--", "data").split("\0")
    return tuple(sorted({name.split("/")[1] for name in names if name.count("/") > 1}))


def install_hooks(root: Path) -> tuple[Path, ...]:
    """Let git check what is touched before every commit on this machine, and its message, and return the hooks.

    Git also learns to show Chinese file names as they are.

    Raises: EnvironmentFault outside git, or when another hook is there already: it is not written over.
    """
    folder = _git(root, "rev-parse", "--git-path", "hooks").strip()
    if not folder:
        raise EnvironmentFault(f"{root} 不在 git 里。请先运行：git init。")
    paths = {(root / folder / name).resolve(): what for name, what in _HOOKS.items()}
    for path, what in paths.items():
        if path.exists() and _OURS not in path.read_text(encoding="utf-8", errors="replace"):
            raise EnvironmentFault(
                f"已经有别的提交前检查：{path}，没有覆盖。请先移走它，或者在里面加上 gongshi check {what}。"
            )
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    for path, what in paths.items():
        _hook(path, f"{what} --root {shlex.quote(prefix)}" if prefix else what)
    _git(root, "config", "core.quotepath", "false")
    return tuple(paths)


def _hook(path: Path, what: str) -> None:
    python, home = (
        shlex.quote(Path(item).as_posix()) for item in (sys.executable, Path(__file__).parents[1])
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        _HOOK.format(ours=_OURS, python=python, home=home, what=what), encoding="utf-8", newline="\n"
    )
    path.chmod(0o755)


def _put_back(root: Path, files: list[str]) -> None:
    if git.run(root, "checkout", "--quiet", "HEAD", "--", *files) is None:
        raise EnvironmentFault(
            "git 没有退回文件。改过的内容备份在 build/undo 里。请关掉正在用这些文件的程序再试一次。"
        )


def _git(root: Path, *arguments: str) -> str:
    return git.run(root, *arguments) or ""
