"""Record pages: every column, the status in words, the rule behind it; and the neutral page afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from generator import clock, paths
from generator.filters import chinese_date
from generator.model import Artefact, Proof, Publication, Record, Takedown
from generator.render.cells import cells_of, tag_of
from generator.render.figures import Figures
from generator.render.frames import Frames, article_meta, column_meta
from generator.render.references import References
from generator.render.related import related
from generator.render.releases import begins
from generator.render.revisions import past
from generator.render.templates import Sheet
from generator.views import Frame, Link, Logged, RecordPage, Tombstone

VERIFIED = "✔"
_SENTENCES = {
    "expired": "该信息公示期已满，依法停止公示。",
    "repaired": "该信息已依法停止公示。",
    "withdrawn": "该信息已依法撤回，停止公示。",
    "superseded": "该信息已被更新的信息替代，停止公示。",
    "suspended": "该信息存在异议，正在核查，暂停公示。",
}


def pages(
    publication: Publication,
    records: Iterable[tuple[Record, Artefact]],
    frames: Frames,
    references: References,
    figures: Figures,
) -> Iterator[Sheet]:
    """Yield the page of each public record of a list; it states the version of the data file given with it."""
    for record, file in records:
        path = paths.record(publication.dataset.id, record.slug)
        turns = clock.earliest((references.page_turns(record), figures.turns(publication.dataset, record)))
        yield Sheet("record.html", _frame(publication, frames, record, path, file, turns),
                    _view(publication, record, path, references, figures),
                    publication.dataset.id)  # fmt: skip


def _view(
    publication: Publication, record: Record, path: str, references: References, figures: Figures
) -> RecordPage:
    dataset, disclosure = publication.dataset, figures.disclosure
    tag, over = tag_of(dataset, record, publication.as_of)
    rule = record.rule
    entity = paths.relative(path, paths.entity(record.subject_code)) if record.subject_code else ""
    return RecordPage(
        dataset=dataset,
        info=dataset.info,
        heading=record.title,
        status=status(record, publication.as_of),
        tag=tag,
        tag_off=over,
        rule_text=rule.note if rule else "",
        rule_source=rule.authority if rule else "",
        rule_unverified=bool(rule and rule.evidence != VERIFIED),
        cells=cells_of(dataset, record, references.named(path, record), disclosure.regions),
        blocks=tuple(blocks(record.fulltext)),
        entity=Link(record.subject, entity) if entity else None,
        marks=record.marks,
        related=tuple(related(path, record, references, disclosure.publications)),
        tally=figures.tally(dataset, record),
        history=tuple(past(record, disclosure.chronicle)),
        begins=begins(disclosure.chronicle) if disclosure.chronicle.reach == "shallow" else "",
        changes_href="" if dataset.source else paths.relative(path, paths.changes(dataset.id)),
        json_href=paths.relative(path, paths.record_json(dataset.id, record.slug)),
        until=record.last,
        logged=_logged(record.proof) if record.proof else None,
    )


def _logged(proof: Proof) -> Logged:
    return Logged(proof.index + 1, json.loads(proof.entry)["day"], proof.number, proof.root)


def status(record: Record, as_of: date) -> str:
    """Say in one sentence until when a record is public."""
    if not record.until:
        return ""
    left = (record.until - as_of).days
    return f"公示至{chinese_date(record.until)}" + (f"，还有 {left} 天" if left else "，今天是最后一天")


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Split a full text in headings and paragraphs: lines that begin with ``#`` are headings.

    Shape: (tag, text) with tag among h2, h3, h4 and p; the text is escaped by the template.
    """
    for part in text.split("\n\n"):
        line = part.strip("\n")
        level = len(line) - len(line.lstrip("#"))
        if 1 <= level <= 3 and line[level : level + 1] == " ":
            yield f"h{level + 1}", line[level + 1 :]
        elif line:
            yield "p", line


def _frame(
    publication: Publication, frames: Frames, record: Record, path: str, file: Artefact, turns: date | None
) -> Frame:
    dataset = publication.dataset
    description = "，".join(
        part for part in (dataset.short, record.title, status(record, publication.as_of)) if part
    )
    return frames.frame(
        path, f"{record.title} {record.key}", description, article_meta(dataset, record),
        Link("公示目录", "catalogue.html"), Link(dataset.title, paths.listing(dataset.id)), Link(record.key, ""),
        active=dataset.id, of=file, changes=turns,
    )  # fmt: skip


def tombstones(publication: Publication, frames: Frames) -> Iterator[Sheet]:
    """Yield, at the address of every record shown no longer, a page that says only that."""
    for item in publication.takedowns:
        yield _tombstone(publication, frames, item)


def _tombstone(publication: Publication, frames: Frames, item: Takedown) -> Sheet:
    dataset = publication.dataset
    path = paths.record(dataset.id, item.slug)
    sentence = _SENTENCES[item.kind]
    reason = "；".join(part for part in (item.reason, item.note) if part)
    frame = frames.frame(
        path, "信息已停止公示", sentence, replace(column_meta(dataset), robots="noindex"),
        Link("公示目录", "catalogue.html"), Link(dataset.title, paths.listing(dataset.id)), active=dataset.id,
        changes=publication.unseen,
    )  # fmt: skip
    view = Tombstone(dataset, sentence, reason, paths.relative(path, paths.listing(dataset.id)))
    return Sheet("tombstone.html", replace(frame, commit="", version="", checkpoint=None), view, dataset.id)
