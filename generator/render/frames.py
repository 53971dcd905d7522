"""The frame of a page: address, title, meta tags, crumbs, QR."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import segno

from generator import paths
from generator.described import Dataset
from generator.model import Disclosure, Record
from generator.views import Frame, Link, Meta


@dataclass
class Frames:
    """Make frames for one disclosure; QR codes of earlier builds serve again, and those used are kept.

    What is used no more is forgotten: an address may hold the credit code of an organisation taken down.
    """

    disclosure: Disclosure
    codes: dict[str, str] = field(default_factory=dict)
    jsonld: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def frame(
        self,
        path: str,
        title: str,
        description: str,
        meta: Meta,
        *crumbs: Link,
        changes: date | None = None,
        **extra: str,
    ) -> Frame:
        """Return the frame of a page; crumbs are given from the root and made relative here."""
        site, root = self.disclosure.site, "../" * path.count("/")
        url = paths.absolute(site.url, path)
        return Frame(
            path=path,
            root=root,
            url=url,
            title=title,
            description=description,
            site=site,
            as_of=self.disclosure.as_of,
            commit=self.disclosure.commit,
            meta=meta,
            changes=changes,
            crumbs=tuple(Link(item.text, root + item.href if item.href else "") for item in crumbs),
            qr=self._qr(url),
            **extra,
        )

    def _qr(self, url: str) -> str:
        self.used[url] = self.codes.get(url) or qr(url)
        return self.used[url]


def qr(url: str) -> str:
    """Return a QR code as a ``data:`` address of a PNG.

    The mask is fixed: trying all eight costs five times as long, and a reader decodes any of them.
    Source: ISO/IEC 18004.
    """
    out = io.BytesIO()
    segno.make(url, micro=False, error="m", boost_error=False, mask=3).save(
        out, kind="png", scale=2, border=2
    )
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def kept_codes(file: Path) -> dict[str, str]:
    """Read the QR codes of earlier builds; none when there are none, or the file is damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


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
