"""The hidden column of keys in an exported form: an edited key is noticed, everything else about it is ignored."""

from __future__ import annotations

import openpyxl
import pytest

from generator import cli, desk
from tests.spreadsheets import changed, converted
from tests.test_import import NEW, TODAY, bring, old

__all__ = ["licences"]


@pytest.fixture
def licences(office):
    return office / "data/licences/licences.csv"


@pytest.fixture
def form(office, tmp_path):
    """Return the form of the licences with its two rows in it."""
    return desk.export(office, "licences", tmp_path / "许可.xlsx", TODAY)[0]


def keys(brought):
    return [(item.rule, item.cell, item.severity) for item in brought.findings if item.rule == "编号-01"]


def test_the_column_is_there_and_out_of_sight(office, form, tmp_path):
    page = openpyxl.load_workbook(form).worksheets[0]
    assert [page.cell(row, 8).value for row in (1, 2, 3)] == ["原来的编号（不要改）", "LIC-1", "LIC-2"]
    assert page.column_dimensions["H"].hidden
    blank = openpyxl.load_workbook(desk.template(office, "许可", tmp_path / "空.xlsx", TODAY)).worksheets[0]
    assert blank.max_column == 7


@pytest.mark.parametrize("mode", ["replace", "append", "update"])
def test_an_edited_key_is_no_silent_loss_and_gain(office, licences, form, mode):
    before = licences.read_bytes()
    done = bring(office, changed(form, lambda page: page.__setitem__("A3", "LIC-22")), mode=mode, name="")
    assert keys(done) == [("编号-01", "A3", "error")]
    (found,) = [item for item in done.findings if item.rule == "编号-01"]
    assert found.said == "改了编号：原来是“LIC-2”，现在是“LIC-22”"
    assert found.mend.endswith("--allow-renumber 1")
    assert done.plan.renumbered == (("LIC-2", "LIC-22"),)
    assert not done.written
    assert licences.read_bytes() == before
    assert "改了编号" in openpyxl.load_workbook(done.annotated)["原表"]["A3"].comment.text


def test_it_is_noticed_after_an_office_program_has_saved_it(office, form):
    path = changed(form, lambda page: page.__setitem__("A2", "LIC-12"))
    for kind, ending in (("Calc MS Excel 2007 XML", "xlsx"), ("MS Excel 97", "xls")):
        assert keys(bring(office, converted(path, kind, ending), name="许可")) == [("编号-01", "A2", "error")]


def test_a_key_that_is_filled_down_by_the_mouse_is_noticed_on_every_row(office, form):
    def fill(page):
        page["A2"], page["A3"] = "LIC-2", "LIC-3"

    done = bring(office, changed(form, fill), name="")
    assert keys(done) == [("编号-01", "A2", "error"), ("编号-01", "A3", "error")]
    assert done.plan.renumbered == (("LIC-1", "LIC-2"), ("LIC-2", "LIC-3"))


def test_a_row_that_is_written_over_by_another_is_one_that_goes_and_one_that_comes(office, form):
    def over(page):
        for place, cell in enumerate(NEW, start=1):
            page.cell(3, place).value = cell

    done = bring(office, changed(form, over), name="")
    assert keys(done) == []
    assert (done.plan.changes.added, done.plan.changes.removed) == (("LIC-3",), ("LIC-2",))


def test_who_really_means_it_says_how_many(office, licences, form, capsys, monkeypatch):
    path = changed(form, lambda page: page.__setitem__("A3", "LIC-22"))
    wanted = [str(item) for item in ("import", path, "--yes", "--root", office)]
    assert cli.main(wanted) == 1
    assert "改了编号：原来是“LIC-2”" in capsys.readouterr().err
    assert cli.main([*wanted, "--allow-renumber", "1", "--mode", "update"]) == 1
    capsys.readouterr()
    assert cli.main([*wanted, "--allow-renumber", "1"]) == 0
    said = capsys.readouterr().out
    assert "将新增 0 条、修改 0 条、删除 0 条、改编号 1 条。" in said
    assert "  改编号：LIC-2→LIC-22（网址跟着变，原来的网址打不开了）" in said
    assert [row[0] for row in old(licences)] == ["编号", "LIC-1", "LIC-22"]


def test_a_row_made_by_copying_another_is_new(office, licences, form):
    def copy(page):
        page.insert_rows(3)
        for place, cell in enumerate([*NEW, page["H2"].value], start=1):
            page.cell(3, place, cell)

    done = bring(office, changed(form, copy), name="")
    assert keys(done) == []
    assert done.plan.changes.added == ("LIC-3",)
    assert done.plan.changes.removed == ()
    assert done.written


def test_of_two_copies_whose_original_is_gone_one_is_renumbered(office, form):
    def copy(page):
        page["A3"] = "LIC-8"
        for place in range(1, 9):
            page.cell(4, place, page.cell(3, place).value)
        page["A4"] = "LIC-9"

    done = bring(office, changed(form, copy), name="")
    assert keys(done) == [("编号-01", "A3", "error")]


def test_a_row_that_was_emptied_is_gone_although_its_hidden_key_is_not(office, form):
    def empty(page):
        for place in range(1, 8):
            page.cell(3, place).value = None

    done = bring(office, changed(form, empty), name="")
    assert [item.rule for item in done.findings if item.severity == "error"] == []
    assert done.plan.changes.removed == ("LIC-2",)
    assert done.plan.renumbered == ()


def test_rows_sorted_without_the_hidden_column_are_no_renumbering(office, licences, form):
    before = licences.read_bytes()

    def swap(page):
        for place in range(1, 8):
            page.cell(2, place).value, page.cell(3, place).value = (
                page.cell(3, place).value, page.cell(2, place).value,
            )  # fmt: skip

    done = bring(office, changed(form, swap), name="")
    assert (keys(done), bool(done.plan.changes)) == ([], False)
    assert licences.read_bytes() == before


def test_a_form_without_the_column_or_with_nonsense_in_it_is_as_good(office, form):
    def nonsense(page):
        page["H2"], page["H3"] = "没有这个编号", 12
        page["A3"] = "LIC-22"

    assert keys(bring(office, changed(form, nonsense), name="")) == []
    done = bring(office, changed(form, lambda page: page.delete_cols(8)), name="")
    assert keys(done) == []
    assert "表头-03" not in {item.rule for item in done.findings}
