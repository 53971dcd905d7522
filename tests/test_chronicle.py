"""What the public sees of the history: everything of what is public today, and nothing of what is not."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import events, leaks, line, load, seeds
from generator.chronicle import MASKED
from tests.test_diff import edit, git, repository
from tests.test_events import append, commit, root_of

__all__ = ["repository"]
DAY = date(2026, 11, 21)
PENALTIES = "penalties/2026.csv"
NAME, OLDER, OLDEST = "测试县𬭎泰宾馆（有限合伙）", "测试县旧名旅社有限公司", "测试县更旧客栈有限公司"
NUMBER, OLD_NUMBER = "测卫罚〔2026〕1号", "测卫罚〔2026〕901号"


def built(folder: Path, out: Path) -> Path:
    line.build(folder, out, DAY, jobs=1)
    return out


def read(site: Path, path: str):
    return json.loads((site / path).read_text("utf-8"))


def everything(site: Path, *texts: str) -> list[str]:
    """Return the files in which any of some texts stands, looked into as the seal does."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    return [item.file for item in leaks.scan(site, names, texts, numbers=False)]


@pytest.fixture(scope="module")
def lives(_office, tmp_path_factory):
    """Return an office in which a penalty had two other names and another number before, and its site."""
    folder = tmp_path_factory.mktemp("lives")
    repository = folder / "repo"
    shutil.copytree(_office, repository)
    commit(repository, "首次")
    edit(repository, PENALTIES, NAME, OLDEST)
    edit(repository, PENALTIES, NUMBER, OLD_NUMBER)
    commit(repository, "改名")
    edit(repository, PENALTIES, OLDEST, OLDER)
    commit(repository, "又改名")
    edit(repository, PENALTIES, OLDER, "测试县现名酒店有限公司")
    edit(repository, PENALTIES, OLD_NUMBER, "测卫罚〔2026〕801号")
    commit(repository, "再改名")
    return repository, built(repository, folder / "site")


@pytest.fixture
def amended(lives, tmp_path):
    """Return a copy of that office to change."""
    shutil.copytree(lives[0], tmp_path / "repo", ignore=shutil.ignore_patterns("build"))
    return tmp_path / "repo"


def test_a_public_record_tells_what_it_was_newest_first(lives):
    amended, site = lives
    said = read(site, "penalties/PEN-2026-001.json")["history"]
    assert [item["kind"] for item in said] == ["added", "amended", "amended", "amended"]
    assert said[2]["cells"] == [{"column": "当事人", "old": OLDEST, "new": OLDER}]
    assert said[3]["commit"] == git(amended, "rev-parse", "HEAD")
    page = (site / "penalties/PEN-2026-001.html").read_text("utf-8")
    assert page.index(f"<del>{OLDER}</del>") < page.index(f"<del>{OLDEST}</del>") < page.index("首次公布")
    assert said[3]["commit"][:10] in page


@pytest.mark.parametrize(
    "ending",
    [
        lambda row: row.replace("公示中,,,", "已修复,2026-11-01,信用修复,"),
        lambda row: row.replace("公示中,,,", "已撤回,2026-11-01,决定被撤销,撤销了。"),
        lambda row: None,
    ],
    ids=["repaired", "withdrawn", "deleted"],
)
def test_nothing_of_a_record_that_went_stands_anywhere_as_it_is_or_ever_was(lives, amended, tmp_path, ending):
    old = lives[1]
    version = read(old, "penalties/PEN-2026-001.json")["proof"]
    assert everything(old, OLDEST, OLD_NUMBER), "while it is public, it tells what it was"
    path = amended / "data" / PENALTIES
    rows = path.read_text("utf-8").splitlines()
    new = [ending(row) if row.startswith("PEN-2026-001") else row for row in rows]
    path.write_text("".join(f"{row}\n" for row in new if row), "utf-8")
    commit(amended, "撤下")
    site = built(amended, tmp_path / "site")
    secret = seeds.seed(amended).hex()
    texts = (
        "测试县现名酒店有限公司",
        OLDER,
        OLDEST,
        "测卫罚〔2026〕801号",
        OLD_NUMBER,
        version["salt"],
        secret,
    )
    assert everything(site, *texts) == []
    key = version["entry"]["key"]
    told = read(site, "api/v1/releases/5.json")["datasets"]["penalties"]
    (gone,) = [item for items in told.values() for item in items]
    assert gone["key"] == key
    assert set(gone) <= {"key", "record", "reason"}
    assert gone["reason"] in ("repaired", "withdrawn", "removed")


def test_the_list_and_the_releases_tell_of_hidden_records_only_the_kind(lives):
    _, site = lives
    page = (site / "penalties/changes.html").read_text("utf-8")
    assert 'href="PEN-2026-001.html"' in page
    assert "PEN-2026-003" not in page, "it was withdrawn"
    assert "撤回 1 条" in page
    assert "第 4 次发布" in page
    whole = (site / "releases.html").read_text("utf-8")
    assert "「处罚公示」：修改 1 条。" in whole
    assert 'href="penalties/changes.html"' in whole
    assert "改名" not in page + whole, "what a clerk writes about a commit is not for the public"


