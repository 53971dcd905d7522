"""Two builds of one commit and day are the same, byte for byte, whatever the circumstances."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_diff import edit, git
from tests.test_events import commit
from tests.test_line import hashes

ROOT = Path(__file__).parents[1]
DAY = "2026-11-21"
NOBODY = 65534
CLOCK = """
import time
_real, _ns, _local, _gm = time.time, time.time_ns, time.localtime, time.gmtime
_BACK = 400_000_000
time.time = lambda: _real() - _BACK
time.time_ns = lambda: _ns() - _BACK * 10**9
time.localtime = lambda when=None: _local(time.time() if when is None else when)
time.gmtime = lambda when=None: _gm(time.time() if when is None else when)
"""
"""Sets the clock of a Python process back by twelve years."""


@pytest.fixture(scope="module")
def lives(_office, tmp_path_factory):
    """Return an office with a history, a hidden record and a workbook of every list, and the hashes of its site."""
    folder = tmp_path_factory.mktemp("circumstances")
    shutil.copytree(_office, folder / "repo")
    commit(folder / "repo", "首次")
    edit(folder / "repo", "penalties/2026.csv", "采样检测菌落总数超过标准限值。", "采样检测菌落总数超标。")
    commit(folder / "repo", "改")
    found = hashes(built(folder / "repo", folder / "site"))
    assert {name.rpartition(".")[2] for name in found} >= {"html", "json", "xlsx", "csv", "zip", "ndjson"}
    return folder / "repo", found


def built(folder: Path, out: Path, *arguments: str, before=(), umask=0o022, **changes) -> Path:
    """Build in a process of its own; ``changes`` are those of its environment, ``before`` what runs the command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **changes}
    said = ("build", "--root", folder, "--out", out, "--as-of", DAY, *arguments)
    command = map(str, [*before, sys.executable, "-m", "generator", *said])
    done = subprocess.run(
        list(command), env=environment, cwd=out.parent, umask=umask, capture_output=True, text=True, encoding="utf-8"
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def copied(repository: Path, folder: Path, seed: int = 1) -> Path:
    """Copy an office, its files made in another order, in a folder of another name and depth, at other times."""
    copy = folder / "别的 文件夹" / "office"
    names = [path for path in repository.rglob("*") if path.is_file() and "build" not in path.parts]
    random.Random(seed).shuffle(names)
    for number, path in enumerate(names):
        target = copy / path.relative_to(repository)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1_000_000_000 + number,) * 2)
    return copy


def clock(folder: Path) -> dict[str, str]:
    (folder / "clock").mkdir()
    (folder / "clock/sitecustomize.py").write_text(CLOCK, "utf-8")
    return {"PYTHONPATH": f"{folder / 'clock'}{os.pathsep}{ROOT}", "SOURCE_DATE_EPOCH": "0"}


OTHER = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
READS = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
"""Lets another user read this program and its Python, wherever they lie."""


def other_user(folder: Path) -> list[str]:
    """Let another user own everything in a folder, and return what lets him run a command."""
    before = [*OTHER, *READS]
    if (
        os.geteuid()
        or not shutil.which("setpriv")
        or subprocess.run([*before, sys.executable, "-c", ""]).returncode
    ):
        pytest.skip("only the superuser can build as somebody else")
    for path in folder.parents[:-1]:
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o011)  # git asks the kernel in a way that knows no exceptions
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return before


LOCALE = {"LANG": "C", "LC_ALL": "C", "LANGUAGE": "de", "PYTHONUTF8": "0"}
SIMPLE = {
    "umask": {"umask": 0o077},
    "locale": LOCALE,
    "zone": {"TZ": "Pacific/Kiritimati"},
    "zone west": {"TZ": "Etc/GMT+12"},
    "hash seed": {"PYTHONHASHSEED": "4242"},
}


@pytest.mark.long
@pytest.mark.parametrize("name", SIMPLE)
def test_one_circumstance(lives, tmp_path, name):
    repository, wanted = lives
    assert hashes(built(repository, tmp_path / "site", "--no-cache", **SIMPLE[name])) == wanted


@pytest.mark.long
def test_another_folder_other_times_and_another_order_of_files(lives, tmp_path):
    assert hashes(built(copied(lives[0], tmp_path), tmp_path / "site")) == lives[1]


@pytest.mark.long
def test_another_clock(lives, tmp_path):
    assert hashes(built(lives[0], tmp_path / "site", "--no-cache", **clock(tmp_path))) == lives[1]


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_so_many_processes(lives, tmp_path, jobs):
    assert hashes(built(lives[0], tmp_path / "site", "--no-cache", "--jobs", jobs)) == lives[1]


@pytest.mark.long
def test_a_cache_that_went_another_way(lives, tmp_path):
    """The cache is that of the commit before, then of another day."""
    copy = copied(lives[0], tmp_path)
    git(copy, "checkout", "-q", "HEAD~1", "--", "data")
    built(copy, tmp_path / "site")
    git(copy, "checkout", "-q", "HEAD", "--", "data")
    built(copy, tmp_path / "site", "--as-of", "2026-12-24")
    assert hashes(built(copy, tmp_path / "site")) == lives[1]


@pytest.mark.long
def test_another_user(lives, tmp_path):
    copy = copied(lives[0], tmp_path)
    before = other_user(tmp_path)
    site = built(copy, tmp_path / "site", before=before, HOME=str(tmp_path), USER="nobody", LOGNAME="nobody")
    assert site.stat().st_uid == NOBODY
    assert hashes(site) == lives[1]


@pytest.mark.long
def test_a_folder_of_another_user_is_no_folder_without_history(lives, tmp_path):
    copy = copied(lives[0], tmp_path)
    before = other_user(tmp_path)
    os.chown(copy / ".git", 0, 0)
    os.chown(copy, 0, 0)
    code = "from pathlib import Path; from generator import events; events.history(Path('.'))"
    done = subprocess.run(
        [*before, sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert "safe.directory" in done.stderr


def test_all_of_them_at_once(lives, tmp_path):
    copy = copied(lives[0], tmp_path, seed=2)
    changes = {**clock(tmp_path), **LOCALE, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "umask": 0o077}
    site = built(copy, tmp_path / "site", "--no-cache", "--jobs", "1", **changes)
    assert hashes(site) == lives[1]
