"""Check a whole list in the browser: what is there is found, what is not never is, and no name leaves the page."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import threading
import time
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
import xlsxwriter
from playwright.sync_api import expect
from stdnum.cn import uscc

from generator import line, starter
from generator.roles import ALPHABET, organisation_holds

HEADS = ("测试县", "测试县城东区", "示例市北川县")
TRADES = (
    "口腔门诊部有限公司",
    "口腔诊所",
    "宾馆（有限合伙）",
    "美容美发有限公司",
    "民宿",
    "综合门诊部（普通合伙）",
)
FIRST, SECOND = "安康和泰瑞嘉盛恒福宁祥润明德仁济", "禾源丰达信诚林岚溪云川海岳阳星辰"
OTHER = "早年口腔医院"
CSP = "default-src 'self'; img-src 'self' data:"


def code(draw: random.Random) -> str:
    """Invent a valid credit code of the fictitious region 990102."""
    body = "MA" + "".join(draw.choice(ALPHABET) for _ in range(6))
    check = next((char for char in "0123456789X" if organisation_holds(body + char)), "")
    head = f"91990102{body}{check}"
    return head + uscc.calc_check_digit(head)


def invented(draw: random.Random, used: set[str]) -> str:
    while True:
        name = draw.choice(HEADS) + "".join(map(draw.choice, (FIRST, SECOND, FIRST))) + draw.choice(TRADES)
        if name not in used:
            used.add(name)
            return name


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Build a small office with 400 more organisations; one has a former name, two share a name."""
    office = starter.office(tmp_path_factory.mktemp("check") / "repo")
    shutil.copytree(Path(__file__).parents[1] / "office", office / "data", dirs_exist_ok=True)
    draw, used = random.Random(7), set()
    rows = [[f"LIC-3{n:03}", invented(draw, used), code(draw), ""] for n in range(400)]
    rows[1][1] = rows[0][1]
    rows[2][3] = f"{OTHER}|早口"
    folder = office / "data/licences"
    described = folder / "dataset.yaml"
    text = described.read_text(encoding="utf-8")
    alias = "  - {name: 曾用名, role: alias, many: true}\nchronology:"
    described.write_text(text.replace("chronology:", alias), encoding="utf-8")
    old = (folder / "licences.csv").read_text(encoding="utf-8").splitlines()
    new = [f"{old[0]},曾用名", *(f"{row}," for row in old[1:])]
    new += [f"{k},{n},{c},测卫许〔2025〕{k[4:]}号,2025-03-03,,2025-03-05,{a}" for k, n, c, a in rows]
    (folder / "licences.csv").write_text("\n".join(new) + "\n", encoding="utf-8")
    line.build(office, office / "site", line.date(2026, 11, 21))
    return office / "site"


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def base(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/site/"
    server.shutdown()


@pytest.fixture(scope="module")
def data(site):
    text = (site / "assets/names.js").read_text(encoding="utf-8-sig")
    return json.loads(text.removeprefix("gongshiNames(").removesuffix(");\n"))


@pytest.fixture(scope="module")
def mixed(data):
    """Return 1,000 lines, 50 of them planted: the lines, and by line the code of the organisation meant."""
    draw, e = random.Random(11), data["entities"]
    dresses = [
        lambda n, c: n,
        lambda n, c: c,
        lambda n, c: c.lower(),
        lambda n, c: "".join(chr(ord(x) + 0xFEE0) for x in c),
        lambda n, c: f"{c[:2]} {c[2:8]}-{c[8:17]} {c[17]}",
        lambda n, c: n.replace("（", "[").replace("）", "]") + " ",
        lambda n, c: f"{n}\t{c}",
        lambda n, c: f"{n}（{c}）",
    ]
    twice = {n for n in e["n"] if e["n"].count(n) > 1}
    chosen = draw.sample([at for at in range(len(e["n"])) if e["n"][at] not in twice], 50)
    planted = {dresses[k % len(dresses)](e["n"][at], e["c"][at]): e["c"][at] for k, at in enumerate(chosen)}
    used, lines = set(e["n"]), list(planted)
    while len(lines) < 1000:
        name = invented(draw, used)
        lines.append(draw.choice((name, name + "第二分店", code(draw), name.replace("有限公司", ""))))
        if lines[-1] in e["n"]:
            lines.pop()
    draw.shuffle(lines)
    return lines, {at + 1: planted[text] for at, text in enumerate(lines) if text in planted}


def put(page, text: str) -> None:
    """Set the whole text: Playwright's own way takes a minute for what a real paste does in a moment."""
    page.locator("#lines").evaluate(
        "(box, text) => { box.value = text; box.dispatchEvent(new Event('input')); }", text
    )


def run(page, text: str, said: str = "核对 ") -> str:
    put(page, text)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#said")).to_contain_text("核对完毕", timeout=30000)
    expect(page.locator("#sum")).to_contain_text(said)
    return page.locator("#sum").inner_text()


def table(page) -> list[list[str]]:
    """Return the rows shown: line, state, code."""
    return page.eval_on_selector_all(
        "#rows tr",
        "rows => rows.map(r => [r.cells[0].textContent, r.querySelector('.g-tag').textContent, r.cells[4].textContent])",
    )


def saved(page) -> list[list[str]]:
    with page.expect_download() as event:
        page.get_by_role("button", name="下载结果（CSV）").click()
    assert event.value.suggested_filename.startswith("批量核对结果_20")
    raw = Path(event.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def choose(page, name: str, content: bytes, said: str = "读到") -> str:
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    expect(page.locator("#said")).to_contain_text(said, timeout=30000)
    return page.locator("#lines").input_value()


def test_the_search_page_of_a_small_site_asks_for_its_data_at_once_and_once(watched, site):
    file = json.loads((site / "assets/search.json").read_text(encoding="utf-8"))["file"]
    html = (site / "search.html").read_text(encoding="utf-8")
    assert f'<link rel="preload" href="{file}" as="fetch" crossorigin>' in html
    visit, asked = watched(), []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(visit.base)))
    page = visit.open("search.html")
    page.wait_for_timeout(4_000)  # until then Chromium complains of what was asked for and not used
    assert (asked.count(file), visit.complaints) == (1, [])


