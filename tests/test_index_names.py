"""The names that a list is checked against: every name an organisation goes by, and those without a code."""

from __future__ import annotations

import json
from datetime import date

import pytest

from generator import disclose, index, load
from generator.render.entities import entities

DAY = date(2026, 11, 21)
CLINIC, INN = "91990102MA9X000036", "91990102MA9X000111"
ALIAS = "  - {name: 又名, role: alias, many: true}\nchronology:"


def names(office, day=DAY):
    catalogue = load.catalogue(office)
    tables = [load.table(office, dataset) for dataset in catalogue.datasets]
    public = disclose.disclose(catalogue, tables, day, "c" * 40)
    found = index.names(public, entities(public))
    text = found.content.decode("utf-8-sig")
    assert found.path == "assets/names.js"
    assert text.startswith("gongshiNames({")
    assert text.endswith("});\n")
    return json.loads(text.removeprefix("gongshiNames(").removesuffix(");\n")), public


def edit(office, file: str, old: str, new: str, count: int = -1) -> None:
    path = office / "data" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


@pytest.fixture
def called(office):
    """Return an office whose licences have a column of other names; the clinic's says two."""
    edit(office, "licences/dataset.yaml", "chronology:", ALIAS)
    path = office / "data/licences/licences.csv"
    header, clinic, inn = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header},又名\n{clinic},云川旧名|云川\u2028\n{inn},\n", encoding="utf-8")
    return office


def test_counts_are_by_list_and_facts_say_which_data(office):
    data, public = names(office)
    at = data["entities"]["c"].index(CLINIC)
    titles = [item["title"] for item in data["lists"]]
    flat = data["entities"]["k"][at]
    pairs = {titles[place]: count for place, count in zip(flat[::2], flat[1::2], strict=True)}
    assert pairs == {"处罚公示": 1, "许可公示": 1}
    assert (data["as_of"], data["commit"]) == ("2026-11-21", "c" * 40)
    assert len(data["lists"]) == len(public.publications) == 2


def test_a_list_that_names_nobody_is_not_among_those_looked_at(office):
    edit(office, "licences/dataset.yaml", "role: subject,", "role: body,")
    edit(office, "licences/dataset.yaml", "role: subject_code,", "role: body_code,")
    assert [item["title"] for item in names(office)[0]["lists"]] == ["处罚公示"]


def test_every_other_name_is_there_once(called):
    edit(called, "penalties/2025.csv", "测试县云川口腔门诊部有限公司", "测试县云川口腔诊所")
    edit(called, "penalties/2026.csv", "宾馆（有限合伙）", "宾馆(有限合伙)")
    data, _ = names(called)
    mine = data["entities"]["c"].index(CLINIC)
    said = {data["entities"]["n"][mine], *data["others"]["n"]}
    assert said == {"测试县云川口腔门诊部有限公司", "测试县云川口腔诊所", "云川旧名", "云川\u2028"}
    assert set(data["others"]["o"]) == {mine}


def test_line_breaks_of_unicode_end_no_string(called):
    catalogue = load.catalogue(called)
    tables = [load.table(called, dataset) for dataset in catalogue.datasets]
    public = disclose.disclose(catalogue, tables, DAY, "")
    content = index.names(public, entities(public)).content.decode()
    assert "\\u2028" in content
    assert "\u2028" not in content


def test_who_has_no_code_leads_to_the_record(office):
    data, _ = names(office)
    assert data["singles"] == {"n": ["张某某"], "d": [0], "s": ["PEN-2026-002"]}
    assert names(office, date(2026, 11, 22))[0]["singles"] == {"n": [], "d": [], "s": []}


def test_other_names_of_a_hidden_row_are_forbidden(called):
    edit(called, "licences/licences.csv", ",2024-03-05,", ",2026-12-01,")
    data, public = names(called)
    assert data["others"]["n"] == []
    assert "云川旧名" in public.forbidden
