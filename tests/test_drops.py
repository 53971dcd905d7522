"""A commit that takes many rows out of a list must say so: in the hooks, on the server, in `diff`."""

from __future__ import annotations

import subprocess

import pytest

from generator import cli, history
from generator.drops import committed, drops
from generator.errors import EnvironmentFault, WrongUse
from tests.server_fixtures import served
from tests.test_diff import git

ROWS = 60
HEAD = "编号,机构,代码,文号,决定日,有效期至,公开日\n"


def row(number):
    return f"LIC-2024-{number:02},测试县云川口腔门诊部有限公司,91990102MA9X000036,测卫许〔2024〕{number}号,2024-03-01,,2024-03-05\n"


@pytest.fixture
def licences(office):
    """Return the file of a list of sixty rows, committed, with the hooks of `make setup`."""
    path = office / "data/licences/licences.csv"
    path.write_text(HEAD + "".join(map(row, range(1, ROWS + 1))), "utf-8")
    git(office, "init", "-q", "-b", "main")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "首次")
    return path


def keep(path, count):
    path.write_text(HEAD + "".join(map(row, range(1, count + 1))), "utf-8")


def lost(office, message="", new=history.FOLDER, old="HEAD"):
    return [(item.file, item.rule) for item in drops(office, old, new, message)]


DROP = [("data/licences", "安全-02")]


def test_a_fifth_may_go_and_not_one_row_more(office, licences):
    keep(licences, 48)
    assert lost(office) == []
    keep(licences, 47)
    assert lost(office) == DROP
    (found,) = drops(office, "HEAD", history.FOLDER, "")
    assert found.said == "比上次少了 13 条（共 60 条），超过 20%"
    assert found.mend.endswith("在提交说明里另起一行写：删除：许可公示 13")
    assert found.severity == "error"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("整理\n\n删除：许可公示 38", True),
        ("删除:licences 38 条\n", True),
        ("删除：许可  40。", True),
        ("删除：许可 30\n删除：许可 8", True),
        ("删除：许可，1,000", True),
        ("整理\n\n删除：许可公示 37", False),
        ("删除：处罚公示 38", False),
        ("# 删除：许可公示 38", False),
        ("删除了许可公示 38 条", False),
        (" 删除：许可公示 38", False),
        ("", False),
    ],
)
def test_the_message_says_which_list_and_at_least_how_many(office, licences, message, said):
    keep(licences, 22)
    assert (lost(office, message) == []) is said


def test_what_the_message_says_of_too_few_is_told(office, licences):
    keep(licences, 22)
    (found,) = drops(office, "HEAD", history.FOLDER, "删除：许可 30")
    assert "提交说明里只写了 30 条" in found.said


def test_three_rows_of_a_short_list_may_always_go(office, licences):
    keep(licences, 5)
    git(office, "commit", "-qam", "少了")
    keep(licences, 2)
    assert lost(office) == []
    keep(licences, 1)
    assert lost(office) == DROP


def test_the_description_says_how_much_and_the_one_before_counts(office, licences):
    described = licences.with_name("dataset.yaml")
    text = described.read_text("utf-8")
    described.write_text(text + "drop: 50\n", "utf-8")
    keep(licences, 40)
    assert lost(office) == DROP  # the limit may not be lifted by the very commit that it is to hold up
    git(office, "checkout", "-q", "data/licences/licences.csv")
    git(office, "commit", "-qam", "放宽")
    keep(licences, 40)
    assert lost(office) == []
    keep(licences, 29)
    assert lost(office) == DROP


@pytest.mark.parametrize("said", ["drop: -1\n", "drop: 101\n", "drop: 多\n"])
def test_a_share_that_is_none_is_a_wrong_description(office, licences, said, capsys):
    described = licences.with_name("dataset.yaml")
    described.write_text(described.read_text("utf-8") + said, "utf-8")
    assert cli.main(["check", "--root", str(office)]) == 2
    assert "drop" in capsys.readouterr().err


def test_a_row_that_moves_to_another_file_is_not_lost(office, licences):
    lines = licences.read_text("utf-8").splitlines(keepends=True)
    licences.with_name("2024.csv").write_text("".join(lines), "utf-8")
    licences.unlink()
    assert lost(office) == []


def test_a_list_that_goes_as_a_whole_is_lost(office, licences):
    for path in licences.parent.iterdir():
        path.unlink()
    git(office, "add", "-A")
    assert lost(office, new=history.INDEX) == DROP
    assert lost(office, "删除：licences 60", new=history.INDEX) == []


def test_between_commits_in_a_bare_repository_as_on_the_server(office, licences, tmp_path):
    keep(licences, 20)
    git(office, "commit", "-qam", "少了")
    keep(licences, 19)
    git(office, "commit", "-qam", "又少了")
    git(tmp_path, "clone", "-q", "--bare", str(office), "server.git")
    server = tmp_path / "server.git"
    assert lost(server, old="HEAD~2", new="HEAD") == DROP
    assert lost(server, "少了\n又少了\n删除：许可 41", old="HEAD~2", new="HEAD") == []
    assert lost(server, old="HEAD~1", new="HEAD") == []
    assert lost(server, old="0" * 40, new="HEAD") == []
    assert lost(server, old="HEAD", new="0" * 40) == []
    with pytest.raises(WrongUse, match="git 里没有"):
        drops(server, "f" * 40, "HEAD", "")
    with pytest.raises(EnvironmentFault, match="不在 git 里"):
        drops(tmp_path, "HEAD", "HEAD", "")


