"""A repository whose lists declare every kind of cross-check, each met to the letter, to break one by one."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from check_fixtures import CLINIC, CODE, CODES, REQUIRED, RULES, SHOP, Repository, described, field, written

HALL, FOLK = "91990102MA00DEC109", "91990102MA00DEC296"


def day(name: str, role: str = "date") -> dict[str, object]:
    """Describe a column of days."""
    return field(name, role, type="date")


def whole(name: str) -> dict[str, object]:
    """Describe a column of whole numbers."""
    return field(name, type="integer")


PENALTY = described(
    "处罚",
    [
        field("编号", "key", **REQUIRED),
        field("相对人", "subject", **REQUIRED),
        field("类别", "subject_kind", codes="subject-kind", **REQUIRED),
        field("代码", "subject_code"),
        field("机关", "body"),
        field("机关代码", "body_code"),
        field("文号", "doc_no"),
        field("种类", codes="kind", many=True),
        field("罚款", "amount", type="number"),
        field("基准"),
        field("职权"),
        day("立案日"),
        day("决定日", "decided"),
        field("程度", "level", codes="level"),
        day("公示至", "until"),
        field("状态", "state", codes="record-status"),
        day("停止日", "taken_down"),
        field("原因", "takedown_reason", codes="takedown-reason"),
    ],
    partition="year",
    references=[
        {"field": "基准", "list": "benchmark", "to": "编号"},
        {"field": "职权", "list": "benchmark", "to": "职权"},
    ],
    unique=[["机关代码", "文号"]],
    chronology=[["立案日", "决定日"]],
    checks={
        "requires": [
            {"when": {"种类": "罚款"}, "filled": ["罚款"]},
            {"unless": {"种类": "罚款"}, "blank": ["罚款"]},
            {"when": {"程度": "严重"}, "values": {"种类": ["罚款", "没收违法所得"]}},
        ],
        "within": [
            {"field": "罚款", "times": 10000, "by": "基准", "list": "benchmark", "to": "编号"}
            | {"low": "下限", "high": "上限"}
        ],
        "agree": [{"field": "职权", "by": "基准", "list": "benchmark", "to": "编号", "theirs": "职权"}],
    },
    publication={"rules": ["credit-penalty"]},
)
BENCHMARK = described(
    "裁量基准",
    [
        field("编号", "key"),
        field("职权"),
        field("违法行为"),
        *(whole(name) for name in ("下限", "上限", "法定下限", "法定上限")),
    ],
    checks={
        "bands": [
            {"group": ["职权", "违法行为"], "low": "下限", "high": "上限"}
            | {"floor": "法定下限", "ceiling": "法定上限"}
        ]
    },
)
MATTER = described(
    "检查事项",
    [
        field("编码", "key"),
        whole("次数"),
        field("周期", codes="period"),
        whole("承诺时限"),
        whole("法定时限"),
    ],
    checks={"order": [{"low": "承诺时限", "high": "法定时限"}]},
)
VISIT = described(
    "检查",
    [
        field("编号", "key"),
        field("单位", "subject"),
        field("代码", "subject_code"),
        field("类型", codes="visit-kind"),
        field("事项", many=True),
        day("检查日"),
        field("结论", codes="conclusion"),
    ],
    references=[{"field": "事项", "list": "matter", "to": "编码"}],
    checks={
        "caps": [
            {"per": ["代码"], "day": "检查日", "by": "事项", "list": "matter", "to": "编码"}
            | {"times": "次数", "period": "周期", "only": {"类型": ["日常", "专项"]}}
        ]
    },
)
PLAN = described(
    "任务",
    [field("编号", "key"), whole("任务数"), whole("完成数"), field("完成率", type="number")],
    checks={"ratios": [{"field": "完成率", "part": "完成数", "whole": "任务数", "digits": 1}]},
)
REVIEW = described(
    "审核",
    [field("编号", "key"), day("送审日"), day("审结日"), day("应结日")],
    clocks=[{"name": "审核", "from": "送审日", "to": "审结日", "rules": "review", "field": "应结日"}],
)
FIGURE = described(
    "统计",
    [field("编号", "key"), whole("数值"), field("清单", codes="list-name"), field("条件"), field("列")],
    checks={"counted": [{"field": "数值", "list": "清单", "where": "条件", "sum": "列"}]},
)
DOCUMENT = described(
    "文件",
    [
        field("编号", "key"),
        field("效力", codes="validity"),
        day("生效日"),
        day("废止日"),
        day("失效日"),
    ],
    checks={
        "validity": [
            {"state": "效力", "from": "生效日", "until": ["废止日", "失效日"], "before": "尚未生效"}
            | {"during": ["有效", "修订"], "after": ["废止", "失效"]}
        ]
    },
)
LISTED = described(
    "失信名单",
    [
        field("编号", "key"),
        field("单位", "subject"),
        field("代码", "subject_code"),
        day("列入日", "decided"),
        field("状态", "state", codes="record-status"),
        day("停止日", "taken_down"),
        field("原因", "takedown_reason", codes="takedown-reason"),
    ],
    expect=[{"rows": 3}, {"rows": [1, 2], "where": {"状态": "公示中"}}],
)
HONOUR = described(
    "示范单位",
    [
        field("编号", "key"),
        field("单位", "subject"),
        field("代码", "subject_code"),
        day("命名日", "valid_from"),
        day("有效期至", "valid_to"),
    ],
    publication={"rules": ["valid-until"]},
    checks={"exclusive": [{"list": "listed"}]},
)
REPAIR = described(
    "信用修复",
    [
        field("编号", "key"),
        field("清单", codes="list-name"),
        field("记录"),
        field("结论", codes="verdict"),
        day("停止日"),
    ],
    references=[{"field": "记录", "in": "清单"}],
    checks={
        "follows": [
            {"by": "记录", "in": "清单", "when": {"结论": "准予"}, "states": ["repaired"], "day": "停止日"}
        ]
    },
)
LISTS: Mapping[str, dict[str, object]] = {
    "penalty": PENALTY,
    "benchmark": BENCHMARK,
    "matter": MATTER,
    "visit": VISIT,
    "plan": PLAN,
    "review": REVIEW,
    "figure": FIGURE,
    "document": DOCUMENT,
    "listed": LISTED,
    "honour": HONOUR,
    "repair": REPAIR,
}
OFFICE = f"示例市卫健委,{CODE}"
ROWS = {
    "penalty/2025.csv": f"""\
        P-2025-1,甲诊所,法人,{CLINIC},{OFFICE},示罚〔2025〕1号,警告|罚款,0.5,B-1,Q1,2025-01-02,2025-02-03,一般,2026-02-03,公示中,,
        P-2025-2,张某某,自然人,,{OFFICE},示罚〔2025〕2号,罚款,0.8,B-2,Q1,,2025-03-03,严重,2028-03-03,公示中,,
        """,
    "penalty/2026.csv": f"""\
        P-2026-1,乙小店,个体工商户,{SHOP},{OFFICE},示罚〔2026〕1号,警告,,,,,2026-02-03,一般,,公示中,,
        P-2026-2,甲诊所,法人,{CLINIC},{OFFICE},示罚〔2026〕2号,罚款,1,B-3,Q2,2026-02-03,2026-02-03,一般,2027-02-03,已修复,2026-06-01,信用修复
        """,
    "benchmark/benchmark.csv": """\
        B-1,Q1,无证行医,1000,5000,1000,10000
        B-2,Q1,无证行医,5000,10000,1000,10000
        B-3,Q2,虚假记录,10000,50000,10000,50000
        """,
    "matter/matter.csv": """\
        M-1,1,年,10,20
        M-2,1,半年,20,20
        M-3,1,季度,,
        M-4,1,月,5,
        """,
    "visit/visit.csv": f"""\
        V-1,甲诊所,{CLINIC},日常,M-1|M-2|M-3|M-4,2026-02-03,合格
        V-2,甲诊所,{CLINIC},专项,M-2,2026-07-01,不合格
        V-3,甲诊所,{CLINIC},专项,M-3,2026-04-01,合格
        V-4,甲诊所,{CLINIC},日常,M-4,2026-03-01,合格
        V-5,甲诊所,{CLINIC},投诉,M-1,2026-02-03,合格
        V-6,乙小店,{SHOP},日常,M-1,2025-02-03,合格
        """,
    "plan/plan.csv": """\
        T-1,8,5,62.5
        T-2,0,0,
        T-3,16,1,6.3
        """,
    "review/review.csv": """\
        R-1,2026-03-02,2026-03-09,2026-03-23
        R-2,2026-03-02,2026-03-23,
        """,
    "figure/figure.csv": """\
        F-1,4,visit,检查日=2026;结论=合格,
        F-2,24,plan,,任务数
        F-3,5,,,
        """,
    "document/document.csv": """\
        D-1,有效,2026-11-21,,2026-11-21
        D-2,尚未生效,2026-11-22,,
        D-3,废止,2020-01-01,2026-11-20,2030-01-01
        D-4,失效,2020-01-01,,2026-11-20
        D-5,修订,,,
        """,
    "listed/listed.csv": f"""\
        L-1,乙小店,{SHOP},2026-05-01,公示中,,
        L-2,丙堂,{HALL},2025-07-01,已撤回,2026-07-01,决定被撤销
        L-3,丁馆,{FOLK},2026-01-01,草稿,,
        """,
    "honour/honour.csv": f"""\
        H-1,乙小店,{SHOP},2024-01-01,2026-04-30
        H-2,丙堂,{HALL},2026-07-01,2028-06-30
        H-3,丁馆,{FOLK},2026-01-01,2026-12-31
        """,
    "repair/repair.csv": """\
        X-1,penalty,P-2026-2,准予,2026-06-01
        X-2,penalty,P-2025-1,不予,
        X-3,listed,L-2,,
        """,
}
RAW = {
    "record-status": f"{CODES['record-status']}draft,草稿\nrepaired,已修复\n",
    "takedown-reason": f"{CODES['takedown-reason']}credit_repaired,信用修复\n",
    "level": "minor,轻微\ngeneral,一般\nserious,严重\n",
    "period": "year,年\nhalf_year,半年\nquarter,季度\nmonth,月\n",
    "visit-kind": "daily,日常\nspecial,专项\ncomplaint,投诉\n",
    "conclusion": "good,合格\nbad,不合格\n",
    "verdict": "granted,准予\nrefused,不予\n",
    "validity": "valid,有效\namended,修订\nfuture,尚未生效\nrepealed,废止\nlapsed,失效\n",
    "list-name": "".join(f"{name},{name}\n" for name in LISTS),
}
PERIODS = f"""{RULES}\
GEN,credit-penalty,level=general,decided,1,year,max,,,示例办法,✔,
MINOR,credit-penalty,level=minor,decided,3,month,min,,,示例办法,✔,
SER,credit-penalty,level=serious,decided,3,year,max,,,示例办法,✔,
VALID,valid-until,,valid_to,0,day,max,,,示例办法,✔,
REV-MIN,review,,from,5,workday,min,,,示例办法,✔,
REV-MAX,review,,from,15,workday,max,,,示例办法,✔,
"""


class Declared(Repository):
    """A repository of lists that declare cross-checks, in a temporary folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.lists = {name: dict(said) for name, said in LISTS.items()}
        self.rows = {name: list(csv.reader(dedent(text).splitlines())) for name, text in ROWS.items()}
        self.raw = {"rules/period-rules.csv": PERIODS.encode()}
        for name, text in RAW.items():
            lines = "".join(f"{line},,✔\n" for line in text.splitlines())
            self.raw[f"codes/{name}.csv"] = f"code,label,note,evidence\n{lines}".encode()

    def header(self, file: str) -> list[str]:
        """Return the headers of the list that a file belongs to."""
        return [item["name"] for item in self.lists[file.split("/")[0]]["fields"]]  # type: ignore[union-attr,index]

    def set(self, file: str, row: int, column: str, text: str) -> None:
        """Write a cell; ``row`` counts as in a spreadsheet."""
        self.rows[file][row - 2][self.header(file).index(column)] = text

    def text(self, file: str) -> str:
        """Return a file as it would be written."""
        return written([self.header(file), *self.rows[file]])


@pytest.fixture
def declared(tmp_path: Path) -> Declared:
    """Return a repository that meets every cross-check it declares."""
    return Declared(tmp_path)
