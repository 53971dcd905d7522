"""Judge the descriptions themselves: whether what dataset.yaml says can be meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from generator.check import site_facts
from generator.described import SHOWS, Checks, Dataset, Declaration, Field
from generator.messages import finding
from generator.model import Catalogue, Finding
from generator.roles import ROLES

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TAKEN = frozenset(
    [
        "all",
        "api",
        "assets",
        "catalogue",
        "codes",
        "columns",
        "datapackage",
        "dictionary",
        "downloads",
        "entities",
        "entity",
        "everything",
        "gongshi",
        "lists",
        "mentions",
        "readme",
        "rules",
        "search",
        "stylesheets",
        "workdays",
    ]
)
"""Names of folders, files and tables that the site or the data need for themselves."""
_WIDEST = 6
_FACET = re.compile(r"[a-z][a-z0-9-]*")
_QUERY = frozenset({"elder", "list", "n", "q", "sort"})
"""Words of the query string that the pages need for themselves."""
_SORTED = frozenset({"date", "year", "number", "integer"})
"""Types by which the public may order a list: in texts, none would see the order."""
_SYSTEM = frozenset({"codes", "rules", "workdays"})


def describe(catalogue: Catalogue, root: Path | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with the descriptions; with ``root`` also which folders have no files."""
    found = list(site_facts.judge(catalogue.site))
    found += [item for dataset in catalogue.datasets for item in _dataset(catalogue, dataset)]
    found += _codes(catalogue)
    found += _trades(catalogue)
    if root:
        found += [item for dataset in catalogue.datasets for item in _files(dataset, root)]
    return tuple(found)


def _file(dataset: Dataset) -> str:
    return f"data/{dataset.id}/dataset.yaml"


def _dataset(catalogue: Catalogue, dataset: Dataset) -> Iterator[Finding]:
    file = _file(dataset)
    if not _ID.fullmatch(dataset.id):
        yield finding("说明-13", file, found=dataset.id)
    if dataset.id in _TAKEN:
        yield finding("说明-20", file, found=dataset.id)
    if not dataset.key:
        yield finding("说明-12", file)
    groups = catalogue.site.groups
    if dataset.group not in groups:
        guess = _guess(dataset.group, groups)
        yield finding("说明-10", file, found=dataset.group, options="、".join(groups), guess=guess)
    if len(dataset.list.columns) > _WIDEST:
        yield finding("说明-19", file, found=len(dataset.list.columns))
    yield from _fields(catalogue, dataset)
    yield from _roles(dataset)
    yield from _columns(dataset)
    yield from _hidden(dataset)
    yield from _narrowing(dataset)
    yield from _links(catalogue, dataset)


def _fields(catalogue: Catalogue, dataset: Dataset) -> Iterator[Finding]:
    file = _file(dataset)
    for place, item in enumerate(dataset.fields):
        if item.name in dataset.header[:place]:
            yield finding("说明-15", file, found=item.name)
        if item.codes and item.codes not in catalogue.codes:
            guess = _guess(item.codes, catalogue.codes)
            yield finding("说明-07", file, place=item.name, found=item.codes, guess=guess)
        try:
            re.compile(str(item.constraints.get("pattern", "")))
        except re.error as error:
            yield finding("说明-14", file, place=item.name, problem=error)
        if dataset.source and item.shows not in SHOWS[dataset.source]:
            guess = _guess(item.shows, SHOWS[dataset.source])
            yield finding("说明-26", file, place=item.name, found=item.shows, guess=guess)
        yield from _role(file, item)


def _role(file: str, item: Field) -> Iterator[Finding]:
    if not item.role:
        return
    role = ROLES.get(item.role)
    if not role:
        yield finding("说明-05", file, place=item.name, found=item.role, guess=_guess(item.role, ROLES))
        return
    if item.type not in role.types:
        yield finding("说明-16", file, place=item.name, found=item.role, wanted=role.types[0])
    if role.coded and not item.codes:
        yield finding("说明-17", file, place=item.name, found=item.role)


def _roles(dataset: Dataset) -> Iterator[Finding]:
    for role in ROLES.values():
        columns = [item.name for item in dataset.fields if item.role == role.name]
        if len(columns) > 1 and not role.repeatable:
            names = "、".join(f"「{name}」" for name in columns)
            yield finding("说明-06", _file(dataset), found=role.name, columns=names)


def _columns(dataset: Dataset) -> Iterator[Finding]:
    """Yield the columns that some part of the description speaks of and that are not there."""
    for part, names in _mentioned(dataset):
        for name in names:
            if name and name not in dataset.header:
                guess = _guess(name, dataset.header)
                yield finding("说明-08", _file(dataset), part=part, found=name, guess=guess)


def _hidden(dataset: Dataset) -> Iterator[Finding]:
    """Yield the columns that are not public and that a page would show, or an address be made of."""
    hidden = {item.name for item in dataset.fields if not item.public}
    for part, names in (*_shown(dataset), ("role: key", (dataset.key,))):
        for name in hidden.intersection(names):
            yield finding("说明-24", _file(dataset), part=part, found=name)


