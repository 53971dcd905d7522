"""The frame of a page: address, title, meta tags, crumbs, QR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator import paths
from generator.described import Dataset
from generator.model import UNCOMMITTED, Artefact, Checkpoint, Disclosure, Record
from generator.render.qr import qr
from generator.views import Frame, Link, Meta


@dataclass(frozen=True)
class Frames:
    """Make frames for one disclosure."""

    disclosure: Disclosure
    jsonld: Mapping[str, str] = field(default_factory=dict)

    def frame(
        self,
        path: str,
        title: str,
        description: str,
        meta: Meta,
        *crumbs: Link,
        changes: date | None = None,
        of: Dataset | Artefact | None = None,
        **extra: str,
    ) -> Frame:
        """Return the frame of a page; crumbs are given from the root and made relative here.

        ``of`` is what the page is made of and states the version of: a list, a data file, else the whole.
        """
        site, root = self.disclosure.site, paths.root(path)
        url = paths.absolute(site.url, path)
        commit, version = self._version(of)
        return Frame(
            path=path,
            root=root,
            url=url,
            title=title,
            description=description,
            site=site,
            as_of=self.disclosure.as_of,
            commit=commit,
            meta=meta,
            changes=changes,
            crumbs=tuple(Link(item.text, root + item.href if item.href else "") for item in crumbs),
            qr=qr(url),
            version=version,
            checkpoint=self._checkpoint(of),
            **extra,
        )

    def _checkpoint(self, of: Dataset | Artefact | None) -> Checkpoint | None:
        """Return how the log stood when what a page is made of was last changed; a data file tells that itself."""
        return None if isinstance(of, Artefact) else self.disclosure.checkpoint(of.id if of else "")

    def _version(self, of: Dataset | Artefact | None) -> tuple[str, str]:
        """Return a commit, and the version in words: so a page changes only when what it is made of does."""
        if isinstance(of, Artefact):
            return "", f"本页数据（JSON）的 SHA-256 开头为 {of.sha256[:10]}"
        own = self.disclosure.commits.get(of.id) if of else None
        commit = self.disclosure.commit if own is None else own
        said = "版本号" if own is None or not of else f"清单「{of.title}」最近一次改动"
        dirty = "，有未提交的改动" if commit.endswith(UNCOMMITTED) else ""
        return commit, f"{said} {commit.removesuffix(UNCOMMITTED)[:10]}{dirty}" if commit else ""


def column_meta(dataset: Dataset) -> Meta:
    """Return the meta tags of a list page."""
    return Meta(
        kind="column",
        column_name=dataset.title,
        column_description=dataset.summary,
        column_keywords=",".join(dataset.column.keywords),
        column_type=dataset.column.type,
        robots=robots(dataset),
    )


def robots(dataset: Dataset) -> str:
    """Ask search engines to keep no copy where one would outlive the time of publication."""
    return "noarchive" if dataset.noarchive else ""


def page_meta(name: str, description: str, kind: str = "政府信息公开") -> Meta:
    """Return the meta tags of a page of the site that belongs to no list."""
    return Meta(
        kind="column",
        column_name=name,
        column_description=description,
        column_keywords=name,
        column_type=kind,
    )


def article_meta(dataset: Dataset, record: Record) -> Meta:
    """Return the meta tags of a record: its dates are the data's, never the build's."""
    return Meta(
        kind="article",
        column_name=dataset.title,
        column_description=dataset.summary,
        column_keywords=",".join(dataset.column.keywords),
        column_type=dataset.column.type,
        article_title=record.title,
        pub_date=pub_date(record.published or dataset.info.published_on),
        content_source=dataset.info.publisher,
        robots=robots(dataset),
    )


def pub_date(day: date) -> str:
    """Write a publication day as the meta tag wants it; the data know no hour, so midnight."""
    return f"{day.isoformat()} 00:00"
