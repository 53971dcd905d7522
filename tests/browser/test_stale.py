"""Pages that were not fetched again: what has ended is not shown, by the clock of Beijing, in real Chromium."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, expect

from generator import line
from tests.browser.conftest import Watched, served

AS_OF = date(2026, 11, 20)
LAST = "2026-11-21T23:59:58+08:00"
AFTER = "2026-11-22T00:00:02+08:00"
NAME, ACT, SHOP = "张某某", "在出租屋内为他人拔牙", "测试县石桥美容店"
"""Of records whose last day is 2026-11-21; the shop has no other."""
ENDED = "该信息公示期已满，依法停止公示。请以最新网页为准。"
RECORD, ENTITY = "penalties/PEN-2026-002.html", "entity/91990102MA9X00038Q.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory, _office):
    folder = tmp_path_factory.mktemp("clock") / "repo"
    shutil.copytree(_office, folder)
    with (folder / "data/penalties/2026.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"PEN-2026-008,{SHOP},法人及非法人组织,91990102MA9X00038Q,测卫罚〔2026〕8号,未公示卫生许可证,"
            "再次检查仍未公示。,轻微,2026-08-21,2026-11-21,具有一定社会影响,,2026-08-25,公示中,,,\n"
        )
    line.build(folder, folder / "site", AS_OF)
    return folder / "site"


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    with served(site) as found:
        yield found


@dataclass
class Visits:
    """Open pages at a moment of the visitor's clock."""

    browser: object
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, path, moment, *, zone="Asia/Shanghai", javascript=True, width=390, height=844):
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, timezone_id=zone, java_script_enabled=javascript
        )
        self.contexts.append(context)
        view = Watched(context, self.address, moment="")
        view.page.clock.set_fixed_time(moment)
        view.open(path)
        self.view = view
        return view.page


@pytest.fixture
def visit(browser, address):
    made = Visits(browser, address)
    yield made
    for context in made.contexts:
        context.close()


def says(page) -> str:
    """Return what can be seen and what is told to who cannot see."""
    return page.locator("body").inner_text() + page.locator("body").aria_snapshot()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("moment", "shown"), [("2026-11-20T12:00:00+08:00", True), (LAST, True), (AFTER, False)]
)
def test_a_record_is_shown_through_its_last_day_in_beijing(visit, moment, zone, shown):
    page = visit(RECORD, moment, zone=zone)
    assert (ACT in says(page)) is shown
    assert (ENDED in says(page)) is not shown
    assert (NAME in page.title()) is shown
    page.emulate_media(media="print")
    assert (ACT in page.locator("main").inner_text()) is shown
    rows = visit("penalties/index.html", moment, zone=zone).locator("#rows tbody tr")
    assert (NAME in "".join(rows.all_inner_texts())) is shown
    assert rows.count() == (4 if shown else 2)
    assert ("本页有 2 条公示期已满，不再显示。" in says(visit.view.page)) is not shown
    assert visit.view.complaints == []


@pytest.mark.parametrize("path", ["entity/p1.html", "entity/by/letter/s/index.html", ENTITY])
def test_an_organisation_goes_with_its_last_record(visit, site, path):
    if not (site / path).exists():
        path = next(
            p.relative_to(site).as_posix() for p in sorted(site.glob("entity/by/district/*/index.html"))
        )
    assert SHOP in says(visit(path, LAST))
    page = visit(path, AFTER)
    assert SHOP not in says(page)
    assert SHOP not in page.title()
    assert ("91990102MA9X00038Q" in page.locator("main").inner_text()) is False


def test_an_organisation_with_other_records_stays(visit):
    page = visit("entity/91990102MA9X000111.html", AFTER)
    assert page.locator(".g-card").count() == 2


@pytest.mark.parametrize("moment", ["2001-01-01T00:00:00+08:00", "1969-12-31T00:00:00+08:00"])
def test_a_clock_that_is_late_by_years_changes_nothing(visit, moment):
    page = visit(RECORD, moment)
    assert ACT in says(page)
    assert page.locator("#g-old").count() == 0
    page = visit(f"search.html?q={NAME}", moment)
    expect(page.locator("#results")).to_contain_text("找到 0 个机构、1 条记录")


def test_without_a_script_the_page_is_as_it_was_built(visit):
    page = visit(RECORD, "2027-06-01T12:00:00+08:00", javascript=False)
    assert ACT in page.locator("main").inner_text()
    assert page.locator("#g-old").count() == 0


# --- How old the page is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2026-11-23T23:59:00+08:00", None),
        ("2026-11-24T00:01:00+08:00", "11月20日，已 4 天"),
        ("2027-01-02T12:00:00+08:00", "2026年11月20日，已 43 天"),
    ],
)
@pytest.mark.parametrize("path", ["index.html", "about.html", RECORD, "licences/index.html"])
def test_an_old_page_says_how_old_it_is(visit, path, moment, days):
    page = visit(path, moment)
    if days is None:
        assert "没有更新" not in says(page)
        return
    note = page.get_by_role("status").first
    said = f"本页数据截至 {days}没有更新，可能不是最新情况。请刷新页面，或者致电 0000-1234567 核实。"
    assert note.inner_text().endswith(said)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("elder", ["", "?elder=1"])
