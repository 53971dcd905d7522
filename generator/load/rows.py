"""Read the rows of a list, and the full texts that they name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from generator import fingerprint
from generator.described import Dataset
from generator.load import system
from generator.model import Row, Table

csv.field_size_limit(64 * 1024 * 1024)  # a long cell is for the checks to judge, not for the reader


def files(root: Path, dataset: Dataset) -> tuple[Path, ...]:
    """Return the data files of a list, in order: one, or one per year."""
    folder = root / "data" / dataset.id
    return tuple(sorted(folder.glob("*.csv")))


def table(root: Path, dataset: Dataset) -> Table:
    """Read the rows of a list as text, as far as its files can be read at all."""
    read = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files(root, dataset)]
    found = [row for file, content in read for row in rows(_utf8(content), file)]
    found += system.rows(root, dataset)
    texts = dict(_texts(root / "data" / dataset.id, dataset, found))
    return Table(dataset, tuple(found), texts, fingerprint.digest((read, texts)))


def _texts(folder: Path, dataset: Dataset, found: list[Row]) -> Iterator[tuple[str, str]]:
    column = dataset.column_of("fulltext")
    for row in found if column else ():
        name = row.values.get(column, "")
        path = folder / name
        if name and path.resolve().is_relative_to(folder.resolve()) and path.is_file():
            yield name, _utf8(path.read_bytes())


def rows(text: str, file: str) -> Iterator[Row]:
    """Yield the rows of a canonical file."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    for number, cells in enumerate(reader, start=2):
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        yield Row(file, number, dict(zip(header, cells, strict=False)))


def _utf8(content: bytes) -> str:
    """Return the text, or nothing when it is not UTF-8: the shape check has said so by then."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