def test_old_values_of_hidden_people_and_personal_data_are_masked(repository, tmp_path):
    phone, hidden = "13812345678", "测试县石桥美容店"
    edit(repository, PENALTIES, "采样检测菌落总数超过标准限值。", f"联系人电话{phone}。")
    commit(repository)
    edit(repository, PENALTIES, f"联系人电话{phone}。", f"与{hidden}同一处所。")
    commit(repository)
    edit(repository, PENALTIES, f"与{hidden}同一处所。", "采样检测菌落总数超过标准限值。")
    edit(repository, PENALTIES, "张某某", "张三丰")
    commit(repository)
    edit(repository, PENALTIES, "张三丰", "张某某")
    commit(repository)
    site = built(repository, tmp_path / "site")
    said = read(site, "penalties/PEN-2026-001.json")["history"]
    cells = [cell for item in said for cell in item.get("cells", ())]
    plain = "采样检测菌落总数超过标准限值。"
    assert [(cell["old"], cell["new"]) for cell in cells] == [
        (plain, MASKED),
        (MASKED, MASKED),
        (MASKED, plain),
    ]
    said = (
        read(site, "penalties/PEN-2026-002.json")["history"]
        if (site / "penalties/PEN-2026-002.json").exists()
        else []
    )
    assert [cell["old"] for item in said for cell in item.get("cells", ())] == ["张某某", MASKED]
    assert everything(site, phone, hidden, "张三丰") == []


def test_a_column_that_is_not_shown_any_more_shows_no_old_value(repository, tmp_path):
    edit(repository, PENALTIES, "采样检测菌落总数超过标准限值。", "从前写在这里的事实。")
    commit(repository)
    edit(
        repository,
        "penalties/dataset.yaml",
        "{name: 事实, role: text}",
        "{name: 事实, role: text, public: false}",
    )
    edit(repository, "penalties/dataset.yaml", "案由, 事实]", "案由]")
    edit(repository, "penalties/dataset.yaml", "title: 案由, text: 事实,", "title: 案由,")
    commit(repository)
    site = built(repository, tmp_path / "site")
    said = read(site, "penalties/PEN-2026-001.json")["history"]
    assert [item.get("other", 0) for item in said] == [0, 1, 0]
    assert everything(site, "从前写在这里的事实。", "采样检测菌落总数超过标准限值。") == []


# --- Deltas ---------------------------------------------------------------------------------------------


