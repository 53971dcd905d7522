"""How soon a clerk's commit is public, on the whole demonstration data: said in the log, beside a build of everything."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.server_fixtures import ROOT, Served, read_only_view, served

pytestmark = pytest.mark.long


@pytest.fixture
def server(tmp_path) -> tuple[Served, float]:
    """Serve all the demonstration data, and tell how long the first build took."""
    office = tmp_path / "repo"
    for name in ("data", "site_src"):
        shutil.copytree(ROOT / name, office / name)
    shutil.copyfile(ROOT / "mkdocs.yml", office / "mkdocs.yml")
    begun = time.monotonic()
    return served(office, tmp_path), time.monotonic() - begun


def test_a_commit_of_one_record_is_public_in_seconds(server, capsys):
    served_, cold = server
    path = served_.desk / "data/penalty-disclosure/2026.csv"
    text = path.read_text(encoding="utf-8")
    assert "罚款人民币1400元" in text
    before = read_only_view(served_.shown)
    path.write_text(text.replace("罚款人民币1400元", "罚款人民币一千四百元", 1), encoding="utf-8")
    begun = time.monotonic()
    said = served_.push()
    live = time.monotonic() - begun
    assert "✓ 网站已更新" in said
    after = read_only_view(served_.shown)
    changed = {name for name in after if before.get(name) != after[name]}
    page = (served_.shown / "penalty-disclosure/PEN-2026-0002.html").read_text(encoding="utf-8")
    assert "罚款人民币一千四百元" in page
    with capsys.disabled():
        print(
            f"\none record, from push to public: {live:.1f} s ({len(changed):,} of {len(after):,} files changed); "
            f"everything from nothing: {cold:.1f} s"
        )
    assert live < cold  # how much less is for the log: a shared machine is no stopwatch
    assert len(changed) * 10 < len(after)
