"""Runs that are killed, and clerks who push at once: the shown site is always whole, and in the end the newest.

Fifty kills and ten rounds take minutes, so they are ``long``; a few of each are not.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest

from generator.cli.asking import today
from tests.server_fixtures import ROOT, Served, commit, git, laid_out


def few_and(many: int) -> list[object]:
    """Return how often: a few times always, many times when there is time."""
    return [2, pytest.param(many, marks=pytest.mark.long)]


@pytest.fixture
def server(_office, tmp_path_factory) -> Served:
    return laid_out(tmp_path_factory.getbasetemp() / "with-branch", _office, "--branch", "gh-pages")


def whole(shown) -> str:
    """Open the shown site once, compare every file with its list of hashes, and return which site it is."""
    base = os.open(shown, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lines = read(base, "SHA256SUMS").decode().splitlines()
        wrong = [line for line in lines if hashlib.sha256(read(base, line[66:])).hexdigest() != line[:64]]
        assert lines
        assert wrong == []
        return json.loads(read(base, "build.json"))["as_of"]
    finally:
        os.close(base)


def read(base: int, name: str) -> bytes:
    file = os.open(name, os.O_RDONLY, dir_fd=base)
    with os.fdopen(file, "rb") as opened:
        return opened.read()


def branch_day(repo) -> str:
    return json.loads(git(repo, "show", "gh-pages:build.json"))["as_of"]


def started(server: Served, day: str) -> subprocess.Popen:
    """Start a nightly run in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "generator", "deploy", "update", "--repo", str(server.repo), "--as-of", day],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("kills", few_and(50))
def test_a_killed_run_leaves_an_old_or_a_new_site_and_the_next_one_mends_all(server, kills):
    chance, passes, stop = random.Random(20261126), [], threading.Event()

    def reader() -> None:
        while not stop.is_set() or len(passes) < 1000:
            passes.append(whole(server.shown))

    watching = threading.Thread(target=reader)
    watching.start()
    begun = time.monotonic()
    assert started(server, str(today() + timedelta(days=1))).wait() == 0
    lasts = time.monotonic() - begun
    days = [str(today() + timedelta(days=1))]
    for kill in range(kills):
        days.append(str(today() + timedelta(days=kill + 2)))
        run = started(server, days[-1])
        time.sleep(chance.uniform(0, 1.1 * lasts))
        os.killpg(run.pid, signal.SIGKILL) if kill % 2 else run.kill()
        run.communicate()
        assert whole(server.shown) in days
        assert branch_day(server.repo) in days
        if kill % 10 == 9:
            assert started(server, days[-1]).wait() == 0
            assert whole(server.shown) == days[-1]
    last = started(server, days[-1])
    said, _ = last.communicate()
    assert last.returncode == 0, said
    assert whole(server.shown) == branch_day(server.repo) == days[-1]
    assert git(server.repo, "for-each-ref", "--format=%(refname:short)", "refs/heads").split() == [
        "gh-pages",
        "main",
    ]
    stop.set()
    watching.join()
    assert len(passes) >= 1000
    assert set(passes) <= {str(today()), *days}


@pytest.mark.parametrize("rounds", few_and(10))
def test_clerks_who_push_at_once_are_all_served_and_the_newest_is_shown(server, tmp_path, rounds):
    names = ("甲", "乙", "丙")
    for name in names:
        git(tmp_path, "clone", "-q", str(server.repo), name)
        git(tmp_path / name, "config", "user.name", name)
        git(tmp_path / name, "config", "user.email", "desk@example.invalid")
    said: list[str] = []

    def works(name: str, turn: int) -> None:
        desk = tmp_path / name
        (desk / f"data/penalties/{name}.md").write_text(f"{turn}\n", encoding="utf-8")
        commit(desk, f"{name} {turn}")
        while True:
            git(desk, "pull", "-q", "--rebase")
            done = subprocess.run(["git", "-C", str(desk), "push"], capture_output=True, text=True)
            said.append(done.stdout + done.stderr)
            if done.returncode == 0:
                return

    for turn in range(rounds):
        workers = [threading.Thread(target=works, args=(name, turn)) for name in names]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        shown = json.loads((server.shown / "build.json").read_text(encoding="utf-8"))
        assert shown["source_commit"] == git(server.repo, "rev-parse", "main").strip()
        whole(server.shown)
    assert len([text for text in said if "✓ 网站" in text]) == rounds * len(names)
    assert not [text for text in said if "✗" in text or "Traceback" in text]
