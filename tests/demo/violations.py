"""Describe the offences of the invented penalties; every article was read in the text of its law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Fine: TypeAlias = tuple[int, int, int]
HEALTH = "《中华人民共和国基本医疗卫生与健康促进法》"
DOCTORS = "《中华人民共和国医师法》"
CLINICS = "《医疗机构管理条例》"
DISPUTES = "《医疗纠纷预防和处理条例》"
NURSES = "《护士条例》"
TCM = "《中华人民共和国中医药法》"
MENTAL = "《中华人民共和国精神卫生法》"
BLOOD = "《中华人民共和国献血法》"
VACCINE = "《中华人民共和国疫苗管理法》"
MOTHERS = "《中华人民共和国母婴保健法》"
MOTHERS_RULES = "《中华人民共和国母婴保健法实施办法》"
WASTE = "《医疗废物管理条例》"
INFECTION = "《中华人民共和国传染病防治法》"
PLACES = "《公共场所卫生管理条例》"
OCCUPATION = "《中华人民共和国职业病防治法》"
SCHOOLS = "《学校卫生工作条例》"
# The law of 2013 was read; a revision took its place on this day, so later decisions cite none of it.
INFECTION_END = date(2025, 8, 31)


@dataclass(frozen=True)
class Outcome:
    """Describe one way such a case ends.

    Units: fine in yuan (low, high, step); times = the fine as multiples (low, high) of the illegal income.
    """

    kinds: str
    fine: Fine | None = None
    times: tuple[int, int] | None = None
    level: str = "一般"
    weight: int = 1


@dataclass(frozen=True)
class Violation:
    """Describe an offence: who commits it, what was found, the articles, and how cases end."""

    label: str
    sign: str
    domain: str
    trades: tuple[str, ...]
    basis: tuple[str, ...]
    facts: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    weight: int = 4
    summary: bool = False
    until: date = date.max
    person: bool = False


WARNED = Outcome("警告", weight=3)
ALL_MEDICAL = ("口腔", "诊所", "中医", "医疗美容", "医院", "妇幼", "影像")
OPEN_PLACES = ("住宿", "民宿", "美容美发", "游泳", "文娱商场")
