"""The downloads hold the same cells in every form, explain themselves, and verify alone."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from export_fixtures import (
    CODE,
    FIELDS,
    HOSTILE,
    SITE,
    catalogue,
    csv_cells,
    dataset,
    disclosure,
    json_cells,
    made,
    publication,
    record,
    whole,
    written,
    xlsx_cells,
)

from generator import explained, paths, roles, schemas
from generator.export import archive
from generator.export import csv as csv_forms
from generator.export.sqlite import database
from generator.model import Artefact, Disclosure, Publication
from generator.render.entities import entities

DIGITS = "110101190001011234"
ODD = [
    *HOSTILE,
    DIGITS,
    "'撇号",
    "-",
    "0",
    "007",
    "1-2",
    "１２",
    "\t制表",
    "＝1+1",
    " =1",
    "多行\r\n第二行",
    "ab\x00c",
]


def hostile() -> Disclosure:
    """Return a list in which each row has an odd text wherever one may stand."""
    rows = [
        record(f"K{n:02}", values={"事实": text, "种类": text, "件数": str(n)}) for n, text in enumerate(ODD)
    ]
    return disclosure(publication(*rows))


def opened(files: dict[str, bytes]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(files[paths.SQLITE])
    return base


def sqlite_cells(base: sqlite3.Connection, table: str, key: str) -> list[list[Any]]:
    found = base.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
    header = [item[0] for item in found.description]
    return [header, *(["" if cell is None else cell for cell in line] for line in found)]


def unguarded(content: bytes) -> list[list[str]]:
    """Read the CSV for Excel as its page says that it is to be read."""
    text = content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return [[cell.removeprefix("'") for cell in line] for line in lines]


def same(left: list[list[Any]], right: list[list[str]]) -> None:
    """Hold cells against those of the CSV: as text, or as the number that the text writes."""
    assert len(left) == len(right)
    for mine, theirs in zip(left, right, strict=True):
        for cell, text in zip(mine, theirs, strict=True):
            if isinstance(cell, int | float):
                assert Decimal(repr(cell)) == Decimal(text)
            else:
                assert str(cell) == text


# --- the same cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [hostile(), whole()], ids=["hostile", "plain"])
def test_every_form_has_the_cells_of_the_csv(shown: Disclosure) -> None:
    files = made(shown)
    for item in shown.publications:
        name = item.dataset.id
        plain = csv_cells(files[f"downloads/{name}.csv"])
        assert len(plain) == len(item.records) + 1
        assert unguarded(files[f"downloads/{name}.excel.csv"]) == plain
        assert json_cells(files[f"downloads/{name}.json"]) == plain
        lines = files[f"downloads/{name}.ndjson"].decode().splitlines()
        assert [list(json.loads(line).values()) for line in lines if line] == plain[1:]
        same(sqlite_cells(opened(files), name, item.dataset.key), plain)


def test_no_cell_of_a_workbook_or_of_the_csv_for_excel_acts() -> None:
    files = made(hostile())
    cells = [cell for line in xlsx_cells(files["downloads/penalty.xlsx"]) for cell in line]
    assert cells
    raw = csv.reader(io.StringIO(files["downloads/penalty.excel.csv"].decode("utf-8-sig"), newline=""))
    shown = [cell for line in raw for cell in line]
    assert f"'{DIGITS}" in shown
    assert not [cell for cell in shown if len(cell) > 1 and cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]


def test_the_csv_for_excel_opens_by_a_double_click() -> None:
    content = csv_forms.for_excel(publication(record("A", values={"金额": "-1.5", "事实": "-1.5"}))).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    line = content.decode("utf-8-sig").splitlines()[1].split(",")
    assert (line[5], line[9]) == ("-1.5", "'-1.5")


@pytest.mark.skipif(not find_spec("pyarrow"), reason="pyarrow is not installed (gongshi[parquet])")
@pytest.mark.parametrize("shown", [hostile(), whole()], ids=["hostile", "plain"])
def test_parquet_has_the_cells_of_the_csv(shown: Disclosure) -> None:
    from pyarrow import parquet

    for item in shown.publications:
        files = made(shown)
        name = item.dataset.id
        table = parquet.read_table(io.BytesIO(files[f"downloads/{name}.parquet"]))
        columns = [["" if cell is None else cell for cell in column.to_pylist()] for column in table.columns]
        rows = [list(line) for line in zip(*columns, strict=True)]
        same([table.column_names, *rows], csv_cells(files[f"downloads/{name}.csv"]))


# --- the database ---------------------------------------------------------------------------------------


def linked() -> Disclosure:
    """Return two lists, one of which names records of the other; not all of its names are there."""
    references = [
        {"field": "名称", "list": "licence", "to": "名称"},
        {"field": "事实", "list": "licence", "to": "编号"},
    ]
    named = publication(record("L-1", "licence"), dataset_id="licence")
    naming = publication(
        record("A", values={"事实": "L-1"}), record("B", values={"事实": "L-2"}), references=references
    )
    return disclosure(naming, named)


def test_the_database_has_types_keys_and_only_references_that_hold() -> None:
    base = opened(made(linked()))
    types = {line[1]: (line[2], line[5]) for line in base.execute("PRAGMA table_info(penalty)")}
    assert types["编号"] == ("TEXT", 1)
    assert [types[name][0] for name in ("件数", "金额", "公开日期", "年度")] == [
        "INTEGER",
        "REAL",
        "DATE",
        "INTEGER",
    ]
    keys = [(line[2], line[3], line[4]) for line in base.execute("PRAGMA foreign_key_list(penalty)")]
    assert keys == [("licence", "名称", "名称")]
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA freelist_count").fetchone() == (0,)
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("PRAGMA foreign_keys = ON").connection.execute(
            "INSERT INTO penalty (编号, 名称) VALUES ('C', '谁')"
        )


def test_the_database_is_searched_by_index() -> None:
    base = opened(made(linked()))
    plan = base.execute(f"EXPLAIN QUERY PLAN SELECT * FROM penalty WHERE 代码 = '{CODE}'").fetchone()
    assert "USING INDEX penalty_代码" in plan[3]


def test_the_database_gathers_an_organisation_across_lists() -> None:
    base = opened(made(linked()))
    found = base.execute("SELECT key, page FROM everything WHERE code = ? ORDER BY key", (CODE,)).fetchall()
    assert [key for key, _ in found] == ["A", "B", "L-1"]
    assert found[2][1] == "https://gongshi.example/sub/licence/L-1.html"
    assert base.execute("SELECT name, records FROM entities").fetchall() == [("示例市口腔门诊部", 3)]


def test_the_database_explains_itself() -> None:
    base = opened(made(linked()))
    said = dict(base.execute("SELECT topic, said FROM readme").fetchall())
    assert said["数据日期"] == "2026-11-20"
    assert said["数据版本"] == "0123abc"
    assert "不要传播旧文件" in said["停止公示"]
    assert base.execute("SELECT id, records FROM lists ORDER BY id").fetchall() == [
        ("licence", 1),
        ("penalty", 2),
    ]
    assert base.execute("SELECT count(*) FROM columns").fetchone() == (2 * len(FIELDS),)
    assert base.execute("SELECT label FROM codes ORDER BY code").fetchall() == [("罚款",), ("警告",)]
    assert base.execute('SELECT count(*) FROM "行政处罚信息公示"').fetchone()[0] in (1, 2)
    assert base.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("name", ["order", "group", "table", "select-all"])
def test_a_list_may_be_called_by_a_word_of_the_language(name: str) -> None:
    shown = publication(record("A", name), dataset_id=name)
    base = opened(made(disclosure(shown)))
    assert base.execute(f'SELECT count(*) FROM "{name.replace("-", "_")}"').fetchone() == (1,)


def test_a_hostile_title_is_the_name_of_a_view_and_nothing_else() -> None:
    title = 'x"; DROP TABLE readme; --'
    base = opened(made(disclosure(publication(record("A"), title=title))))
    assert base.execute("SELECT count(*) FROM readme").fetchone()[0] > 3
    quoted = title.replace('"', '""')
    assert base.execute(f'SELECT count(*) FROM "{quoted}"').fetchone() == (1,)


def test_the_database_is_the_same_bytes_each_time() -> None:
    shown = whole()
    known = catalogue(*(item.dataset for item in shown.publications))
    one, two = (database(shown, known, entities(shown)).content for _ in range(2))
    assert one == two
    assert one[68:72] == b"GSHI"


# --- the package ----------------------------------------------------------------------------------------


def test_the_package_states_what_a_verifier_needs() -> None:
    files = made(linked())
    said = json.loads(files[paths.PACKAGE])
    assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (said["version"], said["created"]) == ("0123abc", "2026-11-20T00:00:00+08:00")
    first = said["resources"][0]
    assert first["hash"] == f"sha256:{sha256(files['downloads/penalty.csv']).hexdigest()}"
    assert first["licenses"][0]["name"] == "CC-BY-4.0"
    assert first["schema"]["primaryKey"] == ["编号"]
    assert [key["fields"] for key in first["schema"]["foreignKeys"]] == [["名称"]]


# --- the archive ----------------------------------------------------------------------------------------


def downloads(text: str) -> list[Artefact]:
    return [
        Artefact(f"downloads/{name}.csv", f"{name},{text if name == 'b' else ''}\n".encode() * 99)
        for name in "abc"
    ]


def test_members_that_did_not_change_are_taken_over_and_nothing_else(
    tmp_path: Path, monkeypatch: Any
) -> None:
    shown, deflated = whole(), list[str]()
    deflate = archive._member
    monkeypatch.setattr(
        archive, "_member", lambda name, content: deflated.append(name) or deflate(name, content)
    )
    archive.archive(shown, downloads("one"), tmp_path)
    deflated.clear()
    second = archive.archive(shown, downloads("two"), tmp_path)
    assert deflated == ["SHA256SUMS", "b.csv"]
    assert second == archive.archive(shown, downloads("two"))
    with zipfile.ZipFile(io.BytesIO(second.content)) as pack:
        assert pack.testzip() is None
        assert pack.read("b.csv") == downloads("two")[1].content
    assert len(list((tmp_path / "zip").iterdir())) == 1


def test_an_archive_of_another_zlib_is_not_taken_over(tmp_path: Path, monkeypatch: Any) -> None:
    with monkeypatch.context() as other:
        other.setattr(archive, "_COMMENT", b"zlib 0.1")
        archive.archive(whole(), downloads("one"), tmp_path)
    (kept,) = (tmp_path / "zip").iterdir()
    assert archive._known(kept.read_bytes()) == archive._known(b"") == archive._known(b"broken") == {}


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_sha256sum_verifies_the_downloads_and_the_unpacked_archive(tmp_path: Path) -> None:
    files = made(whole())
    written(files, tmp_path)
    with zipfile.ZipFile(tmp_path / paths.ALL) as pack:
        pack.extractall(tmp_path / "unpacked")
    for folder in (tmp_path / "downloads", tmp_path / "unpacked"):
        command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == len(list(folder.iterdir())) - 1


# --- the dictionary -------------------------------------------------------------------------------------


def test_every_role_is_explained() -> None:
    assert set(explained.MEANINGS) == set(roles.ROLES)


def test_the_dictionary_explains_every_column() -> None:
    files = made(linked())
    lines = csv_cells(files["downloads/dictionary.csv"])
    assert len(lines) == 1 + 2 * len(FIELDS)
    kind = dict(zip(lines[0], lines[4], strict=True))
    assert (kind["name"], kind["values"], kind["codes"]) == ("种类", "警告|罚款", "kind")
    assert dict(zip(lines[0], lines[2], strict=True))["refers_to"] == "licence.名称"
    said = json.loads(files["downloads/dictionary.json"])
    assert [item["id"] for item in said["lists"]] == ["penalty", "licence"]
    assert said["codes"]["kind"][0]["label"] == "警告"
    assert said["lists"][0]["columns"][0]["limits"] == ["必填", "不重复"]


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ({"minLength": 18, "maxLength": 18}, ["18 个字"]),
        ({"maxLength": 64}, ["不超过 64 个字"]),
        ({"minimum": 0, "maximum": 9}, ["0 至 9"]),
        ({"pattern": "[0-9]{6}"}, ["格式 [0-9]{6}"]),
    ],
)
def test_limits_are_said_in_words(constraints: dict[str, Any], words: list[str]) -> None:
    plain = dataset(fields=[FIELDS[0], {"name": "名称", "constraints": constraints}])
    assert list(explained.columns(plain, catalogue(plain))[1].limits) == words


def test_what_was_taken_down_is_in_no_form() -> None:
    shown = whole()
    less = replace(shown, publications=tuple(_without(item, "PEN-2026-0002") for item in shown.publications))
    for path, content in made(less).items():
        texts = [content]
        if path.endswith((".zip", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(content)) as pack:
                texts = [pack.read(name) for name in pack.namelist()]
        assert not [1 for text in texts if b"PEN-2026-0002" in text or b"92990101MA00000013" in text], path


def _without(shown: Publication, key: str) -> Publication:
    return replace(shown, records=tuple(item for item in shown.records if item.key != key))


def test_a_licence_without_an_address_states_none() -> None:
    assert schemas.licences(SITE)[0]["path"] == SITE.licence_url
    assert "path" not in schemas.licences(SITE.model_copy(update={"licence_url": ""}))[0]
