"""Judge the system's own tables: code lists, legal periods, working days. Before anything reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator import schemas, seeds
from generator.check import shape
from generator.check.memory import recall
from generator.described import Field
from generator.messages import cell_address, finding
from generator.model import Finding
from generator.roles import form_of


def foundations(root: Path, cache_dir: Path | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with the tables that the program itself needs to read, and with the office's secret.

    Raises: WrongDescription when the secret cannot be used.
    """
    found = tuple(item for path in tables(root) for item in _judge(root, path, cache_dir))
    return found if seeds.seed(root) else (*found, finding("存证-01", seeds.FILE.as_posix()))


def tables(root: Path) -> Iterator[Path]:
    """Yield the paths of the system's own tables."""
    for folder in schemas.SYSTEM:
        yield from sorted((root / "data" / folder).glob("*.csv"))


def _judge(root: Path, path: Path, cache_dir: Path | None) -> tuple[Finding, ...]:
    content, file = path.read_bytes(), path.relative_to(root).as_posix()
    resource = schemas.system_resource(path.parent.name, f"{path.parent.name}/{path.name}")

    def judge() -> tuple[Finding, ...]:
        found = shape.judge(root / "data", file, content, resource)
        return found or tuple(_forms(file, content, resource["schema"]["fields"]))

    return recall(cache_dir, ("system", file, content), judge)


def _forms(file: str, content: bytes, fields: list[schemas.Descriptor]) -> Iterator[Finding]:
    """Yield the days and numbers that are not in their one form; the table is otherwise in shape."""
    forms = [
        (place, item["name"], form)
        for place, item in enumerate(fields)
        if (form := form_of(Field(name=item["name"], type=item["type"])))
    ]
    for number, cells in enumerate(csv.reader(io.StringIO(content.decode("utf-8"), newline="")), start=1):
        for place, name, form in forms if number > 1 else ():
            problem = form(cells[place]) if cells[place] else None
            if problem:
                facts: dict[str, Any] = {
                    "value": cells[place],
                    "cell": cell_address(place, number),
                    **problem.facts,
                }
                yield finding(problem.rule, file, row=number, column=name, **facts)