def test_fifty_planted_are_found_and_nothing_else(watched, mixed):
    lines, planted = mixed
    page = watched().open("check.html")
    said = run(page, "\n".join(lines), "核对 1,000 行")
    assert "找到 50、" in said
    rows = saved(page)
    found = {int(row[0]): row[5] for row in rows[1:] if row and row[0].isdigit() and row[2] == "找到"}
    assert {at: text.removeprefix("'") for at, text in found.items()} == planted


def test_no_request_carries_a_name(watched, mixed, base):
    lines, _ = mixed
    view = watched()
    asked = []
    view.page.context.on("request", lambda r: asked.append(f"{unquote(r.url)} {r.post_data or ''}"))
    page = view.open("check.html")
    book = io.BytesIO()
    sheet = openpyxl.Workbook()
    for text in lines:
        sheet.active.append([text])
    sheet.save(book)
    choose(page, "名单.xlsx", book.getvalue())
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#answer")).to_be_visible(timeout=30000)
    saved(page)
    page.locator("#only").select_option("found")
    assert {url.strip().removeprefix(base) for url in asked if not url.startswith("blob:")} >= {
        "check.html", "assets/names.js", "assets/check-worker.js", "assets/vendor/fflate.js",
    }  # fmt: skip
    assert not [url for url in asked if "?" in url or any(text.strip() in url for text in lines)]
    assert page.evaluate("[localStorage.length, sessionStorage.length, location.search]") in (
        [0, 0, ""], [1, 0, ""],
    )  # fmt: skip
    assert view.strangers == []
    assert view.complaints == []


def test_the_same_without_a_worker(watched, mixed, site):
    lines, planted = mixed
    view = watched()
    page = view.open(f"file://{site}/check.html")
    assert "找到 50、" in run(page, "\n".join(lines), "核对 1,000 行")
    assert len(page.workers) == 0
    page.locator("#only").select_option("found")
    assert {int(row[0]): row[2] for row in table(page)} == planted
    assert view.complaints == []


