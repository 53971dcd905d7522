"""Name the addresses of the public site. They are a contract: once published, an address stays."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

NOT_FOUND = "404.html"
STANDARD = "downloads/catalogue.xlsx"
"""The 标准目录 as a workbook."""
ALL = "downloads/all.zip"
"""All downloads in one archive."""
SQLITE = "downloads/gongshi.sqlite"
"""All lists in one database."""
PACKAGE = "downloads/datapackage.json"
"""The description of the downloads in the words of the Data Package standard."""
SUMS = "downloads/SHA256SUMS"
"""The digests of the downloads, by names seen from their folder."""
API = "api/v1/"
"""The folder of what machines read first; what it holds keeps its meaning."""
CATALOG = "catalog.jsonld"
"""The description of all lists in the words of DCAT-AP."""
CALENDAR = "calendar.ics"
"""The days on which records will be taken down."""
BLANK = "none"
"""Stands in addresses for the records that say nothing for a facet."""
_LONGEST = 80
_PLAIN = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_UNQUOTED = re.compile(r"[A-Za-z0-9_.~/-]*")
"""Finds the paths in which an address needs no sign written otherwise; most are such. Source: RFC 3986, 2.3."""
_TAKEN = re.compile(
    r"index|feed|by|fields|changes(?:-p\d+)?|p\d+|y\d+(?:-p\d+)?"  # the other pages and folders in a list's folder
    r"|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?"  # devices, which Windows will not unpack
    r"|.*-(?=\d*[a-f])[0-9a-f]{10}",  # what this module itself makes for other keys
    re.IGNORECASE,
)
_OTHER_VALUES = re.compile(rf"{BLANK}|.*-p\d+|.*-[0-9a-f]{{10}}")
"""Finds the values of a facet whose addresses are those of no value, of a later page, or made here."""


def slug(key: str) -> str:
    """Return the file name of a record: its key where that is safe, else a readable part and a digest.

    Two keys share a slug only when they differ by nothing but upper and lower case.
    """
    if len(key) <= _LONGEST and _PLAIN.fullmatch(key) and not _TAKEN.fullmatch(key):
        return key
    return _digested(key)


def token(text: str, *, coded: bool = False) -> str:
    """Return what stands for a value of a facet in addresses: a code, or a plain word, as it is.

    No two values share one; nor do two that upper and lower case alone part, unless they are codes.
    """
    plain = slug(text) == text and (coded or text == text.lower())
    return text if plain and not _OTHER_VALUES.fullmatch(text) else _digested(text)


def _digested(key: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", key)[:40].strip("-") or "key"
    return f"{readable}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def record(dataset_id: str, name: str) -> str:
    """Return the page of a record, by its slug."""
    return f"{dataset_id}/{name}.html"


def record_json(dataset_id: str, name: str) -> str:
    """Return the data of a record, by its slug."""
    return f"{dataset_id}/{name}.json"


def listing(dataset_id: str, page: int = 1, year: int | None = None) -> str:
    """Return a page of a list, whole or of one year."""
    if year is None:
        return f"{dataset_id}/{_page(page)}"
    return f"{dataset_id}/y{year}{f'-p{page}' if page > 1 else ''}.html"


def counted(dataset_id: str, name: str, page: int = 1) -> str:
    """Return a page of the records that a figure counts, by the figure's slug."""
    return f"{dataset_id}/{name}/{_page(page)}"


def faceted(dataset_id: str, facet_id: str, value: str, page: int = 1) -> str:
    """Return a page of the records that share a value of a facet, by the token of the value."""
    return f"{dataset_id}/by/{facet_id}/{value}{f'-p{page}' if page > 1 else ''}.html"


def entity(code: str) -> str:
    """Return the page of an organisation, by its credit code."""
    return f"entity/{slug(code)}.html"


def entity_json(code: str) -> str:
    """Return the data of an organisation, by its credit code."""
    return f"entity/{slug(code)}.json"


def entity_feed(code: str) -> str:
    """Return the feed of an organisation, by its credit code."""
    return f"entity/{slug(code)}.xml"


def entity_index() -> str:
    """Return the page from which every organisation is found."""
    return "entity/index.html"


def entity_register(page: int = 1) -> str:
    """Return a page of the register of all organisations."""
    return f"entity/p{page}.html"


def entity_group(way: str, name: str, page: int = 1) -> str:
    """Return a page of the organisations of one district, trade or letter (the way), by that one's short name."""
    return f"entity/by/{way}/{slug(name)}/{_page(page)}"


def download(dataset_id: str, suffix: str) -> str:
    """Return the file of a whole list; ``suffix`` has no dot."""
    return f"downloads/{dataset_id}.{suffix}"


def fields(dataset_id: str) -> str:
    """Return the page that explains every column of a list."""
    return f"{dataset_id}/fields.html"


def schema(name: str) -> str:
    """Return the JSON Schema of a kind of file, or of the records of a list."""
    return f"{API}schemas/{name}.json"


def changes(dataset_id: str, page: int = 0) -> str:
    """Return the change log of a list; pages are counted from the oldest, and the newest has no number."""
    return f"{dataset_id}/changes{f'-p{page}' if page else ''}.html"


def releases(page: int = 0) -> str:
    """Return the page of all releases; pages are counted from the oldest, and the newest has no number."""
    return f"releases{f'-p{page}' if page else ''}.html"


def release(number: int) -> str:
    """Return the data of what a release changed."""
    return f"{API}releases/{number}.json"


def feed(dataset_id: str | None = None) -> str:
    """Return the feed of a list, or of the whole site."""
    return f"{dataset_id}/feed.xml" if dataset_id else "feed.xml"


def relative(source: str, target: str) -> str:
    """Return the link from one path of the site to another."""
    here, there = source.split("/"), target.split("/")
    shared = 0
    while shared < min(len(here), len(there)) - 1 and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - 1 - shared) + _quoted("/".join(there[shared:]))


def absolute(base: str, target: str = "") -> str:
    """Return the full address of a path on the site at ``base``; an index page is its folder."""
    folder, _, name = target.rpartition("/")
    shown = target if name != "index.html" else f"{folder}/" if folder else ""
    return f"{base.rstrip('/')}/{_quoted(shown)}"


def root(source: str) -> str:
    """Return the way from a page to the root of the site.

    A server shows one page for any address that is not there, however deep: its links have a mark for the server.
    """
    return "./" if source == NOT_FOUND else "../" * source.count("/")


def host(base: str) -> str:
    """Return the ASCII host name of an address, as identifiers need it."""
    return _host(base)


def _page(number: int) -> str:
    return "index.html" if number == 1 else f"p{number}.html"


@lru_cache(maxsize=16)
def _host(base: str) -> str:
    return (urlsplit(base).hostname or "localhost").encode("idna").decode()


def _quoted(path: str) -> str:
    return path if _UNQUOTED.fullmatch(path) else _percent(path)


@lru_cache(maxsize=4096)
def _percent(path: str) -> str:
    return quote(path)
