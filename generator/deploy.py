"""Build what an office's repository holds, and publish it: after each push, and every night."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import branch, git, line, received, release, seal
from generator.errors import DataRejected, EnvironmentFault, WrongUse
from generator.model import Finding
from generator.office import YOUNG, Office

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Updated:
    """Hold what a run published: of which commit, which notices there were, whether anything changed."""

    commit: str
    files: int
    findings: tuple[Finding, ...]
    changed: bool


def update(found: Office, today: date, *, allow_shrink: bool = False, say: Say = lambda _: None) -> Updated:
    """Build the newest commit for a day and publish it; runs that meet wait for each other.

    Raises: DataRejected, WrongDescription, WrongUse, EnvironmentFault: what is shown stays as it was.
    """
    with release.locked(found.lock):
        # Only under the lock: whoever waited builds what is newest by then, and publishes nothing older.
        commit = branch.tip(found.repo, found.served)
        _checked_out(found, commit)
        site = found.home / "site"
        with line.building(found.tree, site, today, say=say) as built:
            changed = _published(found, site, allow_shrink, say)
        return Updated(commit, built.files, built.notices, changed)


def _published(found: Office, site: Path, allow_shrink: bool, say: Say) -> bool:
    changed = False
    if found.shown:
        say("换上新网站")
        before = release.now(found.shown)
        changed = release.publish(site, found.shown, allow_shrink=allow_shrink) != before
    if found.branch:
        say(f"写入 {found.branch} 分支")
        changed = branch.publish(found.repo, site, found.branch, allow_shrink=allow_shrink) or changed
    return changed


def _checked_out(found: Office, commit: str) -> None:
    """Lay the files of a commit out, byte for byte; the caches of earlier builds stay beside them."""
    listed = received.entries(found.repo, commit)
    faults = [
        item for item in received.files(listed, {e.path: e for e in listed}) if item.severity == "error"
    ]
    if faults:
        raise DataRejected(faults)
    for left in found.home.glob("incoming-*"):
        if time.time() - left.stat().st_mtime > YOUNG:  # a younger one may be a push that is being judged
            shutil.rmtree(left, ignore_errors=True)
    _worktree(found, commit)
    received.emptied(found.tree, keep=("build", ".git"))
    received.extract(found.repo, listed, found.tree)


def _worktree(found: Office, commit: str) -> None:
    """Let git know the folder as a working tree at a commit, so that dates and versions can be asked there."""
    if not (found.tree / ".git").is_file():
        shutil.rmtree(found.tree, ignore_errors=True)
        git.run(found.repo, "worktree", "prune")
        code, _, said = git.fed(
            found.repo, "worktree", "add", "--force", "--detach", "--no-checkout", str(found.tree), commit
        )
        if code:
            raise EnvironmentFault(f"服务器上不能展开数据：{said.strip()}。请检查 {found.home} 的权限。")
    git.run(found.tree, "update-ref", "--no-deref", "HEAD", commit)
    git.run(found.tree, "read-tree", commit)


def rollback(found: Office, today: date) -> release.Release:
    """Show the release before the present one, unless it shows what may no longer be shown.

    Raises: WrongUse when there is none, or it holds what has been taken down since.
    """
    if not found.shown:
        raise WrongUse("这个仓库没有发布到文件夹，没有可以退回的版本。")
    with release.locked(found.lock):
        older = release.back(found.shown)
        files = sorted(path for path in older.folder.rglob("*") if path.is_file())
        leaks = list(seal.scan(older.folder, files, line.disclosed(found.tree, today)[1].forbidden))
        if leaks:
            raise WrongUse(
                f"版本 {older.folder.name} 里有 {len(leaks)} 个文件含有已经停止公示的信息，不能退回。"
                "请用 git revert 撤销有问题的提交，再推送。"
            )
        release.show(found.shown, older)
        return older