def _narrowing(dataset: Dataset) -> Iterator[Finding]:
    """Yield what is wrong with the names of facets, and the columns by which no list can be ordered."""
    file, ids = _file(dataset), [item.id for item in dataset.facets]
    for name in dict.fromkeys(ids):
        if not _FACET.fullmatch(name):
            yield finding("说明-28", file, found=name)
        if ids.count(name) > 1:
            yield finding("说明-29", file, found=name)
        if name in _QUERY:
            yield finding("说明-32", file, found=name)
    for item in dataset.fields:
        if item.name in dataset.list.sorts and item.type not in _SORTED:
            yield finding("说明-31", file, found=item.name)


def _mentioned(dataset: Dataset) -> Iterator[tuple[str, Collection[str]]]:
    for name, groups in (("unique", dataset.unique), ("chronology", dataset.chronology)):
        yield name, [column for group in groups for column in group]
    yield "expect.where", [column for item in dataset.expectations for column in item.where]
    yield "publication.only", dataset.publication.only
    for name, said in _declarations(dataset):
        yield name, said.columns()
    yield from _shown(dataset)


def _shown(dataset: Dataset) -> Iterator[tuple[str, Collection[str]]]:
    """Yield the columns that pages name, by the part of the description that does so."""
    yield "list.columns", dataset.list.columns
    yield "list.sort", (dataset.list.sort.removeprefix("-"),)
    yield "list.sorts", dataset.list.sorts
    yield "facets", [item.field for item in dataset.facets]
    yield "record.title", dataset.record.title
    yield "search", dataset.search
    if dataset.entity:
        yield "entity", (dataset.entity.title, dataset.entity.text, *dataset.entity.facts)
    if dataset.figures:
        yield "figures", dataset.figures.columns()


def _declarations(dataset: Dataset) -> Iterator[tuple[str, Declaration]]:
    """Yield everything that the description declares of columns, with the name of the part that does so."""
    for name in Checks.model_fields:
        yield from ((f"checks.{name}", said) for said in getattr(dataset.checks, name))
    for name in ("references", "clocks", "marks", "coverage"):
        yield from ((name, said) for said in getattr(dataset, name))


def _links(catalogue: Catalogue, dataset: Dataset) -> Iterator[Finding]:
    file, lists = _file(dataset), {item.id: item for item in catalogue.datasets}
    for part, said in _declarations(dataset):
        name = getattr(said, "list", "") if said.THEIRS or part == "checks.exclusive" else ""
        target = lists.get(name)
        if name and not target:
            yield finding("说明-09", file, part=part, found=name, guess=_guess(name, lists))
        for column in said.foreign() if target else ():
            if target and column not in target.header:
                guess = _guess(column, target.header)
                yield finding("说明-08", file, part=f"{part}（{name}）", found=column, guess=guess)
    for reference in dataset.references:
        if not reference.chosen_by and not (reference.list and reference.to):
            yield finding("说明-25", file, part="references")
    yield from _families(catalogue, dataset)


def _families(catalogue: Catalogue, dataset: Dataset) -> Iterator[Finding]:
    file, families = _file(dataset), {rule.family for rule in catalogue.rules}
    named = (*dataset.publication.rules, *dataset.publication.due, *(clock.rules for clock in dataset.clocks))
    for family in named:
        if family and family not in families:
            yield finding("说明-11", file, found=family, guess=_guess(family, families))
    for clock in dataset.clocks:
        if not clock.by and not (clock.start and clock.rules):
            yield finding("说明-27", file, found=clock.name)


def _codes(catalogue: Catalogue) -> Iterator[Finding]:
    for name, items in catalogue.codes.items():
        for texts in ([item.code.casefold() for item in items], [item.label for item in items]):
            twice = next((text for place, text in enumerate(texts) if text in texts[:place]), None)
            if twice is not None and not name.startswith("regions"):
                yield finding("说明-18", f"data/codes/{name}.csv", found=f"“{twice}”")


def _trades(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield the columns whose trades are not those of the other lists: organisations are sorted by all together."""
    found = [(d, item) for d in catalogue.datasets for item in d.fields if item.role == "trade"]
    for dataset, item in found:
        if item.codes != found[0][1].codes:
            wanted = found[0][1].codes
            yield finding("说明-30", _file(dataset), place=item.name, found=item.codes, wanted=wanted)


def _files(dataset: Dataset, root: Path) -> Iterator[Finding]:
    folder = root / "data" / dataset.id
    if dataset.source:
        return
    yearly = dataset.partition == "year"
    pattern = r"(19|20)\d{2}\.csv" if yearly else re.escape(f"{dataset.id}.csv")
    wanted = "“年份.csv”，例如 2026.csv" if yearly else f"{dataset.id}.csv"
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        yield finding("文件-02", f"data/{dataset.id}")
    for path in paths:
        if not re.fullmatch(pattern, path.name, re.ASCII):
            yield finding("文件-03", path.relative_to(root).as_posix(), wanted=wanted)
    for path in folder.rglob("*"):
        if path.is_symlink():
            yield finding("文件-08", path.relative_to(root).as_posix())


def _guess(text: str, known: Collection[str]) -> str:
    close = get_close_matches(text, list(known), n=1, cutoff=0.5)
    return f"是不是想写「{close[0]}」？" if close else ""
