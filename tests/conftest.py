"""What every test may use: this repository, and a small office of its own to break."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import line, load, starter

os.environ["NO_MKDOCS_2_WARNING"] = "1"
ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 21)
KEPT = ("check", "shell", "templates")
"""What of a build is kept for every test: it does not depend on where the folder lies, and takes most of the time."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last what tests measured, for the log: what they print in a process of their own is lost."""
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return this repository."""
    return ROOT


@pytest.fixture(scope="session")
def today() -> date:
    """Return the reference day of the demonstration data."""
    return TODAY


@pytest.fixture(scope="session")
def committed():
    """Return the catalogue and the tables of this repository."""
    catalogue = load.catalogue(ROOT)
    return catalogue, tuple(load.table(ROOT, dataset) for dataset in catalogue.datasets)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build this repository's own site once, beside nobody's work; processes that test side by side share it."""
    own = tmp_path_factory.getbasetemp()
    out = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo" / "site"
    out.parent.mkdir(exist_ok=True)
    line.build(ROOT, out, TODAY)  # who comes second waits for the first, and finds that nothing changed
    return out


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = starter.office(tmp_path_factory.mktemp("office") / "repo")
    shutil.copytree(Path(__file__).parent / "office", folder / "data", dirs_exist_ok=True)
    line.build(folder, folder / "build" / "site", TODAY)
    for path in (folder / "build").iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


@pytest.fixture
def office(_office: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of a small office: a licence list and a penalty list of a few rows."""
    folder = tmp_path / "repo"
    shutil.copytree(_office, folder)
    return folder
