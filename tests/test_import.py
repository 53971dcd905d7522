"""From a clerk's table into data/: tidied, planned, judged, marked; nothing lost and nothing half-written."""

from __future__ import annotations

import io
import os
from datetime import date, datetime

import openpyxl
import pytest

from generator import cli, desk
from generator.changes import Changes
from generator.cli import editing
from generator.errors import EnvironmentFault, WrongUse
from tests.spreadsheets import book, changed, converted

TODAY = date(2026, 11, 21)
CODES = ("91990102MA9X000036", "91990102MA9X000111", "91990102MA9X0002XQ", "91990102MA9X00038Q")
HEAD = ["编号", "机构", "代码", "文号", "决定日", "有效期至", "公开日"]
NEW = ["LIC-3", "测试县㐀山诊所", CODES[2], "测卫许〔2026〕3号", "2026-11-18", "2031-11-17", "2026-11-19"]


@pytest.fixture
def licences(office):
    return office / "data/licences/licences.csv"


def bring(office, path, *, mode="replace", allowed=0, name="许可", agreed=True):
    return desk.bring(office, path, name, mode, allowed, TODAY, lambda _: agreed)


def old(licences):
    return [line.split(",") for line in licences.read_text("utf-8").splitlines()]


def table(tmp_path, licences, *rows):
    return book(tmp_path / "许可.xlsx", [*old(licences), *rows])


def rules(brought):
    return [(item.rule, item.cell) for item in brought.findings if item.severity == "error"]


def test_a_new_row_is_added_and_the_others_keep_their_bytes(office, licences, tmp_path):
    before = licences.read_bytes()
    done = bring(office, table(tmp_path, licences, NEW))
    assert done.written
    assert done.plan.changes.added == ("LIC-3",)
    assert (done.plan.changes.removed, done.plan.changes.cells) == ((), ())
    assert licences.read_bytes() == before + ",".join(NEW).encode() + b"\n"


def test_the_form_comes_back_as_it_went(office, licences, tmp_path):
    before = licences.read_bytes()
    path, count = desk.export(office, "licences", tmp_path / "许可.xlsx", TODAY)
    assert count == 2
    for file in (
        path,
        converted(path, "Calc MS Excel 2007 XML", "xlsx"),
        converted(path, "MS Excel 97", "xls"),
    ):
        done = bring(office, file, name="" if file.suffix == ".xlsx" else "许可")
        assert not done.plan.changes
        assert done.intake.tidied == {}
    assert licences.read_bytes() == before


def test_line_breaks_noughts_and_long_codes_survive_an_office_program(office, licences, tmp_path):
    row = ["007", "测试县𬭎山诊所\n（二部）", CODES[2], "", "2026-11-18", "", "2026-11-19"]
    path = converted(table(tmp_path, licences, row), "Calc MS Excel 2007 XML", "xlsx")
    done = bring(office, path)
    assert done.plan.rows[0].values["编号"] == "007"
    assert done.plan.rows[0].values["机构"] == row[1]
    assert done.plan.rows[0].values["代码"] == CODES[2]


def test_what_is_beyond_doubt_is_tidied_and_told(office, licences, tmp_path):
    loose = [
        " LIC-3 ", "测试县㐀山\u200b诊所", "91990102ma9x 0002xq", "测卫许[2026]3号",
        datetime(2026, 11, 18), "2031年11月17日", "2026.11.19",
    ]  # fmt: skip
    done = bring(office, table(tmp_path, licences, loose))
    assert done.written
    assert old(licences)[-1] == NEW
    assert done.intake.tidied == {
        "去掉首尾空格": ["A4"],
        "去掉看不见的字符": ["B4"],
        "代码改为大写半角、不带空格": ["C4"],
        "文号的年份改用〔〕": ["D4"],
        "日期改为 2025-01-03 形式": ["E4", "F4", "G4"],  # E4 holds the number of a day in a cell of text
    }


