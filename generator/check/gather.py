"""Run every check over every list, and gather what they found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from itertools import chain
from pathlib import Path

from generator import forked, schemas
from generator.check import layout, names, rows, shape, texts, together
from generator.check.memory import Comparisons, digest, recall, recall_whole, recalled
from generator.errors import WrongUse
from generator.fingerprint import DERIVED, DESCRIPTION
from generator.model import Catalogue, Finding, Table

Asked = tuple[tuple[str | bytes, ...], Callable[[], tuple[Finding, ...]]]
"""What the judgment of a file depends on, and the judgment."""
_FIRST = "隐私表格编码必填代码数字日期文号名称文件选项重复引用状态名单裁量数量期限机构"
"""What is told of a cell with several faults: the first of these; the others mostly follow from it."""
_FOLLOWING = frozenset({"机构-01"})
"""Doubts that an error elsewhere in the row mostly explains."""
_MISFIT = frozenset({"表格-03", "表格-04", "表格-05"})
"""A row that does not fit the header is not judged any further."""


def run(
    root: Path,
    catalogue: Catalogue,
    tables: Sequence[Table],
    as_of: date,
    cache_dir: Path | None = None,
    only: Iterable[str] = (),
    say: Callable[[str], None] = lambda _: None,
    jobs: int = 1,
) -> tuple[Finding, ...]:
    """Return all findings, ordered by list, file, row and column; ``only`` names the lists to judge.

    ``say`` is told which list is being looked at; ``jobs`` processes compare the lists with each other.

    Raises: WrongUse when ``only`` names a list that is not there.
    """
    chosen = _chosen(catalogue, only)
    state = _state(root / "data", catalogue) if cache_dir else {}
    parts = chain(sorted(chosen), [as_of.isoformat()], chain.from_iterable(sorted(state.items())))
    judge = partial(_found, root, catalogue, tables, as_of, cache_dir, chosen, state, say, jobs)
    return recall_whole(cache_dir, parts, judge)


def _state(data: Path, catalogue: Catalogue) -> Mapping[str, str]:
    """Return a hash of the files of each list, and one, under a blank, of all else that anything is judged by."""
    parts: dict[str, list[str | bytes]] = {"": [], **{dataset.id: [] for dataset in catalogue.datasets}}
    for path in sorted(data.rglob("*")):
        if path.is_file() and path != data / DERIVED.name:  # what the program writes judges nothing
            place = path.relative_to(data)
            folder = place.parts[0] if place.parts[0] in parts and place.name != DESCRIPTION else ""
            parts[folder] += [place.as_posix(), path.read_bytes()]
    return {name: digest(*found) for name, found in parts.items()}


def _found(
    root: Path,
    catalogue: Catalogue,
    tables: Sequence[Table],
    as_of: date,
    cache_dir: Path | None,
    chosen: frozenset[str],
    state: Mapping[str, str],
    say: Callable[[str], None],
    jobs: int,
) -> tuple[Finding, ...]:
    common = _common(catalogue)
    found: list[Finding] = []
    broken = set[str]()
    asked = [list(_asked(root, catalogue, table, common)) for table in tables]
    known = [_known(cache_dir, files) for files in asked]
    tasks = [
        partial(_local, cache_dir, files) for files, there in zip(asked, known, strict=True) if there is None
    ]
    with forked.begun(tasks, jobs if len(tasks) > 1 else 1) as work:
        fresh = work.results()
        for place, (table, there) in enumerate(zip(tables, known, strict=True), start=1):
            say(f"核对「{table.dataset.title}」（{place}/{len(tables)}）")
            local = next(fresh) if there is None else there
            if any(item.rule in layout.UNREADABLE or item.rule.startswith("表头") for item in local):
                broken.add(table.dataset.id)
            if table.dataset.id in chosen:
                found += [*local, *texts.judge(root, catalogue, table)]
    found += (item for name, item in names.judge(catalogue, tables) if name in chosen)
    memory = Comparisons(cache_dir, (as_of.isoformat(), *sorted(broken)), state)
    found += together.judge(catalogue, tables, chosen, frozenset(broken), as_of, memory, say, jobs)
    return tuple(_ordered(catalogue, _each_once(found)))


def _chosen(catalogue: Catalogue, only: Iterable[str]) -> frozenset[str]:
    known = [dataset.id for dataset in catalogue.datasets]
    for name in only:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"是不是想写“{close[0]}”？" if close else f"现有：{'、'.join(known)}。"
            raise WrongUse(f"没有叫“{name}”的清单。{hint}")
    return frozenset(only) or frozenset(known)


def _common(catalogue: Catalogue) -> str:
    """Return a hash over what the judgment of every row depends on besides the row and its list."""
    return digest(repr(sorted(catalogue.codes.items())), "".join(sorted(catalogue.regions)))


def _asked(root: Path, catalogue: Catalogue, table: Table, common: str) -> Iterator[Asked]:
    """Yield of each file of a list what its judgment depends on, and how it is judged by itself."""
    dataset = table.dataset
    described = dataset.model_dump_json()
    for path in sorted((root / "data" / dataset.id).glob("*.csv")):
        file, content = path.relative_to(root).as_posix(), path.read_bytes()
        resource = schemas.resource(dataset, path.relative_to(root / "data").as_posix(), catalogue)
        judge = partial(_judge, root, catalogue, table, file, content, resource)
        yield (file, content, described, json.dumps(resource), common), judge


def _known(cache_dir: Path | None, files: Iterable[Asked]) -> list[Finding] | None:
    """Return what was found in the files of a list before; nothing unless it is remembered of all of them."""
    found = [recalled(cache_dir, parts) for parts, _ in files]
    return [item for items in found for item in items or ()] if None not in found else None


def _local(cache_dir: Path | None, files: Iterable[Asked]) -> list[Finding]:
    """Judge the files of a list; this may be the work of another process."""
    return [item for parts, judge in files for item in recall(cache_dir, parts, judge)]


def _judge(
    root: Path,
    catalogue: Catalogue,
    table: Table,
    file: str,
    content: bytes,
    resource: schemas.Descriptor,
) -> tuple[Finding, ...]:
    """Judge one file: its shape, then its rows as far as they can be read."""
    found = shape.judge(root / "data", file, content, resource)
    own = [row for row in table.rows if row.file == file]
    if any(item.rule in layout.HOPELESS for item in found):
        return (*found, *rows.leaks(table.dataset, catalogue, own))
    end = min((item.row for item in found if item.rule == "表格-06"), default=0)
    readable = (row for row in own if not end or row.number < end)
    return tuple(_each_once([*found, *rows.judge(table.dataset, catalogue, readable)]))


def _each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding per cell, unless it is about privacy; none on rows that do not fit; none twice."""
    gathered: dict[tuple[str, int, str], list[Finding]] = {}
    for item in dict.fromkeys(findings):
        gathered.setdefault((item.file, item.row, item.column), []).append(item)
    misfits = {(item.file, item.row) for items in gathered.values() for item in items if item.rule in _MISFIT}
    wrong = {
        (item.file, item.row) for items in gathered.values() for item in items if item.severity == "error"
    }
    for (file, row, column), items in gathered.items():
        if (file, row) in misfits:
            yield from (item for item in items if item.rule in _MISFIT or item.rule.startswith("隐私"))
        elif column and row:
            sure = [item for item in items if item.rule not in _FOLLOWING or (file, row) not in wrong]
            yield from _most_telling(sure)
        else:
            yield from items


def _most_telling(items: Sequence[Finding]) -> Iterator[Finding]:
    private = list({item.rule: item for item in items if item.rule.startswith("隐私")}.values())
    first = min(items, key=lambda item: (item.severity != "error", _rank(item)), default=None)
    yield from private
    if first and first not in private:
        yield first


def _rank(item: Finding) -> int:
    return _FIRST.find(item.rule.partition("-")[0]) % len(_FIRST)


def _ordered(catalogue: Catalogue, findings: Iterable[Finding]) -> list[Finding]:
    places: Mapping[str, int] = {dataset.id: place for place, dataset in enumerate(catalogue.datasets)}

    def order(item: Finding) -> tuple[int, str, int, int, str, str]:
        folder = item.file.split("/")[1] if "/" in item.file else ""
        return places.get(folder, -1), item.file, item.row, len(item.cell), item.cell, item.rule

    return sorted(findings, key=order)
