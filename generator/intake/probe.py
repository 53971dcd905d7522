"""Try an old workbook in a process of its own that may take only so much memory.

An xls can name one long text in a million cells; what reads it unpacks each before anybody can count them. Where the
system cannot bound a process (Windows) it is read as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys

_MEMORY, _SECONDS = 320 * 1024 * 1024, 10
_TRIAL = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from python_calamine import CalamineError, CalamineWorkbook
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
except CalamineError:
    pass
"""
"""What is damaged is told by who reads it afterwards."""


def bearable(content: bytes) -> bool:
    """Tell whether a workbook can be opened in bounded memory and time."""
    if os.name != "posix":
        return True
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", _TRIAL.format(memory=_MEMORY)],
            input=content, capture_output=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