def spoilt(place, value):
    """Return the new row with one cell spoilt."""
    return [value if number == place else cell for number, cell in enumerate(NEW)]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (spoilt(2, 1.2629004380012e17), ("代码-01", "C4")),
        (spoilt(2, "1.2629E+17"), ("代码-01", "C4")),
        (spoilt(2, "126290043800120000"), ("代码-02", "C4")),
        (spoilt(2, "91990102MAOX0002XQ"), ("代码-03", "C4")),
        (spoilt(2, CODES[2][:-1]), ("代码-04", "C4")),
        (spoilt(4, "2026/13/3"), ("日期-01", "E4")),
        (spoilt(4, "25/1/3"), ("日期-02", "E4")),
        (spoilt(4, "03/01/2025"), ("日期-02", "E4")),
        (spoilt(6, "2026-11-01"), ("日期-04", "G4")),
        (spoilt(0, 1234567890123456), ("表格-14", "A4")),
        (spoilt(0, "#REF!"), ("表格-16", "A4")),
        (spoilt(1, "测试县\ufffd山诊所"), ("编码-07", "B4")),
        (spoilt(1, ""), ("必填-01", "B4")),
        (spoilt(1, "张三110101199003078515诊所"), ("隐私-01", "B4")),
        (spoilt(0, "LIC-1"), ("重复-02", "A4")),
        (spoilt(3, "二〇二六年三号"), ("文号-02", "D4")),
    ],
)
def test_what_is_not_is_refused_at_its_place_and_marked(office, licences, tmp_path, row, found):
    before = licences.read_bytes()
    done = bring(office, table(tmp_path, licences, row))
    assert rules(done) == [found]
    assert licences.read_bytes() == before
    marked = openpyxl.load_workbook(done.annotated)
    assert found[0] in marked["原表"][found[1]].comment.text
    assert marked["原表"][found[1]].fill.start_color.rgb == "FFF4B6B6"
    told = [line[1].value for line in marked["问题汇总"].iter_rows(min_row=2) if line[0].value == "必须改"]
    assert told == [found[1]]


def test_the_marks_stand_on_the_right_cells_for_an_office_program_too(office, licences, tmp_path):
    done = bring(office, table(tmp_path, licences, spoilt(4, "25/1/3")))
    again = openpyxl.load_workbook(converted(done.annotated, "Calc MS Excel 2007 XML", "xlsx"))
    noted = [cell.coordinate for row in again["原表"].iter_rows() for cell in row if cell.comment]
    assert sorted(noted) == sorted({item.cell for item in done.findings})
    assert "E4" in noted
    assert "看不出年月日的先后" in again["原表"]["E4"].comment.text


def test_a_merged_cell_is_named_by_its_range_and_nothing_is_filled_down(office, licences, tmp_path):
    path = changed(table(tmp_path, licences, NEW), lambda page: page.merge_cells("B2:B4"))
    done = bring(office, path)
    assert rules(done) == [("表格-01", "B2")]
    assert "B2:B4" in done.findings[0].said


def test_a_formula_is_refused_even_when_its_result_would_do(office, licences, tmp_path):
    path = table(tmp_path, licences, spoilt(1, '="测试县"&"诊所"'))
    assert rules(bring(office, path)) == [("表格-15", "B4")]


def test_a_title_above_blank_rows_and_stars_in_the_header_do_no_harm(office, licences, tmp_path):
    head = [f"{name}（必填）" if name == "编号" else f" {name}* " for name in HEAD]
    rows = [["测试县许可公示"], head, *old(licences)[1:], [], NEW, [""] * 7, [" "]]
    done = bring(office, book(tmp_path / "许可.xlsx", rows))
    assert done.written
    assert old(licences)[-1] == NEW
    assert done.intake.told == ("表头在第 2 行，上面的没有导入", "跳过中间的 1 个空行")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ([*HEAD[:1], "机构名", *HEAD[2:]], {"表头-01", "表头-03"}),
        ([*HEAD, "备注"], {"表头-03"}),
        ([*HEAD[:5], "决定日", HEAD[6]], {"表头-05", "表头-02"}),
        (["甲", "乙", "丙"], {"表头-07"}),
    ],
)
def test_a_wrong_header_is_told_before_anything_else(office, licences, tmp_path, head, found):
    done = bring(office, book(tmp_path / "许可.xlsx", [head, [*NEW, "x"][: len(head)]]))
    assert {item.rule for item in done.findings} == found
    assert not done.written


