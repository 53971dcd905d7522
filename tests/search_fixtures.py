"""Two invented lists of a few thousand rows, full of what makes a search miss, and their answers by plain reading."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from generator.clock import last_of
from generator.described import Dataset, Site
from generator.model import Disclosure, Publication, Record
from generator.normalise import normalise

DAY = date(2026, 11, 21)
_HEADS = ("示例市", "示例市云杉区", "示例市石桥县", "")
_NAMES = "福满楼康宁雅颜和瑞安泰德仁𬭎𠮷㐀䶮鑫源1号KTV八佰"
_TRADES = ("口腔门诊部", "宾馆", "美容店", "KTV", "诊所（个体）", "24小时便利店", "12型供水站")
_DEEDS = (
    "未取得许可证擅自从事口腔诊疗活动",
    "未对医疗废物进行登记",
    "超出登记范围开展X射线检查",
    "用水不合格，菌落总数 120CFU/mL",
    "核查甲乙丙和乙丙丁",
)
_KINDS = ("警告", "罚款", "警告|罚款", "没收违法所得", "")


def _dataset(name: str, title: str, sort: str) -> Dataset:
    def column(header: str, **more: object) -> dict[str, object]:
        return {"name": header, **more}

    said = {
        "id": name, "title": title, "short": title, "group": "事后公开", "unit": "条", "summary": "测试。",
        "info": {"index_no": "测-1", "validity": "有效", "publisher": "测试", "drafted_on": "2026-01-05", "department": "科",
                 "published_on": "2026-01-06", "name": title},
        "standard": dict.fromkeys(("matter", "content", "basis", "time_limit", "body", "channel", "audience", "mode", "level"), "测"),
        "column": {"type": "数据发布", "keywords": ["测"]},
        "fields": [
            column("编号", role="key"), column("当事人", role="subject"), column("代码", role="subject_code"),
            column("文号", role="doc_no"), column("事实", role="text"), column("种类", many=True),
            column("金额", type="number"), column("决定日", type="date", role="decided"), column("备用"),
        ],
        "list": {"columns": ["当事人", "文号", "决定日"], "sort": sort, "sorts": ["金额"]},
        "facets": [{"id": "year", "field": "决定日"}, {"id": "kind", "field": "种类"}],
        "record": {"title": ["当事人", "文号"]},
        "search": ["当事人", "代码", "文号", "事实"],
    }  # fmt: skip
    return Dataset.model_validate(said)


@dataclass(frozen=True, slots=True)
class Org:
    """Be an organisation as the index takes it."""

    code: str
    name: str
    records: list


def _record(draw: random.Random, dataset: Dataset, number: int, parties: list[tuple[str, str]]) -> Record:
    name, code = draw.choice(parties)
    day = date(2020, 1, 1) + timedelta(days=draw.randrange(2400))
    opening, closing = draw.choice(("〔〕", "[]", "（）"))
    values = {
        "编号": f"{dataset.id.upper()}-{number:05}",
        "当事人": name,
        "代码": code,
        "文号": f"示卫{draw.choice('医传公')}罚{opening}{day.year}{closing}{draw.randrange(1, 400)}号",
        "事实": f"{day.month}月，{draw.choice(_DEEDS)}，共{draw.randrange(1, 200)}件。",
        "种类": draw.choice(_KINDS),
        "金额": draw.choice(("", "0.3", "12", "3", "120.5")),
        "决定日": day.isoformat(),
        "备用": "不查的字",
    }
    title = f"{values['当事人']} {values['文号']}"
    last = None if number % 3 else DAY + timedelta(days=number % 90)
    return Record(
        dataset.id, values["编号"], values["编号"], title, values, "active", day, day, None, None, name, code,
        last=last,
    )  # fmt: skip


def disclosed(rows: int, seed: int = 7) -> tuple[Disclosure, list[Org]]:
    """Return a disclosure of two lists with so many rows each, and its organisations."""
    draw = random.Random(seed)
    parties = []
    for at in range(rows // 2):
        name = draw.choice(_HEADS) + "".join(draw.sample(_NAMES, 3)) + draw.choice(_TRADES)
        tail = "".join(draw.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=10))
        parties.append((name, f"91990102{tail}" if at % 5 else ""))
    found = []
    for dataset in (_dataset("penalties", "处罚", "-决定日"), _dataset("licences", "许可", "")):
        records = [_record(draw, dataset, n, parties) for n in range(rows)]
        found.append(Publication(dataset, DAY, tuple(sorted(records, key=lambda r: r.key)), (), 0))
    mentions: dict[str, list] = {}
    for publication in found:
        for record in publication.records:
            if record.subject_code:
                mentions.setdefault(record.subject_code, []).append((publication, record))
    orgs = sorted((Org(c, m[-1][1].subject, m) for c, m in mentions.items()), key=lambda o: (o.name, o.code))
    return Disclosure(_site(), DAY, "0" * 40, tuple(found), ()), orgs


def _site() -> Site:
    facts = dict.fromkeys(("name", "description", "organiser", "phone", "hours", "licence"), "测")
    return Site(
        **facts, url="https://test.example/", id_code="9901000001", region="990100", groups=("事后公开",)
    )


class Plain:
    """Answer by reading everything: what search must agree with."""

    def __init__(self, disclosure: Disclosure, organisations: list[Org]) -> None:
        self.rows = [
            (f"entity/{o.code}.html", None, {}, [normalise(o.name), normalise(o.code)]) for o in organisations
        ]
        self.last = {f"entity/{o.code}.html": last_of(r for _, r in o.records) for o in organisations}
        for publication in disclosure.publications:
            for record in publication.ordered:
                texts = [normalise(record.values[c]) for c in publication.dataset.search]
                self.last[f"{record.dataset_id}/{record.slug}.html"] = record.last
                self.rows.append(
                    (f"{record.dataset_id}/{record.slug}.html", record.dataset_id, record.values, texts)
                )

    def find(self, query: str, *, list_id: str = "", keep=lambda values: True) -> tuple[list[str], list[str]]:
        """Return the addresses that hold the whole query in one field; then those that hold its words apart."""
        whole, words = normalise(query), [w for w in map(normalise, query.split()) if w]
        main, rest = [], []
        for href, own, values, texts in self.rows:
            if (list_id and own != list_id) or not keep(values):
                continue
            if any(whole in text for text in texts):
                main.append(href)
            elif all(any(word in text for text in texts) for word in words):
                rest.append(href)
        return main, rest


def spelt(pieces):
    """Read the rows back out of the columns of the small tier."""
    named = []
    for piece in pieces:
        rows = [list(row) for row in zip(*(column.split("\n") for column in piece["columns"]), strict=True)]
        if not piece["part"]:
            rows = [[*row[:3], *filter(None, row[3].split("\t"))] for row in rows]
            named += rows
        for at, row in enumerate(rows):
            for place, held in piece["own"] if piece["part"] else ():
                row[place] = named[piece["parties"][at]][held] if row[place] == "\t" else row[place]
            yield row