def test_in_a_folder_of_a_larger_repository(office, licences, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    (office / ".git").rename(tmp_path / "kept")
    inner = office.rename(outer / "公示")
    git(outer, "add", "-A")
    git(outer, "commit", "-qm", "首次")
    keep(inner / "data/licences/licences.csv", 20)
    assert lost(inner) == DROP
    git(outer, "add", "-A")
    assert lost(inner, new=history.INDEX) == DROP


def test_what_another_branch_has_given_up_is_not_lost_by_the_merge(office, licences):
    git(office, "checkout", "-qb", "整理")
    keep(licences, 20)
    git(office, "commit", "-qam", "删除：许可 40")
    git(office, "checkout", "-q", "main")
    (office / "data/site.yaml").write_text((office / "data/site.yaml").read_text("utf-8") + "\n", "utf-8")
    git(office, "commit", "-qam", "别的")
    git(office, "merge", "-q", "--no-commit", "整理")
    assert committed(office, "Merge") == ()
    keep(licences, 2)
    git(office, "add", "-A")
    assert [item.rule for item in committed(office, "Merge")] == ["安全-02"]


def test_what_was_described_for_another_program_hides_nothing(office, licences):
    described = licences.with_name("dataset.yaml")
    text = described.read_text("utf-8")
    described.write_text(text + "gone_since: 1\n", "utf-8")
    git(office, "commit", "-qam", "从前的写法")
    described.write_text(text, "utf-8")
    keep(licences, 20)
    assert lost(office) == DROP


def commit(office, *arguments):
    named = ("-c", "user.name=t", "-c", "user.email=t@example.cn")
    done = subprocess.run(
        ["git", "-C", str(office), *named, "commit", *arguments], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_the_hooks_warn_first_and_hold_up_what_the_message_does_not_say(office, licences):
    assert cli.main(["setup", "--root", str(office)]) in (0, 3)
    keep(licences, 22)
    code, said = commit(office, "-qam", "整理")
    assert code == 1
    assert "！ data/licences：比上次少了 38 条（共 60 条），超过 20%。" in said
    assert "✗ data/licences：比上次少了 38 条" in said
    assert git(office, "log", "-1", "--format=%s") == "首次"
    code, said = commit(office, "-qam", "整理", "-m", "删除：许可 38")
    assert code == 0, said
    assert "✗" not in said
    keep(licences, 23)
    assert commit(office, "-qam", "多了一条")[0] == 0


@pytest.mark.long
def test_the_hooks_of_a_folder_in_a_larger_repository(office, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    (office / ".git").rename(tmp_path / "kept")
    inner = office.rename(outer / "公示 一")
    licences = inner / "data/licences/licences.csv"
    licences.write_text(HEAD + "".join(map(row, range(1, ROWS + 1))), "utf-8")
    git(outer, "add", "-A")
    git(outer, "commit", "-qm", "首次")
    cli.main(["setup", "--root", str(inner)])
    keep(licences, 22)
    code, said = commit(outer, "-qam", "整理")
    assert (code, "✗ data/licences：比上次少了 38 条" in said) == (1, True), said
    assert commit(outer, "-qam", "删除：许可 38")[0] == 0
    licences.write_text(licences.read_text("utf-8").replace("2024-03-01", "2024-13-01"), "utf-8")
    code, said = commit(outer, "-qam", "改")
    assert (code, "不是真实的日期" in said) == (1, True), said


def test_the_first_commit_and_one_that_touches_no_list_pass(office, tmp_path):
    git(office, "init", "-q")
    cli.main(["setup", "--root", str(office)])
    git(office, "add", "-A")
    assert commit(office, "-qm", "首次")[0] == 0
    (office / "别的.txt").write_text("x", "utf-8")
    git(office, "add", "-A")
    assert commit(office, "-qm", "别的")[0] == 0


def test_the_message_must_be_there(office, licences, capsys):
    assert cli.main(["check", "--message", "没有这个文件", "--root", str(office)]) == 2
    assert "找不到提交说明" in capsys.readouterr().err


def test_diff_says_it_too(office, licences, capsys):
    keep(licences, 22)
    cli.main(["diff", "--root", str(office), "--as-of", "2026-11-21"])
    said = capsys.readouterr().out
    assert "  ！比上次少了 38 条（共 60 条），超过 20%。" in said
    assert "另起一行写：删除：许可公示 38。〔安全-02〕" in said


@pytest.mark.long
def test_a_server_asks_again_for_what_no_hook_on_the_desk_has_seen(office, tmp_path):
    server = served(office, tmp_path)
    licences = server.desk / "data/licences/licences.csv"
    keep(licences, ROWS)
    server.push()
    keep(licences, 22)
    said = server.push(fails=True)
    assert "✗ data/licences：比上次少了 38 条（共 60 条），超过 20%。" in said
    assert git(server.repo, "show", "main:data/licences/licences.csv").count("\n") == ROWS
    git(server.desk, "commit", "-q", "--allow-empty", "-m", "整理\n\n删除：许可公示 38")
    git(server.desk, "push", "-q", "origin", "main")
    assert git(server.repo, "show", "main:data/licences/licences.csv").count("\n") == 22
