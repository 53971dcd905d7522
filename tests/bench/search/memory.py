"""Run a program and see how long it took and how much memory it and its children held at most."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY, _SHARE = 0.25, 20
"""Seconds between two looks; but so many times longer than a look takes, which of a large program is long."""


@dataclass(frozen=True, slots=True)
class Run:
    """Hold what a program said, its seconds, and the most bytes it held."""

    out: str
    seconds: float
    peak: int


def run(command: Sequence[str], cwd: Path, env: dict[str, str]) -> Run:
    """Run a program to its end.

    Raises: RuntimeError with what it said when it fails.
    """
    start, peak = time.monotonic(), [0]
    pipe, also = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(
        command, cwd=cwd, env=env, start_new_session=True, stdout=pipe, stderr=also, text=True
    ) as going:
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(going.pid, done, peak))
        watch.start()
        out = going.communicate()[0]
        seconds = time.monotonic() - start
        done.set()
        watch.join()
    if going.returncode:
        raise RuntimeError(f"{command}: {out[-4000:]}")
    return Run(out, seconds, peak[0])


def _watch(session: int, done: threading.Event, peak: list[int]) -> None:
    pause = EVERY
    while not done.wait(pause):
        start = time.monotonic()
        mine = (path for path in Path("/proc").glob("[0-9]*") if _session(path) == session)
        peak[0] = max(peak[0], sum(map(held, mine)))
        pause = max(EVERY, _SHARE * (time.monotonic() - start))


def _session(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except OSError:  # it has just ended
        return 0


def held(process: Path = Path("/proc/self")) -> int:
    """Return the bytes that a process holds; of what several share, its part."""
    try:
        rollup = (process / "smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
