"""Write the registers of the demonstration that accrue, and the statistics counted from them.

Every row is invented, for the fictitious 示例市 (region 9901xx): no organisation, person or case is real.
``python tests/demo/registers.py [DATA_DIR]`` rewrites the files, byte for byte the same each time.
The articles of law that the penalties cite are real, and were read in the text of each law.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import annual_stats
import bodies
import coercion
import commitments
import inspections
import institutions
import licences
import lists
import officers
import penalties
import random_checks
import ratings
import repairs
from organisations import Organisation, more_organisations, organisations

Row = dict[str, str]
DATA = Path(__file__).resolve().parents[2] / "data"


def main(arguments: Sequence[str]) -> None:
    """Write all registers below the data folder."""
    data = Path(arguments[0]) if arguments else DATA
    orgs = organisations()
    licensed = licences.licence_rows(orgs)
    fined = penalties.penalty_rows(orgs, licensed)
    for row in fined:
        if row["处罚类别"].endswith("吊销许可证件"):
            licences.mark_revoked(
                licensed, row["统一社会信用代码"], "公共场所卫生许可证", row["处罚决定日期"]
            )
    serious = lists.serious_rows(orgs, fined)
    bad = frozenset(row["统一社会信用代码"] for row in serious)
    _write(data, "enforcement-body", bodies.FIELDS, bodies.body_rows())
    _write_years(data, "license-disclosure", licences.FIELDS, [licences.ended_lately(r) for r in licensed])
    _write_years(data, "penalty-disclosure", penalties.FIELDS, fined)
    _write(data, "serious-dishonesty-list", lists.SERIOUS_FIELDS, serious)
    red = lists.red_rows(orgs, fined, bad)
    _write(data, "red-list", lists.RED_FIELDS, red)
    _write(data, "enforcement-officer", officers.FIELDS, officers.officer_rows())
    _write(data, "licensed-institution", institutions.FIELDS, institutions.institution_rows(licensed))
    rated = ratings.rating_rows(orgs, fined, licensed, bad)
    _write_years(data, "credit-rating", ratings.FIELDS, rated)
    _write(data, "coercive-measure-disclosure", coercion.FIELDS, coercion.coercion_rows(orgs, fined))
    _write(data, "credit-repair", repairs.REPAIR_FIELDS, repairs.repair_rows(fined, serious))
    objections = repairs.objection_rows(fined, licensed, rated)
    _write(data, "objection-handling", repairs.OBJECTION_FIELDS, objections)
    everyone = [*orgs, *more_organisations()]
    _write_checks(data, everyone, fined)
    trusted = frozenset(row["统一社会信用代码"] for row in red)
    promised = commitments.commitment_rows(everyone, licensed, fined, trusted)
    _write_years(data, "credit-commitment", commitments.FIELDS, promised)
    _write(data, "enforcement-annual-stats", annual_stats.FIELDS, annual_stats.stat_rows(data))


def _write_checks(data: Path, everyone: Sequence[Organisation], fined: Sequence[Row]) -> None:
    drawn = random_checks.drawn(everyone, fined)
    inspected = inspections.visits(everyone, fined, drawn)
    _write_years(data, "random-check-result", random_checks.FIELDS, random_checks.result_rows(drawn))
    _write_years(data, "inspection-disclosure", inspections.FIELDS, inspections.inspection_rows(inspected))


def _write_years(data: Path, register: str, fields: Sequence[str], rows: Sequence[Row]) -> None:
    years: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        years[row[fields[0]].split("-")[1]].append(row)
    for year, chosen in years.items():
        _write(data, register, fields, chosen, year)


def _write(data: Path, register: str, fields: Sequence[str], rows: Sequence[Row], name: str = "") -> None:
    folder = data / register
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name or register}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row[fields[0]]))


if __name__ == "__main__":
    main(sys.argv[1:])
