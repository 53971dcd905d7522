"""The pages about the whole site: home, catalogue, updates, withdrawn, downloads, quality, statistics, maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator import paths
from generator.filters import thousands
from generator.model import Disclosure, Publication
from generator.render import files
from generator.render.files import Files
from generator.render.frames import Frames, page_meta
from generator.render.registers import links_to_ways
from generator.render.templates import Sheet
from generator.views import (
    CataloguePage,
    Download,
    Downloads,
    Entry,
    Home,
    Link,
    ListFiles,
    Meta,
    SearchPage,
    SiteMap,
    Updates,
    Withdrawn,
    WithdrawnItem,
)  # fmt: skip

KINDS = {"expired": "期满停止公示", "repaired": "信用修复后停止公示", "withdrawn": "撤回",
          "superseded": "被替代", "suspended": "异议核查，暂停公示"}  # fmt: skip
DAYS_SHOWN = 120
UNVERIFIED = "未核实"
"""Begins the notes of a list that say what nobody has checked yet."""
TITLES = {
    "index.html": "首页", "search.html": "搜索", "check.html": "批量核对", "catalogue.html": "公示目录", "updates.html": "更新公告",
    "withdrawn.html": "撤回公告", "statistics.html": "公示统计", "quality.html": "数据质量",
    "releases.html": "发布记录", "downloads.html": "数据下载与校验", "dictionary.html": "数据字典", "sheet.html": "查询结果单",
    "sitemap.html": "网站地图",
}  # fmt: skip
"""The pages about the whole site and their titles; the order is that of the site map."""
_FOR_AUDITORS = {
    "dictionary.html": "每个清单有哪些列，每一列是什么意思",
    "proofs.html": "怎样证明一条信息公布过、没有被改过",
    "releases.html": "每一次发布改了什么",
    "quality.html": "条数、完整率、及时率",
}


def home(disclosure: Disclosure, frames: Frames, organisations: int) -> Sheet:
    """Make the home page: the search box, tiles for the chosen lists, all lists by group, the latest updates."""
    site = disclosure.site
    counts = {paths.listing(item.dataset.id): counted(item) for item in disclosure.publications}
    counts[paths.entity_index()] = f"{thousands(organisations)} 家机构" if organisations else ""
    tiles = [Link(t.label, t.href, counts.get(t.href, "")) for t in site.tiles]
    latest = [(day, link) for day, links in _days(disclosure) for link in links][:6]
    view = Home(tuple(tiles), links_to_ways(), _groups(disclosure), tuple(latest))
    return Sheet(
        "home.html",
        frames.frame(
            "index.html", "", site.description, Meta(kind="home"), feed="feed.xml", changes=disclosure.turns
        ),
        view,
    )


def _groups(disclosure: Disclosure) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return every list with its count, by group; groups without a list are left out."""
    found = ((name, lists(disclosure, name)) for name in disclosure.site.groups)
    return tuple((name, links) for name, links in found if links)


def lists(disclosure: Disclosure, group: str = "") -> tuple[Link, ...]:
    """Return every list, or those of one group, with its count."""
    return tuple(
        Link(item.dataset.title, paths.listing(item.dataset.id), counted(item))
        for item in disclosure.publications
        if group in ("", item.dataset.group)
    )


def counted(publication: Publication) -> str:
    """Say how many records a list has; of an empty one, when that was looked at last."""
    total = len(publication.records)
    day = publication.as_of
    return f"{thousands(total)} {publication.dataset.unit}" if total else f"暂无，{day:%m-%d}核对"


def catalogue_page(disclosure: Disclosure, frames: Frames, standard: tuple[Download, ...]) -> Sheet:
    """Make the catalogue: every list by group, and the nine-column table."""
    documents = _documents(disclosure)
    groups = tuple(
        (
            name,
            tuple(_entry(item, documents) for item in disclosure.publications if item.dataset.group == name),
        )
        for name in disclosure.site.groups
    )
    view = CataloguePage(tuple((name, entries) for name, entries in groups if entries), standard)
    return sheet(frames, "catalogue", "本站公开的全部清单，以及基层政务公开标准目录。", view, "信息公开目录")


def _documents(disclosure: Disclosure) -> dict[str, Link]:
    """Return, by key, the records that have a full text: the documents that ask for lists."""
    return {
        record.key: Link(record.title, paths.record(record.dataset_id, record.slug))
        for publication in disclosure.publications
        for record in publication.records
        if record.fulltext
    }


def _entry(publication: Publication, documents: Mapping[str, Link]) -> Entry:
    total = len(publication.records)
    return Entry(
        dataset=publication.dataset,
        href=paths.listing(publication.dataset.id),
        count=f"{thousands(total)} {publication.dataset.unit}",
        updated=publication.updated,
        zero="" if total else f"暂无需要公开的信息（{publication.as_of.isoformat()}核对）",
        seeds=tuple(documents[key] for key in publication.dataset.seeds if key in documents),
        unverified=sum(note.startswith(UNVERIFIED) for note in publication.dataset.notes),
    )