def test_a_column_of_personal_data_is_left_out_and_never_written(office, licences, tmp_path):
    rows = [
        [*row, text] for row, text in zip([*old(licences), NEW], ("法人身份证号", "1", "2", "3"), strict=True)
    ]
    done = bring(office, book(tmp_path / "许可.xlsx", rows))
    assert [item.cell for item in done.findings if item.rule == "表头-08"] == ["H1"]
    assert done.written
    assert old(licences)[0] == HEAD


def test_a_natural_person_is_masked_before_anything_is_written(office, tmp_path):
    path = office / "data/penalties/2026.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    rows[2][1], rows[2][3] = "张三丰", "110101199003078515"
    done = bring(office, book(tmp_path / "处罚.xlsx", [*rows]), mode="update", name="penalties")
    assert "张三丰" not in path.read_text("utf-8")
    assert "110101" not in path.read_text("utf-8")
    assert done.intake.tidied == {"隐去自然人的姓名": ["第3行"], "删去自然人的证件号码": ["第3行"]}
    assert not done.plan.changes


def test_the_three_modes(office, licences, tmp_path):
    other = ["LIC-1", "测试县云川口腔门诊部有限公司", CODES[0], "测卫许〔2024〕9号", *old(licences)[1][4:]]
    only = book(tmp_path / "新.xlsx", [HEAD, other, NEW])
    assert rules(bring(office, only, mode="append")) == [("重复-04", "A2")]
    done = bring(office, only, mode="update")
    assert (done.plan.changes.added, done.plan.changes.removed) == (("LIC-3",), ())
    assert [(c.key, c.column, c.old, c.new) for c in done.plan.changes.cells] == [
        ("LIC-1", "文号", "测卫许〔2024〕1号", "测卫许〔2024〕9号")
    ]
    assert [row[0] for row in old(licences)] == ["编号", "LIC-1", "LIC-2", "LIC-3"]
    done = bring(office, only)
    assert done.plan.changes.removed == ("LIC-2",)
    assert [row[0] for row in old(licences)] == ["编号", "LIC-1", "LIC-3"]


def test_an_update_may_leave_columns_out_and_keeps_what_they_hold(office, licences, tmp_path):
    path = book(
        tmp_path / "改.xlsx",
        [["编号", "机构", "代码", "决定日", "公开日"], [*old(licences)[1][:3], "2024-03-02", "2024-03-05"]],
    )
    done = bring(office, path, mode="update")
    assert [(c.column, c.new) for c in done.plan.changes.cells] == [("决定日", "2024-03-02")]
    assert old(licences)[1][3] == "测卫许〔2024〕1号"
    assert "表头-02" in {item.rule for item in bring(office, path).findings}


def test_many_rows_do_not_vanish_unasked(office, licences, tmp_path):
    more = [[f"LIC-9{n}", *NEW[1:]] for n in range(8)]
    bring(office, table(tmp_path, licences, *more))
    before, few = licences.read_bytes(), book(tmp_path / "少.xlsx", [HEAD, NEW])
    with pytest.raises(WrongUse, match="会删除 10 条（共 10 条）"):
        bring(office, few)
    with pytest.raises(WrongUse, match="安全-01"):
        bring(office, few, allowed=9)
    assert licences.read_bytes() == before
    assert bring(office, few, allowed=10).written


