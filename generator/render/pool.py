"""Render pages on several processors."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from generator.model import Artefact
from generator.render.templates import Sheet, Templates

FEW = 500
"""So many pages are rendered sooner than other processes are started."""
PART = 100
_work: list[tuple[Templates, Sequence[Sheet]]] = []


def rendered(templates: Templates, sheets: Sequence[Sheet], jobs: int) -> list[Artefact]:
    """Render pages, in their order; workers are forked, so that compiled templates and views are there already.

    Raises: WrongDescription as ``Templates.page`` does.
    """
    if jobs < 2 or len(sheets) < FEW or "fork" not in multiprocessing.get_all_start_methods():
        return [templates.page(sheet) for sheet in sheets]
    context, starts = multiprocessing.get_context("fork"), range(0, len(sheets), PART)
    with ProcessPoolExecutor(jobs, context, _take, (templates, sheets)) as pool:
        return [item for part in pool.map(_part, starts) for item in part]


def _take(templates: Templates, sheets: Sequence[Sheet]) -> None:
    """Keep, in a worker, what it inherited."""
    _work[:] = [(templates, sheets)]


def _part(start: int) -> list[Artefact]:
    templates, sheets = _work[0]
    return [templates.page(sheet) for sheet in sheets[start : start + PART]]
