"""The last gate: what was taken down may stand in no file, archive or workbook; sums and build.json."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
import xlsxwriter

from generator import seal
from generator.described import Site
from generator.errors import DataRejected
from generator.model import Disclosure

SECRET = '测试县"㐀"山<诊所>'


@pytest.fixture
def disclosure(committed):
    site: Site = committed[0].site
    return Disclosure(site, date(2026, 11, 21), "c" * 40, (), (), {}, frozenset({SECRET}))


def workbook(text: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_string(0, 0, text)
    return out.getvalue()


def archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


HIDING_PLACES = {
    "a.html": '<p>测试县&#34;㐀&#34;山&lt;诊所&gt;</p>',
    "b.json": json.dumps({"x": SECRET}, ensure_ascii=False),
    "c.csv": '"测试县""㐀""山<诊所>"',
    "d.xml": '<t>测试县"㐀"山&lt;诊所&gt;</t>',
    "e.txt": SECRET,
    "f.xlsx": workbook(SECRET),
    "g.zip": archive("inner/f.xlsx", workbook(SECRET)),
    f"{SECRET.replace('<', '').replace('>', '')}.txt": f"see {SECRET}",
}  # fmt: skip


@pytest.mark.parametrize("name", HIDING_PLACES)
def test_a_removed_name_is_found_wherever_it_hides(tmp_path, disclosure, name):
    content = HIDING_PLACES[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataRejected) as caught:
        seal.seal(tmp_path, disclosure)
    assert [item.rule for item in caught.value.findings] == ["泄漏-01"]
    assert not (tmp_path / "SHA256SUMS").exists()


@pytest.mark.parametrize("text", ["11010519491231002X", "电话13912345678。"])
def test_personal_numbers_stop_the_build(tmp_path, disclosure, text):
    (tmp_path / "a.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    with pytest.raises(DataRejected):
        seal.seal(tmp_path, disclosure)


def test_a_clean_tree_is_sealed_and_any_change_shows(tmp_path, disclosure):
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads/a.csv").write_text("编号\nA-1\n", encoding="utf-8")
    (tmp_path / "index.html").write_text("<p>12990100000000019C 0000-1234567</p>", encoding="utf-8")
    sums = seal.seal(tmp_path, disclosure)
    lines = dict(line.split("  ")[::-1] for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    assert sorted(lines) == ["build.json", "downloads/a.csv", "index.html"]
    for name, digest in lines.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    said = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))
    assert set(said) == {"generator", "source_commit", "as_of", "changes", "datasets", "root"}
    assert said["changes"] is None, "nothing here has an end"
    assert seal.intact(tmp_path, sums)
    (tmp_path / "index.html").write_text("<p>x</p>", encoding="utf-8")
    assert not seal.intact(tmp_path, sums)
