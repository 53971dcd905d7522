"""Write a list as an Excel workbook in which every code stays text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from pathlib import Path

import xlsxwriter

from generator import paths
from generator.described import Site
from generator.export import rows, sheet
from generator.export.cache import kept
from generator.model import Artefact, Publication

_OPTIONS = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
_MOST_ROWS = 1_048_575
_SAMPLE = 200


def table(publication: Publication, site: Site, csv: bytes, cache: Path | None = None) -> Artefact:
    """Return the workbook of a list; ``csv`` is its content, by which the cache knows it again."""
    dataset = publication.dataset
    described = f"{xlsxwriter.__version__} {publication.as_of}\n{dataset!r}\n{site!r}"
    folder = cache / "xlsx" / dataset.id if cache else None
    content = kept(folder, (described.encode(), csv), lambda: _book(publication, site))
    return Artefact(paths.download(dataset.id, "xlsx"), content)


def _book(publication: Publication, site: Site) -> bytes:
    out, dataset = io.BytesIO(), publication.dataset
    book = xlsxwriter.Workbook(out, _OPTIONS)
    made = datetime.combine(publication.as_of, time())
    book.set_properties({"title": dataset.title, "author": dataset.info.publisher, "created": made})
    _data(book, publication)
    _about(book, publication, site)
    book.close()
    return out.getvalue()


def _data(book: xlsxwriter.Workbook, publication: Publication) -> None:
    """Add the rows, on as many sheets as they need."""
    fields, lines, total = publication.dataset.fields, rows.lines(publication), len(publication.records)
    bold, style = (book.add_format({"num_format": "@", "bold": heavy}) for heavy in (True, False))
    widths = _widths(publication)
    for number, start in enumerate(range(0, max(total, 1), _MOST_ROWS), start=1):
        here = min(_MOST_ROWS, total - start)
        page = book.add_worksheet(f"数据{number if number > 1 else ''}")
        for place, (field, width) in enumerate(zip(fields, widths, strict=True)):
            page.set_column(place, place, width)
            sheet.write_text(page, 0, place, field.name, bold)
        sheet.fill(page, islice(lines, here), fields, style)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, here, len(fields) - 1)


def _widths(publication: Publication) -> list[int]:
    sample = [publication.dataset.header, *islice(rows.lines(publication), _SAMPLE)]
    return [sheet.width(column) for column in zip(*sample, strict=True)]


def _about(book: xlsxwriter.Workbook, publication: Publication, site: Site) -> None:
    """Add the sheet that tells what the data are, how far they may be used, and what each column means."""
    page = book.add_worksheet("说明")
    bold = book.add_format({"bold": True, "num_format": "@", "valign": "top"})
    style = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    facts = list(_facts(publication, site))
    for row, line in enumerate([*facts, ("", ""), ("列名", "含义"), *_columns_explained(publication)]):
        for place, text in enumerate(line):
            sheet.write_text(page, row, place, text, style if place else bold)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)


def _facts(publication: Publication, site: Site) -> Iterator[tuple[str, str]]:
    dataset = publication.dataset
    yield "清单", dataset.title
    yield "内容", dataset.summary
    yield "数据日期", publication.as_of.isoformat()
    yield "记录数", f"{len(publication.records)} {dataset.unit}"
    yield "发布机构", dataset.info.publisher
    yield "数据来源", paths.absolute(site.url, paths.listing(dataset.id))
    yield "网站", f"{site.name} {paths.absolute(site.url)}"
    yield "许可", f"{site.licence} {site.licence_url}".strip()
    if dataset.demo:
        yield "注意", site.demo or "演示数据，内容为虚构。"
    for note in dataset.notes:
        yield "备注", note


def _columns_explained(publication: Publication) -> Iterator[tuple[str, str]]:
    for field in publication.dataset.fields:
        yield field.name, field.description
