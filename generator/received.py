"""Judge what somebody pushes, before a bare repository takes it: refs, files, and every version on the way.

Nothing that was pushed is run, checked out by git, or read by anything but the checks: files are taken from the
object database one by one, so that no attribute, filter, link or submodule of theirs has any effect.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import git, messages, privacy, seeds
from generator.errors import EnvironmentFault
from generator.model import Finding

NOTHING = re.compile(r"0+")
"""Stands for no commit, when a ref is made or deleted."""
OFFICE = re.compile(r"data/.+\.(csv|json|md|txt|yaml)|site_src/pages/.+\.(jpe?g|md|pdf|png|webp)")
"""Finds the files that an office may change as it likes: none of them is ever run."""
_TEXTS = re.compile(r"(README[^/]*\.md|CHANGELOG\.md|LICENSE|\.gitignore)")
"""Files at the top that nobody but people read."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\:*?<>|]')
"""Stands in no name that Windows, a browser and git all take for the same."""
_GIT_OWN = frozenset({".git", ".gitattributes", ".gitmodules"})
_LARGEST = 100_000_000
"""Bytes; no list comes near, and one file must not fill the disk."""
Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Update:
    """Hold what a push asks for one ref."""

    old: str
    new: str
    ref: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one file of a commit: how it lies there, and its content's name."""

    mode: str
    blob: str
    size: int
    path: str


def updates(text: str) -> tuple[Update, ...]:
    """Read what git tells a hook on its standard input.

    Source: githooks(5), pre-receive.
    """
    return tuple(Update(*line.split(" ", 2)) for line in text.splitlines() if line.count(" ") >= 2)


def refs(
    repo: Path, asked: Iterable[Update], served: str, written: str, environment: Environment
) -> Iterator[Finding]:
    """Yield what is wrong with the refs: the served branch only ever grows, and the published one is the program's."""
    for item in asked:
        name = item.ref.removeprefix("refs/heads/")
        if not item.ref.startswith(("refs/heads/", "refs/tags/")):
            yield messages.finding("推送-02", name)
        elif written and item.ref == f"refs/heads/{written}":
            yield messages.finding("推送-03", name)
        elif item.ref == f"refs/heads/{served}" and not _grows(repo, item, environment):
            yield messages.finding("推送-01", name)
        elif item.ref == f"refs/heads/{served}" and not _in_order(repo, item, environment):
            yield messages.finding("推送-09", name)


def _grows(repo: Path, item: Update, environment: Environment) -> bool:
    if NOTHING.fullmatch(item.new):
        return False
    if NOTHING.fullmatch(item.old):
        return True
    code, _, _ = git.fed(repo, "merge-base", "--is-ancestor", item.old, item.new, environment=environment)
    return code == 0


def _in_order(repo: Path, item: Update, environment: Environment) -> bool:
    """Tell whether what was taken in before keeps its place: history is told along the first parents."""
    return bool(NOTHING.fullmatch(item.old)) or git.leads(repo, item.old, item.new, environment)


def entries(repo: Path, commit: str, environment: Environment | None = None) -> tuple[Entry, ...]:
    """Return every file of a commit.

    Raises: EnvironmentFault when git cannot read it.
    """
    code, answer, said = git.fed(
        repo, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, environment=environment
    )
    if code:
        raise EnvironmentFault(
            f"git 读不出提交 {commit[:10]}：{said.strip() or code}。请把这一行发给信息中心。"
        )
    found = (part.partition(b"\t") for part in answer.split(b"\0") if part)
    return tuple(_entry(about.decode(), path) for about, _, path in found)


def _entry(about: str, path: bytes) -> Entry:
    mode, _, blob, size = about.split()
    return Entry(mode, blob, int(size) if size.isdigit() else 0, path.decode("utf-8", "backslashreplace"))


