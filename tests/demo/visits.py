"""Hold an inspection as it was made, and tell which of them the penalties already speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from bodies import BUREAU, COMMISSION, COUNTY, Body
from check_topics import Topic, topic_of
from draws import between, weighted
from organisations import NATURAL, Organisation
from working_days import workday_after

Row = dict[str, str]
LAST_DAY = "2026-11-20"
_BODIES = {body.name: body for body in (COMMISSION, BUREAU, *COUNTY.values())}
_FOUND = re.compile(r"(\d{4})年(\d+)月(\d+)日，执法人员检查发现")


@dataclass
class Visit:
    """Describe one inspection of one organisation; ``task`` is the random check that it carried out."""

    org: Organisation
    day: date
    body: Body
    topics: tuple[Topic, ...]
    kind: str
    officers: int
    concluded: date
    published: date
    updated: str = ""
    problem: str = ""
    opinion: bool = False
    filed: bool = False
    opinion_no: str = ""
    task: str = ""

    @property
    def domain(self) -> str:
        """Return the field of health enforcement."""
        return self.topics[0].domain

    @property
    def order(self) -> tuple[date, str]:
        """Return what inspections are numbered by."""
        return self.day, self.org.code

    @property
    def conclusion(self) -> str:
        """Return the conclusion, in the words of the code table."""
        if self.problem.startswith("拒绝"):
            return "不配合"
        if self.filed:
            return "发现问题已立案"
        return "发现问题已责令改正" if self.problem else "未发现问题"


def officers(rng: Random) -> int:
    """Return how many officers went: never fewer than two (行政处罚法第四十二条)."""
    return weighted(rng, ((2, 16), (3, 3), (4, 1)))


def published_after(rng: Random, concluded: date) -> date:
    """Return a day of publication within 20 working days of the conclusion."""
    return workday_after(concluded, between(rng, 1, 18) if rng.random() < 0.3 else between(rng, 2, 10))


def found_on(penalty: Row) -> date | None:
    """Return the day on which officers found the offence, when the facts say so."""
    match = _FOUND.match(penalty["违法事实"])
    return date(*map(int, match.groups())) if match else None


def told_cases(penalties: Sequence[Row]) -> list[Row]:
    """Return the penalties that began with an inspection of an organisation and are still public."""
    return [row for row in penalties if _is_told(row)]


def _is_told(row: Row) -> bool:
    day = found_on(row)
    return (
        day is not None
        and day.isoformat() >= "2025"
        and row["行政相对人类别"] != NATURAL
        and (row["状态"], row["失信程度"] == "轻微") == ("公示中", False)
        and row["决定效力"] in ("生效", "复议中", "诉讼中")
        and row["立案日期"] > ""
        and row["公开日期"] <= LAST_DAY
        and topic_of(row["违法行为类型"]) is not None
    )


def case_visit(rng: Random, org: Organisation, cases: Sequence[Row], kind: str) -> Visit:
    """Return the inspection on which one or more penalties rest."""
    day = found_on(cases[0]) or date.min
    topics = tuple(dict.fromkeys(topic for row in cases if (topic := topic_of(row["违法行为类型"]))))
    concluded = max(day, *(date.fromisoformat(row["立案日期"]) for row in cases))
    body = _BODIES[cases[0]["处罚机关"]]
    visit = Visit(org, day, body, topics, kind, officers(rng), concluded, published_after(rng, concluded))
    visit.problem, visit.filed = "；".join(row["违法行为类型"] for row in cases), True
    return visit
