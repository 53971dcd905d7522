"""Tell search engines which pages there are, when they changed, and what not to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from generator import paths
from generator.described import Site
from generator.model import Artefact, Disclosure

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
_REPEATING = ("/downloads/", "/api/", "/*.json$", "/*feed.xml$", "/entity/*.xml$")


def sitemap(pages: Iterable[tuple[str, date]], site: Site) -> tuple[Artefact, ...]:
    """Return ``sitemap.xml``; beyond 50,000 pages it is an index of parts, as the protocol wants.

    Shape: pages are (path from the site's root, day of the last change).
    """
    entries = sorted(pages)
    if len(entries) <= _MOST:
        return (_document("sitemap.xml", "urlset", "url", entries, site),)
    parts = [entries[start : start + _MOST] for start in range(0, len(entries), _MOST)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [(name, max(day for _, day in part)) for name, part in zip(names, parts, strict=True)]
    return (
        _document("sitemap.xml", "sitemapindex", "sitemap", index, site),
        *(_document(name, "urlset", "url", part, site) for name, part in zip(names, parts, strict=True)),
    )


def robots(disclosure: Disclosure) -> Artefact:
    """Return ``robots.txt``.

    A page can say "noarchive" for itself, a data file or a feed cannot: where a list must not stay in the
    caches of search engines, they are kept away from the files that repeat it.
    """
    url = disclosure.site.url
    base = urlsplit(url).path.rstrip("/")
    guarded = any(item.dataset.noarchive for item in disclosure.publications)
    hidden = [f"Disallow: {base}{path}" for path in _REPEATING if guarded]
    lines = ["User-agent: *", f"Allow: {base}/", *hidden, f"Sitemap: {paths.absolute(url, 'sitemap.xml')}"]
    return Artefact("robots.txt", ("\n".join(lines) + "\n").encode())


def _document(path: str, kind: str, item: str, entries: Sequence[tuple[str, date]], site: Site) -> Artefact:
    """Write the document as text: of 50,000 entries a tree of elements takes twenty times as long."""
    base = escape(site.url)  # in what follows, signs that need it are written otherwise already
    lines = (
        f"  <{item}>\n    <loc>{paths.absolute(base, place)}</loc>\n"
        f"    <lastmod>{day.isoformat()}</lastmod>\n  </{item}>\n"
        for place, day in entries
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_NAMESPACE}">\n{"".join(lines)}</{kind}>\n'
    )
    return Artefact(path, text.encode())