def sheet_of(rows: list[list[str]], maker: str) -> bytes:
    out = io.BytesIO()
    if maker == "openpyxl":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(out)
        return out.getvalue()
    with xlsxwriter.Workbook(out, {"constant_memory": maker == "inline", "in_memory": True}) as book:
        hidden = book.add_worksheet("旧")
        shown = book.add_worksheet("名单")
        shown.activate()
        hidden.hide()
        bold = book.add_format({"bold": True})
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                if at == 1 and column == 1 and maker == "shared":
                    shown.write_rich_string(at, column, bold, text[:2], text[2:])
                else:
                    shown.write(at, column, text)
    return out.getvalue()


def text_of(rows: list[list[str]], encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("kind", ["gb18030", "utf-8-sig", "utf-16", "openpyxl", "shared", "inline"])
def test_files_of_every_make(watched, data, kind):
    e = data["entities"]
    names = [n for n in e["n"] if e["n"].count(n) == 1][:20]
    rows = [["序号", "机构名称", "备注"], *([str(k), name, "其他"] for k, name in enumerate(names, 1))]
    encoded = kind.startswith(("gb", "utf"))
    view = watched(1366, 768)
    page = view.open("check.html")
    content = text_of(rows, kind) if encoded else sheet_of(rows, kind)
    assert choose(page, "名单.csv" if encoded else "名单.xlsx", content).split("\n") == names
    assert page.locator("#column").input_value() == "1"
    assert page.locator("#header").is_checked()
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#sum")).to_contain_text("核对 20 行：找到 20、相近 0、没有找到 0。")
    assert [row[0] for row in table(page)] == [str(number) for number in range(2, 22)]
    assert view.complaints == []


def test_another_column_may_be_chosen(watched, data):
    e = data["entities"]
    rows = [["名称", "统一社会信用代码"], *([n, c] for n, c in list(zip(e["n"], e["c"], strict=True))[:5])]
    page = watched().open("check.html")
    choose(page, "a.csv", text_of(rows, "utf-8"))
    page.locator("#column").select_option("1")
    assert page.locator("#lines").input_value().split("\n") == e["c"][:5]
    page.locator("#header").uncheck()
    assert page.locator("#lines").input_value().startswith("统一社会信用代码\n")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"\xff\x00\xfe\x81\xff", "认不出这个文件的文字编码"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "打不开"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        ("a.txt", b"\n \n", "没有文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(watched, name, content, said):
    view = watched()
    choose(view.open("check.html"), name, content, said)
    assert view.complaints == []


def test_a_large_file_is_refused(watched, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x" * ((20 << 20) + 1))
    page = watched().open("check.html")
    page.locator("#file").set_input_files(tmp_path / "a.txt")
    expect(page.locator("#said")).to_contain_text("超过 20 MB")


def test_a_file_may_be_dropped(watched):
    page = watched().open("check.html")
    page.evaluate(
        "() => { const carried = new DataTransfer(); carried.items.add(new File(['甲诊所\\n乙诊所'], 'a.txt'));"
        "document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true })); }"
    )
    expect(page.locator("#said")).to_contain_text("读到 2 行")


def test_a_bomb_is_refused(watched):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet_of([["甲"]], "openpyxl"))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            whole = b" " * (201 << 20) if item == "xl/worksheets/sheet1.xml" else old.read(item)
            new.writestr(item, whole)
    page = watched().open("check.html")
    choose(page, "a.xlsx", out.getvalue(), "超过 200 MB")


@pytest.mark.long
def test_ten_thousand_lines_and_not_one_more(watched, data):
    draw, used = random.Random(3), set(data["entities"]["n"])
    lines = [code(draw) if n % 2 else invented(draw, used) + str(n) for n in range(10000)]
    for maker in ("page", "xlsx"):
        page = watched().open("check.html")
        if maker == "xlsx":
            choose(page, "a.xlsx", sheet_of([[text] for text in [*lines, "再一家"]], "openpyxl"), "10,001 行")
        put(page, "\n".join([*lines, "再一家"]))
        page.get_by_role("button", name="核对", exact=True).click()
        expect(page.locator("#said")).to_contain_text("一次最多核对 10,000 行")
        assert not page.locator("#answer").is_visible()
    began = time.monotonic()
    said = run(page, "\n".join(lines) + "\n\n", "核对 10,000 行")
    assert "找到 0、" in said
    assert time.monotonic() - began < 10
    assert page.locator("#rows tr").count() == 200
    page.get_by_role("button", name="更多").click()
    assert page.locator("#rows tr").count() == 400


def test_the_page_is_never_frozen_without_a_worker(watched, site, data):
    draw, used = random.Random(3), set(data["entities"]["n"])
    page = watched().open(f"file://{site}/check.html")
    page.evaluate(
        "() => { let last = performance.now(); window.longest = 0;"
        "setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 5); }"
    )
    run(page, "\n".join(invented(draw, used) + str(n) for n in range(3000)), "核对 3,000 行")
    assert page.evaluate("longest") < 1000


def test_a_spreadsheet_cannot_be_made_to_run_anything(watched):
    page = watched().open("check.html")
    hostile = [
        '=HYPERLINK("https://evil.example","x")有毒',
        "+虚构名称一",
        "-虚构名称二",
        "@虚构名称三",
        "126290004380012000",
    ]
    run(page, "\n".join(hostile))
    rows = {row[0]: row for row in saved(page) if row and row[0].isdigit()}
    assert [rows[str(n)][1] for n in range(1, 6)] == ["'" + text for text in hostile]
    assert not [cell for row in rows.values() for cell in row if cell[:1] in set("=+-@")]


def test_the_file_says_what_was_searched(watched, data):
    page = watched().open("check.html")
    run(page, "没有这一家\n" + data["entities"]["n"][5])
    rows = saved(page)
    assert rows[0] == ["行号", "输入", "结果", "说明", "机构名称", "统一社会信用代码", "各清单条数"]
    said = "".join(cell for row in rows if row and row[0] == "说明" for cell in row)
    assert "没找到不代表没有记录" in said
    assert "2026-11-21" in said
    assert "0000-1234567" in said


CASES = [
    ("测试县云川口腔门诊部有限公司", "found", "91990102MA9X000036", ""),
    ("91990102ma9x000036", "found", "91990102MA9X000036", ""),
    ("测试县云川口腔门诊部", "near", "91990102MA9X000036", "组织形式"),
    ("云川口腔门诊部有限公司", "near", "91990102MA9X000036", ""),
    ("测试县云川口腔门诊部有限公司城东分公司", "near", "91990102MA9X000036", ""),
    ("测试县云州口腔门诊部有限公司", "near", "91990102MA9X000036", "差一个字"),
    ("测试县云口腔门诊部有限公司", "near", "91990102MA9X000036", "差一个字"),
    ("91990102MA9X000063", "near", "91990102MA9X000036", "差一个字符"),
    ("9199010MA9X000036", "near", "91990102MA9X000036", "差一个字符"),
    ("91990102MA9X0000036", "near", "91990102MA9X000036", "差一个字符"),
    ("91990102MA9XO00036", "near", "91990102MA9X000036", "差一个字符"),
    ("测试县云川口腔门诊部有限公司\t91990102MA9X000036", "found", "91990102MA9X000036", ""),
    ("别的名称\t91990102MA9X000036", "found", "91990102MA9X000036", "名称不同"),
    ("测试县云川口腔门诊部有限公司\t12990100000000019C", "near", "91990102MA9X000036", "代码不同"),
    ("7\t测试县云川口腔门诊部有限公司\t城东", "found", "91990102MA9X000036", ""),
    ("测试县𬭎泰宾馆[有限合伙]", "found", "91990102MA9X000111", ""),
    (OTHER, "found", "", "曾用名"),
    ("早口", "found", "", "曾用名"),
    ("张某某", "near", "", "隐去"),
    ("张", "unread", "", ""),
    ("1.2629E+17", "unread", "", "改坏"),
    ("126290004380012000", "unread", "", "改坏"),
    ("12", "unread", "", ""),
    ("——", "blank", "", ""),
    ("测试县石桥美容店", "none", "", ""),
    ("91990102MA9X00038Q", "none", "", ""),
    ("91110108MA001A2B3C", "none", "", "校验位"),
    ("毫不相干的名字", "none", "", ""),
    ("测试县驰骏口腔门诊部有限公司", "none", "", ""),
]


@pytest.fixture(scope="module")
def answers(browser, base):
    page = browser.new_page()
    page.goto(base + "check.html")
    page.evaluate(
        "() => new Promise(done => { window.gongshiNames = d => { const steps = gongshi.match.Matcher.build(d); let s;"
        "do { s = steps.next(); } while (!s.done); window.matcher = s.value; done(); };"
        "const s = document.createElement('script'); s.src = 'assets/names.js'; document.head.appendChild(s); })"
    )
    yield lambda text: page.evaluate("line => matcher.line(line)", text)
    page.close()


@pytest.mark.parametrize(("text", "state", "wanted", "why"), CASES)
def test_a_line_is_judged(answers, text, state, wanted, why):
    found = answers(text)
    assert found["state"] == state, found
    assert why in found["note"] + "".join(hit["why"] for hit in found["hits"])
    if wanted:
        assert found["hits"][0]["code"] == wanted
    if state == "near":
        assert len(found["hits"]) <= 3
    if state in ("none", "unread", "blank"):
        assert found["hits"] == []


def test_namesakes_are_all_listed(answers, data):
    names = data["entities"]["n"]
    name = next(n for n in names if names.count(n) == 2)
    found = answers(name)
    assert found["state"] == "found"
    assert "同名 2 家" in found["note"]
    assert {hit["code"] for hit in found["hits"]} == {
        c for n, c in zip(names, data["entities"]["c"], strict=True) if n == name
    }


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("示例市城东区福满楼餐饮有限责任公司", "福满楼餐饮"),
        ("福满楼餐饮股份有限公司城南分公司", "福满楼餐饮"),
        ("福满楼街道社区卫生服务中心", "福满楼街道社区卫生服务中心"),
        ("示例县医院", "示例县医院"),
        ("福满楼宾馆个体工商户", "福满楼宾馆"),
        ("有限公司", "有限公司"),
    ],
)
def test_the_core_of_a_name(watched, name, core):
    page = watched().open("check.html")
    assert page.evaluate("n => gongshi.lines.core(n)", name) == core