def updates(disclosure: Disclosure, frames: Frames) -> Sheet:
    """Make the page of dated updates."""
    view = Updates(tuple(_days(disclosure)[:DAYS_SHOWN]))
    return sheet(
        frames, "updates", "按日期列出各清单新增、更正和停止公示的条数。", view, "工作动态", "feed.xml"
    )


def _days(disclosure: Disclosure) -> list[tuple[date, tuple[Link, ...]]]:
    """Say in sentences what each day brought, newest first; the dates are the data's."""
    found: dict[date, list[Link]] = {}
    for publication in disclosure.publications:
        for day, counts in _changes(publication).items():
            said = "、".join(f"{word} {n} {publication.dataset.unit}" for word, n in counts.items())
            link = Link(f"{publication.dataset.title}：{said}", paths.listing(publication.dataset.id))
            found.setdefault(day, []).append(link)
    return [(day, tuple(found[day])) for day in sorted(found, reverse=True) if day <= disclosure.as_of]


def _changes(publication: Publication) -> dict[date, Counter[str]]:
    found: dict[date, Counter[str]] = {}
    for record in publication.records:
        added = record.published or publication.dataset.info.published_on
        found.setdefault(added, Counter())["新增"] += 1
        if record.updated and record.updated > added:
            found.setdefault(record.updated, Counter())["更新"] += 1
    for item in publication.takedowns:
        if item.on:
            found.setdefault(item.on, Counter())["停止公示"] += 1
    return found


def withdrawn(disclosure: Disclosure, frames: Frames) -> Sheet:
    """Make the page of withdrawn decisions, with the reasons that the law wants made public."""
    items, counts = [], Counter[str]()
    for publication in disclosure.publications:
        for gone in publication.takedowns:
            counts[KINDS[gone.kind]] += 1
            if gone.kind == "withdrawn":
                items.append(WithdrawnItem(
                    gone.on, publication.dataset, paths.listing(publication.dataset.id), gone.slug,
                    KINDS[gone.kind], gone.reason, gone.note,
                ))  # fmt: skip
    items.sort(key=lambda item: (item.on or date.min, item.record), reverse=True)
    view = Withdrawn(tuple(items), tuple(counts.most_common()))
    said = "已公开的决定被变更、撤销、确认违法或者无效后，撤回的日期和理由。"
    return sheet(frames, "withdrawn", said, view, "工作动态")


def downloads(disclosure: Disclosure, frames: Frames, exported: Files) -> Sheet:
    """Make the download page: what holds all lists, every file of every list, and how to verify."""
    view = Downloads(
        files.of_site(exported),
        tuple(_files(item, exported) for item in disclosure.publications),
        files.for_verifying(exported),
        tuple(_further()),
    )
    said = "全部清单的 Excel、CSV、JSON、数据库文件，怎样打开，怎样校验。"
    return sheet(frames, "downloads", said, view, "数据开放")


def _files(publication: Publication, exported: Files) -> ListFiles:
    dataset = publication.dataset
    found = files.of_list(exported, dataset.id)
    return ListFiles(dataset, counted(publication), found, paths.fields(dataset.id))


def _further() -> Iterator[Link]:
    """Yield where auditors and programs go on; pages of later growth are named when they are there."""
    yield from (Link(TITLES[page], page, note) for page, note in _FOR_AUDITORS.items() if page in TITLES)
    yield Link("程序接口", f"{paths.API}index.json", "JSON，从这里找到每个文件")
    yield Link("接口说明（OpenAPI）", f"{paths.API}openapi.json", "用接口工具打开")
    yield Link("数据目录（DCAT-AP）", paths.CATALOG, "供数据门户收割")
    yield Link("停止公示日历", paths.CALENDAR, "加到日历软件，提前知道哪些信息要停止公示")
    yield Link("更新订阅（Atom）", paths.feed(), "用订阅软件看新增和更新")


def site_map(
    disclosure: Disclosure, frames: Frames, pages: Mapping[str, str], registers: Sequence[Link]
) -> Sheet:
    """Make the map of the site: every page but the records, which the lists lead to."""
    whole = tuple(Link(title, path) for path, title in pages.items())
    view = SiteMap((("全站页面", whole), ("清单", lists(disclosure)), ("机构", tuple(registers))))
    return sheet(frames, "sitemap", "本站全部栏目和清单。", view)


def search(disclosure: Disclosure, frames: Frames, entry: str) -> Sheet:
    """Make the search page, with ways on for a browser without scripts; ``entry`` is the file with which one with them begins."""
    browse = (Link("机构查询", paths.entity_index()), *links_to_ways())
    said = "按机构名称、统一社会信用代码或者文号查找公示信息。"
    return sheet(frames, "search", said, SearchPage(browse, lists(disclosure), entry))


def sheet(
    frames: Frames, name: str, said: str, view: object, kind: str = "政府信息公开", feed: str = ""
) -> Sheet:
    """Return the sheet of a page about the whole site; template and address have its name."""
    path = f"{name}.html"
    title = TITLES[path]
    meta = page_meta(title, said, kind)
    turns = frames.disclosure.turns
    frame = frames.frame(path, title, said, meta, Link(title, ""), active=name, feed=feed, changes=turns)
    return Sheet(path, frame, view)
