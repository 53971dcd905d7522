"""Invent the directory of institutions that hold a certificate, from the register of licences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from draws import between, weighted
from spans import TODAY, months_after

Row = dict[str, str]
FIELDS = (
    "记录编号",
    "公开机构",
    "机构名称",
    "机构类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "机构登记号",
    "证书种类",
    "证书编号",
    "发证机关",
    "大类",
    "中类",
    "小类",
    "等级",
    "等次",
    "经济类型",
    "经营性质",
    "床位",
    "诊疗科目",
    "有效期自",
    "有效期至",
    "校验到期",
    "证书状态",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
_MEDICAL = "医疗机构执业许可证"
_COPIED = (
    *("公开机构", "统一社会信用代码", "法定代表人", "所在区划", "证书种类", "有效期自", "有效期至"),
    *("信息形成日期", "公开日期", "最后更新", "状态", "停止公示日期", "停止公示原因", "撤回说明"),
)
# What a name contains, and the class in three steps; the first that fits holds.
_CLASSES = (
    ("人民医院", ("医院", "综合医院", "")),
    ("骨科医院", ("医院", "专科医院", "骨科医院")),
    ("康复医院", ("医院", "专科医院", "康复医院")),
    ("妇产医院", ("医院", "专科医院", "妇产医院")),
    ("社区卫生服务中心", ("社区卫生服务机构", "社区卫生服务中心", "")),
    ("妇幼保健院", ("妇幼保健机构", "妇幼保健院", "")),
    ("影像诊断中心", ("其他医疗机构", "医学影像诊断中心", "")),
    ("体检中心", ("其他医疗机构", "健康体检中心", "")),
    ("口腔诊所", ("诊所", "口腔诊所", "")),
    ("口腔门诊部", ("门诊部", "专科门诊部", "口腔门诊部")),
    ("医疗美容门诊部", ("门诊部", "专科门诊部", "医疗美容门诊部")),
    ("中医门诊部", ("门诊部", "中医门诊部", "")),
    ("门诊部", ("门诊部", "综合门诊部", "")),
)
# What a name contains: grades (level, order, fewest beds, most beds) with their weights.
_GRADES: tuple[tuple[str, tuple[tuple[tuple[str, str, int, int], int], ...]], ...] = (
    (
        "人民医院",
        ((("三级", "乙等", 500, 680), 1), (("二级", "甲等", 180, 420), 5), (("二级", "乙等", 100, 260), 3)),
    ),
    ("妇幼保健院", ((("二级", "甲等", 100, 220), 2), (("未评", "未评", 20, 90), 3))),
    ("社区卫生", ((("未评", "未评", 0, 40), 1),)),
    (
        "医院",
        ((("二级", "合格", 100, 200), 2), (("一级", "合格", 20, 99), 2), (("未评", "未评", 20, 120), 3)),
    ),
)
_NO_BEDS = ((("未评", "未评", 0, 0), 1),)
_OWNERS = (
    ("有限公司", "有限责任公司"),
    ("普通合伙", "合伙企业"),
    ("个人独资", "个人独资企业"),
)


def institution_rows(licences: Sequence[Row]) -> list[Row]:
    """Return a row for the newest certificate of each kind that an organisation holds or held."""
    rng = Random(20261119)
    newest = {(row["统一社会信用代码"], row["证书种类"]): row for row in licences}
    return [_row(rng, licence) for licence in sorted(newest.values(), key=lambda row: row["记录编号"])]


def _row(rng: Random, licence: Row) -> Row:
    name, kind = licence["行政相对人名称"], licence["行政相对人类别"]
    row = dict.fromkeys(FIELDS, "") | {column: licence[column] for column in _COPIED}
    row |= {"记录编号": licence["记录编号"].replace("LIC", "INS"), "机构名称": name, "机构类别": kind}
    row |= {"证书编号": licence["许可编号"], "发证机关": licence["许可机关"]}
    row |= dict(zip(("大类", "中类", "小类"), _class(licence), strict=True))
    row["经济类型"] = _ownership(name, row["统一社会信用代码"][:2])
    if row["证书种类"] == _MEDICAL:
        row |= _medical(rng, licence)
    return row | _state(licence)


def _class(licence: Row) -> tuple[str, str, str]:
    if licence["执法专业"] in ("公共场所", "生活饮用水"):
        main = "公共场所" if licence["执法专业"] == "公共场所" else "供水单位"
        return main, licence["许可内容"].replace("；", "、"), ""
    return next(steps for mark, steps in _CLASSES if mark in licence["行政相对人名称"])


def _ownership(name: str, prefix: str) -> str:
    if prefix != "91":
        return {"12": "国有全资", "52": "民办非企业单位", "92": "个体工商户"}[prefix]
    return next(owner for mark, owner in _OWNERS if mark in name)


def _medical(rng: Random, licence: Row) -> Row:
    name, code = licence["行政相对人名称"], licence["统一社会信用代码"]
    choices = next((grades for mark, grades in _GRADES if mark in name), _NO_BEDS)
    level, order, fewest, most = weighted(rng, choices)
    beds = between(rng, fewest, most)
    return {
        "机构登记号": code[8:17],
        "等级": level,
        "等次": order,
        "经营性质": "非营利性" if code[:2] in ("12", "52") else "营利性",
        "床位": str(beds),
        "诊疗科目": licence["许可内容"].partition("：")[2].replace("；", "|"),
        "校验到期": _verified_until(licence, 12 if beds < 100 else 36),
    }


def _verified_until(licence: Row, months: int) -> str:
    """Return the last day of the present period of verification, within the certificate's own."""
    begins, ends = (date.fromisoformat(licence[name]) for name in ("有效期自", "有效期至"))
    count = 1
    while (due := months_after(begins, count * months) - timedelta(1)) < min(TODAY, ends):
        count += 1
    return min(due, ends).isoformat()


def _state(licence: Row) -> Row:
    """Say 过期 of certificates that have ended, also where the register of licences still says 有效."""
    ends, today = licence["有效期至"], TODAY.isoformat()
    if licence["当前状态"] != "有效" or ends >= today:
        return {"证书状态": licence["当前状态"]}
    day = (date.fromisoformat(ends) + timedelta(1)).isoformat()
    return {"证书状态": "过期", "最后更新": max(day, licence["最后更新"])}
