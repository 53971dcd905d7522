"""Write records, lists and organisations as JSON; a record is the same object in all three, its cells one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from generator import paths
from generator.chronicle import Revision
from generator.described import Field, Site
from generator.export import rows
from generator.model import Artefact, Disclosure, Log, Proof, Publication, Record


def record_file(publication: Publication, record: Record, disclosure: Disclosure) -> Artefact:
    """Return the file of a record; it tells no day of build, so it changes only with its record.

    It alone tells the record's history and proves that it was logged, for the other files are long enough.
    """
    found = record_object(record, publication, disclosure.site)
    revisions = disclosure.chronicle.of(record.dataset_id, record.key)
    if revisions:
        found["history"] = [revision_object(item) for item in revisions]
    if disclosure.log and record.proof:
        found["proof"] = proof_object(record.proof, disclosure.log)
    return Artefact(paths.record_json(record.dataset_id, record.slug), _line(found))


def revision_object(revision: Revision) -> dict[str, Any]:
    """Return what one commit did to a record; values that may not be shown any more are masked already."""
    said: dict[str, Any] = {"day": revision.day, "commit": revision.commit, "kind": revision.kind}
    if revision.cells:
        said["cells"] = [cell._asdict() for cell in revision.cells]
    return {**said, "other": revision.other} if revision.other else said


def proof_object(proof: Proof, log: Log) -> dict[str, Any]:
    """Return what proves a record, against the root of the release in which it was logged: so it never changes."""
    said: dict[str, Any] = {
        "release": proof.number,
        "index": proof.index,
        "size": proof.size,
        "root": proof.root,
        "entry": json.loads(proof.entry),
        "salt": proof.salt,
    }
    if proof.closed:
        said["closed"] = proof.closed
    if proof.committed:
        said["committed"] = dict(proof.committed)
    return {**said, "path": log.path(proof)}


def table(publication: Publication, site: Site) -> Artefact:
    """Return the file of a whole list: what the columns are, then one record a line."""
    dataset = publication.dataset
    head = {
        "dataset": dataset.id,
        "title": dataset.title,
        "url": paths.absolute(site.url, paths.listing(dataset.id)),
        "as_of": publication.as_of.isoformat(),
        "count": len(publication.records),
        "fields": [_field(item) for item in dataset.fields],
    }
    records = (record_object(record, publication, site) for record in rows.ordered(publication))
    return Artefact(paths.download(dataset.id, "json"), _document(head, records))


def lines(publication: Publication) -> Artefact:
    """Return the cells of a list, one record a line: every column as text under its name.

    Source: NDJSON, application/x-ndjson.
    """
    header = publication.dataset.header
    found = (_line(dict(zip(header, cells, strict=True))) for cells in rows.lines(publication))
    return Artefact(paths.download(publication.dataset.id, "ndjson"), b"".join(found))


def entity_file(code: str, mentions: Sequence[tuple[Publication, Record]], site: Site) -> Artefact:
    """Return the file of an organisation: its public records in every list."""
    records = (record_object(record, publication, site) for publication, record in mentions)
    return Artefact(paths.entity_json(code), _document(_entity(code, mentions, site), records))


def record_object(record: Record, publication: Publication, site: Site) -> dict[str, Any]:
    """Return a record as JSON shows it; ``values`` holds every column as text, so no code loses a digit."""
    shown = {
        "dataset": record.dataset_id,
        "id": record.key,
        "title": record.title,
        "url": paths.absolute(site.url, paths.record(record.dataset_id, record.slug)),
        "status": record.state,
        "published": _day(record.published),
        "updated": _day(record.updated),
        "until": _day(record.until),
        "values": {name: record.values.get(name, "") for name in publication.dataset.header},
    }
    return {**shown, "fulltext": record.fulltext} if record.fulltext else shown


def _field(field: Field) -> dict[str, str]:
    return {"name": field.name, "title": field.name, "type": field.type, "role": field.role}


def _entity(code: str, mentions: Sequence[tuple[Publication, Record]], site: Site) -> dict[str, Any]:
    """Name an organisation as its latest record does: names change, codes stay."""

    def rank(mention: tuple[Publication, Record]) -> tuple[date, str]:
        publication, record = mention
        return record.published or publication.dataset.info.published_on, record.key

    return {
        "code": code,
        "name": max(mentions, key=rank)[1].subject,
        "url": paths.absolute(site.url, paths.entity(code)),
        "count": len(mentions),
    }


def _document(head: Mapping[str, Any], records: Iterator[dict[str, Any]]) -> bytes:
    """Write the head and then one record a line, so that two versions can be compared as text."""
    opening = _line(head)[:-2] + b',"records":['
    return opening + b",".join(b"\n" + _line(item)[:-1] for item in records) + b"\n]}\n"


def _line(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
