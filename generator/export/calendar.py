"""Write the coming take-downs as a calendar that can be subscribed to.

A subscriber's copy outlives the record, so an event names the list and its pages: never a party, a code or a number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from generator import paths
from generator.model import Artefact, Disclosure, Publication, Record

_AHEAD = timedelta(days=366)
_LINKS = 20
"""So many pages are linked from one event; the others it counts."""
_EPOCH = date(2026, 1, 1)
_OCTETS = 75
_ESCAPED = re.compile(r"[\\;,]")


def calendar(disclosure: Disclosure) -> Artefact:
    """Return ``calendar.ics``: an event for each day and list on which records of it are taken down within a year.

    Source: RFC 5545, RFC 7986.
    """
    site = disclosure.site
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gongshi//gongshi//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("NAME", f"{site.name}：停止公示"),
        _text("X-WR-CALNAME", f"{site.name}：停止公示"),
        f"URL:{paths.absolute(site.url, paths.CALENDAR)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for publication in disclosure.publications:
        for day, records in _ending(publication):
            lines += _event(disclosure, publication, day, records)
    lines.append("END:VCALENDAR")
    content = "".join(f"{part}\r\n" for line in lines for part in _folded(line))
    return Artefact(paths.CALENDAR, content.encode())


def _ending(publication: Publication) -> Iterator[tuple[date, list[Record]]]:
    """Yield the days on which records are shown no longer, with those records."""
    found: dict[date, list[Record]] = defaultdict(list)
    for record in publication.records:
        if record.last and record.last - publication.as_of <= _AHEAD:
            found[record.last + timedelta(days=1)].append(record)
    for day in sorted(found):
        yield day, sorted(found[day], key=lambda item: item.slug)


def _event(
    disclosure: Disclosure, publication: Publication, day: date, records: list[Record]
) -> Iterator[str]:
    """Yield an event of a whole day; its stamps are the day of the data, so a later calendar replaces an earlier one."""
    dataset, url = publication.dataset, disclosure.site.url
    stamp = f"{disclosure.as_of:%Y%m%d}T000000Z"
    yield "BEGIN:VEVENT"
    yield f"UID:takedown-{dataset.id}-{day:%Y%m%d}@{paths.host(url)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{max((disclosure.as_of - _EPOCH).days, 0)}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield _text("SUMMARY", f"{dataset.title}：{len(records)} {dataset.unit}停止公示")
    yield _text("DESCRIPTION", "\n".join(_pages(records, url)))
    yield f"URL:{paths.absolute(url, paths.listing(dataset.id))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _pages(records: list[Record], url: str) -> Iterator[str]:
    yield from (paths.absolute(url, paths.record(item.dataset_id, item.slug)) for item in records[:_LINKS])
    if len(records) > _LINKS:
        yield f"另有 {len(records) - _LINKS} 条"


def _text(name: str, text: str) -> str:
    return f"{name}:" + _ESCAPED.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, none of which ends within a character."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
