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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares something dear, for processes share nothing: the built site, else a module's own."""
    for item in items:
        found = item._fixtureinfo.name2fixturedefs.get("site", ())  # type: ignore[attr-defined]
        shares = found and found[-1].scope == "session"
        item.add_marker(pytest.mark.xdist_group("site" if shares else item.path.name))


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
    """Build this repository's own site once, beside nobody's work."""
    out = tmp_path_factory.mktemp("demo") / "site"
    line.build(ROOT, out, TODAY)
    return out


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = starter.office(tmp_path_factory.mktemp("office") / "repo")
    shutil.copytree(Path(__file__).parent / "office", folder / "data", dirs_exist_ok=True)
    return folder


@pytest.fixture
def office(_office: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of a small office: a licence list and a penalty list of a few rows."""
    folder = tmp_path / "repo"
    shutil.copytree(_office, folder)
    return folder
