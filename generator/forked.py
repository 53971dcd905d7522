"""Do pieces of work on several processors: in processes that are forked, so that they need be given nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")
_LOOK = 0.2
"""Seconds between two looks at whether anybody still waits for the work."""
_tasks: list[Sequence[Callable[[], object]]] = []


class Work(Generic[T]):
    """Hold pieces of work that are being done."""

    def __init__(self, tasks: Sequence[Callable[[], T]], pool: ProcessPoolExecutor | None) -> None:
        self._tasks = tasks
        self._futures = [pool.submit(_do, place) for place in range(len(tasks))] if pool else None

    def results(self) -> Iterator[T]:
        """Yield what came out, in the order of the tasks; without other processes they are done now.

        Raises: what a task raises.
        """
        if self._futures is None:
            yield from (task() for task in self._tasks)
        else:
            yield from (future.result() for future in self._futures)  # type: ignore[misc]


@contextmanager
def begun(tasks: Sequence[Callable[[], T]], jobs: int) -> Iterator[Work[T]]:
    """Begin to do pieces of work, the first of them first, while the block runs."""
    if jobs < 2 or not tasks or "fork" not in multiprocessing.get_all_start_methods():
        yield Work(tasks, None)
        return
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), context, _take, (tasks, os.getpid()))
    try:
        yield Work(tasks, pool)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector of cycles still: it would walk again and again over a million values that all stay."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _take(tasks: Sequence[Callable[[], object]], parent: int) -> None:
    """Keep, in a worker, what it inherited; it ends with the process that began it, even if that was killed."""
    _tasks[:] = [tasks]
    threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()


def _outlive_nobody(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _do(place: int) -> object:
    return _tasks[0][place]()
