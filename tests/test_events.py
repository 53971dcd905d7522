"""The history of rows: what git holds, told once, remembered, and never told falsely."""

from __future__ import annotations

import hashlib
import random
import subprocess
import time
from contextlib import contextmanager

import pytest

from generator import cli, events, load, seeds
from generator import git as door
from generator.errors import EnvironmentFault
from generator.past import NONE, Cell
from tests.test_diff import edit, git, repository

__all__ = ["repository"]
PENALTIES = "data/penalties/2026.csv"


def commit(folder, message="改"):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD")


def told(folder, **more):
    """Return the events after the first release in few words, and the history."""
    found = events.history(folder, **more)
    return [(e.release, e.dataset_id, e.key, e.kind, e.cells) for e in found.events if e.release > 1]


def append(folder, file, *lines):
    path = folder / file
    path.write_text(path.read_text("utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")


def first(folder, file, number=2):
    return (folder / file).read_text("utf-8").splitlines()[number - 1]


def test_added_amended_renamed_and_removed(repository):
    begun = events.history(repository)
    rows = [
        row
        for name in ("licences", "penalties")
        for row in load.table(repository, listed(repository, name)).rows
    ]
    assert (begun.reach, len(begun.releases)) == ("whole", 1)
    assert {(e.kind, e.cells) for e in begun.events} == {("added", ())}
    assert len(begun.events) == len(rows)
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。")
    commit(repository)
    edit(repository, "licences/licences.csv", "LIC-1,", "LIC-9,")
    last = commit(repository)
    amended, removed, added = told(repository)
    text = "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。"
    assert amended == (2, "penalties", "PEN-2026-001", "amended", (Cell("事实", *text),))
    assert removed[:4] == (3, "licences", "LIC-1", "removed")
    assert added[:4] == (3, "licences", "LIC-9", "added")
    assert Cell("编号", "LIC-1", "") in removed[4]
    assert events.history(repository).releases[-1].commit == last


def listed(folder, name):
    return load.catalogue(folder).dataset(name)


def test_what_is_not_committed_is_no_release(repository):
    before = events.history(repository)
    edit(repository, "penalties/2026.csv", "未公示卫生许可证", "没有公示卫生许可证")
    assert events.history(repository) == before


def test_rows_that_move_to_another_file_and_columns_that_move_are_no_change(repository):
    path = repository / "data/penalties/2026.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:2]) + "\n", "utf-8")
    (path.parent / "2027.csv").write_text(
        "\n".join([lines[0] + ",新列", *(f"{line}," for line in lines[2:])]) + "\n", "utf-8"
    )
    commit(repository)
    assert told(repository) == []


def test_cells_of_several_lines_are_read_as_rows(repository):
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", '"第一行\n第二行，""引号"""')
    commit(repository)
    edit(repository, "penalties/2026.csv", "第二行", "第三行")
    commit(repository)
    one, two = told(repository)
    assert one[4] == (Cell("事实", "采样检测菌落总数超过标准限值。", '第一行\n第二行，"引号"'),)
    assert two[4] == (Cell("事实", '第一行\n第二行，"引号"', '第一行\n第三行，"引号"'),)


def test_a_key_that_stands_twice_for_a_while_is_one_record(repository):
    row = first(repository, PENALTIES)
    append(repository, "data/penalties/2025.csv", row.replace("生活饮用水", "饮用水"))
    commit(repository)
    assert told(repository) == [], "the row of the later file counts, as when the list is read"
    path = repository / PENALTIES
    path.write_text(path.read_text("utf-8").replace(row + "\n", ""), "utf-8")
    commit(repository)
    (found,) = told(repository)
    assert found[2:4] == ("PEN-2026-001", "amended")
    assert [(cell.old[:3], cell.new[:3]) for cell in found[4]] == [("生活饮", "饮用水")]


def test_the_key_is_that_of_the_time(repository):
    """Another column may become the key; what was told of earlier commits stays told."""
    before = events.history(repository).events
    edit(repository, "licences/dataset.yaml", "{name: 编号, role: key", "{name: 编号")
    edit(repository, "licences/dataset.yaml", "{name: 文号, role: doc_no", "{name: 文号, role: key")
    commit(repository)
    found = events.history(repository).events
    assert found[: len(before)] == before
    assert {(e.kind, e.key[:2]) for e in found[len(before) :]} == {("removed", "LI"), ("added", "测卫")}


def test_a_column_that_nobody_may_see_any_more_counts_apart(repository):
    (was,) = [e for e in events.history(repository).events if e.key == "PEN-2026-001"]
    edit(
        repository,
        "penalties/dataset.yaml",
        "{name: 事实, role: text}",
        "{name: 事实, role: text, public: false}",
    )
    commit(repository)
    (now,) = [e for e in events.history(repository).events if e.key == "PEN-2026-001" and e.release == 2]
    assert (was.content.closed, bool(now.content.closed)) == ("", True)
    assert (now.kind, now.cells) == ("amended", ())


def test_a_list_that_goes_and_comes_back(repository):
    keys = {e.key for e in events.history(repository).events if e.dataset_id == "penalties"}
    git(repository, "mv", "data/penalties", "data/fines")
    commit(repository)
    found = [(name, key, kind) for _, name, key, kind, _ in told(repository)]
    assert found == [("fines", key, "added") for key in sorted(keys)] + [
        ("penalties", key, "removed") for key in sorted(keys)
    ]


def test_a_file_that_is_not_utf8_holds_no_rows_as_when_it_is_read(repository):
    path = repository / PENALTIES
    text = path.read_text("utf-8")
    path.write_bytes(text.replace("𬭎", "宏").encode("gb18030"))
    commit(repository)
    assert {kind for *_, kind, _ in told(repository)} == {"removed"}
    path.write_text(text, "utf-8")
    commit(repository)
    assert len(told(repository)) == 2 * (text.count("\n") - 1)


def test_a_merge_counts_as_what_it_brought_to_its_first_parent(repository):
    git(repository, "switch", "-qc", "side")
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "一")
    commit(repository)
    edit(repository, "penalties/2026.csv", ",一,", ",二,")
    commit(repository)
    git(repository, "switch", "-q", "-")
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    commit(repository)
    git(repository, "merge", "-q", "--no-edit", "side")
    assert [(number, name) for number, name, *_ in told(repository)] == [(2, "licences"), (3, "penalties")]
    assert told(repository)[1][4][0].new == "二"


# --- What is remembered ---------------------------------------------------------------------------------


def root_of(folder):
    return git(folder, "rev-list", "--max-parents=0", "HEAD")


def lived(folder, times, seed=7):
    """Let a list live through commits at random: rows come, change, go, and come back."""
    rng = random.Random(seed)
    path = folder / "data/licences/licences.csv"
    head, model = git(folder, "show", f"{root_of(folder)}:data/licences/licences.csv").splitlines()[:2]
    rows = dict.fromkeys(range(100, 120), 0)
    for _ in range(times):
        for number in rng.sample(range(100, 140), 6):
            if number in rows and rng.random() < 0.4:
                del rows[number]
            else:
                rows[number] = rows.get(number, 0) + 1
        said = [model.replace("LIC-1,", f"LIC-{n},").replace("测试县", f"测{v}县") for n, v in rows.items()]
        path.write_text("\n".join([head, *said, ""]), "utf-8")
        commit(folder)


def test_remembered_is_what_is_read_anew(repository):
    lived(repository, 4)
    some = events.history(repository)
    lived(repository, 4, seed=8)
    kept, anew = events.history(repository), events.history(repository, cached=False)
    assert kept == anew
    assert kept.events[: len(some.events)] == some.events
    assert events.history(repository, tip=some.releases[-1].commit, cached=False) == some


@pytest.mark.parametrize("damage", ["short", "flipped", "foreign", "empty"])
def test_a_memory_that_is_damaged_or_of_others_counts_for_nothing(repository, damage):
    right = events.history(repository)
    path = repository / "build/history"
    said = bytearray(path.read_bytes())
    if damage == "flipped":
        said[200] ^= 1
    elif damage == "foreign":
        said[:32] = hashlib.sha256(b"another program").digest()
    path.write_bytes({"short": said[:100], "empty": b""}.get(damage, bytes(said)))
    assert events.history(repository) == right


def test_a_memory_of_another_line_is_not_gone_on_from(repository):
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "一")
    commit(repository)
    assert told(repository)
    git(repository, "reset", "-q", "--hard", "HEAD~1")
    assert told(repository) == []


def test_one_more_commit_asks_git_for_that_commit_only(repository, monkeypatch):
    lived(repository, 3)
    events.history(repository)
    edit(repository, "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "一")
    commit(repository)
    asked = []
    real = door.objects

    def counted(root):
        manager = real(root)
        read = manager.__enter__()
        yield lambda name: (asked.append(name), read(name))[1]
        manager.__exit__(None, None, None)

    monkeypatch.setattr(door, "objects", contextmanager(counted))
    assert told(repository)[-1][4][0].new == "一"
    assert len(asked) == 2


# --- Copies that do not hold everything -----------------------------------------------------------------


def test_a_shallow_copy_says_where_it_begins_and_calls_nothing_added(repository, tmp_path):
    lived(repository, 3)
    full = events.history(repository)
    for depth, events_left in ((1, 0), (2, len([e for e in full.events if e.release == 4]))):
        copy = tmp_path / f"copy{depth}"
        git(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{repository}", str(copy))
        found = events.history(copy)
        assert (found.reach, found.releases[0].number) == ("shallow", 0)
        assert found.releases[0].commit == root_of(copy)
        assert len(found.events) == events_left
        git(copy, "fetch", "-q", "--unshallow")
        assert events.history(copy) == full


def test_outside_git_and_before_the_first_commit_there_is_no_history(office, tmp_path):
    (office / ".git").rename(tmp_path / "git-away")
    assert events.history(office) == NONE
    git(office, "init", "-q")
    assert events.history(office) == NONE


def test_an_object_that_is_missing_is_told(repository):
    blob = git(repository, "rev-parse", f"HEAD:{PENALTIES}")
    (repository / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with pytest.raises(EnvironmentFault, match="git fsck"):
        events.history(repository)


@pytest.mark.long
def test_three_hundred_commits_of_a_thousand_rows(repository):
    path = repository / "data/licences/licences.csv"
    head, model = path.read_text("utf-8").splitlines()[:2]
    rows = [model.replace("LIC-1,", f"LIC-{number:04},") for number in range(1000)]
    said = ["reset refs/heads/bulk"]
    for number in range(300):
        rows[number * 3] = rows[number * 3].replace("测试县", f"测{number}县")
        text = "\n".join([head, *rows, ""])
        said += [
            f"commit refs/heads/bulk\ncommitter t <t@example.cn> {1_790_000_000 + number} +0800\ndata 1\nx"
        ]
        said += ["from HEAD^0"] if number == 0 else []
        said += [f"M 100644 inline data/licences/licences.csv\ndata {len(text.encode())}\n{text}"]
    command = ["git", "-C", str(repository), "fast-import", "--quiet"]
    subprocess.run(command, input="\n".join([*said, ""]).encode(), check=True)
    git(repository, "switch", "-qf", "bulk")
    begun = time.process_time()
    found = events.history(repository)
    spent = time.process_time() - begun
    assert len(found.releases) == 301
    assert len([e for e in found.events if e.release > 2]) == 299
    assert spent < 2, "one second where nobody else works"
    print(f"{spent:.2f} s")


# --- The secret -----------------------------------------------------------------------------------------


def test_digests_depend_on_every_part_and_on_where_it_ends():
    one = seeds.digest(b"k" * 32, "key", "ab", "c")
    others = [
        seeds.digest(b"l" * 32, "key", "ab", "c"), seeds.digest(b"k" * 32, "salt", "ab", "c"),
        seeds.digest(b"k" * 32, "key", "a", "bc"), seeds.digest(b"k" * 32, "key", "abc"),
    ]  # fmt: skip
    assert len({one, *others}) == 5


def test_a_version_is_told_by_its_salt_and_by_nothing_else():
    found = seeds.content({"编号": "1", "名称": "甲", "空": ""})
    assert found == seeds.content({"名称": "甲", "编号": "1"})
    salt = seeds.salt(b"k" * 32, "a", "1", found)
    by_hand = hashlib.sha256('[["名称","甲"],["编号","1"]]'.encode()).hexdigest()
    assert (
        seeds.record_digest(b"k" * 32, "a", "1", found)
        == hashlib.sha256((salt + by_hand).encode()).hexdigest()
    )
    hidden = seeds.content({"编号": "1", "名称": "甲", "电话": "x"}, frozenset({"电话"}))
    assert (hidden.open, bool(hidden.closed)) == (found.open, True)
    assert seeds.record_digest(b"k" * 32, "a", "1", hidden) != seeds.record_digest(b"k" * 32, "a", "1", found)


@pytest.mark.parametrize(
    "text",
    [
        '{"seed": "kurz"}',
        "{}",
        "[]",
        "kein JSON",
        '{"seed": 7}',
        '{"seed": "' + "A" * 64 + '"}',
        '{"seed": "' + "a" * 64 + '", "more": 1}',
    ],
)
def test_a_secret_that_is_malformed_is_told_and_nothing_is_built(office, capsys, text):
    (office / seeds.FILE).write_text(text, "utf-8")
    assert cli.main(["check", "--root", str(office)]) == 2
    said = capsys.readouterr()
    assert "data/proof.json" in said.out + said.err
    assert "64 个" in said.out + said.err


def test_a_new_office_has_its_own_secret_and_an_old_one_gets_it_by_setup(office, capsys):
    own = (office / seeds.FILE).read_text("utf-8")
    assert not seeds.planted(office)
    (office / seeds.FILE).unlink()
    cli.main(["check", "--root", str(office), "--as-of", "2026-11-21"])
    assert "没有存证用的种子" in capsys.readouterr().out
    cli.main(["setup", "--root", str(office)])
    assert "新建了存证的种子" in capsys.readouterr().out
    assert seeds.seed(office)
    assert (office / seeds.FILE).read_text("utf-8") != own
