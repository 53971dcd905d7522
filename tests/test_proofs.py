"""The log: one entry a change, append-only, the same however it was made; proofs pass the gate with their records alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from generator import events, leaks, line, load, needles, proofs, seeds, verify
from tests.test_diff import edit, git, repository
from tests.test_verify import told

__all__ = ["repository"]
TODAY = date(2026, 11, 21)
SECRET = bytes(range(32))


def commit(folder, file, old, new):
    edit(folder, file, old, new)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "改")


def journal(folder, *, cached=False, secret=SECRET):
    return proofs.journal(folder, secret, events.history(folder, cached=False), cached=cached)


def test_the_log_only_grows_and_names_nobody(repository):
    first = journal(repository).log
    commit(repository, "licences/licences.csv", "LIC-1,", "LIC-9,")
    second = journal(repository).log
    assert second.entries[: len(first.entries)] == first.entries
    assert second.checkpoints[: len(first.checkpoints)] == first.checkpoints
    removed, added = (json.loads(item) for item in second.entries[len(first.entries) :])
    assert (removed["kind"], removed["record"], added["kind"]) == ("removed", "", "added")
    assert removed["key"] == json.loads(first.entries[0])["key"] != added["key"]
    assert b"LIC" not in b"".join(second.entries)
    assert {item["list"] for item in map(json.loads, second.entries)} == {"licences", "penalties"}
    assert second.last("penalties") == second.checkpoints[0]
    assert second.last() == second.last("licences") == second.checkpoints[1]


def test_other_secrets_make_other_digests_and_none_makes_no_log(repository):
    one, other = (journal(repository, secret=secret).log.entries for secret in (SECRET, SECRET[::-1]))
    for mine, theirs in zip(map(json.loads, one), map(json.loads, other), strict=True):
        assert mine["key"] != theirs["key"]
        assert mine["record"] != theirs["record"]
        assert (mine["commit"], mine["kind"]) == (theirs["commit"], theirs["kind"])
    assert journal(repository, secret=None) is None


def test_a_shallow_copy_has_no_log(repository, tmp_path):
    commit(repository, "licences/licences.csv", "2024-03-05", "2024-03-06")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "copy")
    assert journal(tmp_path / "copy") is None


def test_what_was_made_before_is_taken_over_only_where_it_is_just_that(repository):
    def told(found):
        return found._made, found.log.entries, found.log.checkpoints

    def kept():
        return told(journal(repository, cached=True))

    path = repository / "build/log"
    fresh = told(journal(repository))
    assert kept() == kept() == fresh
    written = path.read_bytes()
    path.write_bytes(written.replace(b'"added"', b'"addee"', 1))
    assert kept() == fresh
    path.write_bytes(b"")
    assert kept() == fresh
    path.write_bytes(b"\xff\xfe")
    assert kept() == fresh
    assert path.read_bytes() == written
    other = journal(repository, cached=True, secret=SECRET[::-1])
    assert told(other) == told(journal(repository, secret=SECRET[::-1])) != fresh
    commit(repository, "licences/licences.csv", "2024-03-05", "2024-03-06")
    kept()
    git(repository, "reset", "-q", "--hard", "HEAD~1")
    commit(repository, "licences/licences.csv", "2024-03-05", "2024-03-07")
    assert kept() == told(journal(repository))


def test_columns_that_are_never_public_are_proven_and_not_told(repository):
    """Who has the salt can try values of the columns that are shown, never of those that are not."""
    text = (repository / "data/penalties/dataset.yaml").read_text("utf-8")
    hidden = text.replace("{name: 事实, role: text}", "{name: 事实, role: text, public: false}")
    assert hidden != text
    (repository / "data/penalties/dataset.yaml").write_text(hidden, "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "不公开")
    found = journal(repository)
    proof = found.proof("penalties", "PEN-2026-001")
    assert proof.closed
    assert found.proof("licences", "LIC-1").closed == ""
    path = repository / "data/penalties/2026.csv"
    row = next(load.rows(path.read_text("utf-8"), path.name)).values
    record = {"dataset": "penalties", "values": {k: v for k, v in row.items() if k != "事实"}}
    record["proof"] = {
        "entry": json.loads(proof.entry), "salt": proof.salt, "closed": proof.closed, "index": proof.index,
        "size": proof.size, "root": proof.root, "release": 1, "path": found.log.path(proof),
    }  # fmt: skip
    release = {
        "number": 1,
        "size": proof.size,
        "root": proof.root,
        **{k: record["proof"]["entry"][k] for k in ("commit", "day")},
    }
    assert verify.fault_of(record, [release]) == ""
    for guess in (seeds.digest(bytes.fromhex(proof.salt), "closed", row["事实"]), ""):
        assert verify.fault_of({**record, "proof": {**record["proof"], "closed": guess}}, [release])


def test_an_edited_row_has_no_proof_until_it_is_committed(repository):
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。")
    site = repository / "site"
    line.build(repository, site, TODAY)
    records = {path.stem: json.loads(path.read_text("utf-8")) for path in site.glob("*/*-*.json")}
    assert {name for name, said in records.items() if "proof" not in said} == {"PEN-2026-001"}
    code, said = told(site)
    assert code == 1
    assert "网站是用没有提交的数据生成的" in said
    assert "penalties/PEN-2026-001.json：格式不对，没有存证" in said


def test_without_a_secret_there_is_no_proof_and_nothing_says_so_falsely(repository):
    office = repository
    git(office, "rm", "-q", seeds.FILE.as_posix())
    git(office, "commit", "-qm", "没有种子")
    line.build(office, office / "site", TODAY)
    build = json.loads((office / "site/build.json").read_text("utf-8"))
    assert (build["root"], build["log_size"]) == (None, 0)
    assert not (office / "site/proof").exists()
    pages = [path.read_text("utf-8") for path in (office / "site").rglob("*.html")]
    assert not [page for page in pages if "条登记，根" in page or "<summary>核验</summary>" in page]
    assert "没有存证" in (office / "site/proofs.html").read_text("utf-8")
    code, said = told(office / "site")
    assert code == 1
    assert said.count("✗") == 2
    assert "或者网站没有存证" in said
    (office / "old.json").write_text(
        json.dumps([{"number": 1, "day": "2026-01-01", "size": 3, "root": "0" * 64}])
    )
    assert told(office / "site", old=office / "old.json")[0] == 1


@pytest.mark.parametrize("text", ["10086", "abcde"])
def test_a_short_number_in_a_hash_is_no_leak(tmp_path, text):
    found = "0" * 20 + text + "f" * 39
    (tmp_path / "a.json").write_text(json.dumps({"record": found}), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"record": found, "values": f"第{text}号"}), "utf-8")
    assert needles.Needles([text]).found((tmp_path / "a.json").read_bytes())
    assert [item.file for item in leaks.scan(tmp_path, ["a.json", "b.json"], [text])] == ["site/b.json"]
    assert [item.file for item in leaks.scan(tmp_path, ["a.json"], [text, found])] == ["site/a.json"]
