"""Write the rows of a list as canonical files: UTF-8, LF, fixed order of columns, sorted by key."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.described import Dataset
from generator.errors import EnvironmentFault, why
from generator.intake.entries import Entry


def files(dataset: Dataset, rows: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return which rows belong into which file, from the folder of the data; sorted as they are given."""
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(dataset.file_of(row.values[dataset.key]), []).append(row)
    if not found:
        found[dataset.file_of("")] = []
    return {name: tuple(members) for name, members in sorted(found.items())}


def contents(dataset: Dataset, parted: Mapping[str, Sequence[Entry]]) -> dict[str, bytes]:
    """Return the bytes of each file."""
    return {name: _csv(dataset, rows) for name, rows in parted.items()}


def _csv(dataset: Dataset, rows: Sequence[Entry]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(dataset.header)
    writer.writerows([row.values[name] for name in dataset.header] for row in rows)
    return out.getvalue().encode()


def write(root: Path, dataset: Dataset, wanted: Mapping[str, bytes]) -> None:
    """Put files in the place of those of a list: all are written beside first, then renamed.

    Raises: EnvironmentFault when the disk refuses; what was there is still there then.
    """
    folder = root / "data" / dataset.id
    fresh = {root / "data" / name: content for name, content in wanted.items()}
    parts = {path: path.with_name(f".{path.name}.part") for path in fresh}
    try:
        for path, content in fresh.items():
            if not path.exists() or path.read_bytes() != content:
                parts[path].write_bytes(content)
        for path, part in parts.items():
            if part.exists():
                part.replace(path)
        for path in folder.glob("*.csv"):
            if path not in fresh:
                path.unlink()
    except OSError as error:
        raise EnvironmentFault(
            f"没有写进去：{why(error)}（{error.filename or folder}）。原来的数据没有动。请检查磁盘空间和权限，再导入一次。"
        ) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
