"""A build that makes only what changed gives, byte for byte, what a build gives that makes everything anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator import fingerprint, line, seal, tree
from generator.errors import DataRejected, EnvironmentFault
from generator.model import UNKEYED, Artefact, Batch, Record, Rule
from generator.render import keys
from tests.test_line import everything, hashes

DAY = date(2026, 11, 21)
ROWS = 320
"""More than a list of one page has, and more than fit on a page of a value."""


def listed(title: str, columns: list[dict[str, object]], **more: object) -> dict[str, object]:
    """Describe a list; its first column is the key."""
    info = {"index_no": "测-9", "validity": "有效", "publisher": "测试县卫生健康局", "department": "法规科",
            "drafted_on": "2026-01-05", "published_on": "2026-01-06", "name": title}  # fmt: skip
    parts = ("matter", "content", "basis", "time_limit", "body", "channel", "audience", "mode", "level")
    return {
        "title": title, "short": title, "group": "事后公开", "summary": f"测试用的{title}。", "info": info,
        "standard": dict.fromkeys(parts, "测试"), "column": {"type": "数据发布", "keywords": [title]},
        "fields": columns, "record": {"title": ["编号"]}, **more,
    }  # fmt: skip


def described(folder: Path, said: dict[str, object], rows: list[str]) -> None:
    folder.mkdir()
    (folder / "dataset.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    (folder / f"{folder.name}.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")


def visit(number: int, result: str) -> str:
    day = f"{2025 + number % 2}-03-{number % 28 + 1:02d}"
    return f"V-{number:04d},LIC-{number % 2 + 1},{result},{day},{day},第{number}次"


@pytest.fixture(scope="module")
def wide(_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office with a list of several pages that names records of another, and a list that counts it."""
    folder = tmp_path_factory.mktemp("wide") / "repo"
    shutil.copytree(_office, folder)
    data = folder / "data"
    (data / "codes/office-list.csv").write_text(
        "code,label,note,evidence\nvisits,巡查,,✔\n", encoding="utf-8"
    )
    columns = [
        {"name": "编号", "role": "key", "constraints": {"required": True}}, {"name": "许可"}, {"name": "结果"},
        {"name": "日期", "type": "date"}, {"name": "公开日", "role": "published", "type": "date"}, {"name": "备注"},
    ]  # fmt: skip
    visits = listed(
        "巡查", columns,
        references=[{"field": "许可", "list": "licences", "to": "编号"}],
        list={"columns": ["编号", "许可", "结果", "日期"], "sort": "-日期"},
        facets=[{"id": "year", "field": "日期"}, {"id": "result", "field": "结果"}, {"id": "licence", "field": "许可"}],
    )  # fmt: skip
    rows = [visit(number, "合格" if number % 4 else "不合格") for number in range(1, ROWS + 1)]
    described(data / "visits", visits, ["编号,许可,结果,日期,公开日,备注", *rows])
    columns = [
        {"name": "编号", "role": "key", "constraints": {"required": True}},
        {"name": "数值", "type": "integer"}, {"name": "清单", "codes": "office-list"}, {"name": "条件"},
    ]  # fmt: skip
    figures = listed(
        "数字", columns,
        checks={"counted": [{"field": "数值", "list": "清单", "where": "条件"}]},
        list={"columns": ["编号", "数值"], "sort": ""},
    )  # fmt: skip
    described(
        data / "figures",
        figures,
        ["编号,数值,清单,条件", "F-1,240,巡查,结果=合格", "F-2,80,巡查,结果=不合格"],
    )
    columns = [
        {"name": "编号", "role": "key", "constraints": {"required": True}}, {"name": "清单", "codes": "office-list"},
        {"name": "记录"}, {"name": "收到", "type": "date"}, {"name": "正文", "role": "fulltext"},
    ]  # fmt: skip
    mark = {"record": "记录", "in": "清单", "from": "收到", "text": "有人提出异议"}
    shown = {"columns": ["编号", "记录", "收到"], "sort": "-收到"}
    described(
        data / "doubts", listed("异议", columns, marks=[mark], list=shown), ["编号,清单,记录,收到,正文"]
    )
    (data / "doubts/text").mkdir()
    (data / "doubts/text/D-1.txt").write_text("信息有误。\n", encoding="utf-8")
    return folder


