"""The last gate: what was taken down may stand in no file, archive or workbook; sums and build.json."""

from __future__ import annotations

import hashlib
import io
import json
import random
import sqlite3
import zipfile
from datetime import date

import pytest
import xlsxwriter

from generator import leaks, needles, seal
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


def database(text: str) -> bytes:
    """Return a database in which a text lies across two pages, in a table of an odd name."""
    for before in range(0, 4096, 8):
        base = sqlite3.connect(":memory:", isolation_level=None)
        base.execute("PRAGMA page_size = 4096")
        base.execute('CREATE TABLE "ein ""Name" (a, b)')
        base.execute('INSERT INTO "ein ""Name" VALUES (?, 7)', ("x" * before + text + "y" * 8000,))
        content = base.serialize()
        if text.encode() not in content:
            return content
    raise AssertionError("no place lies across two pages")


def columns(text: str) -> bytes:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(pa.table({"a": [text] * 3}), out, compression="none", use_dictionary=False)
    return out.getvalue()


HIDING_PLACES = {
    "a.html": '<p>测试县&#34;㐀&#34;山&lt;诊所&gt;</p>',
    "b.json": json.dumps({"x": SECRET}, ensure_ascii=False),
    "c.csv": '"测试县""㐀""山<诊所>"',
    "d.xml": '<t>测试县"㐀"山&lt;诊所&gt;</t>',
    "e.txt": SECRET,
    "f.xlsx": workbook(SECRET),
    "g.zip": archive("inner/f.xlsx", workbook(SECRET)),
    "h.sqlite": database(SECRET),
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


def test_a_removed_name_is_found_in_parquet(tmp_path, disclosure):
    (tmp_path / "a.parquet").write_bytes(columns(SECRET))
    with pytest.raises(DataRejected):
        seal.seal(tmp_path, disclosure)


def test_what_lies_in_an_archive_and_beside_it_is_looked_through_once(tmp_path, disclosure):
    for name, text in {"a.csv": "clean", "b.csv": f"see {SECRET}"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for inner, found in {"a.csv": 0, "b.csv": 1, f"{SECRET[:4]}.csv": 0}.items():
        content = (tmp_path / ("b.csv" if inner == "b.csv" else "a.csv")).read_bytes()
        (tmp_path / "z.zip").write_bytes(archive(inner, content))
        alike = {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.csv", "z.zip")}
        assert len(list(leaks.scan(tmp_path, ["z.zip"], [SECRET], alike=alike))) == found
    (tmp_path / "z.zip").write_bytes(
        archive("inner.zip", archive("b.csv", (tmp_path / "b.csv").read_bytes()))
    )
    assert len(list(leaks.scan(tmp_path, ["z.zip"], [SECRET], alike=alike))) == 1
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    with pytest.raises(DataRejected) as caught:
        seal.seal(tmp_path, disclosure, seal.Known(digests))
    assert [item.file for item in caught.value.findings] == ["site/b.csv"]


def test_the_name_of_a_member_is_looked_at_all_the_same(tmp_path):
    secret = "测试县诊所"
    (tmp_path / "z.zip").write_bytes(archive(f"{secret}.csv", b"clean"))
    alike = {hashlib.sha256(b"clean").hexdigest()}
    assert len(list(leaks.scan(tmp_path, ["z.zip"], [secret], alike=alike))) == 1


def test_files_outside_a_build_are_looked_through_too(tmp_path):
    for name, content in HIDING_PLACES.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "clean.html").write_text("<p>测试县诊所</p>", encoding="utf-8")
    found = list(seal.scan(tmp_path, sorted(tmp_path.iterdir()), [SECRET]))
    assert sorted(item.file.split("!")[0] for item in found) == sorted(
        f"site/{name}" for name in HIDING_PLACES
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_text_is_found_at_any_place_among_any_others(seed):
    """Needles of every length, at every alignment, first, last and amid their own beginnings."""
    chance = random.Random(seed)
    signs = '示例市云杉区诊所有限公司0123456789AB〔〕号<&"'
    texts = ["".join(chance.choices(signs, k=chance.randint(3, 24))) for _ in range(60)]
    hay = "".join(chance.choices(signs, k=4000)).encode()
    known = needles.Needles(texts, hay[:500])
    for text in texts:
        for form in needles.forms(text):
            for at in (0, *range(1000, 1016), len(hay)):
                assert known.found(hay[:at] + form + hay[at:])
    forms = {form for text in texts for form in needles.forms(text)}
    for _ in range(200):
        piece = hay[(start := chance.randrange(len(hay))) : start + chance.randrange(400)]
        assert known.found(piece) == any(form in piece for form in forms)


@pytest.mark.parametrize("seed", range(5))
def test_of_many_texts_those_that_stand_in_another_are_told(seed):
    chance = random.Random(seed)
    texts = {"".join(chance.choices("示例市诊所公司012〔〕A", k=chance.randint(1, 12))) for _ in range(400)}
    hay = "\n".join("".join(chance.choices("示例市诊所公司012〔〕A", k=60)) for _ in range(200))
    hay += "\n" + "\n".join(chance.sample(sorted(texts), 60))
    found = needles.standing_in(hay, texts)
    assert found == {text for text in texts if text in hay}
    assert 60 <= len(found) < len(texts)


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
    assert set(said) == {
        "generator", "source_commit", "as_of", "changes", "datasets", "root", "log_size", "downloads_root",
    }  # fmt: skip
    assert (said["root"], said["log_size"]) == (None, 0)
    assert said["changes"] is None, "nothing here has an end"
    assert seal.intact(tmp_path, sums)
    (tmp_path / "index.html").write_text("<p>x</p>", encoding="utf-8")
    assert not seal.intact(tmp_path, sums)
