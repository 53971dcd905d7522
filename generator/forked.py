"""Do pieces of work on several processors: in processes that are forked, so that they need be given nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")
_LOOK = 0.2
"""Seconds between two looks at whether anybody still waits for the work."""
_tasks: list[Sequence[Callable[[], object]]] = []


class Work(Generic[T]):
    """Hold pieces of work, and which of them are begun."""

    def __init__(self, tasks: Sequence[Callable[[], T]], pool: ProcessPoolExecutor | None) -> None:
        self._tasks, self._pool = tasks, pool
        self._futures = dict[int, Future[T]]()
        self._begun, self._left = list[int](), list[int]()

    def begin(self, place: int) -> None:
        """Have the task at a place done, after those begun before."""
        if self._pool:
            self._futures[place] = self._pool.submit(_do, place)  # type: ignore[arg-type]
        self._begun.append(place)
        self._left.append(place)

    def result(self, place: int) -> T:
        """Return what came out of a task.

        Who waits helps: until it is there, what nobody has taken yet is done here, the last first.

        Raises: what the task raises.
        """
        while self._pool and self._left and not self._futures[place].done():
            other = self._left.pop()
            if self._futures[other].cancel():  # nobody else will do it then
                self._futures[other] = _done(self._tasks[other])
        return self._futures[place].result() if self._pool else self._tasks[place]()

    def results(self) -> Iterator[T]:
        """Yield what came out of all tasks that were begun, in that order.

        Raises: what a task raises.
        """
        yield from map(self.result, self._begun)


@contextmanager
def begun(tasks: Sequence[Callable[[], T]], jobs: int, *, waiting: bool = False) -> Iterator[Work[T]]:
    """Begin to do pieces of work, the first of them first, while the block runs; or have them ``waiting``.

    What the tasks use is as it was when the first of them was begun. This process is one of the ``jobs``: each further
    one copies what it touches, which takes longer than a small task.
    """
    pool = None
    if jobs > 1 and tasks and "fork" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(min(jobs - 1, len(tasks)), context, _take, (tasks, os.getpid()))
    work = Work(tasks, pool)
    try:
        for place in () if waiting else range(len(tasks)):
            work.begin(place)
        yield work
    finally:
        if pool:
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


def _done(task: Callable[[], T]) -> Future[T]:
    """Do a task here, and return what came of it."""
    found = Future[T]()
    try:
        found.set_result(task())
    except Exception as fault:  # it is raised when its turn comes
        found.set_exception(fault)
    return found


def _do(place: int) -> object:
    return _tasks[0][place]()
