"""Every fault is found once, in the right place, with a cure; clean data raise no alarm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from check_fixtures import CLINIC, CODE, TODAY, Change, Repository, header, repository, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import check, load
from generator.check import memory
from generator.errors import WrongUse

__all__ = ["repository"]
A, B, OFFICE, DOCUMENT = (
    "decision/2025.csv",
    "decision/2026.csv",
    "office/office.csv",
    "document/document.csv",
)


def test_clean_data_raise_no_alarm(repository: Repository) -> None:
    assert repository.check() == ()
    assert check.describe(load.catalogue(repository.root), repository.root) == ()
    assert check.foundations(repository.root) == ()


CELLS = [
    (A, 2, "相对人代码", "91990102MO000T3R6K", "代码-03", "第10位是字母“O”"),
    (A, 2, "相对人代码", "91990102MA000T3R6L", "代码-07", ""),
    (A, 2, "相对人代码", CLINIC.lower(), "代码-05", ""),
    (A, 2, "相对人代码", f"{CLINIC} ", "表格-08", ""),
    (A, 2, "相对人代码", "９1990102MA000T3R6K", "代码-05", ""),
    (A, 2, "相对人代码", "9.1990102E+17", "代码-01", ""),
    (A, 2, "相对人代码", "", "必填-02", "法人"),
    (A, 2, "相对人", "", "必填-01", ""),
    (A, 2, "类别", "法 人", "选项-01", ""),
    (A, 2, "种类", "警告|罚金", "选项-01", "“罚金”"),
    (A, 2, "种类", "警告|警告", "选项-02", ""),
    (A, 2, "金额", "NaN", "数字-02", ""),
    (A, 2, "金额", "０.5", "数字-01", ""),
    (A, 2, "金额", "00.5", "数字-01", ""),
    (A, 2, "金额", "1e3", "数字-02", ""),
    (A, 2, "金额", "0.1234567", "数字-03", ""),
    (A, 2, "金额", "-1", "数字-04", ""),
    (A, 2, "决定日", "2025-2-3", "日期-06", ""),
    (A, 2, "决定日", "2025/2/3", "日期-06", ""),
    (A, 2, "决定日", "2025-02-30", "日期-01", ""),
    (A, 2, "决定日", "03/02/25", "日期-02", ""),
    (A, 2, "决定日", "2025-01-01", "日期-04", "「立案日」2025-01-02"),
    (A, 2, "决定日", "2027-01-01", "期限-03", ""),
    (A, 2, "文号", "示卫罚[2025]1号", "文号-01", ""),
    (A, 2, "文号", "没有", "文号-02", ""),
    (A, 2, "机关代码", CLINIC, "引用-01", "「执法主体」"),
    (A, 2, "事实", "身份证11010519491231002X。", "隐私-01", "1****************X"),
    (A, 2, "事实", "电话１３９ 1234 5678", "隐私-04", "1*********8"),
    (A, 2, "事实", "卡号6222021234567890128", "隐私-05", ""),
    (A, 2, "事实", "甲\x00乙", "编码-08", "第2个字符"),
    (A, 2, "事实", "甲\u202e乙", "编码-05", "‹U+202E›"),
    (A, 2, "事实", "甲\u200b乙", "编码-05", "‹U+200B›"),
    (A, 2, "事实", "丢\ufffd了", "编码-07", ""),
    (A, 2, "事实", "e\u0301", "编码-06", ""),
    (A, 2, "事实", "=1+1", "表格-02", ""),
    (A, 2, "事实", "长" * 100_001, "表格-09", ""),
    (A, 2, "机关", "示例市?健委", "编码-02", ""),
    (A, 2, "社会影响", "true", "选项-04", ""),
    (A, 2, "停止日", "2026-01-01", "状态-05", ""),
    (A, 3, "相对人", "张三丰", "隐私-07", ""),
    (A, 3, "相对人代码", CLINIC, "隐私-08", ""),
    (B, 2, "停止日", "", "状态-01", ""),
    (B, 2, "原因", "", "状态-02", ""),
    (B, 2, "说明", "", "状态-03", ""),
    (B, 2, "说明", "示例市乙小店的决定被撤销", "隐私-09", ""),
    (B, 2, "编号", "PEN-2025-9", "文件-04", "2025"),
    (A, 2, "编号", "PEN-2025-1x", "选项-03", ""),
    (OFFICE, 2, "区划", "999999", "代码-10", ""),
    (OFFICE, 2, "区划", "9901", "代码-11", ""),
    (OFFICE, 2, "电话", "二三四", "名称-04", ""),
    (OFFICE, 2, "电话", "13912345678", "隐私-04", ""),
    (OFFICE, 2, "网址", "http://a.example/", "名称-05", ""),
    (OFFICE, 2, "网址", "javascript:alert(1)", "名称-05", ""),
    (OFFICE, 2, "依据", "《示例法》|某规定", "文号-05", "某规定"),
    (OFFICE, 2, "人数", "0", "数字-05", "不小于 1"),
    (OFFICE, 2, "人数", "007", "数字-01", ""),
    (OFFICE, 2, "人数", "1.5", "数字-02", "整数"),
    (OFFICE, 2, "级别", "警吿", "选项-01", ""),
    (OFFICE, 3, "代码", CODE, "重复-02", "第 2 行"),
    (OFFICE, 3, "序号", "1", "重复-02", "第 2 行"),
    (DOCUMENT, 2, "索引号", "12990100000000019D/2026-00002", "文号-04", ""),
    (DOCUMENT, 2, "索引号", "随便", "文号-03", ""),
    (DOCUMENT, 2, "正文", "../site.yaml", "文件-06", ""),
    (DOCUMENT, 2, "正文", "text/DOC-9.txt", "文件-05", ""),
    (DOCUMENT, 3, "编号", "doc-1", "重复-03", "第 2 行"),
]


@pytest.mark.parametrize(("file", "row", "column", "cell", "rule", "said"), CELLS)
def test_one_bad_cell_is_one_finding_in_its_place(
    repository: Repository, file: str, row: int, column: str, cell: str, rule: str, said: str
) -> None:
    repository.set(file, row, column, cell)
    found = repository.check()
    assert [item.rule for item in found] == [rule]
    assert (found[0].file, found[0].row, found[0].column) == (f"data/{file}", row, column)
    assert said in found[0].said
    assert found[0].mend


def rewrite(file: str, change: object) -> Change:
    """Return a change of a whole file: its text is given to a function, whose answer is written."""
    return lambda office: office.raw.update({file: change(office.text(file))})  # type: ignore[operator]


FILES: list[tuple[str, Change, list[str]]] = [
    ("GBK", rewrite(A, lambda text: text.encode("gbk")), ["编码-01"]),
    ("BOM", rewrite(A, lambda text: b"\xef\xbb\xbf" + text.encode()), ["编码-03"]),
    ("CRLF", rewrite(A, lambda text: text.replace("\n", "\r\n").encode()), ["编码-04"]),
    ("semicolons", rewrite(A, lambda text: text.replace(",", ";").encode()), ["表格-07"]),
    ("tabs", rewrite(A, lambda text: text.replace(",", "\t").encode()), ["表格-07"]),
    ("empty", rewrite(A, lambda text: b""), ["表格-10"]),
    ("no end", rewrite(A, lambda text: text.rstrip().encode()), ["表格-12"]),
    ("quote", rewrite(A, lambda text: text.replace("经查", '"经查', 1).encode()), ["表格-06"]),
    ("blank row", rewrite(OFFICE, lambda text: text.replace("\n2,", "\n,,,,,,,,\n2,").encode()), ["表格-03"]),
    ("extra cell", rewrite(OFFICE, lambda text: text.replace("警告", "警告,多", 1).encode()), ["表格-04"]),
    ("missing cell", rewrite(OFFICE, lambda text: text.replace(",警告", "").encode()), ["表格-05"]),
    ("renamed", rewrite(OFFICE, lambda text: text.replace("人数", "编制人数").encode()), ["表头-01"]),
    ("lost column", rewrite(DOCUMENT, lambda text: "编号,索引号\nDOC-1,\n".encode()), ["表头-02"]),
    (
        "extra column",
        rewrite(DOCUMENT, lambda text: "编号,索引号,正文,xyz\nDOC-1,,,\n".encode()),
        ["表头-03"],
    ),
    ("swapped", rewrite(DOCUMENT, lambda text: "编号,正文,索引号\nDOC-1,,\n".encode()), ["表头-04"]),
    ("twice", rewrite(DOCUMENT, lambda text: "编号,索引号,正文,正文\nDOC-1,,,\n".encode()), ["表头-05"]),
    ("nameless", rewrite(DOCUMENT, lambda text: "编号,索引号,正文,\nDOC-1,,,\n".encode()), ["表头-06"]),
    ("unsorted", lambda office: office.rows[OFFICE].reverse(), ["表格-11"]),
    ("fewer", lambda office: office.rows[B].pop(), ["数量-01"]),
    (
        "text not UTF-8",
        lambda office: office.raw.update({"document/text/DOC-1.txt": "中文".encode("gbk")}),
        ["文件-07"],
    ),
    (
        "text leaks",
        lambda office: office.raw.update({"document/text/DOC-1.txt": b"x\n13912345678"}),
        ["隐私-04"],
    ),
    (
        "text hides",
        lambda office: office.raw.update({"document/text/DOC-1.txt": "a\u202eb".encode()}),
        ["编码-05"],
    ),
]


@pytest.mark.parametrize(("change", "rules"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_one_broken_file_is_one_finding(repository: Repository, change: Change, rules: list[str]) -> None:
    change(repository)
    assert repository.rules() == rules


def test_the_gbk_finding_names_the_cure(repository: Repository) -> None:
    repository.raw[A] = repository.text(A).encode("gbk")
    assert "CSV UTF-8" in repository.check()[0].mend


def test_rows_under_a_wrong_header_are_still_judged(repository: Repository) -> None:
    text = repository.text(OFFICE).replace("人数", "编制人数").replace(",12,", ",十二,")
    repository.raw[OFFICE] = text.encode()
    assert repository.rules() == ["表头-01", "数字-02"]


def test_twelve_faults_of_twelve_kinds_are_twelve_findings(repository: Repository) -> None:
    repository.set(A, 2, "相对人代码", "91990102MO000T3R6K")
    repository.set(A, 2, "金额", "1e3")
    repository.set(A, 2, "决定日", "2025-2-3")
    repository.set(A, 2, "文号", "示卫罚[2025]1号")
    repository.set(A, 3, "相对人", "张三")
    repository.set(A, 3, "种类", "罚金")
    repository.set(B, 2, "说明", "")
    repository.set(B, 2, "效力", "")
    repository.set(B, 3, "相对人", "")
    repository.set(B, 3, "机关代码", CLINIC)
    repository.set(B, 3, "事实", "甲\u200b乙")
    repository.set(OFFICE, 3, "序号", "1")
    repository.set(OFFICE, 3, "电话", "无")
    found = repository.check()
    assert [item.rule for item in found] == [
        *("代码-03", "文号-01", "数字-02", "日期-06", "隐私-07", "选项-01"),
        *("状态-03", "必填-01", "引用-01", "编码-05", "重复-02", "名称-04"),
    ]
    assert len({item.rule for item in found}) == 12
    assert len({item.file for item in found}) == 3


def test_faults_are_ordered_by_file_and_row(repository: Repository) -> None:
    for row in (3, 2):
        repository.set(B, row, "金额", "x")
        repository.set(A, row, "金额", "x")
    found = [(item.file, item.row, item.cell) for item in repository.check()]
    assert found == [
        (f"data/{A}", 2, "I2"),
        (f"data/{A}", 3, "I3"),
        (f"data/{B}", 2, "I2"),
        (f"data/{B}", 3, "I3"),
    ]


def test_more_than_a_thousand_errors_are_all_found(repository: Repository) -> None:
    repository.lists["office"] = repository.lists["office"] | {"unique": []}
    repository.rows[OFFICE] = [[f"{n:05}", "甲", CODE, "", "x", "", "", "y", ""] for n in range(1100)]
    found = repository.check()
    assert sum(item.rule == "数字-02" for item in found) == 1100
    assert sum(item.rule == "名称-04" for item in found) == 1100
    assert sum(item.rule == "重复-02" for item in found) == 1099


def test_a_repeated_key_in_another_file_is_found(repository: Repository) -> None:
    repository.set(A, 3, "编号", "PEN-2026-1")
    found = repository.check()
    assert [(item.rule, item.file) for item in found] == [("文件-04", f"data/{A}"), ("重复-02", f"data/{B}")]
    assert f"data/{A} 第 3 行" in found[1].said


def test_a_repeated_combination_names_the_other_row(repository: Repository) -> None:
    repository.set(B, 3, "文号", "示卫罚〔2025〕1号")
    found = repository.check()
    assert [item.rule for item in found] == ["重复-01"]
    assert f"2（data/{A}）" in found[0].said


def test_one_code_with_two_names_is_doubted_once(repository: Repository) -> None:
    repository.set(B, 3, "相对人", "甲诊所")
    found = repository.check()
    assert [(item.rule, item.severity) for item in found] == [("机构-01", "notice")]


def test_only_the_lists_named_are_judged(repository: Repository) -> None:
    repository.set(A, 2, "金额", "x")
    repository.set(OFFICE, 2, "电话", "x")
    assert [item.rule for item in repository.check(only=("office",))] == ["名称-04"]
    with pytest.raises(WrongUse, match="是不是想写“office”"):
        repository.check(only=("ofice",))


def test_a_personal_value_is_never_repeated(repository: Repository) -> None:
    repository.set(A, 3, "相对人", "欧阳三丰")
    repository.set(A, 2, "决定日", "11010519491231002X")
    repository.set(A, 2, "编号", "11010519491231002X")
    told = check.report.as_json(repository.check(), 1, 1, TODAY)
    assert "三丰" not in told
    assert "0105194912" not in told


def test_memory_gives_the_same_and_forgets_what_changed(repository: Repository, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    repository.set(A, 2, "金额", "x")
    first = repository.check(cache_dir=cache)
    assert first == repository.check(cache_dir=cache)
    for path in cache.glob("*.json"):
        path.write_text("[]", encoding="utf-8")
    assert repository.check(cache_dir=cache) == ()
    repository.set(A, 3, "金额", "y")
    assert [item.row for item in repository.check(cache_dir=cache)] == [2, 3]


def test_whatever_became_of_a_list_memory_tells_what_looking_anew_does(
    repository: Repository, tmp_path: Path
) -> None:
    files = {name: repository.text(name).encode() for name in (A, OFFICE, DOCUMENT)}
    broken = b"\xff\xfe" + files[OFFICE]
    lives = [
        (OFFICE, files[OFFICE].replace(CODE.encode(), CLINIC.encode())),  # what decisions name is gone
        (OFFICE, broken),  # and cannot be read, so that nothing is held against them
        (A, files[A].replace(CODE.encode(), CLINIC.encode())),
        (OFFICE, files[OFFICE]),  # mended: now what they name is not there
        (DOCUMENT, files[DOCUMENT] + files[DOCUMENT].splitlines(keepends=True)[-1]),
        (A, files[A]),
        (DOCUMENT, files[DOCUMENT]),
    ]
    seen = []
    for name, content in lives:
        repository.raw[name] = content
        found = repository.check(cache_dir=tmp_path)
        assert found == repository.check()
        seen.append({item.rule for item in found})
    assert "引用-01" in seen[0] & seen[3]
    assert "引用-01" not in seen[1] | seen[2]
    assert seen[-1] == set()


def test_only_lists_that_look_at_one_that_changed_are_compared_anew(
    repository: Repository, tmp_path: Path
) -> None:
    def compared() -> set[str]:
        said: list[str] = []
        repository.check(cache_dir=tmp_path, say=said.append)
        return {text.partition("「")[2].partition("」")[0] for text in said if "对照" in text}

    titles = {item.id: item.title for item in repository.load()[0].datasets}
    assert compared() == set(titles.values())
    repository.set(A, 2, "事实", "改了一处。")
    assert compared() == {titles["decision"]}
    repository.set(OFFICE, 2, "电话", "0990-12345679")
    assert compared() == {titles["office"], titles["decision"]}


def test_a_spoilt_memory_is_no_memory(tmp_path: Path) -> None:
    memory.recall(tmp_path, ["a"], lambda: ())
    (path,) = tmp_path.glob("*.json")
    path.write_text("{", encoding="utf-8")
    assert memory.recall(tmp_path, ["a"], lambda: ()) == ()
    assert path.read_text(encoding="utf-8") == "[]"


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("codes/kind.csv", "code,label,note,evidence\nfine,罚款,,\nfine,罚金,,\n", "重复-02"),
        ("codes/kind.csv", "code;label\nfine;罚款\n", "表格-07"),
        ("rules/period-rules.csv", "rule_id,family\nA,b\n", "表头-02"),
        ("workdays/2026.csv", "date,is_workday,name,source\n2026-01-01,2,元旦,\n", "选项-01"),
        ("workdays/2026.csv", "date,is_workday,name,source\n2026-1-1,1,元旦,\n", "日期-06"),
    ],
)
def test_the_systems_own_tables_are_judged(repository: Repository, file: str, text: str, rule: str) -> None:
    repository.raw[file] = text.encode()
    repository.write()
    assert rule in [item.rule for item in check.foundations(repository.root)]


@pytest.mark.parametrize(
    ("file", "row", "column", "constraint", "cell", "said"),
    [
        (OFFICE, 2, "名称", {"maxLength": 3}, "", "有 6 个字，本列要求不超过 3 个字"),
        (OFFICE, 2, "名称", {"minLength": 9}, "", "不少于 9 个字"),
        (OFFICE, 2, "人数", {"maximum": 5}, "", "不大于 5"),
        (DOCUMENT, 2, "编号", {"pattern": "[0-9]+|X"}, "", "不合本列的格式要求"),
        (DOCUMENT, 2, "索引号", {"unique": True}, f"{CODE}/2026-00002", ""),
    ],
)
def test_limits_are_told_in_words(
    repository: Repository,
    file: str,
    row: int,
    column: str,
    constraint: dict[str, object],
    cell: str,
    said: str,
) -> None:
    name = file.split("/")[0]
    fields = [dict(item) for item in repository.lists[name]["fields"]]  # type: ignore[call-overload]
    next(item for item in fields if item["name"] == column)["constraints"] = constraint
    repository.lists[name] |= {"fields": fields}
    if cell:
        repository.set(file, row + 1, column, cell)
    found = [item for item in repository.check() if item.column == column]
    assert found
    assert said in found[0].said


def test_codes_links_and_names_taken_are_told_of(repository: Repository) -> None:
    repository.lists["search"] = repository.lists["document"]
    repository.raw["search/search.csv"] = repository.text(DOCUMENT).encode()
    repository.raw["codes/kind.csv"] = "code,label,note,evidence\nfine,罚款,,\nmoney,罚款,,\n".encode()
    catalogue, _ = repository.load()
    (repository.root / "data/office/link.txt").symlink_to("/etc/hostname")
    found = {item.rule for item in check.describe(catalogue, repository.root)}
    assert found == {"说明-18", "说明-20", "文件-08"}


DESCRIPTIONS: list[tuple[str, dict[str, object], str]] = [
    ("group", {"group": "事后公幵"}, "说明-10"),
    ("list", {"list": {"columns": ["没有"]}}, "说明-08"),
    ("wide", {"list": {"columns": header("decision")[:7]}}, "说明-19"),
    ("search", {"search": ["相对"]}, "说明-08"),
    ("rules", {"publication": {"rules": ["publish-8"]}}, "说明-11"),
    ("reference", {"references": [{"field": "机关代码", "list": "ofice", "to": "代码"}]}, "说明-09"),
    ("unique", {"unique": [["没有"]]}, "说明-08"),
    ("chronology", {"chronology": [["没有"]]}, "说明-08"),
    ("expect", {"expect": {"rows": 1, "where": {"没有": "a"}}}, "说明-08"),
    ("facet", {"facets": [{"id": "kind", "field": "没有"}]}, "说明-08"),
    ("facet name", {"facets": [{"id": "Kind", "field": "种类"}]}, "说明-28"),
    ("facet number", {"facets": [{"id": "2", "field": "种类"}]}, "说明-28"),
    ("facet twice", {"facets": [{"id": "a", "field": "种类"}, {"id": "a", "field": "机关"}]}, "说明-29"),
    *(
        (f"facet {name}", {"facets": [{"id": name, "field": "种类"}]}, "说明-32")
        for name in ("q", "sort", "list", "elder", "n")
    ),
    ("sorts", {"list": {"columns": ["编号"], "sorts": ["没有"]}}, "说明-08"),
    ("sorts of texts", {"list": {"columns": ["编号"], "sorts": ["决定日", "金额", "机关"]}}, "说明-31"),
]


@pytest.mark.parametrize(
    ("change", "rule"), [row[1:] for row in DESCRIPTIONS], ids=[row[0] for row in DESCRIPTIONS]
)
def test_a_description_that_cannot_be_meant_is_told_of(
    repository: Repository, change: dict[str, object], rule: str
) -> None:
    repository.lists["decision"] |= change
    catalogue, _ = repository.load()
    assert [item.rule for item in check.describe(catalogue, repository.root)] == [rule]


def test_a_list_may_be_narrowed_and_ordered_by_what_is_public(repository: Repository) -> None:
    fields = [item | {"public": item["name"] != "金额"} for item in repository.lists["decision"]["fields"]]  # type: ignore[attr-defined]
    facets = [{"id": "kind", "field": "种类"}, {"id": "year-2", "field": "决定日"}]
    repository.lists["decision"] |= {"facets": facets, "list": {"columns": ["编号"], "sorts": ["决定日"]}}
    assert check.describe(repository.load()[0], repository.root) == ()
    facets.append({"id": "amount", "field": "金额"})
    repository.lists["decision"] |= {"fields": fields, "list": {"columns": ["编号"], "sorts": ["金额"]}}
    found = check.describe(repository.load()[0], repository.root)
    assert [item.rule for item in found] == ["说明-24", "说明-24"]
    assert "list.sorts" in found[0].said
    assert "facets" in found[1].said


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"role": "subjekt"}, "说明-05"),
        ({"role": "subject", "name": "又一个"}, "说明-06"),
        ({"codes": "kinds"}, "说明-07"),
        ({"role": "decided", "name": "某日", "type": "string"}, "说明-16"),
        ({"role": "level"}, "说明-17"),
        ({"constraints": {"pattern": "["}}, "说明-14"),
        ({"name": "编号"}, "说明-15"),
    ],
)
def test_a_column_that_cannot_be_meant_is_told_of(
    repository: Repository, change: dict[str, object], rule: str
) -> None:
    fields = [*repository.lists["decision"]["fields"], {"name": "新", **change}]  # type: ignore[misc]
    repository.lists["decision"] |= {"fields": fields}
    catalogue, _ = repository.load()
    assert rule in [item.rule for item in check.describe(catalogue, repository.root)]


def test_a_list_needs_a_key_a_file_and_a_plain_name(repository: Repository) -> None:
    repository.lists["Office"] = repository.lists.pop("office") | {"fields": [{"name": "序号"}]}
    repository.lists["decision"] |= {"references": []}
    repository.rows["decision/old.csv"] = repository.rows.pop(A)
    catalogue, _ = repository.load()
    found = {item.rule for item in check.describe(catalogue, repository.root)}
    assert {"说明-12", "说明-13", "文件-02", "文件-03"} <= found


def test_the_package_validates_by_any_tool(repository: Repository) -> None:
    catalogue, _ = repository.load()
    assert check.write_package(repository.root, catalogue)
    assert not check.write_package(repository.root, catalogue)
    path = repository.root / "data" / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    names = [item["name"] for item in said["resources"]]
    assert len(set(names)) == len(names)
    assert {"decision-2025", "decision-2026", "office", "document"} <= set(names)
    assert said["resources"][0]["schema"]["foreignKeys"][0]["reference"]["resource"] == "office"
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "data/datapackage.json"],
        cwd=repository.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_of_this_repository_matches_both_profiles(root: Path) -> None:
    catalogue = load.catalogue(root)
    from generator.check.package import descriptor

    said = descriptor(root, catalogue)
    assert said["$schema"].endswith("/2.0/datapackage.json")
    assert all(item["path"] and item["schema"]["fields"] for item in said["resources"])


def test_the_programme_knows_no_header_and_no_list(root: Path) -> None:
    catalogue = load.catalogue(root)
    own = [*(root / "generator").glob("check/*.py")]
    own += [root / "generator" / f"{name}.py" for name in ("roles", "privacy", "messages", "schemas")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in own)
    for dataset in catalogue.datasets:
        assert f'"{dataset.id}"' not in source
        for name in dataset.header:
            assert f'"{name}"' not in source


def test_this_repository_is_without_error(root: Path, tmp_path: Path) -> None:
    catalogue = load.catalogue(root)
    tables = [load.table(root, dataset) for dataset in catalogue.datasets]
    found = check.run(root, catalogue, tables, TODAY, cache_dir=tmp_path)
    assert [item for item in found if item.severity == "error"] == []
    assert check.describe(catalogue, root) == ()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_no_bytes_whatever_stop_the_check(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    repository = Repository(tmp_path_factory.mktemp("noise"))
    whole = repository.text(A).encode()
    repository.raw[A] = whole[:place] + noise + whole[place:]
    repository.raw["document/text/DOC-1.txt"] = noise
    for item in repository.check():
        assert item.mend


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.integers(0, 18))
def test_no_text_whatever_stops_the_check(
    tmp_path_factory: pytest.TempPathFactory, text: str, column: int
) -> None:
    repository = Repository(tmp_path_factory.mktemp("any"))
    text = text.encode("utf-8", "replace").decode()
    repository.set(A, 2, header("decision")[column], text)
    repository.raw[B] = (written([header("decision")]) + text).encode()
    for item in repository.check():
        assert item.said
        assert item.mend


def test_a_state_demands_its_days_reasons_and_words(repository: Repository) -> None:
    repository.set(A, 2, "状态", "已撤回")
    repository.set(A, 3, "效力", "撤销")
    found = [(item.rule, item.row, item.column) for item in repository.check()]
    assert found == [
        ("状态-01", 2, "停止日"),
        ("状态-02", 2, "原因"),
        ("状态-03", 2, "说明"),
        ("状态-04", 3, "撤销日"),
    ]