def test_nothing_is_written_when_the_answer_is_no(office, licences, tmp_path):
    before = licences.read_bytes()
    done = bring(office, table(tmp_path, licences, NEW), agreed=False)
    assert not done.written
    assert licences.read_bytes() == before


def test_rows_go_into_the_file_of_their_year(office, tmp_path):
    folder = office / "data/penalties"
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    path, _ = desk.export(office, "处罚", tmp_path / "处罚.xlsx", TODAY)
    assert bring(office, path, name="").plan.changes == Changes()

    def amend(page):
        page["G3"] = "检查发现三名人员未取得执业证书。"

    done = bring(office, changed(path, amend), name="")
    assert done.written
    after = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert after["2026.csv"] == before["2026.csv"]
    lines = [
        b
        for b in zip(before["2025.csv"].splitlines(), after["2025.csv"].splitlines(), strict=True)
        if b[0] != b[1]
    ]
    assert len(lines) == 1


def test_which_list_is_meant_is_told_by_the_form_or_by_the_header(office, licences, tmp_path):
    assert bring(office, table(tmp_path, licences, NEW), name="").dataset.id == "licences"
    with pytest.raises(WrongUse, match=r"看不出 别的\.xlsx 是哪个清单的"):
        bring(office, book(tmp_path / "别的.xlsx", [["甲", "乙"], ["1", "2"]]), name="")
    with pytest.raises(WrongUse, match="是不是“许可公示”"):
        bring(office, table(tmp_path, licences, NEW), name="许可公式")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written(office, licences, tmp_path):
    path = table(tmp_path, licences, NEW)
    licences.parent.chmod(0o500)
    with pytest.raises(EnvironmentFault, match="原来的数据没有动"):
        bring(office, path)
    licences.parent.chmod(0o700)


def test_a_full_disk_leaves_everything_as_it_was(office, licences, tmp_path, monkeypatch):
    before, path = licences.read_bytes(), table(tmp_path, licences, NEW)
    write = type(path).write_bytes

    def full(self, content):
        if self.name.endswith(".csv.part"):
            write(self, content[:10])
            raise OSError(28, "No space left on device", str(self))
        return write(self, content)

    monkeypatch.setattr(type(path), "write_bytes", full)
    with pytest.raises(EnvironmentFault, match="原来的数据没有动"):
        bring(office, path)
    assert licences.read_bytes() == before
    assert [item.name for item in licences.parent.iterdir() if "part" in item.name] == []


def test_a_round_large_amount_that_is_new_is_doubted_and_may_stay(office, licences, tmp_path):
    described = licences.with_name("dataset.yaml")
    text = described.read_text("utf-8")
    text = text.replace("chronology:", "  - {name: 收费, role: amount, type: number}\nchronology:")
    described.write_text(text, "utf-8")
    rows = [[*row, said] for row, said in zip(old(licences), ("收费", "5000", "0.3"), strict=True)]
    licences.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    done = bring(office, table(tmp_path, licences, [*NEW, 3000], ["LIC-4", *NEW[1:], 1234]))
    doubts = [(item.cell, item.mend) for item in done.findings if item.rule == "金额-01"]
    assert doubts == [("H4", "如果是“3000”元，请改成 0.3；确实是这个数的不必改")]
    assert done.written


def test_what_an_import_breaks_in_rows_that_stay_is_told(office, licences, tmp_path):
    described = licences.with_name("dataset.yaml")
    described.write_text(described.read_text("utf-8") + "unique: [[文号]]\n", "utf-8")
    row = ["LIC-0", *NEW[1:3], "测卫许〔2024〕1号", *NEW[4:]]
    before = licences.read_bytes()
    done = bring(office, book(tmp_path / "新.xlsx", [HEAD, row]), mode="append")
    assert [(item.rule, item.key) for item in done.findings if item.severity == "error"] == [
        ("重复-01", "LIC-1")
    ]
    assert not done.written
    assert licences.read_bytes() == before


