"""An auditor's check: a site as it should be passes; whatever is changed, dropped, back-dated or made up is named."""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator import audit, cli, line, merkle, preview, verify

TODAY = date(2026, 11, 21)
AMENDED, REPAIRED = "PEN-2026-001", "PEN-2025-001"
SECRETS = ("测卫罚〔2025〕1号", "检查发现医疗废物暂存间未上锁。", "医疗废物暂存间没有上锁。")


@dataclass
class Story:
    """Hold an office, its site before a repair, and its site after it."""

    office: Path
    before: Path
    now: Path
    salts: list[str]


def git(folder: Path, *arguments: str, day: str = "2026-11-20") -> None:
    dated = {"GIT_COMMITTER_DATE": f"{day}T12:00:00+0800", "GIT_AUTHOR_DATE": f"{day}T12:00:00+0800"}
    named = ("-c", "user.name=t", "-c", "user.email=t@example.cn")
    subprocess.run(
        ["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True, env={**os.environ, **dated}
    )  # fmt: skip


def commit(office: Path, file: str, old: str, new: str, day: str) -> None:
    path = office / "data" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "改", day=day)


@pytest.fixture(scope="module")
def story(_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")
    office, before, now = folder / "repo", folder / "before", folder / "now"
    shutil.copytree(_office, office)
    git(office, "init", "-q")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "首次", day="2026-11-01")
    commit(
        office, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。", "2026-11-03"
    )
    commit(
        office,
        "penalties/2025.csv",
        "检查发现医疗废物暂存间未上锁。",
        "医疗废物暂存间没有上锁。",
        "2026-11-05",
    )
    line.build(office, before, TODAY)
    salt = json.loads((before / f"penalties/{REPAIRED}.json").read_text("utf-8"))["proof"]["salt"]
    commit(
        office,
        "penalties/2025.csv",
        "2025-05-09,公示中,,,",
        "2025-05-09,已修复,2026-11-06,信用修复,",
        "2026-11-06",
    )
    line.build(office, now, TODAY)
    return Story(office, before, now, [salt])


@pytest.fixture
def site(story: Story, tmp_path: Path) -> Path:
    return Path(shutil.copytree(story.now, tmp_path / "site"))


def by(program, *site: object, old: object = None, quick: bool = False) -> tuple[int, str]:
    """Ask ``verify`` or ``audit``, and return the exit code and all that was said."""
    said: list[str] = []
    place, releases = [*map(str, site), None][:2]
    asked = argparse.Namespace(
        site=place, releases=releases, old=old and str(old), kept=None, size=None, quick=quick
    )
    return program.run(asked, said.append), "\n".join(said)


def told(*site: object, old: object = None, quick: bool = False) -> tuple[int, str]:
    """Return what ``gongshi verify`` says; the site's own file must come to the same."""
    code, said = by(audit, *site, old=old, quick=quick)
    assert by(verify, *site, old=old, quick=quick)[0] == code, said
    return code, said


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def reseal(site: Path) -> None:
    """Do what whoever changes a file would do next: write all hashes anew."""
    names = sorted(
        p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file() and p != site / "SHA256SUMS"
    )
    lines = {name: sha256((site / name).read_bytes()).hexdigest() for name in names}
    chosen = "".join(f"{lines[name]}  {name}\n" for name in names if name.startswith("downloads/"))
    build = json.loads((site / "build.json").read_text("utf-8"))
    build["downloads_root"] = sha256(chosen.encode()).hexdigest()
    (site / "build.json").write_text(json.dumps(build), "utf-8")
    lines["build.json"] = sha256((site / "build.json").read_bytes()).hexdigest()
    (site / "SHA256SUMS").write_text("".join(f"{lines[name]}  {name}\n" for name in names), "utf-8")


# --- What is right passes -------------------------------------------------------------------------------


def test_a_site_passes_and_so_do_its_old_roots(story):
    code, said = told(story.now)
    assert code == 0, said
    build = json.loads((story.now / "build.json").read_text("utf-8"))
    assert build["root"] in said
    assert (build["log_size"], len(json.loads((story.now / "proof/releases.json").read_text("utf-8")))) == (
        10,
        4,
    )
    old = story.before / "proof/releases.json"
    assert len(json.loads(old.read_text("utf-8"))) == 3
    assert told(story.now, old=old)[0] == 0
    assert told(story.now, old=story.before / "build.json")[0] == 0


def test_one_record_passes_alone(story):
    code, said = told(story.now / f"penalties/{AMENDED}.json", story.now / "proof/releases.json")
    assert code == 0
    releases = json.loads((story.now / "proof/releases.json").read_text("utf-8"))
    assert f"第 2 次发布，根是 {releases[1]['root']}" in said


