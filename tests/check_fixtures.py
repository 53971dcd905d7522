"""A small repository to break: three lists, of organisations, of decisions by year, of documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator import check, load
from generator.model import Catalogue, Finding, Table

TODAY = date(2026, 11, 21)
CODE = "12990100000000019C"
CLINIC, SHOP = "91990102MA000T3R6K", "52990105MJ00TEXT3E"

SITE = {
    "name": "示例公示平台",
    "url": "https://gongshi.example/",
    "description": "公示",
    "organiser": "示例市卫生健康委员会",
    "id_code": "9901000001",
    "phone": "0000-0000000",
    "hours": "工作日",
    "region": "990100",
    "groups": ["事前公开", "事后公开"],
    "licence": "CC-BY-4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
}
STANDARD = dict.fromkeys(
    ["matter", "content", "basis", "time_limit", "body", "channel", "audience", "mode", "level"], "示例"
)
CODES = {
    "subject-kind": "legal,法人\nnatural,自然人\nindividual,个体工商户\n",
    "record-status": "active,公示中\nexpired,期满停止\nwithdrawn,已撤回\n",
    "takedown-reason": "revoked,决定被撤销\nperiod_ended,公示期满\n",
    "legal-state": "effective,生效\nrevoked,撤销\n",
    "kind": "warning,警告\nfine,罚款\nother,没收违法所得\n",
    "regions": "990100,示例市\n990102,云杉区\n990105,示例区\n",
}
RULES = (
    "rule_id,family,condition,anchor,amount,unit,kind,effective_from,effective_to,authority,evidence,note\n"
    "PUB-7,publish-7,,decided,7,workday,due,2018-07-25,,国办发〔2018〕118号,✔,\n"
)


def field(name: str, role: str = "", **more: object) -> dict[str, object]:
    """Describe a column."""
    return {"name": name, "role": role, **more}


def described(title: str, fields: Sequence[Mapping[str, object]], **more: object) -> dict[str, object]:
    """Describe a list."""
    key = str(fields[0]["name"])
    info = {"index_no": f"{CODE}/2026-00001", "validity": "有效", "publisher": "示例", "department": "示例"}
    info |= {"drafted_on": date(2026, 1, 5), "published_on": date(2026, 1, 6), "name": title}
    return {
        "title": title,
        "short": title[:6],
        "group": "事后公开",
        "summary": title,
        "info": info,
        "standard": STANDARD,
        "column": {"type": "数据发布", "keywords": [title]},
        "fields": list(fields),
        "list": {"columns": [key]},
        "record": {"title": [key]},
        **more,
    }


REQUIRED = {"constraints": {"required": True}}
DECISIONS = described(
    "处罚公示",
    [
        field("编号", "key", constraints={"required": True, "pattern": "PEN-[0-9]{4}-[0-9]+"}),
        field("相对人", "subject", **REQUIRED),
        field("类别", "subject_kind", codes="subject-kind", **REQUIRED),
        field("相对人代码", "subject_code"),
        field("机关", "body"),
        field("机关代码", "body_code"),
        field("文号", "doc_no"),
        field("种类", codes="kind", many=True),
        field("金额", "amount", type="number"),
        field("立案日", "date", type="date"),
        field("决定日", "decided", type="date"),
        field("事实", "text"),
        field("状态", "state", codes="record-status"),
        field("停止日", "taken_down", type="date"),
        field("原因", "takedown_reason", codes="takedown-reason"),
        field("说明", "takedown_note"),
        field("效力", "legal_state", codes="legal-state"),
        field("撤销日", "revoked", type="date"),
        field("社会影响", type="boolean"),
    ],
    partition="year",
    references=[{"field": "机关代码", "list": "office", "to": "代码"}],
    unique=[["机关代码", "文号"]],
    chronology=[["立案日", "决定日"]],
    expect=[{"rows": 4}, {"rows": [1, 2], "where": {"类别": "自然人"}}],
    publication={"due": ["publish-7"]},
)
OFFICES = described(
    "执法主体",
    [
        field("序号", "key"),
        field("名称", "title", **REQUIRED),
        field("代码", "body_code", constraints={"required": True, "unique": True}),
        field("区划", "region"),
        field("电话", "phone"),
        field("网址", "link"),
        field("依据", "legal_basis", many=True),
        field("人数", type="integer", constraints={"minimum": 1}),
        field("级别", codes="kind"),
    ],
)
DOCUMENTS = described("文件", [field("编号", "key"), field("索引号", "index_no"), field("正文", "fulltext")])

ROWS = {
    "decision/2025.csv": [
        [
            *(
                "PEN-2025-1",
                "示例市甲诊所",
                "法人",
                CLINIC,
                "示例市卫健委",
                CODE,
                "示卫罚〔2025〕1号",
                "警告|罚款",
            ),
            *("0.5", "2025-01-02", "2025-02-03", "经查属实。", "公示中", "", "", "", "生效", "", "是"),
        ],
        [
            *("PEN-2025-2", "张某某", "自然人", "", "示例市卫健委", CODE, "示卫罚〔2025〕2号", "罚款"),
            *("1.5", "", "2025-03-03", "经查属实。", "公示中", "", "", "", "生效", "", "否"),
        ],
    ],
    "decision/2026.csv": [
        [
            *(
                "PEN-2026-1",
                "示例市乙小店",
                "个体工商户",
                SHOP,
                "示例市卫健委",
                CODE,
                "示卫罚〔2026〕1号",
                "警告",
            ),
            *(
                "",
                "2026-01-02",
                "2026-02-03",
                "",
                "已撤回",
                "2026-05-06",
                "决定被撤销",
                "经复议撤销",
                "撤销",
                "2026-05-05",
                "",
            ),
        ],
        [
            *("PEN-2026-2", "示例市甲诊所", "法人", CLINIC, "示例市卫健委", CODE, "示卫罚〔2026〕2号", ""),
            *("", "", "2026-02-03", "", "公示中", "", "", "", "", "", ""),
        ],
    ],
    "office/office.csv": [
        [
            "1",
            "示例市卫健委",
            CODE,
            "990100",
            "0000-1234567",
            "https://a.example/",
            "《示例条例》第一条|《示例法》",
            "12",
            "警告",
        ],
        ["2", "示例区卫健局", SHOP, "990105", "12345", "", "", "3", ""],
    ],
    "document/document.csv": [["DOC-1", f"{CODE}/2026-00002", "text/DOC-1.txt"], ["DOC-2", "", ""]],
}
LISTS = {"decision": DECISIONS, "office": OFFICES, "document": DOCUMENTS}


def header(dataset: str) -> list[str]:
    """Return the headers of a list."""
    return [item["name"] for item in LISTS[dataset]["fields"]]  # type: ignore[union-attr,index]


def written(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as canonical CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


class Repository:
    """A repository in a temporary folder that a test changes and checks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lists = {name: dict(said) for name, said in LISTS.items()}
        self.rows = {name: [list(row) for row in rows] for name, rows in ROWS.items()}
        self.raw: dict[str, bytes] = {"document/text/DOC-1.txt": "第一条 为了公开。\n".encode()}

    def set(self, file: str, row: int, column: str, text: str) -> None:
        """Write a cell; ``row`` counts as in a spreadsheet."""
        self.rows[file][row - 2][header(file.split("/")[0]).index(column)] = text

    def text(self, file: str) -> str:
        """Return a file as it would be written."""
        return written([header(file.split("/")[0]), *self.rows[file]])

    def write(self) -> None:
        """Write everything."""
        for name, said in self.lists.items():
            self._file(f"{name}/dataset.yaml", yaml.safe_dump(said, allow_unicode=True).encode())
        self._file("site.yaml", yaml.safe_dump(SITE, allow_unicode=True).encode())
        self._file("proof.json", b'{"seed": "%s"}\n' % (b"5e" * 32))
        for name, text in CODES.items():
            lines = "".join(f"{line},,✔\n" for line in text.splitlines())
            self._file(f"codes/{name}.csv", f"code,label,note,evidence\n{lines}".encode())
        self._file("rules/period-rules.csv", RULES.encode())
        self._file("workdays/2026.csv", "date,is_workday,name,source\n2026-01-01,0,元旦,\n".encode())
        for file in self.rows:
            self._file(file, self.text(file).encode())
        for file, content in self.raw.items():
            self._file(file, content)
        (self.root / "site_src").mkdir(exist_ok=True)
        (self.root / "mkdocs.yml").touch()

    def _file(self, name: str, content: bytes) -> None:
        path = self.root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def load(self) -> tuple[Catalogue, tuple[Table, ...]]:
        """Write everything and read it back."""
        self.write()
        catalogue = load.catalogue(self.root)
        return catalogue, tuple(load.table(self.root, dataset) for dataset in catalogue.datasets)

    def check(self, **more: object) -> tuple[Finding, ...]:
        """Write everything and check it."""
        catalogue, tables = self.load()
        return check.run(self.root, catalogue, tables, TODAY, **more)  # type: ignore[arg-type]

    def rules(self) -> list[str]:
        """Write everything, check it, and return the codes found."""
        return [item.rule for item in self.check()]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a small repository without a fault."""
    return Repository(tmp_path)


Change = Callable[[Repository], object]
