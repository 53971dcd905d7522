"""A tree is copied by links; where the disk knows none, by bytes."""

from __future__ import annotations

import os

import pytest

from generator import linked


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "tree/a").mkdir(parents=True)
    (tmp_path / "tree/index.html").write_text("1")
    (tmp_path / "tree/a/b.html").write_text("2")
    (tmp_path / "tree/out").symlink_to("/etc")
    (tmp_path / "tree/passwd").symlink_to("/etc/passwd")
    return tmp_path / "tree"


def test_every_file_is_linked_and_no_symlink_is_followed(tree, tmp_path):
    linked.copy(tree, tmp_path / "copy")
    found = {p.relative_to(tmp_path / "copy").as_posix() for p in (tmp_path / "copy").rglob("*")}
    assert found == {"a", "a/b.html", "index.html"}
    assert (tmp_path / "copy/a/b.html").samefile(tree / "a/b.html")


def test_a_disk_without_links_gets_copies(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError))
    linked.copy(tree, tmp_path / "copy")
    assert (tmp_path / "copy/a/b.html").read_text() == "2"
    assert not (tmp_path / "copy/a/b.html").samefile(tree / "a/b.html")


def test_an_existing_folder_is_not_written_into(tree, tmp_path):
    with pytest.raises(FileExistsError):
        linked.copy(tree, tmp_path)
