"""Invent the officers who enforce the law: of each authority, with certificates of an invented pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from draws import between, spread, weighted, workday_between
from organisations import masked_name
from spans import last_valid_day

Row = dict[str, str]
FIELDS = (
    "编号",
    "姓名",
    "单位",
    "执法证号",
    "证件种类",
    "执法领域",
    "有效期自",
    "有效期至",
    "在岗状态",
    "法制审核资格",
)
_YEARS = 5
_WIDE = ("医疗卫生", "公共场所", "学校卫生", "职业卫生", "放射卫生", "母婴保健与计划生育", "中医药")
_OFFICER, _OVERSEER, _MINISTERIAL = "执法人员", "执法监督人员", "部委发证执法人员"
_ISSUED = (date(2022, 3, 1), date(2026, 10, 30))
_ENDING_SOON = (
    date(2021, 12, 6),
    date(2021, 12, 20),
    date(2022, 1, 10),
    date(2022, 1, 24),
    date(2022, 2, 15),
)


@dataclass(frozen=True)
class Unit:
    """Describe the officers of an authority: how many work, their fields, and the kinds of certificates."""

    body: str
    region: str
    count: int
    domains: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    reviewers: float


_UNITS = (
    Unit("EB-001", "990100", 24, _WIDE, ((_OFFICER, 14), (_OVERSEER, 6), (_MINISTERIAL, 4)), 0.3),
    Unit("EB-002", "990100", 22, ("传染病防治", "生活饮用水"), ((_OFFICER, 18), (_OVERSEER, 2)), 0.15),
    Unit("EB-003", "990100", 48, _WIDE, ((_OFFICER, 1),), 0.08),
    Unit("EB-004", "990102", 26, _WIDE, ((_OFFICER, 12), (_OVERSEER, 1)), 0.12),
    Unit("EB-005", "990103", 24, _WIDE, ((_OFFICER, 12), (_OVERSEER, 1)), 0.12),
    Unit("EB-006", "990121", 21, _WIDE, ((_OFFICER, 12), (_OVERSEER, 1)), 0.12),
)
# Not at work: authority, state, first day of the certificate; the first two certificates have also ended.
_ABSENT = (
    ("EB-003", "暂停", date(2021, 6, 1)),
    ("EB-005", "暂停", date(2021, 10, 18)),
    ("EB-001", "注销", date(2023, 5, 15)),
    ("EB-003", "注销", date(2024, 3, 11)),
    ("EB-004", "暂停", date(2024, 9, 2)),
    ("EB-006", "暂停", date(2025, 7, 7)),
)


def officer_rows() -> list[Row]:
    """Return the officers, numbered by authority: 165 at work, six suspended or gone."""
    rng = Random(20261118)
    rows = [row for unit in _UNITS for row in _unit(rng, unit)]
    for number, row in enumerate(rows, start=1):
        row["编号"] = f"OFF-{number:03d}"
    working = [row for row in rows if row["在岗状态"] == "在岗"]
    for row, begins in zip(spread(working, len(_ENDING_SOON)), _ENDING_SOON, strict=True):
        row |= _valid(begins)
    return rows


def _unit(rng: Random, unit: Unit) -> Iterator[Row]:
    absent = [(state, begins) for body, state, begins in _ABSENT if body == unit.body]
    serial = 0
    for place in range(unit.count + len(absent)):
        serial += between(rng, 1, 4)
        state, begins = absent[place - unit.count] if place >= unit.count else ("在岗", None)
        yield _row(rng, unit, serial, state) | _valid(begins or workday_between(rng, *_ISSUED))


def _row(rng: Random, unit: Unit, serial: int, state: str) -> Row:
    values = {
        "姓名": masked_name(rng),
        "单位": unit.body,
        "执法证号": f"{unit.region}{int(unit.body[-3:])}{serial:04d}",
        "证件种类": weighted(rng, unit.kinds),
        "执法领域": "|".join(_domains(rng, unit.domains)),
        "在岗状态": state,
        "法制审核资格": "是" if rng.random() < unit.reviewers else "否",
    }
    return dict.fromkeys(FIELDS, "") | values


def _domains(rng: Random, choices: Sequence[str]) -> list[str]:
    wanted = between(rng, 1, min(4, len(choices)))
    chosen = sorted(choices, key=lambda _: rng.random())[:wanted]
    return [name for name in choices if name in chosen]


def _valid(begins: date) -> Row:
    return {"有效期自": begins.isoformat(), "有效期至": last_valid_day(begins, _YEARS).isoformat()}
