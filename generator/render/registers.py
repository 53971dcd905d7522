"""Indexes of organisations: the page that leads to all, and static pages of everyone, by district, trade, letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator import paths
from generator.filters import thousands
from generator.pinyin import NO_LETTER
from generator.render.frames import Frames, page_meta
from generator.render.lists import ALL_PAGES, pages_near
from generator.render.templates import Sheet
from generator.render.ways import LABELS, Group, Placed, WayName, Ways
from generator.views import EntityHub, EntityIndex, Frame, Link, Way

PER_PAGE = 200
HUB = "机构查询"
_WHOLE = "全部机构"
_HINTS: dict[WayName, str] = {
    "district": "以最近一条写明区划的记录为准；都没有写的，看统一社会信用代码的第 3 至 8 位。",
    "trade": "以许可、检查、处罚等记录里写的为准，一家机构可以在几个行业里。",
    "letter": "名称前面的省、市、区县名不算，从后面第一个字的拼音算起。",
}
"""How organisations come to stand where they stand."""


@dataclass(frozen=True, slots=True)
class Register:
    """Hold those who stand in one register, in order, under which headings, and the addresses of its pages.

    ``way`` and ``beside`` name the other registers of its kind; with ``spans`` a link to a page says from which
    heading to which it goes.
    """

    title: str
    members: Sequence[Placed]
    heading: Callable[[Placed], str]
    address: Callable[[int], str]
    way: str = ""
    hint: str = ""
    beside: tuple[Link, ...] = ()
    current: str = ""
    spans: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the address of every page; none when nobody stands in it."""
        return tuple(self.address(n + 1) for n in range(-(-len(self.members) // PER_PAGE)))

    @property
    def told(self) -> tuple[object, ...]:
        """Return all that its pages tell, in parts that a key can be made of."""
        members = tuple(
            (m.entity.code, m.entity.name, len(m.entity.records), repr(m.entity.last), self.heading(m))
            for m in self.members
        )
        beside = tuple((link.text, link.href, link.note) for link in self.beside)
        return self.title, members, self.addresses, self.way, self.hint, beside, self.current, self.spans

    def part(self, number: int) -> Sequence[Placed]:
        """Return those who stand on a page."""
        return self.members[(number - 1) * PER_PAGE : number * PER_PAGE]

    def links(self, path: str, number: int) -> tuple[Link, ...]:
        """Return the links from a page to the pages near a number."""
        addresses = self.addresses
        near = pages_near(number, len(addresses)) if addresses else ()
        return tuple(Link(str(n), paths.relative(path, addresses[n - 1]), self._span(n)) for n in near)

    def _span(self, number: int) -> str:
        part = self.part(number) if self.spans else ()
        ends = dict.fromkeys(self.heading(part[place]) for place in (0, -1)) if part else ()
        return "—".join(ends)


def links_to_ways() -> tuple[Link, ...]:
    """Return the links to each way on the page of all, from the root of the site."""
    return tuple(Link(label, f"{paths.entity_index()}#{way}") for way, label in LABELS.items())


def links(ways: Ways) -> tuple[Link, ...]:
    """Return the links to the first page of every group and to every page of everyone, from the root."""
    whole = _whole(ways).addresses
    return (
        Link(HUB, paths.entity_index()),
        *(Link(g.title, paths.entity_group(w, g.name)) for w in LABELS for g in ways.groups[w]),
        *(Link(f"{_WHOLE} 第 {n} 页", path) for n, path in enumerate(whole, start=1)),
    )


def registers(ways: Ways) -> Iterator[Register]:
    """Yield the register of everyone, then those of each way."""
    yield _whole(ways)
    yield from (_of_group(ways, way, group) for way in LABELS for group in ways.groups[way])


def _whole(ways: Ways) -> Register:
    members = sorted(ways.placed, key=lambda item: (item.district, item.entity.name, item.entity.code))
    hint = "按区划和名称排列。"
    return Register(
        _WHOLE, members, lambda item: ways.districts[item.district], paths.entity_register, hint=hint
    )


def _of_group(ways: Ways, way: WayName, group: Group) -> Register:
    return Register(
        group.title,
        group.members,
        _letter if way == "district" else lambda item: ways.districts[item.district],
        lambda page: paths.entity_group(way, group.name, page),
        way=LABELS[way],
        hint=_HINTS[way],
        beside=_groups(ways, way),
        current=group.label,
        spans=way == "district",
    )


def _letter(item: Placed) -> str:
    return "其他" if item.letter == NO_LETTER else item.letter


def _groups(ways: Ways, way: WayName) -> tuple[Link, ...]:
    """Return a link to each group of a way, with how many stand in it, from the root of the site."""
    return tuple(
        Link(group.label, paths.entity_group(way, group.name), f"{thousands(len(group.members))} 家")
        for group in ways.groups[way]
    )


def hub(ways: Ways, frames: Frames) -> Sheet:
    """Return the page that leads to all."""
    path = paths.entity_index()
    view = EntityHub(
        total=len(ways.placed),
        ways=tuple(Way(w, LABELS[w], _HINTS[w], _from(path, _groups(ways, w))) for w in LABELS),
        pages=_whole(ways).links(path, 1),
    )
    said = "输入名称、代码查机构，或者按区划、行业、名称首字母一级一级点开。"
    return Sheet("entities.html", _frame(frames, path, HUB, said), view)


def pages(register: Register, frames: Frames) -> Iterator[Sheet]:
    """Yield the static pages of a register."""
    for number, path in enumerate(register.addresses, start=1):
        title = register.title if number == 1 else f"{register.title} 第 {number} 页"
        view = EntityIndex(
            heading=register.title,
            total=len(register.members),
            hint=register.hint,
            groups=tuple(_headed(register, path, number)),
            pages=register.links(path, number),
            current=str(number),
            way=register.way,
            beside=_from(path, register.beside) if len(register.beside) <= ALL_PAGES else (),
            here=register.current,
        )
        said = f"{register.title}，共 {len(register.members)} 家，第 {number} 页。"
        yield Sheet("register.html", _frame(frames, path, title, said), view)


def _headed(register: Register, path: str, number: int) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for heading, members in groupby(register.part(number), key=register.heading):
        found = (item.entity for item in members)
        yield (
            heading,
            tuple(
                Link(e.name, paths.relative(path, paths.entity(e.code)), f"{len(e.records)} 条", e.last)
                for e in found
            ),
        )


def _from(path: str, found: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(Link(link.text, paths.relative(path, link.href), link.note) for link in found)


def _frame(frames: Frames, path: str, title: str, said: str) -> Frame:
    meta = page_meta(title, said, "数据发布")
    above = () if path == paths.entity_index() else (Link(HUB, paths.entity_index()),)
    turns = frames.disclosure.turns
    return frames.frame(path, title, said, meta, *above, Link(title, ""), active="entity", changes=turns)