def edited(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a change of a text that stands in a file."""

    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def together(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for part in changes:
            part(root)

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a cell": edited("data/visits/visits.csv", "第7次", "第七次"),
    "a cell that a figure counts by": together(
        edited("data/visits/visits.csv", visit(8, "不合格"), visit(8, "合格")),
        edited("data/figures/figures.csv", "F-1,240", "F-1,241"),
        edited("data/figures/figures.csv", "F-2,80", "F-2,79"),
    ),
    "a new record, newest of all": together(
        edited("data/visits/visits.csv", visit(9, "合格"), f"V-0000,LIC-1,合格,2026-08-01,2026-08-01,新\n{visit(9, '合格')}"),
        edited("data/figures/figures.csv", "F-1,241", "F-1,242"),
    ),
    "a record gone": together(
        edited("data/visits/visits.csv", f"{visit(12, '不合格')}\n", ""),
        edited("data/figures/figures.csv", "F-2,79", "F-2,78"),
    ),
    "a row that will appear": edited("data/visits/visits.csv", f"{visit(13, '合格')}\n", f"{visit(13, '合格')}\nV-0999,LIC-1,待定,2026-08-02,2027-01-10,以后\n"),
    "a row that will appear earlier": edited("data/visits/visits.csv", "2027-01-10", "2026-12-20"),
    "the title of a record that others name": edited("data/licences/licences.csv", "测试县云川口腔门诊部有限公司", "测试县云川新名口腔门诊部有限公司"),
    "a name that two lists give": edited("data/penalties/2026.csv", "测试县𬭎泰宾馆（有限合伙）", "测试县𬭎泰大宾馆（有限合伙）"),
    "a record that nobody may see any more": edited("data/penalties/2026.csv", "2026-05-15,公示中,,,", "2026-05-15,已撤回,2026-11-01,决定被撤销,撤销了。"),
    "a mark on a record of another list": edited("data/doubts/doubts.csv", "收到,正文", "收到,正文\nD-1,巡查,V-0021,2026-10-01,text/D-1.txt"),
    "a full text": edited("data/doubts/text/D-1.txt", "有误", "确实有误"),
    "a template": edited("site_src/templates/record.html", "出处", "出处和来源"),
    "the frame of all pages": edited("site_src/theme/partials/gongshi/footer.html", "本页网址", "本页的网址"),
    "the facts of the site": edited("data/site.yaml", "工作日", "工作日九点到五点"),
    "the title of a list": edited("data/visits/dataset.yaml", "title: 巡查", "title: 巡查情况"),
    "a code's label": together(
        edited("data/codes/office-list.csv", "巡查", "巡查表"), edited("data/figures/figures.csv", ",巡查,", ",巡查表,"),
        edited("data/doubts/doubts.csv", ",巡查,", ",巡查表,"),
    ),
    "lists gone": together(
        *(lambda root, name=name: shutil.rmtree(root / "data" / name) for name in ("figures", "doubts")), lambda root: (root / "data/codes/office-list.csv").unlink(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 6])
def test_what_is_kept_is_what_would_be_made(wide, tmp_path, every):
    """One office lives through all changes with its cache; a copy of a state is built without.

    What is stale stays so, mostly, until it is looked at: of every third state otherwise, of all when there is time.
    Every second change is committed, with the one before; between, the data are ahead of their commit.
    """
    root = tmp_path / "repo"
    shutil.copytree(wide, root)
    kept_in_git(root)
    line.build(root, root / "site", DAY)
    before = hashes(root / "site")
    for number, (name, change) in enumerate({"nothing": lambda _: None, **CHANGES}.items()):
        change(root)
        if number % 2:
            git(root, "add", "-A")
            git(root, "commit", "-qm", name)
        line.build(root, root / "site", DAY)
        found = hashes(root / "site")
        assert (found == before) is (name == "nothing"), name
        before = found
        if number % every == 0:
            assert found == anew(root, tmp_path, DAY), name
    for day in (date(2026, 11, 22), date(2028, 5, 7)):
        line.build(root, root / "site", day)
        assert hashes(root / "site") == anew(root, tmp_path, day), day


def anew(root: Path, tmp_path: Path, day: date) -> dict[str, str]:
    """Return what a build makes that may use nothing of an earlier one."""
    fresh = tmp_path / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("build", "site"))
    line.build(fresh, fresh / "site", day, cached=False, jobs=1)
    return hashes(fresh / "site")


def test_a_change_makes_little_anew(wide, tmp_path, monkeypatch):
    root = tmp_path / "repo"
    shutil.copytree(wide, root)
    line.build(root, root / "site", DAY, jobs=1)
    inodes = {path: path.stat().st_ino for path in (root / "site").rglob("*") if path.is_file()}
    made: list[str] = []
    make = tree.Tree._made
    monkeypatch.setattr(tree.Tree, "_made", lambda self, batch: made.append(batch.name) or make(self, batch))
    CHANGES["a cell"](root)
    line.build(root, root / "site", DAY, jobs=1)
    assert {name for name in made if name.startswith(("penalties", "licences", "entity", "register"))} <= {
        "licences 0", "licences first",
    }  # fmt: skip
    same = {path for path, inode in inodes.items() if path.is_file() and path.stat().st_ino == inode}
    assert root / "site/penalties/PEN-2026-001.html" in same
    assert root / "site/visits/V-0007.json" not in same
    slices = {name for name in made if name.startswith("visits") and name.split()[1].isdigit()}
    assert len(slices) == 1


def test_records_of_lists_that_nobody_touched_are_not_digested_anew(wide, tmp_path, monkeypatch):
    root, digested = tmp_path / "repo", list[str]()
    shutil.copytree(wide, root)
    digest = fingerprint.of_record
    monkeypatch.setattr(keys, "of_record", lambda record: digested.append(record.slug) or digest(record))

    def build(change: str) -> list[str]:
        digested.clear()
        CHANGES[change](root)
        line.build(root, root / "site", DAY, jobs=1)
        return sorted(digested)

    visits = [f"V-{number:04d}" for number in range(1, ROWS + 1)]
    assert set(visits) < set(build("a name that two lists give"))
    assert not set(build("the title of a record that others name")) & {*visits, "PEN-2026-001"}
    assert build("a cell") == visits
    # Not of the list's own rows, but of what is shown of them.
    assert build("a mark on a record of another list") == sorted([*visits, "D-1"])
    assert "有人提出异议" in (root / "site/visits/V-0021.html").read_text(encoding="utf-8")


# --- What is kept is not believed blindly -------------------------------------------------------------------


def test_a_file_edited_by_hand_is_made_anew(office):
    site = office / "site"
    line.build(office, site, DAY)
    good = hashes(site)
    release = site / "penalties/PEN-2025-001.html"
    kept = office / "build/tree/licences/LIC-1.html"
    with release.open("a", encoding="utf-8") as file:  # the tree shares the bytes
        file.write("x")
    kept.write_text("y", encoding="utf-8")
    (office / "build/tree/stray.html").write_text("z", encoding="utf-8")
    (site / "licences/stray.html").write_text("z", encoding="utf-8")
    line.build(office, site, DAY)
    assert hashes(site) == good


def test_a_file_of_the_same_size_put_in_the_place_of_another_is_noticed(office):
    site = office / "site"
    line.build(office, site, DAY)
    good = hashes(site)
    page = office / "build/tree/index.html"
    about, text = page.stat(), page.read_text(encoding="utf-8")
    page.unlink()
    page.write_text(text.replace("测试县", "测验县"), encoding="utf-8")
    os.utime(page, ns=(about.st_atime_ns, about.st_mtime_ns))
    (site / "index.html").unlink()
    line.build(office, site, DAY)
    assert hashes(site) == good


@pytest.mark.parametrize("cut", [0, 7, 30])
def test_a_run_cut_off_anywhere_is_mended_by_the_next(office, tmp_path, monkeypatch, cut):
    site = office / "site"
    line.build(office, site, DAY, jobs=1)
    before, day = hashes(site), date(2026, 11, 22)
    write, done = tree._written, []

    def cut_off(path: str, content: bytes) -> tuple[int, int, int]:
        done.append(path)
        if len(done) > cut:
            write(path, content[: len(content) // 2])
            raise KeyboardInterrupt
        return write(path, content)

    monkeypatch.setattr(tree, "_written", cut_off)
    with pytest.raises(KeyboardInterrupt):
        line.build(office, site, day, jobs=1)
    assert hashes(site) == before
    monkeypatch.setattr(tree, "_written", write)
    line.build(office, site, day, jobs=1)
    assert hashes(site) == anew(office, tmp_path, day)


def test_the_old_release_is_whole_while_the_tree_is_brought_up_to_date(office, monkeypatch):
    site = office / "site"
    line.build(office, site, DAY)
    before = hashes(site)
    sealed: list[dict[str, str]] = []
    real = seal.seal
    monkeypatch.setattr(seal, "seal", lambda *said: sealed.append(hashes(site)) or real(*said))
    line.build(office, site, date(2026, 11, 22))
    assert sealed == [before]
    assert hashes(site) != before


def test_nothing_of_what_was_taken_down_stays_in_the_folders_of_builds(office):
    """The old site waits to be the next one: it may not keep what the new one must not hold."""
    line.build(office, office / "site", DAY)
    line.build(office, office / "site", date(2026, 11, 22))
    assert (office / "build/spare").is_dir()
    assert hashes(office / "build/spare") == hashes(office / "site")
    for folder in ("build/tree", "build/spare", "site"):
        assert "在出租屋内为他人拔牙" not in everything(office / folder)


ORPHANS = """
import os, time
from generator import forked
with forked.begun([lambda: time.sleep(60)] * 2, 2):
    time.sleep(0.5)
    print(os.getpid(), flush=True)
    os.kill(os.getpid(), 9)
"""


def test_no_worker_outlives_a_build_that_was_killed(root):
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS], cwd=root, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == -9  # and the pipe is closed, for run waits for all who hold it


# --- The seal looks for what is forbidden only now in what was clean before ---------------------------------


def test_a_text_forbidden_only_now_is_found_in_a_file_that_did_not_change(office):
    """A page of prose repeats a number; once the record is withdrawn the build stops, although the page is the same."""
    notice = "# 通知\n\n测卫罚〔2026〕1号的罚款可以分期缴纳。\n"
    (office / "site_src/pages/notice.md").write_text(notice, encoding="utf-8")
    line.build(office, office / "site", DAY)
    before = hashes(office / "site")
    CHANGES["a record that nobody may see any more"](office)
    with pytest.raises(DataRejected) as caught:
        line.build(office, office / "site", DAY)
    assert {(item.rule, item.file) for item in caught.value.findings} == {("泄漏-01", "site/notice.html")}
    assert hashes(office / "site") == before


def test_the_seal_reads_clean_files_only_for_new_texts(tmp_path, committed):
    from generator.model import Disclosure

    (tmp_path / "a.html").write_text("<p>云川诊所，13912345678</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>石桥美容店</p>", encoding="utf-8")
    digests = {
        name: fingerprint.hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.html", "b.html")
    }
    known = seal.Known(digests, frozenset(digests), frozenset())

    def found(forbidden: set[str], known: seal.Known) -> list[str]:
        said = Disclosure(committed[0].site, DAY, "", (), (), {}, frozenset(forbidden))
        try:
            seal.seal(tmp_path, said, known)
        except DataRejected as error:
            return [item.file for item in error.findings]
        return []

    assert found({"石桥美容店"}, known) == ["site/b.html"]
    said = Disclosure(committed[0].site, DAY, "", (), (), {}, frozenset({"石桥美容店"}))
    assert found({"石桥美容店"}, replace(known, looked_for=seal.looked_for(said))) == []
    assert found({"云川诊所"}, replace(known, looked_for=seal.looked_for(said))) == ["site/a.html"]
    assert found(set(), seal.Known(digests)) == ["site/a.html"]


# --- Keys and addresses -------------------------------------------------------------------------------------

RULE = Rule("R-1", "f", {"a": "b"}, "decided", 3, "month", "max", None, None, "法", "✔", "注")
RECORD = Record(
    "penalties",
    "P-1",
    "P-1",
    "题",
    {"甲": "乙", "丙": ""},
    "active",
    DAY,
    DAY,
    DAY,
    RULE,
    "名",
    "码",
    "文",
    ("标",),
)
OTHER = {
    "values": {"甲": "乙", "丙": "丁"}, "published": None, "updated": date(2026, 1, 1), "until": None,
    "rule": replace(RULE, note="另"), "marks": (),
}  # fmt: skip


@pytest.mark.parametrize("name", [item.name for item in fields(Record)])
def test_every_part_of_a_record_counts(name):
    changed = replace(RECORD, **{name: OTHER.get(name, "别的")})
    assert fingerprint.of_record(changed) != fingerprint.of_record(RECORD)
    assert fingerprint.of_record(replace(RECORD)) == fingerprint.of_record(RECORD)


@pytest.mark.parametrize(
    "pair", [(("a", "b"), ("ab",)), ((("a",), "b"), ("a", ("b",))), (("1",), (1,)), ((b"a",), ("a",))]
)
def test_other_values_have_other_keys(pair):
    assert fingerprint.key(*pair[0]) != fingerprint.key(*pair[1])


def test_two_batches_never_share_an_address(tmp_path):
    made = tree.Tree(tmp_path, "g", tree.left(tmp_path, "g"))
    batches = [
        Batch(name, UNKEYED, lambda path=path: [Artefact(path, b"x")])
        for name, path in (("1", "a.html"), ("2", "A.html"))
    ]
    with pytest.raises(EnvironmentFault, match="两个文件"), made.making(batches, 1):
        pass


def test_what_stands_in_the_way_is_gone_at_the_second_try(tmp_path):
    """A file where the new data have a folder: the disk refuses once, then the tree is made from nothing."""

    def built(path: str) -> set[str]:
        made = tree.Tree(tmp_path, "g", tree.left(tmp_path, "g"))
        with made.making([Batch("x", lambda: path, lambda: [Artefact(path, b"x")])], 1):
            pass
        made.sweep()
        made.remember(frozenset())
        return {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*.txt") if p.is_file()}

    assert built("a.txt") == {"a.txt"}
    with pytest.raises(EnvironmentFault, match="原来的网站没有动"):
        built("a.txt/b.txt")
    assert built("a.txt/b.txt") == {"a.txt/b.txt"}
    assert built("a.txt/c.txt") == {"a.txt/c.txt"}


# --- Versions -----------------------------------------------------------------------------------------------


def git(root: Path, *said: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *said],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def kept_in_git(root: Path) -> None:
    (root / ".gitignore").write_text("/build/\n/site/\n/data/datapackage.json\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")


def footer(page: Path) -> str:
    return page.read_text(encoding="utf-8").split("数据版本</b>")[1].split("</p>")[0]


def test_pages_state_the_commit_of_their_list_and_others_that_of_the_whole(office):
    kept_in_git(office)
    commits = []
    for folder in (".", "data/penalties", "data/licences"):
        (office / folder / "note.txt").write_text(folder, encoding="utf-8")
        git(office, "add", "-A")
        git(office, "commit", "-qm", folder)
        commits.append(git(office, "rev-parse", "HEAD")[:10])
    site = office / "site"
    line.build(office, site, DAY)
    assert f"清单「处罚公示」最近一次改动 {commits[1]}）" in footer(site / "penalties/index.html")
    assert commits[2] in footer(site / "licences/index.html")
    assert f"版本号 {commits[2]}" in footer(site / "index.html")
    page = footer(site / "penalties/PEN-2025-001.html")
    assert not any(commit in page for commit in commits)
    content = (site / "penalties/PEN-2025-001.json").read_bytes()
    assert fingerprint.hashlib.sha256(content).hexdigest()[:10] in page
    edited("data/licences/licences.csv", "测卫许〔2024〕1号", "测卫许〔2024〕3号")(office)
    line.build(office, site, DAY)
    assert f"{commits[1]}）" in footer(site / "penalties/index.html")
    assert f"{commits[2]}，有未提交的改动）" in footer(site / "licences/index.html")
    assert f"版本号 {commits[2]}，有未提交的改动" in footer(site / "index.html")