def files(found: Iterable[Entry], trusted: Mapping[str, Entry]) -> Iterator[Finding]:
    """Yield what may not be in a commit: links, odd names, and what would change how the site is made.

    Files outside the office's own folders must be as they are in ``trusted``.
    """
    seen: dict[str, str] = {}
    for item in found:
        if item.mode == "120000":
            yield messages.finding("文件-08", item.path)
        elif item.mode == "160000":
            yield messages.finding("推送-04", item.path)
        elif fault := _name_fault(item.path, seen):
            yield messages.finding("推送-05", messages.visible(item.path), problem=fault)
        elif item.size > _LARGEST:
            yield messages.finding("推送-07", item.path, size=item.size // 1_000_000)
        elif not _office(item.path) and not _same(item, trusted.get(item.path)):
            yield messages.finding("推送-06", item.path)
    missing = (path for path in trusted if not _office(path) and path.casefold() not in seen)
    yield from (messages.finding("推送-06", path) for path in missing)


def _name_fault(path: str, seen: dict[str, str]) -> str:
    """Say what is wrong with a name; ``seen`` keeps the names, for two that differ in case are one on Windows."""
    parts = path.split("/")
    other = seen.setdefault(path.casefold(), path)
    if _UNSAFE.search(path) or any(part in ("", ".", "..") or part != part.strip(" ") for part in parts):
        return "里面有看不见的字符、空格或者符号"
    if any(part.casefold() in _GIT_OWN for part in parts[1:]) or parts[0].casefold() == ".git":
        return "是 git 自己用的文件，会改变别的文件的读法"
    return f"和 {other} 只差大小写" if other != path else ""


def _office(path: str) -> bool:
    return bool(OFFICE.fullmatch(path) or _TEXTS.fullmatch(path))


def _same(item: Entry, other: Entry | None) -> bool:
    return other is not None and (item.mode, item.blob) == (other.mode, other.blob)


def seed(old: Iterable[Entry], new: Iterable[Entry], trusted: Mapping[str, Entry]) -> Iterator[Finding]:
    """Yield the office's secret where it was committed before and changes now: every proof would be void.

    What it is in ``trusted`` it may become.
    """
    name = seeds.FILE.as_posix()
    before, after = ({item.path: item for item in found}.get(name) for found in (old, new))
    if before and not (after and (_same(after, before) or _same(after, trusted.get(name)))):
        yield messages.finding("推送-10", name)


def personal(repo: Path, new: str, tip: Iterable[Entry], environment: Environment) -> Iterator[Finding]:
    """Yield personal data in versions that are on the way to a commit but no longer in it: history keeps them.

    What the commit itself holds is judged by the checks, cell by cell.
    """
    checked = {item.blob for item in tip}
    listed = git.said(repo, "rev-list", "--objects", new, "--not", "--all", environment=environment)
    named = dict(line.partition(" ")[::2] for line in listed.splitlines())
    older = {blob: path for blob, path in named.items() if _office(path) and blob not in checked}
    with git.objects(repo, environment) as read:
        for blob, path in older.items():
            yield from _leaks(path, read(blob).decode("utf-8", "replace"))


def _leaks(path: str, text: str) -> Iterator[Finding]:
    rows = csv.reader(text.splitlines()) if path.endswith(".csv") else ([line] for line in text.splitlines())
    for number, row in enumerate(rows, start=1):
        leak = next((leak for cell in row for leak in privacy.scan(cell) if leak.certain), None)
        if leak:
            yield messages.finding("推送-08", path, row=number, mask=leak.mask)
            return


def extract(repo: Path, found: Iterable[Entry], folder: Path, environment: Environment | None = None) -> None:
    """Write the files of a commit into an empty folder, byte for byte, none of them executable.

    Raises: EnvironmentFault when git or the disk refuses; OSError as the disk does.
    """
    with git.objects(repo, environment) as read:
        for item in found:
            if item.mode.startswith("100"):
                path = folder / item.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(read(item.blob))


def emptied(folder: Path, keep: tuple[str, ...]) -> None:
    """Remove everything in a folder but some entries."""
    for item in folder.iterdir():
        if item.name in keep:
            continue
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()
