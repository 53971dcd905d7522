"""The change logs: of the whole site release by release, and of each list, newest first.

Pages are counted from the oldest, so that a new release changes none but the newest page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Generic, TypeVar

from generator import paths
from generator.changes import counted
from generator.chronicle import Change, Chronicle
from generator.filters import chinese_date
from generator.fingerprint import key
from generator.model import UNKEYED, Artefact, Batch, Disclosure, Publication
from generator.past import Release
from generator.render.frames import Frames, column_meta, page_meta
from generator.render.keys import Keys
from generator.render.overview import KINDS, TITLES
from generator.render.templates import Sheet, Templates
from generator.views import Frame, Link, ListChanges, Part, Releases, ReleaseView

T = TypeVar("T")
_Done = tuple[Release, tuple[Change, ...]]
"""A release, and what it changed of a list."""
_TOGETHER = 30
"""So many releases make a page; the newest has up to twice as many."""
_NAMED = 50
"""So many records of a release are named; a first import may have thousands."""
_SHORT = 10
_WORDS = {"added": "新增", "amended": "修改", "removed": "删除"}
_REASONS = {**KINDS, "removed": "已从清单里删除"}
_NOTHING = "没有记录增减，改的是清单说明、代码表、日历或者网站设置。"


def begins(chronicle: Chronicle) -> str:
    """Say where a history that is not whole begins, and how to get the whole; a blank where it is whole."""
    if chronicle.reach == "none":
        return "这次生成网站时没有版本历史（数据不在 git 里，或者还没有提交过），所以没有变更记录。"
    if chronicle.reach == "whole":
        return ""
    first = chronicle.releases[0] if chronicle.releases else None
    since = f"从提交 {first.commit[:_SHORT]}（{chinese_date(first.day)}）" if first else "从最近的提交"
    return f"这份数据是不完整的副本（浅克隆），变更记录{since}开始，更早的不在这里。维护人员取得全部历史的命令：git fetch --unshallow。"


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    """Hold a page: its number (0 is the newest), its items, oldest first, and the numbers of its neighbours."""

    number: int
    items: Sequence[T]
    newer: int | None
    older: int | None

    def links(self, address: str, here: str) -> tuple[Link, ...]:
        """Return the ways to the neighbours; ``address`` is that of the newest page."""
        stem = address.removesuffix(".html")
        return tuple(
            Link(text, paths.relative(here, f"{stem}-p{number}.html" if number else address))
            for text, number in (("较新的", self.newer), ("较早的", self.older))
            if number is not None
        )


def _parts(items: Sequence[T]) -> Iterator[_Page[T]]:
    full = max(len(items) // _TOGETHER - 1, 0)
    for number in range(1, full + 1):
        some = items[(number - 1) * _TOGETHER : number * _TOGETHER]
        yield _Page(number, some, number + 1 if number < full else 0, number - 1 or None)
    yield _Page(0, items[full * _TOGETHER :], None, full or None)


@dataclass(frozen=True)
class ChangeLogs:
    """Make the change logs of one disclosure."""

    disclosure: Disclosure
    frames: Frames
    templates: Templates
    keys: Keys

    def batches(self) -> Iterator[Batch]:
        """Yield the pages of all lists that have rows of their own, then those of the whole."""
        chronicle = self.disclosure.chronicle
        for publication in self.disclosure.publications:
            name = publication.dataset.id
            for page in _parts(chronicle.by_list.get(name, ())) if not publication.dataset.source else ():
                stated = partial(self._key_of_list, publication, page)
                yield Batch(f"{name} changes {page.number}", stated, partial(self._list, publication, page))
        for whole in _parts(chronicle.releases):
            key_of = partial(self._key_of_all, whole) if whole.number else UNKEYED
            yield Batch(f"releases {whole.number}", key_of, partial(self._all, whole))

    def _key_of_list(self, publication: Publication, page: _Page[_Done]) -> str:
        said = tuple((item.commit, tuple(map(tuple, found))) for item, found in page.items)
        version = "" if page.number else repr(self.keys.version(publication))
        return key(said, page.newer, page.older, begins(self.disclosure.chronicle), version)

    def _key_of_all(self, page: _Page[Release]) -> str:
        chronicle = self.disclosure.chronicle
        counts = repr([_counts(chronicle, item) for item in page.items])
        return key(repr(page), counts, begins(chronicle))

    def _list(self, publication: Publication, page: _Page[_Done]) -> Iterator[Artefact]:
        yield self.templates.page(self._of_list(publication, page))

    def _all(self, page: _Page[Release]) -> Iterator[Artefact]:
        yield self.templates.page(self._of_all(page))

    def _of_list(self, publication: Publication, page: _Page[_Done]) -> Sheet:
        dataset, name = publication.dataset, publication.dataset.id
        path = paths.changes(name, page.number)
        title = f"{dataset.title}：变更记录"
        frame = self.frames.frame(
            path, title, f"{dataset.title}每一次发布新增、修改、删除了哪些{dataset.unit}。", column_meta(dataset),
            Link("公示目录", "catalogue.html"), Link(dataset.title, paths.listing(name)), Link("变更记录", ""),
            active=name, of=dataset,
        )  # fmt: skip
        releases = tuple(self._release(path, publication, *item) for item in reversed(page.items))
        told = begins(self.disclosure.chronicle)
        view = ListChanges(dataset, releases, told, page.links(paths.changes(name), path), _current(page))
        return Sheet("changes.html", _plain(frame, page), view, name)

    def _release(
        self, path: str, publication: Publication, release: Release, found: tuple[Change, ...]
    ) -> ReleaseView:
        parts = (_part(word, kind, publication, found) for kind, word in _WORDS.items())
        return self._view(path, release, parts=tuple(part for part in parts if part.total))

    def _view(
        self, path: str, release: Release, said: tuple[Link, ...] = (), parts: tuple[Part, ...] = ()
    ) -> ReleaseView:
        data = paths.relative(path, paths.release(release.number)) if self.disclosure.log else ""
        number = release.number if self.disclosure.chronicle.reach == "whole" else 0
        quiet = [link.text for link in said] == [_NOTHING]
        return ReleaseView(number, release.day, release.commit[:_SHORT], said, parts, data, quiet)

    def _of_all(self, page: _Page[Release]) -> Sheet:
        path = paths.releases(page.number)
        title, chronicle = TITLES[paths.releases()], self.disclosure.chronicle
        said = "每一次提交数据就是一次发布：各清单新增、修改、删除了多少条。"
        frame = self.frames.frame(
            path, title, said, page_meta(title, said, "工作动态"), Link(title, ""), active="releases"
        )
        releases = [
            self._view(path, item, said=tuple(self._sentences(path, item))) for item in reversed(page.items)
        ]
        groups = groupby(releases, key=lambda item: "" if item.quiet else item.commit)
        view = Releases(
            tuple(tuple(some) for _, some in groups),
            begins(chronicle),
            page.links(paths.releases(), path),
            _current(page),
        )
        return Sheet("releases.html", _plain(frame, page), view)

    def _sentences(self, path: str, release: Release) -> Iterator[Link]:
        """Say what a release did, list by list; a list that is gone is not named any more."""
        counts = _counts(self.disclosure.chronicle, release)
        for publication in self.disclosure.publications:
            dataset = publication.dataset
            if dataset.id in counts:
                text = f"「{dataset.title}」：{counted(dataset.unit, **counts.pop(dataset.id))}。"
                yield Link(text, paths.relative(path, paths.changes(dataset.id)))
        gone = sum((Counter(item) for item in counts.values()), Counter[str]())
        if gone:
            yield Link(f"现在已经没有的清单：{counted('条', **gone)}。", "")
        elif release.number and not self.disclosure.chronicle.by_release[release.number]:
            yield Link(_NOTHING, "")


def _current(page: _Page[T]) -> str:
    return f"第 {page.number} 页" if page.number else ""


def _plain(frame: Frame, page: _Page[T]) -> Frame:
    """Let an older page state no version: it is the same whatever comes later."""
    return replace(frame, commit="", version="", checkpoint=None) if page.number else frame


def _counts(chronicle: Chronicle, release: Release) -> dict[str, dict[str, int]]:
    lists = chronicle.by_release[release.number]
    return {name: dict(Counter(item.kind for item in items)) for name, items in lists.items()}


def _part(word: str, kind: str, publication: Publication, found: tuple[Change, ...]) -> Part:
    """Gather what was done in one way; rows that nobody ever saw are not counted."""
    some = [item for item in found if item.kind == kind and (item.slug or item.reason)]
    links = tuple(Link(item.title, f"{item.slug}.html") for item in some if item.slug)
    reasons = Counter(_REASONS[item.reason] for item in some if item.reason)
    told = [f"{text} {count:,} {publication.dataset.unit}" for text, count in reasons.items()]
    if links[_NAMED:]:
        told.insert(0, f"还有 {len(links) - _NAMED:,} {publication.dataset.unit}没有逐条列出")
    total = f"{len(some):,} {publication.dataset.unit}" if some else ""
    return Part(word, total, links[:_NAMED], "；".join(told))
