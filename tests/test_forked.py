"""Work is shared between this process and forked ones: each piece is done once, and who waits helps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator import forked


def noted(folder: Path, name: int) -> tuple[int, int]:
    """Leave a file that says who did a task; a second one of the name would be an error."""
    (folder / str(name)).touch(exist_ok=False)
    return name, os.getpid()


def waits_for(path: Path, what: str = "there") -> str:
    """Wait until another task has left a file: for ever, if that one is never done."""
    end = time.monotonic() + 20
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
    return what


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_task_is_done_once_and_results_come_in_order(tmp_path: Path, jobs: int) -> None:
    with forked.begun([partial(noted, tmp_path, number) for number in range(40)], jobs) as work:
        found = list(work.results())
    assert [name for name, _ in found] == list(range(40))
    assert jobs > 1 or {pid for _, pid in found} == {os.getpid()}
    assert jobs == 1 or {pid for _, pid in found} - {os.getpid()}


def test_who_waits_does_the_last_of_what_nobody_has_taken(tmp_path: Path) -> None:
    """The only other process is busy until the last task is done: it never is, unless this process does it."""
    tasks: list[Callable[[], object]] = [partial(waits_for, tmp_path / "9")]
    tasks += [partial(noted, tmp_path, number) for number in range(1, 10)]
    with forked.begun(tasks, 2) as work:
        assert work.result(0) == "there"
        assert work.result(9) == (9, os.getpid())
        assert [name for name, _ in list(work.results())[1:]] == list(range(1, 10))  # type: ignore[misc]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_is_told_when_its_turn_comes_and_hides_no_other_result(tmp_path: Path, jobs: int) -> None:
    def wrong() -> tuple[int, int]:
        raise ValueError("no such thing")

    with forked.begun([partial(noted, tmp_path, 0), wrong, partial(noted, tmp_path, 2)], jobs) as work:
        results = work.results()
        assert next(results)[0] == 0
        with pytest.raises(ValueError, match="no such thing"):
            next(results)
        assert work.result(2)[0] == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_only_what_was_begun_is_done(tmp_path: Path, jobs: int) -> None:
    tasks = [partial(noted, tmp_path, number) for number in range(5)]
    with forked.begun(tasks, jobs, waiting=True) as work:
        for place in (3, 1):
            work.begin(place)
        assert [name for name, _ in work.results()] == [3, 1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "3"]
