"""Make every file of a site of what is public: which batches there are, and which of them wait for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import export, index, measures, pinyin, reading, render, site, tree
from generator.fingerprint import WORK
from generator.model import UNKEYED, Batch, Catalogue, Disclosure


@dataclass(frozen=True, slots=True)
class Ready:
    """Hold what is public, and how the files of the site are made of it."""

    public: Disclosure
    shell: site.Shell
    pages: render.Pages


def ready(root: Path, catalogue: Catalogue, public: Disclosure, cached: bool, ground: str) -> Ready:
    """Get everything ready that the files are made of; ``ground`` tells what all of them depend on.

    Raises: what a template, or data that nobody has checked yet, may raise.
    """
    work = root / WORK
    shell = site.shell(root, work)
    figures = measures.Memory(work / "measures.json" if cached else None, ground)
    keys = render.Memory(work / "keys.json" if cached else None, ground)
    with pinyin.remembered(work / "letters.json") as letter:
        pages = render.pages(root, public, catalogue, _given(public, shell, letter, figures, keys))
    return Ready(public, shell, pages)


def _given(
    public: Disclosure,
    shell: site.Shell,
    letter: Callable[[str], str],
    figures: measures.Memory,
    keys: render.Memory,
) -> render.Given:
    return render.Given(
        shell.templates,
        shell.prose,
        {item.dataset.id: export.dataset_jsonld(item, public.site) for item in public.publications},
        lambda publication, record: export.record_file(publication, record, public),
        lambda entity: export.entity_file(entity.code, entity.records, public.site),
        lambda entity: export.of_organisation(entity.code, entity.name, entity.records, public.site),
        letter,
        figures,
        keys,
    )


def make(cache: Path, found: reading.Checked, ready: Ready, kept: tree.Tree, jobs: int) -> None:
    """Bring every file of the site but the seal up to date; ``cache`` is a folder for what is dear to export.

    Raises: EnvironmentFault as the tree does.
    """
    public, pages = ready.public, ready.pages
    apart = Batch("apart", UNKEYED, partial(export.apart, public, found.catalogue, pages.entities))
    longest = [*_searched(public, pages, jobs), apart]
    with kept.making([*longest, *_rest(public, ready)], jobs):
        tables = [item for batch in _tables(public, found, pages, cache) for item in kept.taken(batch)]
        bundled = partial(export.bundled, public, found.catalogue, tables, cache)
        tables += kept.taken(Batch("bundled", UNKEYED, bundled))
    exported = [*tables, *kept.made(apart)]
    exported += kept.taken(Batch("listed", UNKEYED, partial(export.listed, public, exported)))
    offered = render.Offered({item.path: item for item in exported}, index.entry(kept.files))
    with kept.making([pages.measured(len(found.findings)), *pages.closing(offered)], jobs):
        pass
    kept.taken(Batch("maps", UNKEYED, lambda: export.maps(public, pages.addresses(kept.files), kept.files)))


def _tables(public: Disclosure, found: reading.Checked, pages: render.Pages, cache: Path) -> Iterator[Batch]:
    yield Batch("described", lambda: "descriptions", lambda: export.described(public, found.catalogue))
    for item in public.publications:
        make = partial(export.tables, item, public.site, cache)
        yield Batch(f"{item.dataset.id} tables", partial(pages.keys.listing, item), make)


def _rest(public: Disclosure, ready: Ready) -> Iterator[Batch]:
    """Yield what need not know which files there are to download."""
    yield from ready.pages.batches()
    yield from export.proofs(public)
    yield from export.releases(public)
    yield Batch("assets", UNKEYED, lambda: ready.shell.assets)


def _searched(public: Disclosure, pages: render.Pages, jobs: int) -> Iterator[Batch]:
    yield Batch("search", UNKEYED, lambda: index.run(public, pages.entities, jobs))
    yield Batch("names", UNKEYED, lambda: [index.names(public, pages.entities)])
