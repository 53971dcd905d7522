"""A server and a desk: a bare repository that is served, and a clone of it, with real git in real folders."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PENALTIES = "data/penalties/2026.csv"


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """Run git as a clerk would, and return all it says."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def gongshi(*arguments: object, code: int = 0, where: Path | None = None) -> str:
    """Run the program as a process of its own, and return all it says; nothing of it may be a traceback."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "generator", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=where, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.returncode == code, said
    return said


def commit(desk: Path, message: str = "改数据") -> None:
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", message)


def read_only_view(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, links followed at its root only."""
    base = folder.resolve()
    return {
        path.relative_to(base).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(base.rglob("*"))
        if path.is_file()
    }


@dataclass
class Served:
    """Hold where everything is."""

    desk: Path
    repo: Path
    shown: Path

    def rows(self, change) -> None:
        """Change the lines of the penalties at the desk; the first is the header."""
        path = self.desk / PENALTIES
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")

    def amend(self, number: int, old: str, new: str) -> None:
        """Change a word in one row of the penalties, counted as a spreadsheet does."""

        def changed(lines: list[str]) -> list[str]:
            assert old in lines[number - 1]
            lines[number - 1] = lines[number - 1].replace(old, new)
            return lines

        self.rows(changed)

    def push(self, *arguments: str, fails: bool = False) -> str:
        """Commit and push what was changed; what the hooks say comes back without git's marks."""
        commit(self.desk)
        said = git(self.desk, "push", *(arguments or ("origin", "main")), fails=fails)
        return re.sub(r"(?m)^remote: ?", "", said)

    def update(self, as_of: str, code: int = 0) -> str:
        """Do what the timer does at night."""
        return gongshi("deploy", "update", "--repo", self.repo, "--as-of", as_of, code=code)


def laid_out(base: Path, office: Path, *options: object) -> Served:
    """Return a served office as it was when first published; it is made once, and laid out again for every test.

    Always at the same place, for git and the hooks know it.
    """
    live, kept = base / "live", base / "kept"
    if not kept.exists():
        shutil.copytree(office, live / "repo")
        served(live / "repo", live, *options)
        live.rename(kept)
    shutil.rmtree(live, ignore_errors=True)
    shutil.copytree(kept, live, symlinks=True)
    return Served(live / "desk", live / "srv/office.git", live / "srv/www")


def served(office: Path, folder: Path, *options: object) -> Served:
    """Make a desk of an office and a server that serves it, already published: hooks read the clock, so these tests live today."""
    desk, repo, shown = folder / "desk", folder / "srv/office.git", folder / "srv/www"
    office.rename(desk)
    git(desk, "init", "-q", "-b", "main")
    for name, value in (("user.name", "经办人"), ("user.email", "desk@example.invalid")):
        git(desk, "config", name, value)
    commit(desk, "首次提交")
    repo.parent.mkdir(exist_ok=True)
    git(folder, "clone", "-q", "--bare", str(desk), str(repo))
    git(desk, "remote", "add", "origin", str(repo))
    git(desk, "push", "-q", "-u", "origin", "main")
    gongshi("deploy", "install", "--repo", repo, "--to", shown, *options)
    return Served(desk, repo, shown)