def test_the_check_character_is_python_s(watched):
    draw = random.Random(5)
    page = watched().open("check.html")
    codes = [code(draw) for _ in range(200)]
    wrong = [c[:17] + ALPHABET[(ALPHABET.index(c[17]) + 1) % 31] for c in codes]
    judged = page.evaluate("codes => codes.map(c => gongshi.lines.checks(c.toLowerCase()))", codes + wrong)
    assert judged == [True] * 200 + [False] * 200


def test_the_keyboard_is_enough(watched, data):
    page = watched(1366, 768).open("check.html")
    page.locator("#lines").focus()
    page.keyboard.insert_text(data["entities"]["n"][3])
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "run":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_be_focused()
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert {"save", "only"} <= reached
    assert data["entities"]["n"][3] in reached


def test_without_scripts_the_page_says_what_to_do(watched):
    page = watched(javascript=False).open("check.html")
    assert not page.locator("#lines").is_visible()
    assert not page.locator("#answer").is_visible()
    text = page.locator("main").inner_text()
    assert "0000-1234567" in text
    assert "按机构浏览" in text
    assert "没找到不代表没有记录" in text


@pytest.mark.parametrize(("width", "elder"), [(320, ""), (360, ""), (390, ""), (1366, ""), (390, "?elder=1")])
def test_the_result_fits_every_screen(watched, data, width, elder):
    view = watched(width, 844)
    page = view.open("check.html" + elder)
    e = data["entities"]
    run(
        page,
        "\n".join(
            [*e["n"][:3], e["c"][5], e["c"][6][:17], "", "查无此家", "1.2E+17", "没有空格的长英文" + "x" * 80]
        ),
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert view.complaints == []
    small = "e => e.offsetParent && e.getBoundingClientRect().height < 44 && e.id"
    assert page.eval_on_selector_all("main button, main select", f"all => all.filter({small}).length") == 0
    page = watched(width, 844, javascript=False).open("check.html")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_print_has_every_row_and_says_what_it_proves(watched, data):
    page = watched(1366, 768).open("check.html")
    run(page, "\n".join(data["entities"]["c"][:300]))
    assert page.locator("#rows tr").count() == 200
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.locator("#rows tr").count() == 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert not page.locator("#lines").is_visible()
    assert page.locator(".g-proof").is_visible()
    for text in ("全部（300）", "核对时间", "数据版本", "怎样核实", "2026-11-21"):
        assert text in page.locator(".g-proof").inner_text()
    assert page.locator("table.g-checked thead th").nth(5).is_visible()
