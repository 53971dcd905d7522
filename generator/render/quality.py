"""The page of data quality: what is published, how complete, how timely; coverage, and the length of steps."""

from __future__ import annotations

from collections.abc import Mapping

from generator import measures, paths
from generator.model import Disclosure, Publication
from generator.render.frames import Frames
from generator.render.overview import sheet
from generator.render.templates import Sheet
from generator.views import Measure, Quality, QualityRow


def quality(
    disclosure: Disclosure, frames: Frames, notices: int, found: Mapping[str, measures.Measures]
) -> Sheet:
    """Make the page of data quality: what is published, how complete, how timely."""
    rows = tuple(_quality(item, found[item.dataset.id]) for item in disclosure.publications)
    view = Quality(rows, _coverage(disclosure), _steps(disclosure, found), notices, disclosure.as_of)
    return sheet(frames, "quality", "各清单的条数、完整率、公示及时率和最近更新日期。", view, "数据发布")


def _quality(publication: Publication, found: measures.Measures) -> QualityRow:
    complete, time = found.completeness, found.timeliness
    return QualityRow(
        dataset=publication.dataset,
        href=paths.listing(publication.dataset.id),
        fields_href=paths.fields(publication.dataset.id),
        records=len(publication.records),
        withheld=publication.withheld,
        complete=f"{complete:.1%}" if complete is not None else "",
        overdue=time.overdue,
        on_time=f"{1 - time.overdue / time.due:.1%}" if time.due else "",
        median_days=f"{time.median:g}" if time.median is not None else "",
        updated=publication.updated,
    )


def _coverage(disclosure: Disclosure) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            item.dataset,
            paths.listing(item.dataset.id),
            share.name,
            (str(share.covered), str(share.total), f"{share.covered / share.total:.1%}"),
        )
        for item in disclosure.publications
        for share in measures.coverage(item, disclosure.publications)
        if share.total
    )


def _steps(disclosure: Disclosure, found: Mapping[str, measures.Measures]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            item.dataset,
            paths.listing(item.dataset.id),
            name,
            (str(time.due), str(time.overdue), f"{1 - time.overdue / time.due:.1%}", f"{time.median:g}"),
        )
        for item in disclosure.publications
        for name, time in found[item.dataset.id].lasting
    )
