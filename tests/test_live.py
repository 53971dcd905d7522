"""How soon a clerk's commit is public, on the whole demonstration data: said in the log, beside a build of everything."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.server_fixtures import ROOT, Served, read_only_view, served

pytestmark = [pytest.mark.long, pytest.mark.alone]


@pytest.fixture
def server(tmp_path) -> tuple[Served, float]:
    """Serve all the demonstration data, and tell how long the first build took."""
    office = tmp_path / "repo"
    for name in ("data", "site_src"):
        shutil.copytree(ROOT / name, office / name)
    shutil.copyfile(ROOT / "mkdocs.yml", office / "mkdocs.yml")
    begun = time.monotonic()
    return served(office, tmp_path), time.monotonic() - begun


def seen(page: Path, text: str, until: float) -> float:
    """Return when a reader of the shown site first sees a text; at the latest, when waiting ends."""
    while text not in page.read_text(encoding="utf-8") and time.monotonic() < until:
        time.sleep(0.05)
    return time.monotonic()


def test_a_commit_of_one_record_is_public_in_seconds(server, record_property):
    served_, cold = server
    path = served_.desk / "data/penalty-disclosure/2026.csv"
    text = path.read_text(encoding="utf-8")
    assert "罚款人民币1400元" in text
    before = read_only_view(served_.shown)
    path.write_text(text.replace("罚款人民币1400元", "罚款人民币一千四百元", 1), encoding="utf-8")
    page = served_.shown / "penalty-disclosure/PEN-2026-0002.html"
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as reader:
        public = reader.submit(seen, page, "罚款人民币一千四百元", begun + 2 * cold)
        said = served_.push()
        told, live = time.monotonic() - begun, public.result() - begun
    assert "✓ 网站已更新" in said
    after = read_only_view(served_.shown)
    changed = {name for name in after if before.get(name) != after[name]}
    assert "罚款人民币一千四百元" in page.read_text(encoding="utf-8")
    record_property(
        "measured",
        f"one record, from push to public: {live:.1f} s, until git says so: {told:.1f} s "
        f"({len(changed):,} of {len(after):,} files changed); everything from nothing: {cold:.1f} s",
    )
    assert live < cold  # how much less is for the log: a shared machine is no stopwatch
    assert len(changed) * 10 < len(after)
