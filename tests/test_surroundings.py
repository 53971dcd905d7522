"""Whatever the machine is like: every command says in Chinese what is the matter, with the right exit code."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spreadsheets import book
from tests.test_diff import edit, git, repository
from tests.test_import import HEAD, NEW

pytestmark = pytest.mark.long

__all__ = ["repository"]
ROOT = Path(__file__).parents[1]
DAY = ("--as-of", "2026-11-21")
ENGLISH = re.compile(r"(?<![\w/.-])[A-Za-z]{2,}(?:,? [a-z']{2,}){3,}")
"""Finds a sentence; names of commands, options and files are shorter."""
ORDINARY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
"""Runs what follows without the superuser's right to write where nobody may."""
NO_GIT_CONFIG = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def gongshi(*arguments, before=(), cwd=None, **changes):
    """Run a command as a person would and return its exit code and what it said, having looked at the language."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    done = subprocess.run(
        [*before, sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd, env={name: text for name, text in environment.items() if text is not None},
        capture_output=True, stdin=subprocess.DEVNULL, timeout=300, check=False,
    )  # fmt: skip
    said = done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
    assert "Traceback" not in said, said
    assert not ENGLISH.search(said), said
    assert re.search("[\u4e00-\u9fff]", said), said
    return done.returncode, said


def table(tmp_path):
    return book(tmp_path / "新许可.xlsx", [HEAD, NEW])


def steps(root, tmp_path):
    """Return every command of a desk with what it may need."""
    out = tmp_path / "出"
    out.mkdir(exist_ok=True)
    return {
        "template": ("template", "许可", "--out", out / "空表.xlsx"),
        "export": ("export", "许可", "--out", out / "现有.xlsx"),
        "import": ("import", table(tmp_path), "--dataset", "许可", "--mode", "append", "--yes"),
        "check": ("check", *DAY),
        "diff": ("diff", *DAY),
        "undo": ("undo", "--yes"),
        "fmt": ("fmt",),
        "due": ("due", *DAY),
        "doctor": ("doctor",),
        "setup": ("setup",),
    }


NAMES = ("template", "export", "import", "check", "diff", "undo", "fmt", "due", "doctor", "setup")
TERMINALS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": None, "PYTHONIOENCODING": None},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": None, "PYTHONIOENCODING": "ascii"},
    "gbk": {"LC_ALL": "C", "PYTHONUTF8": None, "PYTHONIOENCODING": "gbk"},
}


@pytest.mark.parametrize("terminal", TERMINALS)
def test_a_terminal_that_is_not_utf8(repository, tmp_path, terminal):
    every = steps(repository, tmp_path)
    for name in NAMES if terminal == "C" else ("template", "import", "check"):
        command = every[name]
        code, said = gongshi(*command, "--root", repository, **TERMINALS[terminal])
        assert code == 0 or name in ("doctor", "setup"), (name, said)
        assert "\ufffd" not in said, name
        if name in ("template", "export"):
            assert command[-1].exists()


@pytest.fixture
def ordinary():
    """Return what makes the superuser an ordinary user; somebody else is one already."""
    if os.geteuid() != 0:
        return []
    probe = [*ORDINARY, "sh", "-c", "test ! -w /proc/sys/kernel/hostname || ! touch /nowhere/x 2>/dev/null"]
    if not shutil.which("setpriv") or subprocess.run(probe, check=False).returncode:
        pytest.skip("the suite runs as root and setpriv cannot take its rights away")
    return ORDINARY


@contextlib.contextmanager
def read_only(folder):
    paths = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    modes = {path: path.stat().st_mode for path in paths}
    for path in sorted(paths, reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in sorted(paths):
            path.chmod(modes[path])


READ_ONLY = {
    "import": 3, "template": 0, "export": 0, "check": 0, "diff": 0, "undo": 3, "fmt": 0, "due": 0,
    "doctor": 3, "setup": 3,
}  # fmt: skip


def test_a_folder_that_may_only_be_read(repository, tmp_path, ordinary):
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    commands = steps(repository, tmp_path)
    before = (repository / "data/licences/licences.csv").read_bytes()
    with read_only(repository):
        told = {name: gongshi(*commands[name], "--root", repository, before=ordinary) for name in READ_ONLY}
        code, said = gongshi("build", *DAY, "--root", repository, before=ordinary)
        assert (code, "权限" in said) == (3, True), said
        code, said = gongshi(
            "template", "许可", "--out", repository / "空表.xlsx", "--root", repository, before=ordinary
        )
        assert (code, "权限" in said) == (3, True), said
    assert {name: code for name, (code, _) in told.items()} == READ_ONLY, told
    for name in ("import", "undo", "setup"):
        assert "权限" in told[name][1], told[name]
    assert (repository / "data/licences/licences.csv").read_bytes() == before


def test_a_table_that_may_not_be_read_or_whose_folder_may_not_be_written(repository, tmp_path, ordinary):
    path = table(tmp_path)
    path.chmod(0)
    command = ("import", path, "--dataset", "许可", "--mode", "append", "--yes", "--root", repository)
    code, said = gongshi(*command, before=ordinary)
    assert (code, "保存并关闭后重试" in said) == (3, True), said
    path.chmod(0o644)
    bad = tmp_path / "只读"
    bad.mkdir()
    book(bad / "表.xlsx", [HEAD, [*NEW[:4], "25/1/3", *NEW[5:]]])
    with read_only(bad):
        code, said = gongshi("import", bad / "表.xlsx", *command[2:], before=ordinary)
    assert code == 3
    assert "标注" in said
    assert "权限" in said


@pytest.fixture
def tiny(tmp_path):
    """Return a folder on a disk of its own with hardly any room."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by the superuser")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(path):
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(512)):
            pass


