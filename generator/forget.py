"""Remove what a machine still keeps of a record that is shown no longer, and say what no program can remove."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import branch, git, line, paths, received, release, seal
from generator.errors import WrongUse
from generator.fingerprint import WORK
from generator.model import Table

_EVERYWHERE = (
    "同事电脑上的副本：请各自运行 git fetch --prune 和 git gc --prune=now",
    "别人已经下载、打印、截图的，收不回来",
    "上网设备和中间缓存里的旧网页：有到期日的会自己隐去，其余要等缓存过期",
)
_SHOWN = 5
_BACKUPS = WORK / "undo"
_SITE = "site"
"""Where a desk builds."""


@dataclass(frozen=True, slots=True)
class Places:
    """Hold where a machine keeps things: the data, the repository, the shown site, the branch of the site."""

    root: Path
    repo: Path
    shown: Path | None
    branch: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Hold what was removed, and what remains where and who can do something about it."""

    removed: tuple[str, ...]
    left: tuple[str, ...]


def forget(where: Places, key: str, today: date) -> Forgotten:
    """Remove old releases, unreachable objects and caches of builds.

    Raises: WrongUse when there never was such a record, it is still public, or what is shown now still tells of what
    was taken down.
    """
    tables, public = line.disclosed(where.root, today)
    traces = (*_history(where.repo, key), *_addresses(tables, public.site.url, key))
    if not traces:
        raise WrongUse(f"数据和它的历史里都没有编号 {key}，没有清除。请对照表里的编号重新输入。")
    for item in public.publications:
        if any(record.key == key for record in item.records):
            raise WrongUse(
                f"{key} 还在公示（{item.dataset.title}）。请先改它的状态，填停止公示的日期和原因，提交以后再清除。"
            )
    for folder in (where.shown, where.root / _SITE):
        if folder and folder.is_dir():
            _clean(folder, f"网站 {folder} ", public.forbidden)
    if branch.holds_site(where.repo, where.branch):
        _branch_clean(where, public.forbidden)
    removed = (*_releases(where.shown), *_objects(where), *_caches(where.root))
    return Forgotten(removed, (*traces, *_backups(where.root), *_remotes(where), *_EVERYWHERE))


def _clean(shown: Path, name: str, forbidden: frozenset[str]) -> None:
    """Prove that what is shown tells nothing that was taken down, before the ways back to older states go."""
    files = sorted(path for path in shown.rglob("*") if path.is_file())
    leaks = list(seal.scan(shown, files, forbidden))
    if leaks:
        raise WrongUse(
            f"{name}里还有 {len(leaks)} 个文件含有已经停止公示的信息，例如 {leaks[0].file}。"
            "请先重新生成并发布网站，再清除。"
        )


def _branch_clean(where: Places, forbidden: frozenset[str]) -> None:
    """Lay the published branch out where the next command of this kind removes what a killed run left of it."""
    (where.root / WORK).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=where.root / WORK) as folder:
        received.extract(
            where.repo, received.entries(where.repo, branch.tip(where.repo, where.branch)), Path(folder)
        )
        _clean(Path(folder), f"{where.branch} 分支", forbidden)


def _releases(shown: Path | None) -> Iterator[str]:
    gone = release.forget(shown) if shown else ()
    if gone:
        yield f"旧版本网站 {len(gone)} 个（{gone[0].folder.parent}）"


def _objects(where: Places) -> Iterator[str]:
    branch.forget(where.repo, where.branch)
    yield f"git 里没有分支、标签指向的旧内容（{where.repo}）"


def _caches(root: Path) -> Iterator[str]:
    """Remove what builds keep to be faster; copies that people made by taking back an edit are theirs."""
    kept = root / _BACKUPS
    for path in (root / WORK).iterdir() if (root / WORK).is_dir() else ():
        if path != kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    yield f"生成网站时留下的中间文件（{root / WORK}），下次生成会慢一些"


def _history(repo: Path, key: str) -> Iterator[str]:
    """Name the commits that brought, changed or removed the row: the data's history keeps them on purpose."""
    found = git.said(repo, "log", "--all", "--format=%h %cs", f"-S{key}", "--", "data").splitlines()
    if found:
        more = f" 等 {len(found)} 次" if len(found) > _SHOWN else ""
        yield (
            f"数据的历史里还有：提交 {'、'.join(found[:_SHOWN])}{more}。"
            "历史用来证明没有悄悄改过，只有确需删除时由信息中心改写历史（git filter-repo），并通知所有同事重新克隆"
        )


def _remotes(where: Places) -> Iterator[str]:
    """Name the hosts that have the branch too: what they keep of it no command here reaches."""
    if not where.branch:
        return
    pattern = f"refs/remotes/*/{where.branch}"
    refs = git.said(where.repo, "for-each-ref", "--format=%(objectname) %(refname:short)", pattern)
    now = branch.tip(where.repo, where.branch)
    for commit, ref in (one.split(" ", 1) for one in refs.splitlines()):
        if commit != now:
            yield f"{ref}：这台电脑上记着的一份和现在的网站不同。请运行 git fetch --prune，再清除一次"
        yield f"{ref} 那边以前的内容：要等代码托管平台自己清理，急的请平台管理员清理"


def _backups(root: Path) -> Iterator[str]:
    if (root / _BACKUPS).is_dir():
        yield f"退回修改时的备份：{root / _BACKUPS}，确认不用以后请自己删除"
    tables = sorted(path.name for path in root.glob("*.xlsx"))
    if tables:
        yield f"{root} 里的表格：{'、'.join(tables[:_SHOWN])}，用完请删除"


def _addresses(tables: Sequence[Table], base: str, key: str) -> Iterator[str]:
    """Name the addresses that search engines may still show, for their dead-link forms."""
    for table in tables:
        dataset = table.dataset
        if any(row.values.get(dataset.key) == key for row in table.rows):
            url = paths.absolute(base, paths.record(dataset.id, paths.slug(key)))
            yield f"搜索引擎的快照：请到各搜索引擎的站长平台提交删除 {url}"
