"""Hold the six invented authorities, which every other register names."""

from __future__ import annotations

from dataclasses import dataclass

from credit_code import credit_code

DISTRICTS = {
    "云杉区": "990102",
    "澄湖区": "990103",
    "白鹭区": "990104",
    "石桥县": "990121",
    "青禾县": "990122",
}
FIELDS = (
    "编号",
    "名称",
    "代码",
    "性质",
    "委托书文号",
    "委托期限",
    "层级",
    "区划",
    "执法范围",
    "地址",
    "电话",
    "确认日期",
)
Row = dict[str, str]


@dataclass(frozen=True)
class Body:
    """Name an authority, its credit code, and the characters its documents begin with."""

    name: str
    code: str
    sign: str


COMMISSION = Body("示例市卫生健康委员会", "12990100000000019C", "示卫")
BUREAU = Body("示例市疾病预防控制局", credit_code("11", "990100", "MB100002"), "示疾控")
TEAM = Body("示例市卫生健康综合行政执法队", credit_code("12", "990100", "MB100003"), "示卫")
COUNTY = {
    "990102": Body("示例市云杉区卫生健康局", credit_code("11", "990102", "MB200001"), "示云卫"),
    "990103": Body("示例市澄湖区卫生健康局", credit_code("11", "990103", "MB200002"), "示澄卫"),
    "990121": Body("示例市石桥县卫生健康局", credit_code("11", "990121", "MB200003"), "示石卫"),
}
_WIDE = "医疗卫生、公共场所卫生、学校卫生、职业卫生、放射卫生、母婴保健、中医药"


def body_rows() -> list[Row]:
    """Return the rows of the register of enforcement bodies."""
    rows = [
        _row("EB-001", COMMISSION, "法定机关", "990100", _WIDE, "示例路1号", "0000-1000001"),
        _row(
            "EB-002", BUREAU, "法定机关", "990100", "传染病防治、生活饮用水卫生", "示例路3号", "0000-1000002"
        ),
        _row("EB-003", TEAM, "受委托组织", "990100", "受委托实施" + _WIDE, "示例路5号", "0000-1000003"),
        _row("EB-004", COUNTY["990102"], "法定机关", "990102", _WIDE, "云杉区示范街2号", "0000-2000001"),
        _row("EB-005", COUNTY["990103"], "法定机关", "990103", _WIDE, "澄湖区示范街4号", "0000-3000001"),
        _row("EB-006", COUNTY["990121"], "法定机关", "990121", _WIDE, "石桥县示范街6号", "0000-4000001"),
    ]
    rows[2] |= {"委托书文号": "示卫委〔2025〕1号", "委托期限": "2027-12-31", "确认日期": "2025-01-01"}
    return rows


def _row(number: str, body: Body, kind: str, region: str, scope: str, street: str, phone: str) -> Row:
    level = "市级" if region == "990100" else "县级"
    values = (
        number,
        body.name,
        body.code,
        kind,
        "",
        "",
        level,
        region,
        scope,
        f"示例市{street}",
        phone,
        "2024-12-20",
    )
    return dict(zip(FIELDS, values, strict=True))