def test_a_disk_that_is_full(repository, tiny, tmp_path):
    office = tiny / "公示"
    shutil.copytree(repository, office, ignore=shutil.ignore_patterns(".git", "build", "site"))
    git(office, "init", "-q")
    edit(office, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    commands = steps(office, tmp_path)
    table_there = shutil.copy(commands["import"][1], tiny / "新许可.xlsx")
    filled(tiny / "满")
    before = (office / "data/licences/licences.csv").read_bytes()
    for command in (
        ("import", table_there, *commands["import"][2:]),
        ("template", "许可", "--out", tiny / "空表.xlsx"),
        ("export", "许可", "--out", tiny / "现有.xlsx"),
        ("check", *DAY, "--out", tiny / "报告.xlsx"),
        ("check", *DAY, "--out", tiny / "报告.html", "--format", "html"),
        ("build", *DAY),
        ("setup",),
    ):
        code, said = gongshi(*command, "--root", office)
        assert code == 3, (command, said)
        assert "磁盘满了" in said, (command, said)
    assert (office / "data/licences/licences.csv").read_bytes() == before
    assert not (tiny / "空表.xlsx").exists()
    assert list(office.joinpath("data").rglob("*.part")) == []


def test_a_screen_that_takes_nothing_more(repository):
    done = subprocess.run(
        f"{sys.executable} -m generator due --root {repository} >/dev/full",
        shell=True, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3
    assert "磁盘满了" in done.stderr.decode()
    assert "Error" not in done.stderr.decode()


def test_nobody_has_told_git_a_name(repository):
    named = {**NO_GIT_CONFIG, "HOME": "/nonexistent"}
    code, said = gongshi("doctor", "--root", repository, **named)
    assert code == 3
    assert "✗ 署名：没有姓名，没有邮箱。请运行：git config --global user.name" in said
    code, said = gongshi("setup", "--root", repository, **named)
    assert (code, "✗ 署名" in said) == (3, True)


def test_a_head_that_is_on_no_branch(repository, tmp_path):
    git(repository, "checkout", "-q", "--detach")
    edit(repository, "licences/licences.csv", "测卫许〔2022〕2号", "测卫许〔2022〕12号")
    for name, command in steps(repository, tmp_path).items():
        code, said = gongshi(*command, "--root", repository)
        assert code == 0 or name in ("doctor", "setup"), (name, said)
    code, said = gongshi("doctor", "--root", repository)
    assert (code, "✗ 分支：不在任何分支上" in said) == (3, True)


def test_a_history_of_which_only_the_end_is_there(repository, tmp_path):
    git(repository, "commit", "-qm", "第二次", "--allow-empty")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "浅")
    shallow = tmp_path / "浅"
    code, said = gongshi("diff", "HEAD~1", "--root", shallow)
    assert (code, "浅克隆" in said) == (2, True)
    code, said = gongshi("doctor", "--root", shallow)
    assert (code, "✗ 历史：只有最近的历史（浅克隆）。请运行：git fetch --unshallow" in said) == (3, True)
    for name, command in steps(shallow, tmp_path).items():
        code, said = gongshi(*command, "--root", shallow)
        assert code == 0 or name in ("doctor", "setup"), (name, said)


def test_a_history_without_any_commit(office, tmp_path):
    git(office, "init", "-q")
    wanted = {"diff": 2, "undo": 3, "doctor": 3, "setup": 3}
    for name, command in steps(office, tmp_path).items():
        code, said = gongshi(*command, "--root", office, **NO_GIT_CONFIG)
        assert code == wanted.get(name, 0), (name, said)


@pytest.mark.parametrize("where", ["empty", "missing", "file"])
def test_the_wrong_folder(tmp_path, where):
    folder = tmp_path / "别处"
    if where == "empty":
        folder.mkdir()
    elif where == "file":
        folder.write_text("x", "utf-8")
    wanted = {"undo": 3, "doctor": 3}
    for name, command in {**steps(folder, tmp_path), "build": ("build",), "serve": ("serve",)}.items():
        code, said = gongshi(*command, "--root", folder)
        assert code == wanted.get(name, 2), (name, said)
        assert "文件夹" in said or "git" in said


@pytest.mark.parametrize(
    "command",
    [("template", "处分"), ("export", "处分"), ("import", "T", "--dataset", "处分"), ("check", "处分")],
)
def test_a_list_that_is_not_there(repository, tmp_path, command):
    told = [table(tmp_path) if word == "T" else word for word in command]
    code, said = gongshi(*told, "--root", repository)
    assert code == 2
    assert "没有叫“处分”的清单" in said
    assert "penalties" in said


@pytest.mark.parametrize("lock", ["~$新许可.xlsx", ".~新许可.xlsx", ".~lock.新许可.xlsx#"])
def test_a_table_that_is_still_open_elsewhere(repository, tmp_path, lock):
    path = table(tmp_path)
    (tmp_path / lock).write_bytes(b"\x05")
    code, said = gongshi(
        "import", path, "--dataset", "许可", "--mode", "append", "--yes", "--root", repository
    )
    assert code == 0
    assert "！ 新许可.xlsx：可能还在 WPS 或者 Excel 里打开着，没有保存的改动读不到。" in said
    assert "已写入" in said


def test_a_port_that_is_taken(repository):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = gongshi("serve", "--port", port, "--root", repository)
    assert code == 3
    assert f"端口 {port} 用不了" in said
    assert f"--port {port + 1}" in said


def test_no_git_at_all(repository, tmp_path):
    wanted = {"diff": 3, "undo": 3, "doctor": 3, "setup": 3}
    for name, command in steps(repository, tmp_path).items():
        code, said = gongshi(*command, "--root", repository, PATH="/nonexistent")
        assert code == wanted.get(name, 0), (name, said)
    assert "git" in said
