"""A long check says on the terminal what it is at; a pipe or a file hears nothing of it."""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys

from generator import check, reading
from generator.cli.waiting import waiting
from tests.conftest import TODAY


def test_every_list_is_told(office):
    steps = []
    catalogue, tables = reading.readable(office)
    check.run(office, catalogue, tables, TODAY, None, (), steps.append)
    assert steps == [
        "核对「处罚公示」（1/2）", "核对「许可公示」（2/2）",
        "与别的清单对照「处罚公示」（1/2）", "与别的清单对照「许可公示」（2/2）",
    ]  # fmt: skip


class Terminal(io.StringIO):
    """Look like a terminal."""

    def isatty(self):
        return True


def test_nobody_is_told_before_they_wonder(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    waiting(patience=60)("核对")
    assert terminal.getvalue() == ""
    waiting(patience=0)("核对")
    assert terminal.getvalue() == "… 核对\n"


CHECK = (
    "import generator.cli.waiting as p, sys; p.waiting.__defaults__ = (0.0,); "
    "from generator import cli; sys.exit(cli.main(['check', '--as-of', '2026-11-21', '--root', sys.argv[1]]))"
)


def test_on_a_terminal_and_not_in_a_pipe(office, root):
    command, there = [sys.executable, "-c", CHECK, str(office)], {**os.environ, "PYTHONPATH": str(root)}
    piped = subprocess.run(command, env=there, capture_output=True, check=True)
    assert piped.stderr == b""
    shutil.rmtree(office / "build")  # what is remembered is not judged again
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=there, stdout=subprocess.PIPE, stderr=theirs) as done:
        told = done.stdout.read().decode()
    os.close(theirs)
    seen = os.read(ours, 65_536).decode()
    assert "… 核对「处罚公示」（1/2）" in seen
    assert "核对「" not in told
    assert "处必须改" in told
