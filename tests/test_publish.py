"""The swap: whole or not at all, and what a cut-off run leaves behind is mended by the next."""

from __future__ import annotations

import pytest

from generator import publish


def test_the_old_site_stands_until_the_new_one_is_whole(tmp_path):
    out = tmp_path / "site"
    out.mkdir()
    (out / "old.html").write_text("old")
    with publish.replacing(out) as tree:
        (tree / "a").mkdir(parents=True)
        (tree / "a/b.html").write_text("new")
        assert (out / "old.html").read_text() == "old"
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html")) == ["a/b.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_whatever_fails_the_old_site_stays(tmp_path, fault):
    out = tmp_path / "site"
    out.mkdir()
    (out / "old.html").write_text("old")
    with pytest.raises(fault), publish.replacing(out) as tree:  # noqa: PT012 - the fault comes from inside
        tree.mkdir()
        (tree / "a.html").write_text("new")
        raise fault
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["site", "site/old.html"]


def test_a_run_cut_off_between_the_renames_is_mended(tmp_path):
    old = tmp_path / ".site.old"
    old.mkdir()
    (old / "index.html").write_text("old")
    publish.recover(tmp_path / "site")
    assert (tmp_path / "site/index.html").read_text() == "old"
