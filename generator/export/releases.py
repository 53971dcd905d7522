"""Write what each release changed, for programs: digests of every row, values only of what is public today.

A snapshot maps what stands for each record to what stands for its version. From the snapshot after any release and
the deltas of the later ones follows the present one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from generator import paths
from generator.chronicle import Change, Chronicle
from generator.fingerprint import key, of_record
from generator.model import UNKEYED, Artefact, Batch, Checkpoint, Disclosure, Log, Record
from generator.past import Release

INDEX, SNAPSHOT = "api/v1/releases/index.json", "api/v1/snapshot.json"
_FEW = 1000
"""Of releases with more changes the values are left to the files of whole lists: they would be those once more."""
Shown = Mapping[tuple[str, str], Record]
"""The public records by list and slug."""


def releases(disclosure: Disclosure) -> Iterator[Batch]:
    """Yield the index of all releases; of a whole history with an office's secret also each delta and the snapshot."""
    yield Batch("releases index", UNKEYED, lambda: [_index(disclosure)])
    log, chronicle = disclosure.log, disclosure.chronicle
    if not log or chronicle.reach != "whole":
        return
    shown = {(r.dataset_id, r.slug): r for item in disclosure.publications for r in item.records}
    for release, at in zip(chronicle.releases, log.checkpoints, strict=True):
        lists = chronicle.by_release[release.number]
        stated = partial(_stated, at, release, lists, shown)
        make = partial(_delta, log, chronicle, release, shown)
        yield Batch(f"release {release.number}", stated, make)
    last = log.last()
    whole: Callable[[], str] = partial(key, last.root, last.size, last.commit) if last else UNKEYED
    yield Batch("snapshot", whole, lambda: [_snapshot(log)])


def _stated(at: Checkpoint, release: Release, lists: Mapping[str, tuple[Change, ...]], shown: Shown) -> str:
    """Return the key of what a release changed."""
    said = tuple(
        (item.place, item.slug, item.reason, _version(item, lists, shown))
        for items in lists.values()
        for item in items
    )
    return key(at.root, at.size, release.commit, said)


def _version(item: Change, lists: Mapping[str, tuple[Change, ...]], shown: Shown) -> bytes:
    """Return a hash of what a delta says of a record besides its digests; a blank where nothing."""
    record = _current(item, lists, shown)
    return of_record(record) if record else b""


def _current(item: Change, lists: Mapping[str, tuple[Change, ...]], shown: Shown) -> Record | None:
    """Return the record if just this version of it is public, and few enough changed to show it."""
    if not item.slug or sum(map(len, lists.values())) > _FEW:
        return None
    record = shown[item.dataset_id, item.slug]
    return record if record.proof and record.proof.index == item.place else None


def _index(disclosure: Disclosure) -> Artefact:
    chronicle = disclosure.chronicle
    files = disclosure.log is not None and chronicle.reach == "whole"
    said = {
        "whole": chronicle.reach == "whole",
        "begins": chronicle.releases[0].commit if chronicle.releases else None,
        "note": _note(chronicle, files),
        "snapshot": SNAPSHOT.rpartition("/")[2] if files else None,
        "releases": [_listed(chronicle, item, files) for item in chronicle.releases],
    }
    return Artefact(INDEX, _json(said))


def _note(chronicle: Chronicle, files: bool) -> str:
    if chronicle.reach == "none":
        return "没有版本历史：数据不在 git 里，或者还没有提交过。"
    if chronicle.reach == "shallow":
        return "历史不完整：数据是浅克隆的副本，更早的发布不在这里。取得全部历史：git fetch --unshallow。"
    return "" if files else "没有存证用的种子（data/proof.json），所以没有各次发布的摘要。"


def _listed(chronicle: Chronicle, release: Release, files: bool) -> dict[str, Any]:
    kinds = [item.kind for items in chronicle.by_release[release.number].values() for item in items]
    return {
        "number": release.number if chronicle.reach == "whole" else None,
        "commit": release.commit,
        "day": release.day.isoformat(),
        **{kind: kinds.count(kind) for kind in ("added", "amended", "removed")},
        "file": f"{release.number}.json" if files else None,
    }


def _delta(log: Log, chronicle: Chronicle, release: Release, shown: Shown) -> Iterator[Artefact]:
    """Yield what a release changed: its digests stand for ever, ``id`` and ``values`` as long as they are public."""
    lists, before = chronicle.by_release[release.number], chronicle.releases[release.number - 2 :][:1]
    said = {
        "number": release.number,
        "commit": release.commit,
        "day": release.day.isoformat(),
        "previous": {"number": before[0].number, "commit": before[0].commit} if release.number > 1 else None,
        "datasets": {
            name: {
                kind: [_entry(log, item, _current(item, lists, shown)) for item in items if item.kind == kind]
                for kind in ("added", "amended", "removed")
            }
            for name, items in lists.items()
        },
    }
    yield Artefact(paths.release(release.number), _json(said))


def _entry(log: Log, item: Change, record: Record | None) -> dict[str, Any]:
    logged = json.loads(log.entries[item.place])
    said = {"key": logged["key"], "record": logged["record"], "id": item.slug, "reason": item.reason}
    found: dict[str, Any] = {name: text for name, text in said.items() if text}
    return {**found, "values": dict(record.values)} if record else found


def _snapshot(log: Log) -> Artefact:
    last, lists = log.last(), dict[str, dict[str, str]]()
    for entry in json.loads(b"[" + b",".join(log.entries) + b"]"):
        rows = lists.setdefault(entry["list"], {})
        if entry["record"]:
            rows[entry["key"]] = entry["record"]
        else:
            del rows[entry["key"]]
    said = {
        "number": last.number if last else 0,
        "commit": last.commit if last else None,
        "datasets": {name: dict(sorted(rows.items())) for name, rows in sorted(lists.items())},
    }
    return Artefact(SNAPSHOT, _json(said))


def _json(said: Mapping[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"
