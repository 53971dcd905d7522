"""Real spreadsheets for tests: written by openpyxl, turned into other formats by LibreOffice, opened by it again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

OFFICE = shutil.which("soffice")


def book(path: Path, rows: Sequence[Sequence[object]], *, text: bool = True) -> Path:
    """Write rows as an xlsx whose cells have the format of text, unless told otherwise."""
    made = openpyxl.Workbook()
    page = made.active
    for row in rows:
        page.append(list(row))
    for cell in (cell for row in page.iter_rows() for cell in row if text):
        cell.number_format = "@"
    made.save(path)
    return path


def changed(path: Path, change: Callable[[Worksheet], None], out: Path | None = None) -> Path:
    """Open a workbook as a person would, change its first sheet, save it."""
    made = openpyxl.load_workbook(path)
    change(made.worksheets[0])
    made.save(out or path)
    return out or path


def converted(path: Path, form: str, ending: str) -> Path:
    """Let LibreOffice save a file in another format; ``form`` is its name of the format."""
    if not OFFICE:
        pytest.skip("LibreOffice is not installed")
    folder = path.parent / f"as-{ending}"
    profile = path.parent / "profile"
    command = [
        OFFICE,
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--convert-to",
        f"{ending}:{form}",
    ]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120
    )
    return folder / f"{path.stem}.{ending}"