def test_the_published_file_stands_alone(story, tmp_path):
    pythons = [sys.executable, *map(str, Path.home().glob(".pyenv/versions/3.8.*/bin/python"))]
    alone = tmp_path / "verify.py"
    alone.write_bytes((story.now / "verify.py").read_bytes())
    for python in pythons:
        done = subprocess.run([python, "-I", str(alone), str(story.now)], capture_output=True, text=True, encoding="utf-8",
                              cwd=tmp_path, env={"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"})  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done
        assert done.stdout.startswith("✓")


def test_the_published_file_can_be_read_in_five_minutes_and_needs_python_alone():
    text = Path(verify.__file__).read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert max(map(len, text.splitlines())) <= 110
    tree = ast.parse(text, feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_record_keeps_its_file_while_others_change(story):
    same = [
        f"penalties/{AMENDED}.json",
        f"penalties/{AMENDED}.html",
        "licences/LIC-1.json",
        "licences/index.html",
    ]
    for name in same:
        assert (story.before / name).read_bytes() == (story.now / name).read_bytes(), name


def test_the_command_says_the_same(story, capsys):
    assert cli.main(["verify", str(story.now), "--old", str(story.before / "build.json")]) == 0
    assert "没有发现改动" in capsys.readouterr().out
    assert cli.main(["verify", str(story.now), "--root", "0" * 64, "--size", "3"]) == 1
    assert "（抄下的根，3 条）：登记算出来的根不是它" in capsys.readouterr().out
    assert cli.main(["verify", str(story.now), "--root", "0" * 64, "--size", "99"]) == 1
    assert "（抄下的根，99 条）：登记算出来的根不是它" in capsys.readouterr().out
    assert cli.main(["verify", str(story.now), "--size", "3"]) == 2
    assert cli.main(["verify", str(story.office)]) == 2
    assert cli.main(["verify", str(story.now), "--old", str(story.now / "robots.txt")]) == 2


# --- What was taken down --------------------------------------------------------------------------------


def test_what_was_repaired_stays_proven_and_stands_nowhere(story):
    assert told(story.now)[0] == 0
    for path in story.now.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if path.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(path) as pack:
                content = b"".join(pack.read(name) for name in pack.namelist())
        for text in (*SECRETS, *story.salts):
            assert text.encode() not in content, (path, text)
    log = [
        json.loads(item)
        for item in (story.now / "proof/log/000000000.ndjson").read_text("utf-8").splitlines()
    ]
    assert [item["kind"] for item in log] == ["added"] * 7 + ["amended"] * 3
    assert log[-1]["key"] == log[-2]["key"], "it is the same record that was amended and then repaired"


# --- What is wrong is named -----------------------------------------------------------------------------

FILES = {
    f"penalties/{AMENDED}.json": ("采样检测菌落总数超标。", "采样检测菌落总数合格。"),
    f"penalties/{AMENDED}.html": ("采样检测菌落总数超标。", "采样检测菌落总数合格。"),
    "licences/LIC-1.json": ('"salt":"', '"salt":"0'),
    "proof/releases.json": ('"size":7', '"size":6'),
    "proof/log/000000000.ndjson": ('"kind":"added"', '"kind":"addee"'),
    "build.json": ('"log_size": 10', '"log_size": 11'),
    "downloads/penalties.csv": ("超标", "合格"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named(site, name):
    change(site / name, *FILES[name])
    code, said = told(site)
    assert code == 1
    assert f"✗ {name}：和 SHA256SUMS 里的校验值不一样" in said


RESEALED = {
    f"penalties/{AMENDED}.json 内容": (
        "采样检测菌落总数超标。",
        "采样检测菌落总数合格。",
        "内容和登记的摘要不一样",
    ),
    f"penalties/{AMENDED}.json 清单": (
        '"dataset":"penalties"',
        '"dataset":"licences"',
        "内容和登记的摘要不一样",
    ),
    f"penalties/{AMENDED}.json 盐": ('"salt":"', '"salt":"0', "内容和登记的摘要不一样"),
    f"penalties/{AMENDED}.json 变更记录": (
        '"history":[{"day":"2026-11-01"',
        '"history":[{"day":"2026-10-01"',
        "变更记录的次数、日期或者提交和登记对不上",
    ),
    f"penalties/{AMENDED}.json 日期": (
        '"day":"2026-11-03","key"',
        '"day":"2026-11-02","key"',
        "存证说的那次发布不在 releases.json 里",
    ),
    f"penalties/{AMENDED}.json 路径": ('"path":["', '"path":["' + "0" * 64 + '","', "存证算不出那次发布的根"),
    f"penalties/{AMENDED}.json 存证": ('"proof":', '"proov":', "没有存证"),
    f"penalties/{AMENDED}.json 坏了": ("{", "", "格式不对"),
    "proof/log/000000000.ndjson 登记": ('"kind":"amended"', '"kind":"removed"', "登记算出来的根不是它"),
    "proof/log/000000000.ndjson 日期": (
        '"day":"2026-11-01"',
        '"day":"2026-10-01"',
        "第 1 条登记：和它那次发布",
    ),
    "proof/releases.json 日期": ('"day":"2026-11-03"', '"day":"2026-10-03"', "第 8 条登记：和它那次发布"),
    "proof/releases.json 次序": ('"number":2', '"number":5', "和前一次发布接不上"),
    "proof/releases.json 证明": ('"proof":["', '"proof":["' + "0" * 64 + '","', "和前一次发布接不上"),
    "build.json 根": ('"root": "', '"root": "0', "root、log_size 和最后一次发布对不上"),
    "build.json 条数": ('"withheld": 3', '"withheld": 2', "合不上"),
    "build.json 记录": ('"records": 2', '"records": 1', "penalties 写 1 条，下载文件里 2 条"),
    "build.json 提交": ('"source_commit": "', '"source_commit": "-dirty", "x": "', "没有提交的数据"),
    "build.json 清单": ('"id": "licences"', '"id": "others"', "没有这个文件"),
}

FURTHER = {
    f"penalties/{AMENDED}.json 变更记录",
    "proof/releases.json 证明",
    "build.json 条数",
    "build.json 提交",
}
"""What only the installed program asks; the site's own file asks whatever is in the hashes and the log's roots."""


@pytest.mark.parametrize("case", RESEALED)
def test_a_change_that_was_sealed_again_is_named(site, case):
    old, new, expected = RESEALED[case]
    name = case.split(" ")[0]
    change(site / name, old, new)
    reseal(site)
    code, said = by(audit, site)
    assert code == 1
    assert by(verify, site)[0] == (0 if case in FURTHER else 1)
    assert expected in said


def test_a_record_that_was_swapped_for_its_old_version_is_named(story, site):
    """The old proof is right, and the log tells that it is not the last word."""
    first = json.loads((story.now / "licences/LIC-1.json").read_text("utf-8"))
    assert first["proof"]["release"] == 1
    name = f"penalties/{REPAIRED}"
    for suffix in (".json", ".html"):
        shutil.copy(story.before / (name + suffix), site / (name + suffix))
    reseal(site)
    code, said = told(site)
    assert code == 1
    assert f"{name}.json：登记里这一条后来又改过、已经删除" in said
    assert "penalties 写 2 条" in said


def test_missing_added_and_misplaced_files_are_named(site):
    (site / "licences/LIC-1.html").unlink()
    (site / "old-list.html").write_text("x", "utf-8")
    (site / ".nojekyll").write_text("", "utf-8")
    code, said = told(site)
    assert code == 1
    assert "licences/LIC-1.html：没有这个文件" in said
    assert "old-list.html：SHA256SUMS 里没有这个文件" in said
    assert ".nojekyll" not in said
    change(site / "SHA256SUMS", "a", "b")
    assert told(site)[0] == 1
    (site / "SHA256SUMS").write_text("nonsense", "utf-8")
    assert "SHA256SUMS：格式不对" in told(site)[1]


def test_one_record_that_was_changed_fails_alone(site):
    record, releases = site / f"penalties/{AMENDED}.json", site / "proof/releases.json"
    kept = record.read_bytes()
    for old, new in (("菌落", "细菌"), ('"index":7', '"index":6'), ('"size":8', '"size":9'), ("{", "[")):
        record.write_bytes(kept)
        change(record, old, new)
        assert told(record, releases)[0] == 1
    record.write_bytes(kept)
    change(releases, '"size":10,"root":"', '"size":10,"root":"0')
    assert by(audit, record, releases)[0] == 1
    assert by(verify, record, releases)[0] == 0, "another release than the record's is asked of the whole log"
    change(releases, '"size":8,"root":"', '"size":8,"root":"0')
    assert told(record, releases)[0] == 1


# --- A publisher who cheats well ------------------------------------------------------------------------


def republish(site: Path, change) -> None:
    """Publish another past: every hash, root and proof made anew, so that nothing in the site contradicts it."""
    releases = json.loads((site / "proof/releases.json").read_text("utf-8"))
    days = {item["commit"]: item["day"] for item in releases}
    log = site / "proof/log/000000000.ndjson"
    entries = [json.loads(item) for item in log.read_text("utf-8").splitlines()]
    change(entries, days)
    lines = [json.dumps(item, sort_keys=True, separators=(",", ":")) for item in entries]
    tree, size = merkle.Tree(item.encode() for item in lines), 0
    for item in releases:
        before, size = size, size + sum(entry["commit"] == item["commit"] for entry in entries)
        item |= {"day": days[item["commit"]], "size": size, "root": tree.root(size).hex()}
        item["proof"] = [part.hex() for part in tree.consistency(before, size)]
    log.write_text("".join(f"{item}\n" for item in lines), "utf-8")
    (site / "proof/releases.json").write_text(json.dumps(releases), "utf-8")
    for path in [*site.glob("penalties/*.json"), *site.glob("licences/*.json")]:
        record = json.loads(path.read_text("utf-8"))
        proof, digest = record["proof"], record["proof"]["entry"]["record"]
        proof["index"] = next(n for n, item in enumerate(entries) if item["record"] == digest)
        proof["entry"] = entries[proof["index"]]
        release = next(item for item in releases if item["commit"] == proof["entry"]["commit"])
        proof |= {"size": release["size"], "root": release["root"], "release": release["number"]}
        proof["path"] = [part.hex() for part in tree.inclusion(proof["index"], proof["size"])]
        past = [item for item in entries if item["key"] == proof["entry"]["key"]]
        record["history"] = [{name: item[name] for name in ("commit", "day", "kind")} for item in past]
        path.write_text(json.dumps(record), "utf-8")
    build = json.loads((site / "build.json").read_text("utf-8"))
    build |= {"root": tree.root().hex(), "log_size": size}
    (site / "build.json").write_text(json.dumps(build), "utf-8")
    reseal(site)


def drop(entries, days):
    del entries[8]  # that the later repaired record was ever amended


def backdate(entries, days):
    commit = entries[7]["commit"]
    days[commit] = "2026-11-02"
    entries[7]["day"] = "2026-11-02"


def rewrite(entries, days):
    entries[2]["record"] = sha256(b"another content").hexdigest()


def insert(entries, days):
    entries.insert(1, {**entries[0], "key": "0" * 64, "record": "1" * 64})
    entries.insert(2, {**entries[1], "kind": "removed", "record": ""})


@pytest.mark.parametrize(("cheat", "release"), [(drop, 3), (backdate, 2), (rewrite, 1), (insert, 1)])
def test_another_past_is_told_by_an_old_root_alone(story, site, cheat, release):
    republish(site, lambda entries, days: None)
    assert told(site)[0] == 0, "made anew without a change, everything is as it was"
    republish(site, cheat)
    assert told(site)[0] == 0, "whoever kept no old root cannot tell"
    old = story.before / "proof/releases.json"
    for program in (verify, audit):
        code, said = by(program, site, old=old)
        assert code == 1
        assert f"从前的第 {release} 次发布" in said.splitlines()[0], said
    assert told(site, old=story.before / "build.json")[0] == 1


def test_a_log_that_was_cut_short_is_told(story, site):
    code, said = told(story.before, old=story.now / "build.json")
    assert code == 1
    assert "10 条）：登记算出来的根不是它：在它以前的登记有的被改过、删掉" in said


# --- Over the network -----------------------------------------------------------------------------------


def test_over_http_as_over_files(story, site):
    with preview.serving(site, 0) as address:
        assert told(address)[0] == 0
        assert told(address, quick=True)[0] == 0
        (site / "licences/LIC-1.html").unlink()
        change(site / f"penalties/{AMENDED}.json", "超标", "合格")
        code, said = told(address)
        assert code == 1
        assert "licences/LIC-1.html：没有这个文件" in said
        assert f"penalties/{AMENDED}.json：和 SHA256SUMS 里的校验值不一样" in said
        assert told(address + "nothing/")[0] == 2
    assert told(address)[0] == 3


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"http://localhost:{self.server.server_port}/SHA256SUMS")  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_no_redirect_to_another_host_is_followed():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        code, said = told(f"http://127.0.0.1:{server.server_port}/")
        assert code == 3
        assert "没有跟去" in said
    finally:
        server.shutdown()
        server.server_close()


def test_made_anew_it_is_the_same_and_a_commit_changes_no_other_record(story, tmp_path):
    """What is kept of an earlier build serves only where nothing of the log in it changed."""

    def files(site: Path) -> dict[str, bytes]:
        return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}

    git(tmp_path, "clone", "-q", str(story.office), "copy")
    line.build(tmp_path / "copy", tmp_path / "anew", TODAY, cached=False)
    now, anew = files(story.now), files(tmp_path / "anew")
    assert {name for name in now.keys() | anew.keys() if now.get(name) != anew.get(name)} == set()
    before = files(story.before)
    proven = [name for name, content in now.items() if name.endswith(".json") and b'"proof":{' in content]
    assert sorted(proven) == sorted(name for name in proven if before[name] == now[name])
    assert len(proven) == 4
