"""Write a list as Parquet, for programs that analyse; only where pyarrow is installed.

Nothing in the file is compressed or in code, for the last gate looks through its bytes for what may not be there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from generator import paths
from generator.described import FieldType
from generator.export import rows
from generator.model import Artefact, Publication

_LARGEST = 2**63


def table(publication: Publication) -> Artefact:
    """Return the Parquet file of a list: a blank cell is null, dates and numbers are such, all else is text."""
    import pyarrow as pa
    from pyarrow import parquet

    dataset, lines = publication.dataset, list(rows.lines(publication))
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(dataset.fields)
    kinds = {int: pa.int64(), float: pa.float64(), date: pa.date32(), str: pa.string()}
    arrays = []
    for field, column in zip(dataset.fields, cells, strict=True):
        kind, values = _typed(field.type, column)
        arrays.append(pa.array(values, kinds[kind]))
    out = io.BytesIO()
    parquet.write_table(
        pa.table(arrays, names=list(dataset.header)), out, compression="none", use_dictionary=False
    )
    return Artefact(paths.download(dataset.id, "parquet"), out.getvalue())


def _typed(kind: FieldType, column: Sequence[str]) -> tuple[type, list[Any]]:
    """Return the cells of a column as what they are; where one would not come back the same, all stay text."""
    made = _MAKES.get(kind)
    if made:
        python, make, said = made
        try:
            values = [make(text) if text else None for text in column]
        except (ValueError, ArithmeticError):
            return str, [text or None for text in column]
        if all(value is None or said(value, text) for value, text in zip(values, column, strict=True)):
            return python, values
    return str, [text or None for text in column]


def _same_integer(value: Any, text: str) -> bool:
    return str(value) == text and -_LARGEST <= value < _LARGEST


def _same_number(value: Any, text: str) -> bool:
    return bool(Decimal(repr(value)) == Decimal(text))


def _same_day(value: Any, text: str) -> bool:
    return bool(value.isoformat() == text)


_MAKES: dict[FieldType, tuple[type, Callable[[str], Any], Callable[[Any, str], bool]]] = {
    "integer": (int, int, _same_integer),
    "year": (int, int, _same_integer),
    "number": (float, float, _same_number),
    "date": (date, date.fromisoformat, _same_day),
}