def test_the_notice_is_seen_on_a_small_phone(visit, width, elder):
    page = visit(f"{RECORD}{elder}", "2026-11-24T12:00:00+08:00", width=width, height=640)
    note = page.locator("#g-old")
    assert note.is_visible()
    assert note.get_by_role("link", name="0000-1234567").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert note.bounding_box()["y"] < 640


def test_a_cell_that_names_a_record_that_ended_names_it_no_more(visit):
    page = visit("about.html", AFTER)
    page.route(
        "**/about.html",
        lambda route: route.fulfill(response=(got := route.fetch()), body=got.text().replace(
            "</article>", "<table id=t><tr><td data-until=2026-11-21>张某某</td><td><a href=x data-until=2026-11-21>张某某</a>"
            "</td><td data-until=2026-11-22>李某</td></tr></table></article>", 1)),
    )  # fmt: skip
    page.reload()
    assert page.locator("#t td").all_inner_texts() == ["—", "—", "李某"]
    assert page.locator("#t [href]").count() == 0


def test_a_page_left_open_over_midnight_or_taken_from_memory_is_looked_at_again(visit):
    page = visit("penalties/index.html", LAST)
    assert NAME in says(page)
    page.clock.set_fixed_time(AFTER)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert NAME not in says(page)


def test_what_may_have_ended_is_not_seen_while_the_page_is_read(visit):
    page = visit("about.html", AFTER)
    page.route(
        "**/PEN-2026-002.html",
        lambda route: route.fulfill(response=(got := route.fetch()), body=got.text().replace(
            "</h1>", "</h1><script src=../assets/late.js></script>", 1)),
    )  # fmt: skip
    page.route("**/late.js", lambda route: route.fulfill(
        body="self.early = document.querySelector('.g-whole h1').checkVisibility({visibilityProperty: true})"))  # fmt: skip
    page.goto(visit.address + RECORD)
    assert page.evaluate("self.early") is False
    assert ENDED in says(page)


# --- What is found ---------------------------------------------------------------------------------------


def results(visit, path, moment, *, timeout=5000):
    page = visit(path, moment)
    expect(page.locator("#results .g-count")).not_to_have_text("正在读取数据，请稍候。", timeout=timeout)
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    return page.locator("#results").inner_text()


def test_a_stale_index_shows_nothing_that_has_ended(visit):
    said = results(visit, "search.html?q=测卫罚", LAST)
    assert "4 条记录" in said
    assert "不再显示" not in said
    said = results(visit, "search.html?q=测卫罚", AFTER)
    assert "找到 0 个机构、2 条记录。另有 2 条已过公示期，不再显示。" in said
    assert NAME not in said
    assert SHOP not in said
    said = results(visit, f"search.html?q={SHOP}", AFTER)
    assert "没有找到" in said
    assert "另有 1 个机构、1 条已过公示期，不再显示。" in said
    said = results(visit, "penalties/index.html?q=测卫罚", AFTER)
    assert "找到 2 条（共 2 条）。另有 2 条已过公示期，不再显示。" in said
    assert visit.view.complaints == []


def test_of_an_index_too_old_to_know_lists_that_end_are_left_out(visit):
    said = results(visit, "search.html?q=测卫", "2027-02-01T12:00:00+08:00")
    assert "4 条记录。另有 2 条" in said, "of the penalties that are left one ends in May"
    assert "数据太旧" not in said
    said = results(visit, "search.html?q=测卫", "2027-06-01T12:00:00+08:00")
    assert "没有列出：处罚公示。" in said
    assert "测卫许" in said
    assert "测卫罚" not in said


def test_from_a_folder_it_is_the_same(visit, site):
    said = results(visit, f"file://{site}/search.html?q=测卫罚", AFTER)
    assert "2 条记录。另有 2 条已过公示期，不再显示。" in said


def test_the_printed_sheet_leaves_out_what_has_ended(visit):
    page = visit("sheet.html?q=测卫罚", AFTER)
    expect(page.locator("#sheet-said")).to_contain_text(
        "2 条记录，全部列在下面。另有 2 条已过公示期，不再列出。"
    )
    assert NAME not in page.locator("#sheet-hits").inner_text()


@pytest.mark.parametrize("folder", [False, True], ids=["served", "folder"])
def test_a_list_of_names_is_checked_against_what_may_still_be_shown(visit, site, folder):
    names = "\n".join([SHOP, "91990102MA9X00038Q", "测试县𬭎泰宾馆（有限合伙）"])
    for moment, found in ((LAST, 3), (AFTER, 1)):
        page = visit(f"file://{site}/check.html" if folder else "check.html", moment)
        page.locator("#lines").fill(names)
        page.locator("#run").click()
        expect(page.locator("#sum")).to_contain_text(f"找到 {found}、")
        assert ("本站数据里另有 2 条已过公示期，没有计入。" in page.locator("#sum").inner_text()) is (
            found == 1
        )


def test_the_script_is_small_and_asks_nobody(site):
    script = (site / "assets/gov.js").read_bytes()
    assert len(gzip.compress(script)) <= 3072
    assert b"http" not in script.replace(b"https ", b"")
    assert b"fetch" not in script
