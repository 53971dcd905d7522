"""From a clerk's push to the public page on a served bare repository, with real git; and what it must not take in."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from datetime import timedelta

import pytest

from generator.cli.asking import today
from tests.server_fixtures import PENALTIES, Served, commit, git, gongshi, laid_out, read_only_view, served

DECIDED, PUBLISHED = today() - timedelta(days=20), today() - timedelta(days=18)
MARK = "测卫罚〔2026〕77号"
ROW = (
    f"PEN-2026-077,测试县青禾诊所,法人及非法人组织,91990102MA9X000111,{MARK},未公示收费标准,"
    f"候诊区没有公示收费标准。,一般,{DECIDED},,双公示,,{PUBLISHED},公示中,,,"
)
LONG_AFTER = (today() + timedelta(days=2000)).isoformat()
IDENTITY = "110101199003070011"


@pytest.fixture
def server(_office, tmp_path_factory) -> Served:
    return laid_out(tmp_path_factory.getbasetemp() / "with-branch", _office, "--branch", "gh-pages")


def told(folder, text: str) -> list[str]:
    """Return the files of a shown site that hold a text."""
    return [
        str(path)
        for path in folder.resolve().rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    ]


def branch_holds(repo, text: str, branch: str = "gh-pages") -> bool:
    """Tell whether any object that the branch leads to holds a text."""
    names = [line.split()[0] for line in git(repo, "rev-list", "--objects", branch).splitlines()]
    asked = "\n".join(names).encode() + b"\n"
    done = subprocess.run(
        ["git", "-C", str(repo), "cat-file", "--batch"], input=asked, capture_output=True, check=True
    )
    return text.encode() in done.stdout


def test_a_bad_row_is_refused_and_a_good_one_is_served(server):
    before, tip = read_only_view(server.shown), git(server.repo, "rev-parse", "main")
    server.rows(lambda lines: [*lines, ROW.replace("91990102MA9X000111", "91990102MA9X000112")])
    said = server.push(fails=True)
    assert f"{PENALTIES} 第5行 D列「代码」" in said
    assert "请对照证照" in said
    assert "推送没有收下，网站没有变" in said
    assert read_only_view(server.shown) == before
    assert git(server.repo, "rev-parse", "main") == tip

    server.amend(5, "91990102MA9X000112", "91990102MA9X000111")
    said = server.push()
    assert "✓ 网站已更新" in said
    assert (server.shown / "penalties/PEN-2026-077.html").is_file()
    assert told(server.shown, MARK)
    assert branch_holds(server.repo, MARK)


def test_a_penalty_vanishes_by_the_clock_alone_from_the_site_and_from_the_branch(server):
    server.rows(lambda lines: [*lines, ROW])
    server.push()
    assert told(server.shown, MARK)
    said = server.update(LONG_AFTER)
    assert "✓ 网站已更新" in said
    assert told(server.shown, MARK) == []
    assert not branch_holds(server.repo, MARK)
    assert git(server.repo, "rev-list", "--count", "gh-pages").strip() == "1"
    assert "该信息公示期已满" in (server.shown / "penalties/PEN-2026-077.html").read_text(encoding="utf-8")


def test_forgetting_removes_old_releases_and_objects_and_names_what_remains(server):
    server.rows(lambda lines: [*lines, ROW])
    server.push()
    said = gongshi("forget", "PEN-2026-077", "--repo", server.repo, code=2)
    assert "还在公示" in said
    server.amend(5, "公示中,,,", f"已修复,{today()},信用修复,")
    server.push()
    assert told(server.shown.parent, MARK), "the release before still holds it"
    said = gongshi("forget", "PEN-2026-077", "--repo", server.repo)
    assert "旧版本网站" in said
    assert "数据的历史里还有" in said
    assert "/penalties/PEN-2026-077.html" in said
    kept = [
        path
        for path in told(server.shown.parent, MARK)
        if not path.startswith(f"{server.repo}/gongshi/tree/data/")
    ]
    assert kept == []
    everything = subprocess.run(
        ["git", "-C", str(server.repo), "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    blobs = [line.split()[0] for line in everything.splitlines() if line.endswith("blob")]
    history = set(git(server.repo, "rev-list", "--objects", "main").split())
    asked = "\n".join(blob for blob in blobs if blob not in history).encode() + b"\n"
    left = subprocess.run(
        ["git", "-C", str(server.repo), "cat-file", "--batch"], input=asked, capture_output=True
    )
    assert MARK.encode() not in left.stdout


def test_a_number_that_never_was_is_told(server):
    before = sorted(path.name for path in server.shown.parent.glob(".www.releases/*"))
    assert "都没有编号 PEN-2026-770" in gongshi("forget", "PEN-2026-770", "--repo", server.repo, code=2)
    assert sorted(path.name for path in server.shown.parent.glob(".www.releases/*")) == before


def test_what_is_not_published_yet_is_not_forgotten(server):
    """Old states are the way back: they stay as long as the folder or the branch still tells of it."""
    server.rows(lambda lines: [*lines, ROW])
    server.push()
    shown, repo = server.shown, server.repo
    held = git(repo, "rev-parse", "gh-pages").strip()
    server.amend(5, "公示中,,,", f"已修复,{today()},信用修复,")
    server.push()
    now = git(repo, "rev-parse", "gh-pages").strip()
    git(repo, "update-ref", "refs/heads/gh-pages", held)
    said = gongshi("forget", "PEN-2026-077", "--repo", repo, code=2)
    assert "gh-pages 分支里还有" in said
    assert "请先重新生成并发布网站" in said
    assert len(list(shown.parent.glob(".www.releases/0*"))) == 3
    git(repo, "update-ref", "refs/heads/gh-pages", now)
    gongshi("forget", "PEN-2026-077", "--repo", repo)
    git(repo, "cat-file", "-e", held, fails=True)


def test_what_was_published_can_be_taken_back_but_not_what_was_taken_down(server):
    server.amend(2, "生活饮用水不符合标准", "生活饮用水不符合卫生标准")
    server.push()
    gongshi("deploy", "rollback", "--repo", server.repo)
    assert not told(server.shown, "不符合卫生标准")
    assert "✓ 网站已更新" in server.update(str(today()))
    assert told(server.shown, "不符合卫生标准")
    server.amend(2, "公示中,,,", f"已修复,{today()},信用修复,")
    server.push()
    before = read_only_view(server.shown)
    said = gongshi("deploy", "rollback", "--repo", server.repo, code=2)
    assert "已经停止公示的信息，不能退回" in said
    assert read_only_view(server.shown) == before


def test_data_that_turn_out_wrong_leave_the_shown_site_alone(server):
    """Whoever writes into the repository past the hooks gets the fault told at night, and the old site stays."""
    before = read_only_view(server.shown)
    server.rows(lambda lines: [*lines, ROW.replace(str(DECIDED), "不是日期")])
    commit(server.desk)
    hook = server.repo / "hooks/pre-receive"
    hook.rename(hook.with_suffix(".off"))
    said = git(server.desk, "push", "origin", "main")
    assert "网站没有更新，还是原来的样子" in said
    assert "日期-" in server.update(str(today()), code=1)
    assert read_only_view(server.shown) == before


def test_a_hook_of_others_is_not_written_over(server):
    (server.repo / "hooks/pre-receive").write_text("#!/bin/sh\nexit 0\n")
    said = gongshi("deploy", "install", "--repo", server.repo, "--to", server.shown, code=3)
    assert "没有覆盖" in said
    assert "exit 0" in (server.repo / "hooks/pre-receive").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "www", "--branch", "main"), "放数据的分支"),
        ((), "没有说网站放在哪里"),
        (("--to", "www", "--serve", "nowhere"), "还没有 nowhere 分支"),
    ],
)
def test_a_server_that_cannot_be_is_refused(server, options, said):
    assert said in gongshi("deploy", "install", "--repo", server.repo, *options, code=2)


def test_a_working_folder_is_no_server(server):
    assert "不是裸仓库" in gongshi("deploy", "update", "--repo", server.desk, code=2)


# -- what may not come in ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked(_office, tmp_path_factory) -> Served:
    folder = tmp_path_factory.mktemp("attacked")
    shutil.copytree(_office, folder / "repo")
    return served(folder / "repo", folder, "--branch", "gh-pages")


@pytest.fixture
def attack(attacked):
    """Lend the server; what the attack committed at the desk is thrown away afterwards."""
    yield attacked
    git(attacked.desk, "reset", "-q", "--hard", "origin/main")
    git(attacked.desk, "clean", "-q", "-fd")


def symlink(desk):
    (desk / "data/penalties/passwd.csv").symlink_to("/etc/passwd")


def linked_page(desk):
    (desk / "site_src/pages/secret.md").symlink_to("/etc/hostname")


def submodule(desk):
    git(
        desk,
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{git(desk, 'rev-parse', 'HEAD').strip()},data/sub",
    )


def mark(desk):
    """Return a file that is there when something of an attack was run."""
    return desk.with_name("was-here")


def hook_file(desk):
    (desk / "hooks.py").write_text(f"import os; os.system('touch {mark(desk)}')")


def settings(desk):
    with (desk / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [data/hooks.py]\n")


def template(desk):
    with (desk / "site_src/templates/record.html").open("a", encoding="utf-8") as file:
        file.write("{{ ''.__class__ }}")


def theme_removed(desk):
    (desk / "site_src/theme/main.html").unlink()


def attributes(desk):
    (desk / "data/.gitattributes").write_text("*.csv export-ignore filter=evil\n")


def attributes_above(desk):
    with (desk / ".gitattributes").open("a", encoding="utf-8") as file:
        file.write("*.csv ident export-subst\n")


def modules(desk):
    (desk / ".gitmodules").write_text('[submodule "x"]\n\tpath = data/x\n\turl = /etc\n')


def control_character(desk):
    (desk / "data/penalties/\x07.csv").write_text("x\n")


def quotation(desk):
    (desk / 'data/penalties/"x.csv').write_text("x\n")


def yaml_tag(desk):
    with (desk / "data/site.yaml").open("a", encoding="utf-8") as file:
        file.write(f"notice: !!python/object/apply:os.system ['touch {mark(desk)}']\n")


def program(desk):
    (desk / "generator").mkdir()
    (desk / "generator/__init__.py").write_text(f"open('{mark(desk)}', 'w')")


def plugin(desk):
    (desk / "data/frictionless_evil.py").write_text(f"open('{mark(desk)}', 'w')")


def case_twin(desk):
    blob = git(desk, "hash-object", "-w", PENALTIES).strip()
    git(desk, "update-index", "--add", "--cacheinfo", f"100644,{blob},data/penalties/2026.CSV")


ATTACKS = {
    symlink: "符号链接", linked_page: "符号链接", submodule: "子模块", hook_file: "hooks.py：不在您可以改的范围里",
    settings: "mkdocs.yml：不在您可以改的范围里", template: "record.html：不在您可以改的范围里",
    theme_removed: "main.html：不在您可以改的范围里", attributes: "git 自己用的文件",
    attributes_above: ".gitattributes：不在您可以改的范围里", modules: ".gitmodules：不在您可以改的范围里",
    control_character: "看不见的字符", quotation: "符号", yaml_tag: "site.yaml", program: "不在您可以改的范围里",
    plugin: "不在您可以改的范围里", case_twin: "只差大小写",
}  # fmt: skip


@pytest.mark.parametrize("change", ATTACKS, ids=lambda change: change.__name__)
def test_nothing_of_an_attack_is_taken_in_published_or_run(attack, change):
    before, tip = read_only_view(attack.shown), git(attack.repo, "rev-parse", "main")
    change(attack.desk)
    if change not in (submodule, case_twin):
        git(attack.desk, "add", "-A")
    git(attack.desk, "commit", "-q", "-m", "攻击")
    said = git(attack.desk, "push", "origin", "main", fails=True)
    assert ATTACKS[change] in said, said
    assert git(attack.repo, "rev-parse", "main") == tip
    assert read_only_view(attack.shown) == before
    assert not mark(attack.desk).exists()
    assert not list((attack.repo / "gongshi").glob("incoming-*"))


@pytest.mark.parametrize("name", ["..", ".git", "."])
def test_a_tree_that_leads_out_of_the_folder_is_refused(attack, name):
    """git itself refuses such names at the desk; a tree made by hand goes past that."""

    def tree(*items: tuple[str, str, str]) -> str:
        raw = b"".join(f"{mode} {path}\0".encode() + bytes.fromhex(sha) for mode, path, sha in items)
        done = subprocess.run(
            ["git", "-C", str(attack.desk), "hash-object", "-w", "-t", "tree", "--literally", "--stdin"],
            input=raw, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode().strip()

    blob = git(attack.desk, "hash-object", "-w", PENALTIES).strip()
    out = tree(("100644", "evil.csv", blob))
    data = tree(("40000", name, out))
    whole = tree(("40000", "data", data))
    made = git(attack.desk, "commit-tree", whole, "-p", "HEAD", "-m", "出去").strip()
    said = git(attack.desk, "push", "origin", f"{made}:refs/heads/main", fails=True)
    assert "推送-0" in said or "fsck" in said or "invalid path" in said, said
    assert not (attack.repo / "evil.csv").exists()
    assert not (attack.repo / "gongshi/evil.csv").exists()


def test_a_page_gets_values_and_runs_nothing(server):
    page = server.desk / "site_src/pages/about.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        f"{text}\n{{{{ self.__init__.__globals__.__builtins__.open('{mark(server.desk)}', 'w') }}}}\n",
        encoding="utf-8",
    )
    before = read_only_view(server.shown)
    said = server.push()
    assert "网站没有更新，还是原来的样子" in said
    assert "模板出错" in said
    assert not mark(server.desk).exists()
    assert read_only_view(server.shown) == before


def test_history_is_neither_rewritten_nor_deleted_and_the_branch_of_the_site_is_the_programs(attack):
    git(attack.desk, "commit", "-q", "--amend", "-m", "改写")
    assert "删掉或者改写" in git(attack.desk, "push", "--force", "origin", "main", fails=True)
    assert "删掉或者改写" in git(attack.desk, "push", "origin", ":main", fails=True)
    assert "程序发布的网站" in git(attack.desk, "push", "--force", "origin", "HEAD:gh-pages", fails=True)
    refused = git(attack.desk, "push", "--force", "origin", "HEAD:refs/gongshi/trusted", fails=True)
    assert "既不是分支也不是标签" in refused


def test_personal_data_in_a_version_on_the_way_are_refused_on_every_branch(attack):
    row = ROW.replace("候诊区没有公示收费标准", f"身份证{IDENTITY}")
    attack.rows(lambda lines: [*lines, row])
    commit(attack.desk, "错了")
    attack.rows(lambda lines: lines[:-1])
    commit(attack.desk, "删掉")
    said = git(attack.desk, "push", "origin", "main", fails=True)
    assert "较早版本里含有个人信息" in said
    assert IDENTITY not in said
    assert "git reset --soft origin/main" in said
    assert "较早版本里含有个人信息" in git(attack.desk, "push", "origin", "HEAD:refs/heads/draft", fails=True)


def test_what_somebody_on_the_server_trusts_may_come_in(server):
    form = server.desk / "site_src/templates/record.html"
    form.write_text(
        form.read_text(encoding="utf-8").replace("<h2>出处</h2>", "<h2>出处，新模板</h2>"), encoding="utf-8"
    )
    commit(server.desk)
    git(server.desk, "push", "origin", "main", fails=True)
    git(server.repo, "fetch", "-q", str(server.desk), "main:refs/heads/reviewed")
    gongshi("deploy", "trust", "reviewed", "--repo", server.repo)
    assert "✓ 网站已更新" in git(server.desk, "push", "origin", "main")
    assert told(server.shown, "新模板")


def test_the_seed_of_the_proofs_changes_only_where_the_server_trusts_it(server):
    seed, tip = server.desk / "data/proof.json", git(server.repo, "rev-parse", "main")
    kept = seed.read_text(encoding="utf-8")
    seed.unlink()
    assert "data/proof.json：是存证用的种子，提交以后不能改，也不能删" in server.push(fails=True)
    seed.write_text(kept.replace(kept[10:74], "0" * 64), encoding="utf-8")
    said = server.push(fails=True)
    assert "推送-10" in said
    assert "gongshi deploy trust" in said
    assert git(server.repo, "rev-parse", "main") == tip
    git(server.repo, "fetch", "-q", str(server.desk), "main:refs/heads/reviewed")
    gongshi("deploy", "trust", "reviewed", "--repo", server.repo)
    assert "✓ 网站已更新" in git(server.desk, "push", "origin", "main")


def test_a_draft_on_another_branch_comes_in_and_publishes_nothing(server):
    before = read_only_view(server.shown)
    server.rows(lambda lines: [*lines, ROW.replace(str(DECIDED), "待定")])
    commit(server.desk)
    git(server.desk, "push", "origin", "HEAD:refs/heads/draft")
    assert read_only_view(server.shown) == before


def test_a_full_disk_is_told_and_the_old_site_stays(office, tmp_path):
    """On a real file system that is full: mounted for the test where that is allowed."""
    disk = tmp_path / "srv"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        server = served(office, tmp_path, "--branch", "gh-pages")
        before, branch = read_only_view(server.shown), git(server.repo, "rev-parse", "gh-pages")
        filler = disk / "filler"
        # Unbuffered, and closed before the fault is passed over: what is left in a buffer is refused once more.
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 65536)
        said = server.update(LONG_AFTER, code=3)
        assert "磁盘满了" in said
        assert "还是原来的样子" in said
        assert read_only_view(server.shown) == before
        assert git(server.repo, "rev-parse", "gh-pages") == branch
        filler.unlink()
        assert "✓ 网站已更新" in server.update(LONG_AFTER)
        assert read_only_view(server.shown) != before
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