def test_what_was_wrong_before_does_not_hold_up_what_is_right(office, licences, tmp_path):
    licences.write_text(licences.read_text("utf-8").replace("2022-03-01", "2022-13-01"), "utf-8")
    done = bring(office, book(tmp_path / "新.xlsx", [HEAD, NEW]), mode="append")
    assert done.written


def test_a_row_that_another_list_names_does_not_go_unnoticed(office, licences, tmp_path):
    described = office / "data/penalties/dataset.yaml"
    text = described.read_text("utf-8") + "references: [{field: 代码, list: licences, to: 代码}]\n"
    described.write_text(text, "utf-8")
    done = bring(office, book(tmp_path / "新.xlsx", [HEAD, old(licences)[1]]))
    assert done.plan.changes.removed == ("LIC-2",)
    told = [(item.file, item.rule, item.key) for item in done.findings if item.severity == "error"]
    assert told == [("data/penalties/2026.csv", "引用-01", "PEN-2026-001")]
    assert not done.written


def test_data_that_change_while_the_question_stands_are_not_written_over(office, licences, tmp_path):
    def meanwhile(_):
        licences.write_text(licences.read_text("utf-8").replace("LIC-2", "LIC-20"), "utf-8")
        return True

    with pytest.raises(WrongUse, match="刚才被别人改了"):
        desk.bring(office, table(tmp_path, licences, NEW), "许可", "replace", 0, TODAY, meanwhile)
    assert "LIC-20" in licences.read_text("utf-8")
    assert "LIC-3" not in licences.read_text("utf-8")


