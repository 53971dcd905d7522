"""A site is shown whole or not at all; a few releases are kept; nothing of others is written over."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import threading

import pytest

from generator import release
from generator.errors import EnvironmentFault, WrongUse


def site(folder, number: int, pages: int = 3, as_of: str = "2026-11-21"):
    """Make a built site whose every file tells its number."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "a").mkdir(parents=True)
    for page in range(pages):
        (folder / f"a/{page}.html").write_text(f"{number}")
    (folder / "build.json").write_text(json.dumps({"source_commit": f"{number:040}", "as_of": as_of}))
    (folder / "SHA256SUMS").write_text(f"{number}")
    return folder


def read(shown) -> set[str]:
    """Read a shown site in one pass, as a reader who opened its folder does."""
    handle = os.open(shown, os.O_RDONLY | os.O_DIRECTORY)
    try:
        found = set()
        for page in range(3):
            file = os.open(f"a/{page}.html", os.O_RDONLY, dir_fd=handle)
            found.add(os.read(file, 20).decode())
            os.close(file)
        return found
    finally:
        os.close(handle)


def test_a_site_is_shown_and_only_the_last_five_are_kept(tmp_path):
    shown = tmp_path / "www"
    for number in range(1, 9):
        made = release.publish(site(tmp_path / "site", number), shown)
        assert read(shown) == {str(number)}
        assert release.now(shown) == made
    assert [item.number for item in release.releases(shown)] == [4, 5, 6, 7, 8]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".www.releases", "site", "www"]


def test_the_same_site_makes_no_release(tmp_path):
    made = release.publish(site(tmp_path / "site", 1), tmp_path / "www")
    assert release.publish(tmp_path / "site", tmp_path / "www") == made
    assert len(release.releases(tmp_path / "www")) == 1


def test_a_release_shares_no_file_that_a_later_build_writes(tmp_path):
    """A build puts new files in the place of old ones; so what was published stays as it was."""
    release.publish(site(tmp_path / "site", 1), tmp_path / "www")
    site(tmp_path / "site", 2)
    assert read(tmp_path / "www") == {"1"}


@pytest.mark.parametrize("pages", [0, 7])
def test_an_empty_or_shrunken_site_is_refused_unless_told(tmp_path, pages):
    shown = tmp_path / "www"
    release.publish(site(tmp_path / "site", 1, 10), shown)
    site(tmp_path / "site", 2, pages)
    with pytest.raises(WrongUse, match="少了超过两成"):
        release.publish(tmp_path / "site", shown)
    assert read(shown) == {"1"}
    release.publish(tmp_path / "site", shown, allow_shrink=True)
    assert len(list(shown.rglob("*.html"))) == pages


def test_a_site_that_lost_a_fifth_is_published(tmp_path):
    release.publish(site(tmp_path / "site", 1, 10), tmp_path / "www")
    release.publish(site(tmp_path / "site", 2, 8), tmp_path / "www")
    assert read(tmp_path / "www") == {"2"}


def test_what_is_not_a_site_is_not_published(tmp_path):
    (tmp_path / "site").mkdir()
    with pytest.raises(WrongUse, match="没有生成好的网站"):
        release.publish(tmp_path / "site", tmp_path / "www")


def test_a_folder_with_anything_else_is_left_alone(tmp_path):
    shown = tmp_path / "www"
    shown.mkdir()
    (shown / "mine.txt").write_text("mine")
    with pytest.raises(WrongUse, match="别的文件"):
        release.publish(site(tmp_path / "site", 1), shown)
    assert (shown / "mine.txt").read_text() == "mine"
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUse, match="是文件"):
        release.publish(tmp_path / "site", tmp_path / "file")


def test_a_site_that_was_copied_there_before_becomes_the_oldest_release(tmp_path):
    shown = site(tmp_path / "www", 1)
    release.publish(site(tmp_path / "site", 2), shown)
    assert read(shown) == {"2"}
    assert release.back(shown).commit == f"{1:040}"


def test_the_way_back_and_no_further(tmp_path):
    shown = tmp_path / "www"
    for number in (1, 2):
        release.publish(site(tmp_path / "site", number), shown)
    release.show(shown, release.back(shown))
    assert read(shown) == {"1"}
    with pytest.raises(WrongUse, match="没有更早的版本"):
        release.back(shown)
    assert [item.commit for item in release.forget(shown)] == [f"{2:040}"]
    assert read(shown) == {"1"}


def test_what_a_killed_run_left_is_cleared_and_never_shown(tmp_path):
    shown = tmp_path / "www"
    release.publish(site(tmp_path / "site", 1), shown)
    folder = release.beside(shown)
    (folder / ".000002-2026-11-21-x").mkdir()
    (folder / ".gone-000000-x").mkdir()
    (tmp_path / ".www.link").symlink_to("nowhere")
    release.publish(site(tmp_path / "site", 2), shown)
    assert sorted(path.name[:6] for path in folder.iterdir()) == [".next", "000001", "000002", "lock"]
    assert read(shown) == {"2"}


def inodes(folder) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_what_waits_to_be_the_next_release_holds_what_is_shown_and_can_be_removed(tmp_path):
    shown = tmp_path / "www"
    waiting = release.beside(shown) / ".next"
    for number in range(1, 9):
        release.publish(site(tmp_path / "site", number, 8 + number % 2), shown)
        assert inodes(waiting) == inodes(shown)
    release.forget(shown)
    assert not waiting.exists()
    assert read(shown) == {"8"}


def test_a_disk_that_is_full_once_the_site_is_shown_spoils_nothing(tmp_path, monkeypatch):
    shown, alike = tmp_path / "www", release.linked.alike

    def full(source, target):
        alike(source, target)
        if target.name == ".next":
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(release.linked, "alike", full)
    for number in (1, 2):
        release.publish(site(tmp_path / "site", number), shown)
        assert read(shown) == {str(number)}
        assert not (release.beside(shown) / ".next").exists()


def test_no_reader_sees_half_a_site(tmp_path):
    shown, seen, stop = tmp_path / "www", [], threading.Event()
    release.publish(site(tmp_path / "site", 0), shown)

    def reader() -> None:
        while not stop.is_set() or len(seen) < 1000:
            seen.append(read(shown))

    threads = [threading.Thread(target=reader) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 4):  # the release that a reader has open is kept
        release.publish(site(tmp_path / f"site{number}", number), shown)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(seen) >= 1000
    assert all(len(passed) == 1 for passed in seen)


def test_a_full_disk_leaves_the_old_site(tmp_path):
    """On a real file system that is full: mounted for the test where that is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        release.publish(site(tmp_path / "site", 1), disk / "www")
        (tmp_path / "site/large.html").write_bytes(b"x" * 400_000)
        (tmp_path / "site/SHA256SUMS").write_text("2")
        with pytest.raises(EnvironmentFault, match="磁盘满了"):
            release.publish(tmp_path / "site", disk / "www")
        assert read(disk / "www") == {"1"}
        release.publish(site(tmp_path / "site", 3), disk / "www")
        assert read(disk / "www") == {"3"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)
