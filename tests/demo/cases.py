"""Plan who is fined for what and when, so that every class of public period occurs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from bodies import COUNTY, DISTRICTS
from draws import pick, pick_early, spread, weighted, workday_between
from medical_violations import MEDICAL
from organisations import INDIVIDUAL, LEGAL, NATURAL, SURNAMES, Organisation
from public_violations import PUBLIC
from violations import Outcome, Violation

VIOLATIONS = (*MEDICAL, *PUBLIC)
_SPOT = Outcome("警告")
_REVOKED = Outcome("警告|吊销许可证件", level="严重")
_YEAR_2025 = (date(2025, 1, 6), date(2025, 12, 31))
_QUARTER_2026 = (date(2026, 1, 5), date(2026, 3, 31))
_NEW_2026 = (date(2026, 4, 1), date(2026, 11, 18))
_EARLY_2026 = (date(2026, 4, 1), date(2026, 7, 10))
_RECENT_2026 = (date(2026, 8, 24), date(2026, 11, 17))
_PERSONS_2025, _PERSONS_2026 = 27, 4


@dataclass(frozen=True)
class Case:
    """Describe one planned decision; `org` is empty for a natural person."""

    decided: date
    violation: Violation
    outcome: Outcome
    org: Organisation | None = None
    person: str = ""
    home: str = ""
    level: str = "一般"
    procedure: str = "普通"
    publish_basis: str = "双公示"
    certificate: str = ""
    published: str = ""

    @property
    def name(self) -> str:
        """Return the name that is published."""
        return self.org.name if self.org else self.person

    @property
    def region(self) -> str:
        """Return the region code of the subject."""
        return self.org.region if self.org else self.home

    @property
    def kind(self) -> str:
        """Return the kind of subject."""
        return self.org.kind if self.org else NATURAL


def planned_cases(
    rng: Random, orgs: Sequence[Organisation], licences: Sequence[dict[str, str]]
) -> list[Case]:
    """Return the cases of 2025 and 2026 in no order: 655 and 120."""
    people = _people(rng)
    cases = [_person_case(rng, _YEAR_2025, next(people)) for _ in range(_PERSONS_2025)]
    cases += [_person_case(rng, _NEW_2026, next(people)) for _ in range(_PERSONS_2026)]
    cases += _revocations(orgs, licences)
    cases += [_with_basis(rng, _org_case(rng, orgs, _YEAR_2025)) for _ in range(655 - _PERSONS_2025 - 3)]
    cases += [_with_basis(rng, _org_case(rng, orgs, _QUARTER_2026)) for _ in range(29)]
    cases += [_with_basis(rng, case) for case in _levelled(rng, orgs, "一般", 49)]
    cases += [_with_basis(rng, case) for case in _levelled(rng, orgs, "严重", 12)]
    cases += [_minor(rng, orgs, _NEW_2026, "双公示") for _ in range(6)]
    cases += [_minor(rng, orgs, _RECENT_2026, "具有一定社会影响") for _ in range(9)]
    cases += [_minor(rng, orgs, _EARLY_2026, "具有一定社会影响") for _ in range(8)]
    cases += _edges(rng, orgs)
    suspended: set[str] = set()
    return [_suspending(case, licences, suspended) for case in cases]


def _people(rng: Random) -> Iterator[str]:
    """Yield masked names, none twice: two persons must not look like one."""
    names = [surname + rest for surname in SURNAMES for rest in ("某", "某某")]
    yield from sorted(names, key=lambda _: rng.random())


def _person_case(rng: Random, span: tuple[date, date], person: str) -> Case:
    violation = _violation(rng, span[0], person=True)
    outcome = _outcome(rng, violation)
    home = pick(rng, tuple(DISTRICTS.values()))
    day = workday_between(rng, *span)
    return Case(day, violation, outcome, person=person, home=home, level=outcome.level)


def _org_case(
    rng: Random, orgs: Sequence[Organisation], span: tuple[date, date], *, on_spot: bool = False
) -> Case:
    day = workday_between(rng, *span)
    violation = _violation(rng, day, on_spot=on_spot)
    outcome = _outcome(rng, violation)
    return Case(day, violation, outcome, _offender(rng, orgs, violation), level=outcome.level)


def _violation(rng: Random, day: date, *, person: bool = False, on_spot: bool = False) -> Violation:
    fit = [
        item for item in VIOLATIONS if item.person == person and day <= item.until and item.summary >= on_spot
    ]
    return weighted(rng, [(item, item.weight) for item in fit])


def _outcome(rng: Random, violation: Violation) -> Outcome:
    return weighted(rng, [(item, item.weight) for item in violation.outcomes])


def _offender(rng: Random, orgs: Sequence[Organisation], violation: Violation) -> Organisation:
    trade = pick(rng, violation.trades)
    fit = [
        org for org in orgs if org.trade == trade and (violation.domain != "中医药" or org.region in COUNTY)
    ]
    kind = INDIVIDUAL if rng.random() < 0.45 else LEGAL
    return pick_early(rng, [org for org in fit if org.kind == kind] or fit)


def _with_basis(rng: Random, case: Case) -> Case:
    social = rng.random() < (0.4 if case.level == "严重" else 0.1)
    minor = case.decided.year == 2025 and case.outcome.kinds == "警告" and rng.random() < 0.05
    basis = "具有一定社会影响" if social else "双公示"
    return replace(case, publish_basis=basis, level="轻微" if minor else case.level)


def _levelled(rng: Random, orgs: Sequence[Organisation], level: str, count: int) -> Iterator[Case]:
    while count:
        case = _org_case(rng, orgs, _NEW_2026)
        if case.level == level and not (
            level == "一般" and case.outcome.kinds == "警告" and rng.random() < 0.5
        ):
            count -= 1
            yield case


def _minor(rng: Random, orgs: Sequence[Organisation], span: tuple[date, date], basis: str) -> Case:
    case = _org_case(rng, orgs, span, on_spot=True)
    light = case.kind == INDIVIDUAL or "责令停产停业" in case.outcome.kinds
    procedure = "普通" if rng.random() < 0.3 else "简易"
    outcome = _SPOT if light else case.outcome
    return replace(case, outcome=outcome, level="轻微", procedure=procedure, publish_basis=basis)


def _edges(rng: Random, orgs: Sequence[Organisation]) -> Iterator[Case]:
    """Yield periods that end on the reference day and the day after, and a case not yet published."""
    for day in (date(2026, 8, 21), date(2026, 8, 22)):
        case = _minor(rng, orgs, _RECENT_2026, "具有一定社会影响")
        yield replace(case, decided=day, procedure="简易", published="2026-08-25")
    yield replace(next(_levelled(rng, orgs, "一般", 1)), decided=date(2026, 11, 18), published="2026-11-24")


def _suspending(case: Case, licences: Sequence[dict[str, str]], suspended: set[str]) -> Case:
    """Name the certificate that is suspended, once each, or only fine an offender who held none that day."""
    if "暂扣许可证件" not in case.outcome.kinds or case.org is None:
        return case
    held = [
        row
        for row in licences
        if (row["统一社会信用代码"], row["执法专业"]) == (case.org.code, case.violation.domain)
        and row["有效期自"] <= case.decided.isoformat() <= row["有效期至"]
        and row["许可编号"] not in suspended
    ]
    if not held:
        return replace(case, outcome=case.violation.outcomes[0], level="一般")
    suspended.add(held[-1]["许可编号"])
    return replace(case, certificate=f"{held[-1]['许可证书名称']}（{held[-1]['许可编号']}）")


def _revocations(orgs: Sequence[Organisation], licences: Sequence[dict[str, str]]) -> Iterator[Case]:
    """Yield three public places whose licence is revoked."""
    owner = {org.code: org for org in orgs}
    places = [
        row
        for row in licences
        if row["证书种类"] == "公共场所卫生许可证"
        and row["当前状态"] == "有效"
        and row["公开日期"] < "2025-03"
    ]
    quality = next(item for item in VIOLATIONS if item.label == "公共场所卫生质量不符合卫生标准")
    days = (date(2025, 5, 20), date(2025, 8, 14), date(2025, 11, 6))
    for day, row in zip(days, spread(places, 3), strict=True):
        certificate = f"{row['许可证书名称']}（{row['许可编号']}）"
        org = owner[row["统一社会信用代码"]]
        yield Case(
            day,
            quality,
            _REVOKED,
            org,
            level="严重",
            publish_basis="具有一定社会影响",
            certificate=certificate,
        )
