"""The whole line on a small office: built, refused, taken down by date, unchanged, swapped whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from generator import line, reading
from generator.errors import DataRejected, WrongDescription

DAY = date(2026, 11, 21)
HIDDEN_AFTER = ("测卫罚〔2026〕2号", "张某某", "在出租屋内为他人拔牙")
"""What only the record PEN-2026-002 holds; its last public day is DAY."""


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def build(office: Path, day: date = DAY) -> Path:
    line.build(office, office / "site", day)
    return office / "site"


def everything(site: Path) -> str:
    """Return all text of a site, archives and workbooks unpacked, file names included."""
    found = []
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        found.append(path.relative_to(site).as_posix())
        found += _texts(path.name, path.read_bytes())
    return "\n".join(found)


def _texts(name: str, content: bytes) -> list[str]:
    if not name.endswith((".zip", ".xlsx")):
        return [content.decode("utf-8", "replace")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [text for inner in archive.namelist() for text in _texts(inner, archive.read(inner))]


@pytest.fixture(scope="module")
def built(tmp_path_factory, _office):
    import shutil

    folder = tmp_path_factory.mktemp("built") / "repo"
    shutil.copytree(_office, folder)
    return build(folder)


def test_the_contract_s_files_are_there(built):
    names = hashes(built)
    for name in [
        "index",
        "search",
        "catalogue",
        "updates",
        "withdrawn",
        "statistics",
        "quality",
        "downloads",
        "objection",
        "about",
        "help",
        "elder",
        "sitemap",
        "404",
        "penalties/index",
        "licences/index",
        "penalties/PEN-2025-001",
        "entity/index",
    ]:
        assert f"{name}.html" in names
    for name in [
        "penalties/PEN-2025-001.json",
        "downloads/penalties.csv",
        "downloads/penalties.xlsx",
        "downloads/penalties.json",
        "downloads/datapackage.json",
        "downloads/all.zip",
        "feed.xml",
        "penalties/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "SHA256SUMS",
        "build.json",
        "assets/search.json",
        "assets/search-data.js",
    ]:
        assert name in names
    assert not [name for name in names if name.endswith(".map")]


def test_sha256sums_covers_every_file_and_holds(built):
    names = hashes(built)
    lines = (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.split("  ", 1)[1] for line in lines} == set(names) - {"SHA256SUMS"}
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=built, check=False)
    assert done.returncode == 0


def test_build_json_says_what_was_published(built):
    said = json.loads((built / "build.json").read_text(encoding="utf-8"))
    assert said["as_of"] == "2026-11-21"
    assert {d["id"]: (d["records"], d["withheld"]) for d in said["datasets"]} == {
        "penalties": (3, 2),
        "licences": (2, 0),
    }
    rows = list(csv.reader((built / "downloads/penalties.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 1 + 3


def test_frictionless_validates_repository_and_site(built):
    from frictionless import Package

    for path in (built / "downloads/datapackage.json", built.parent / "data/datapackage.json"):
        report = Package(str(path)).validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize(("day", "shown"), [(20, True), (21, True), (22, False)])
def test_one_day_before_on_and_after_the_end(office, day, shown):
    site = build(office, date(2026, 11, day))
    text = everything(site)
    for secret in HIDDEN_AFTER:
        assert (secret in text) is shown, secret
    page = (site / "penalties/PEN-2026-002.html").read_text(encoding="utf-8")
    assert ("停止公示" in page.split("<main")[-1]) is not shown
    urls = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert ("PEN-2026-002" in urls) is shown


def test_hidden_records_are_in_no_file(built):
    text = everything(built)
    for secret in (
        "测卫罚〔2025〕2号",
        "测卫罚〔2026〕3号",
        "测试县㐀山诊所",
        "测试县石桥美容店",
        "使用非卫生技术人员",
    ):
        assert secret not in text
    assert "经行政复议，决定被撤销。" in (built / "withdrawn.html").read_text(encoding="utf-8")


def test_a_broken_cell_changes_nothing(office):
    site = build(office)
    before = hashes(site)
    path = office / "data/penalties/2026.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-05-12", "2026-05-32"), encoding="utf-8")
    with pytest.raises(DataRejected) as caught:
        build(office)
    finding = next(item for item in caught.value.findings if item.severity == "error")
    assert (finding.file, finding.row, finding.column) == ("data/penalties/2026.csv", 2, "决定日")
    assert finding.cell == "I2"
    assert finding.key == "PEN-2026-001"
    assert finding.mend
    assert hashes(site) == before
    assert not (office / ".site.new").exists()


def test_a_leak_stops_the_build_and_leaves_the_old_site(office, monkeypatch):
    site = build(office)
    before = hashes(site)
    template = office / "site_src/templates/tombstone.html"
    template.write_text(
        template.read_text(encoding="utf-8").replace("{% block body %}", "{% block body %}测试县㐀山诊所")
    )
    with pytest.raises(DataRejected) as caught:
        build(office, date(2026, 11, 20))
    assert {item.rule for item in caught.value.findings} == {"泄漏-01"}
    assert hashes(site) == before


def test_a_template_fault_is_a_sentence_not_a_traceback(office):
    site = build(office)
    before = hashes(site)
    template = office / "site_src/templates/record.html"
    template.write_text(template.read_text(encoding="utf-8") + "{% block body %}{{ nothing }}{% endblock %}")
    with pytest.raises(WrongDescription):
        build(office, date(2026, 11, 20))
    assert hashes(site) == before


def test_an_unchanged_build_does_nothing(office):
    first = line.build(office, office / "site", DAY)
    second = line.build(office, office / "site", DAY)
    assert (first.unchanged, second.unchanged) == (False, True)
    (office / "site/index.html").write_text("x", encoding="utf-8")
    third = line.build(office, office / "site", DAY)
    assert third.unchanged is False
    assert (office / "site/index.html").read_text(encoding="utf-8") != "x"


def test_the_site_is_lent_before_the_next_is_got_ready_which_it_is_whatever_happens(office):
    before = line.build(office, office / "site", DAY)
    held = hashes(office / "site")
    penalties = office / "data/penalties/2026.csv"
    penalties.write_text(penalties.read_text(encoding="utf-8").replace("拔牙", "镶牙"), encoding="utf-8")

    def cut_off() -> None:
        with line.building(office, office / "site", DAY) as built:
            assert hashes(office / "site") != held, "the new site is not there"
            assert built.files == before.files
            raise InterruptedError

    with pytest.raises(InterruptedError):
        cut_off()
    assert line.build(office, office / "site", DAY).unchanged


def test_two_builds_are_the_same_bytes(office, built):
    assert hashes(build(office)) == hashes(built)


def test_an_empty_office_builds(tmp_path):
    from generator import starter

    folder = starter.office(tmp_path / "new")
    done = line.build(folder, folder / "site", DAY)
    assert [item.rule for item in done.notices] == ["存证-03"], "nothing is committed yet"
    assert (folder / "site/index.html").is_file()


def test_a_new_list_appears_everywhere_without_code(office):
    from generator import starter

    starter.dataset(office, "fee-notice")
    path = office / "data/fee-notice/fee-notice.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "FEE-0001,疫苗接种服务费,2026-03-02\n", encoding="utf-8"
    )
    site = build(office)
    assert "fee-notice/index.html" in (site / "catalogue.html").read_text(encoding="utf-8")
    assert "疫苗接种服务费" in (site / "assets/search-data.js").read_text(encoding="utf-8")
    assert (site / "downloads/fee-notice.xlsx").is_file()
    assert (site / "fee-notice/FEE-0001.html").is_file()


def test_a_look_back_calls_no_day_a_future_one(root):
    found = reading.checked(root, date(2025, 6, 1)).findings
    assert len(found) <= 1


def test_an_office_s_own_page_is_published(office):
    (office / "site_src/pages/notice.md").write_text("# 停机通知\n\n周六维护。\n", encoding="utf-8")
    site = build(office)
    assert "<title>停机通知" in (site / "notice.html").read_text(encoding="utf-8")
    assert "notice.html" in (site / "sitemap.html").read_text(encoding="utf-8")
    assert "notice.html" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_scripts_of_ours_come_without_comments_and_those_of_others_as_they_are(office):
    own = office / "site_src/assets"
    (own / "vendor/other.js").write_text("// 许可：MIT\nvar other = 1;\n", "utf-8")
    (own / "ours.js").write_text("// 说明\nvar text = '// 不是注释';\n\n  var other = /\\/\\/ '/;\n", "utf-8")
    line.build(office, office / "site", date(2026, 11, 21))
    made = office / "site/assets"
    assert (made / "vendor/other.js").read_text("utf-8") == "// 许可：MIT\nvar other = 1;\n"
    assert (made / "ours.js").read_text("utf-8") == "var text='// 不是注释';var other=/\\/\\/ '/;"
    for script in own.glob("*.js"):
        assert (made / script.name).stat().st_size < script.stat().st_size
