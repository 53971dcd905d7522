"""Build a past state again, as far as it may still be shown: rows, pages and settings of a commit, by this program.

How pages look is the program's own matter and is taken as it is today; so is every page that did not exist then.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import events, git, history, line, received
from generator.errors import EnvironmentFault, WrongUse, why
from generator.filters import chinese_date
from generator.fingerprint import WORK
from generator.model import UNCOMMITTED
from generator.still import Still, still

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Past:
    """Name a state of the past: its commit, and the day as of which it is shown."""

    commit: str
    as_of: date


def past(root: Path, revision: str, as_of: date | None) -> Past:
    """Return which state is meant; without a day it is that of the commit.

    Raises: WrongUse when git knows no such commit, or it is no part of the history; EnvironmentFault outside git.
    """
    commit = history.resolved(root, revision)
    if git.fed(root, "merge-base", "--is-ancestor", commit, "HEAD")[0]:
        raise WrongUse(
            f"提交 {commit[:10]} 不在现在这个分支的历史里。请先切换到有它的分支，例如 git switch main。"
        )
    day = git.said(root, "show", "--no-patch", "--no-show-signature", "--format=%cs", commit)
    return Past(commit, as_of or date.fromisoformat(day))


def rebuilt(
    root: Path, found: Past, out: Path, today: date, *, jobs: int = 0, say: Say = lambda _: None
) -> line.Built:
    """Build a past state into a folder of its own; what today's data no longer show, today, is not in it.

    Raises: WrongUse when the data were edited or the folder is that of the site; what ``line.build`` raises.
    """
    if out == root / "site":
        raise WrongUse(f"{out} 是现在的网站，从前的样子不能盖上去。请用 --out 换一个文件夹。")
    if history.commit(root).endswith(UNCOMMITTED):
        raise WrongUse(
            "data 里有没提交的改动，说不准今天哪些还能公示。请先提交（make submit），或者退回（make undo）。"
        )
    say("看今天还能公示什么")
    shown = _still(root, found, today)
    with _laid_out(root, found.commit) as folder:
        return line.build(folder, out, found.as_of, cached=False, jobs=jobs, say=say, still=shown)


def _still(root: Path, found: Past, today: date) -> Still:
    tables, public = line.disclosed(root, today, events.history(root))
    newest = history.head(root)
    banner = (
        f"这是提交 {found.commit[:10]} 时的样子（按{chinese_date(found.as_of)}），不是现在的公示。"
        f"{chinese_date(today)}已经不再公示的信息（提交 {newest[:10]}），这里也不显示。"
    )
    return still(public, tables, banner)


@contextmanager
def _laid_out(root: Path, commit: str) -> Iterator[Path]:
    """Lend a folder with the files of a commit that git takes for a working tree at that commit."""
    work = root / WORK
    try:
        work.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="past-", dir=work))
    except OSError as error:
        raise EnvironmentFault(
            f"不能展开从前的数据：{why(error)}（{work}）。请检查磁盘空间和权限。"
        ) from error
    try:
        yield _worktree(root, commit, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        git.run(root, "worktree", "prune")


def _worktree(root: Path, commit: str, folder: Path) -> Path:
    added = (
        "-c",
        "core.hooksPath=/dev/null",
        "worktree",
        "add",
        "--force",
        "--detach",
        "--no-checkout",
        str(folder),
        commit,
    )
    code, _, said = git.fed(root, *added)
    if code:
        raise EnvironmentFault(f"git 不能展开从前的数据：{said.strip()}。请把这一行发给维护人员。")
    git.run(folder, "read-tree", commit)
    place = git.said(root, "rev-parse", "--show-prefix")
    # A page that did not exist then is taken as it is now, for others lead to it.
    now = {item.path: item for item in received.entries(root, "HEAD") if not _data(item.path, place)}
    then = {item.path: item for item in received.entries(root, commit) if _own(item.path, place)}
    received.extract(root, {**now, **then}.values(), folder)
    return folder / place


def _own(path: str, place: str) -> bool:
    """Tell whether a file is the office's own: data or prose."""
    return _data(path, place) or path.startswith(f"{place}site_src/pages/")


def _data(path: str, place: str) -> bool:
    return path.startswith(f"{place}data/")