def applied(
    site: Path, first: int, last: int, snapshot: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """Return what a snapshot becomes by the deltas after one release up to another."""
    found = {name: dict(rows) for name, rows in snapshot.items()}
    for number in range(first + 1, last + 1):
        for name, kinds in read(site, f"api/v1/releases/{number}.json")["datasets"].items():
            rows = found.setdefault(name, {})
            for item in kinds["added"]:
                assert item["key"] not in rows
                rows[item["key"]] = item["record"]
            for item in kinds["amended"]:
                assert rows[item["key"]] != item["record"]
                rows[item["key"]] = item["record"]
            for item in kinds["removed"]:
                del rows[item["key"]]
    return {name: rows for name, rows in found.items() if rows}


def lived(folder: Path, times: int) -> None:
    """Let a list live through commits at random, the data always good."""
    rng = random.Random(11)
    path = folder / "data/licences/licences.csv"
    head, model = git(folder, "show", f"{root_of(folder)}:data/licences/licences.csv").splitlines()[:2]
    rows = dict.fromkeys(range(100, 110), 0)
    for _ in range(times):
        for number in rng.sample(range(100, 120), 4):
            if number in rows and rng.random() < 0.4:
                del rows[number]
            else:
                rows[number] = rows.get(number, 0) + 1
        said = [
            model.replace("LIC-1,", f"LIC-{n},").replace("1号,", f"{n}{v}号,", 1)
            for n, v in sorted(rows.items())
        ]
        path.write_text("\n".join([head, *said, ""]), "utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "x", "--allow-empty")


@pytest.fixture(scope="module")
def many(_office, tmp_path_factory):
    """Return an office that lived through many commits, and its site."""
    folder = tmp_path_factory.mktemp("many")
    shutil.copytree(_office, folder / "repo")
    commit(folder / "repo", "首次")
    lived(folder / "repo", 12)
    return folder / "repo", built(folder / "repo", folder / "site")


def test_a_snapshot_and_the_deltas_after_it_make_any_later_snapshot(many):
    _, site = many
    index = read(site, "api/v1/releases/index.json")
    count = len(index["releases"])
    assert index["whole"]
    assert count > 10
    assert [item["number"] for item in index["releases"]] == list(range(1, count + 1))
    snapshots = [applied(site, 0, number, {}) for number in range(count + 1)]
    today = read(site, "api/v1/snapshot.json")
    assert today["number"] == count
    assert {name: rows for name, rows in today["datasets"].items() if rows} == snapshots[-1]
    rng = random.Random(3)
    for _ in range(10):
        first, last = sorted(rng.sample(range(count + 1), 2))
        assert applied(site, first, last, snapshots[first]) == snapshots[last]
    last = read(site, f"api/v1/releases/{count}.json")
    assert last["previous"] == {"number": count - 1, "commit": index["releases"][-2]["commit"]}


def test_the_snapshot_is_what_a_reader_computes_from_the_public_records(many):
    repository, site = many
    today, read_out = read(site, "api/v1/snapshot.json")["datasets"], {}
    for path in sorted(site.glob("licences/LIC-*.json")):
        proof = json.loads(path.read_text("utf-8"))["proof"]["entry"]
        read_out[proof["key"]] = proof["record"]
    assert read_out == today["licences"]
    assert len(read_out) == len(load.table(repository, load.catalogue(repository).dataset("licences")).rows)


def test_values_stand_only_with_the_version_that_is_public(lives):
    _, site = lives

    def values(number):
        kinds = read(site, f"api/v1/releases/{number}.json")["datasets"]["penalties"]
        return {item.get("id", item["key"]): item.get("values") for items in kinds.values() for item in items}

    assert values(1)["PEN-2026-001"] is None
    assert values(1)["PEN-2025-001"] is not None
    assert [set(values(number)) for number in (2, 3)] == [{"PEN-2026-001"}] * 2
    assert values(2) == values(3) == {"PEN-2026-001": None}
    assert values(4)["PEN-2026-001"]["当事人"] == "测试县现名酒店有限公司"


def test_a_commit_makes_no_old_delta_and_no_old_record_anew(many):
    """It is the last to use this office, and changes it."""
    repository, site = many
    before = {path: path.stat().st_ino for path in (repository / "build/tree").rglob("*") if path.is_file()}
    append(repository, "data/licences/licences.csv", read_row(repository))
    commit(repository)
    built(repository, site)
    same = {
        path.relative_to(repository / "build/tree").as_posix()
        for path, inode in before.items()
        if path.exists() and path.stat().st_ino == inode
    }
    assert {f"api/v1/releases/{number}.json" for number in range(1, 14)} <= same
    assert {path.name for path in site.glob("licences/LIC-1*.html")} <= {Path(name).name for name in same}


def read_row(folder: Path) -> str:
    last = (folder / "data/licences/licences.csv").read_text("utf-8").splitlines()[-1]
    return last.replace(last.split(",")[0], "LIC-999", 1).replace("〕1", "〕9", 1)


# --- Where there is no whole history --------------------------------------------------------------------


def test_a_shallow_copy_says_so_on_pages_and_in_files(amended, tmp_path):
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{amended}", str(copy))
    site = built(copy, tmp_path / "site")
    index = read(site, "api/v1/releases/index.json")
    since = root_of(copy)
    assert (index["whole"], index["begins"]) == (False, since)
    assert "git fetch --unshallow" in index["note"]
    assert {item["number"] for item in index["releases"]} == {None}
    assert not (site / "api/v1/releases/1.json").exists()
    for path in ("releases.html", "penalties/changes.html", "penalties/PEN-2026-001.html"):
        page = (site / path).read_text("utf-8")
        assert f"从提交 {since[:10]}" in page
        assert "git fetch --unshallow" in page
        assert "第 1 次发布" not in page
    assert "首次公布" not in (site / "penalties/PEN-2026-001.html").read_text("utf-8")


def test_outside_git_and_without_a_secret_the_pages_say_so(office, tmp_path):
    (office / ".git").rename(tmp_path / "away")
    site = built(office, tmp_path / "site")
    assert "没有版本历史" in (site / "releases.html").read_text("utf-8")
    assert "没有版本历史" in read(site, "api/v1/releases/index.json")["note"]
    (office / seeds.FILE).unlink()
    git(office, "init", "-q")
    commit(office)
    found = line.build(office, tmp_path / "site", DAY, jobs=1)
    assert "存证-01" in {item.rule for item in found.notices}
    assert "种子" in read(tmp_path / "site", "api/v1/releases/index.json")["note"]
    assert not (tmp_path / "site/api/v1/snapshot.json").exists()
    assert "首次公布" in (tmp_path / "site/penalties/PEN-2026-001.html").read_text("utf-8")


def test_a_name_from_when_the_party_was_a_natural_person_stays_masked(repository):
    edit(repository, PENALTIES, "张某某", "张三丰")
    commit(repository)
    edit(repository, PENALTIES, "张三丰", "测试县张记诊所")
    commit(repository)
    edit(repository, PENALTIES, "测试县张记诊所,自然人,", "测试县张记诊所,个体工商户,")
    commit(repository)
    _, public = line.disclosed(repository, DAY, events.history(repository))
    said = public.chronicle.of("penalties", "PEN-2026-002")
    assert [item.cells[0][1:] for item in said[1:3]] == [("张某某", MASKED), (MASKED, MASKED)]
    assert said[3].cells[0].new == "个体工商户"