def run(monkeypatch, capsys, *arguments, answer=None):
    monkeypatch.setattr(editing, "today", lambda: TODAY)
    if answer is not None:
        monkeypatch.setattr(
            "sys.stdin", type("Keyboard", (io.StringIO,), {"isatty": lambda _: True})(answer + "\n")
        )
    code = cli.main([str(item) for item in arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_command_shows_the_plan_asks_and_writes(office, licences, tmp_path, monkeypatch, capsys):
    path = table(tmp_path, licences, NEW)
    code, said = run(monkeypatch, capsys, "import", path, "--root", office, answer="否")
    assert (code, "没有写入，数据没有变。" in said) == (0, True)
    assert "将新增 1 条、修改 0 条、删除 0 条。" in said
    assert "  新增：LIC-3" in said
    code, said = run(monkeypatch, capsys, "import", path, "--root", office, answer="是")
    assert (code, "✓ 已写入 data/licences" in said) == (0, True)
    code, said = run(monkeypatch, capsys, "import", path, "--root", office, "--yes")
    assert (code, "和现有的数据一样" in said) == (0, True)


def test_the_command_without_a_keyboard_wants_a_yes(office, licences, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, said = run(monkeypatch, capsys, "import", table(tmp_path, licences, NEW), "--root", office)
    assert code == 2
    assert "请加 --yes" in said


def test_the_command_tells_faults_and_the_marked_copy(office, licences, tmp_path, monkeypatch, capsys):
    path = table(tmp_path, licences, spoilt(4, "25/1/3"))
    code, said = run(monkeypatch, capsys, "import", path, "--root", office, "--yes")
    assert code == 1
    assert "✗ 许可.xlsx 第4行 E列「决定日」：“25/1/3”看不出年月日的先后。请写全，例如 2025-04-03。" in said
    assert "许可_标注.xlsx" in said
    assert "data 里的数据没有变" in said


def test_forms_are_never_written_over_and_know_their_list(office, tmp_path, monkeypatch, capsys):
    out = tmp_path / "空表.xlsx"
    code, said = run(monkeypatch, capsys, "template", "处罚", "--out", out, "--root", office)
    assert code == 0, said
    page = openpyxl.load_workbook(out)
    assert [cell.value for cell in page["处罚"][1]][:3] == ["编号", "当事人", "类别"]
    assert page["处罚"].freeze_panes == "B2"
    assert page["选项"].sheet_state == "hidden"
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in page["处罚"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists["C2"] == "选项!$D$2:$D$4"
    assert [page["选项"][f"D{row}"].value for row in (1, 2, 3)] == ["类别", "法人及非法人组织", "自然人"]
    assert page["处罚"].column_dimensions["A"].number_format == "@"
    code, said = run(monkeypatch, capsys, "template", "处罚", "--out", out, "--root", office)
    assert (code, "没有覆盖" in said) == (2, True)
    code, said = run(monkeypatch, capsys, "import", out, "--root", office, "--yes")
    assert code == 2
    assert "会删除 5 条（共 5 条）" in said


def report_of(path):
    made = openpyxl.load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in made}


def test_what_the_screen_only_counts_stands_in_a_report(office, licences, tmp_path, monkeypatch, capsys):
    rows = [[f" LIC-9{n:02} ", *NEW[1:4], "25/1/3", *NEW[5:]] for n in range(25)]
    path = table(tmp_path, licences, *rows)
    code, said = run(monkeypatch, capsys, "import", path, "--root", office, "--yes")
    assert code == 1
    assert said.count("看不出年月日的先后") == 20
    assert "  另有 5 处相同问题〔日期-02〕" in said
    assert f"列在 {tmp_path / '许可_检查报告.xlsx'} 里。" in said
    sheets = report_of(tmp_path / "许可_检查报告.xlsx")
    assert [row[4] for row in sheets["问题"] if row[8] == "日期-02"] == [f"E{n}" for n in range(4, 29)]
    assert sheets["已自动规范"][0] == ["单元格", "列", "做了什么", "原来", "现在"]
    assert sheets["已自动规范"][1] == ["A4", "编号", "去掉首尾空格", " LIC-900 ", "LIC-900"]
    assert len(sheets["已自动规范"]) == 26


def test_a_short_story_needs_no_report(office, licences, tmp_path):
    done = bring(office, table(tmp_path, licences, spoilt(4, "25/1/3")))
    assert done.report is None
    assert not (tmp_path / "许可_检查报告.xlsx").exists()


def test_a_report_does_not_repeat_who_was_masked(office, tmp_path):
    path = office / "data/penalties/2026.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    for n in range(4):
        rows.append([f"PEN-2026-9{n}", "张三丰", *rows[2][2:3], "110101199003078515", *rows[2][4:]])
    done = bring(office, book(tmp_path / "处罚.xlsx", [*rows]), mode="update", name="penalties", agreed=False)
    said = report_of(done.report)["已自动规范"]
    assert next(row[1:] for row in said if row[2] == "隐去自然人的姓名") == [
        "当事人", "隐去自然人的姓名", "（不写出）", "张某某",
    ]  # fmt: skip
    content = str(report_of(done.report))
    assert "张三丰" not in content
    assert "110101" not in content


def test_a_check_can_be_saved_as_a_workbook(office, licences, tmp_path, monkeypatch, capsys):
    head, *rows = licences.read_text("utf-8").splitlines()
    bad = [rows[0].replace("LIC-1", f"LIC-{n}").replace("2024-03-01", "2024-13-01") for n in range(100, 125)]
    licences.write_text("\n".join([head, *bad]) + "\n", "utf-8")
    code, said = run(monkeypatch, capsys, "check", "--root", office)
    assert code == 1
    assert "另有 5 处相同问题〔日期-01〕" in said
    assert "gongshi check --out 检查报告.xlsx" in said
    out = tmp_path / "检查报告.xlsx"
    code, said = run(monkeypatch, capsys, "check", "--root", office, "--out", out)
    assert (code, "✓ 报告写在" in said) == (1, True)
    found = report_of(out)["问题"]
    assert found[0][:5] == ["要不要改", "文件", "行", "列", "单元格"]
    assert len([row for row in found if row[8] == "日期-01"]) == 25
