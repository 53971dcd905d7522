"""Ask a published site more than its own verify.py does: whether every file, list, record and day agrees with the log.

All reading, hashing and comparing with roots is done by ``verify``; this watches what it reads, and asks further.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from generator import merkle, verify

_STEP = 5_000
"""So many files are read between two words of progress."""
_Key = tuple[str, str]


def grown(old: int, size: int, path: Sequence[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Return the roots, before and after, to which a proof leads; ``known`` is the old one. Source: RFC 9162 2.1.4."""
    if old == size:
        (same,) = [*path, known] if known else path
        return same, same
    half, rest = 1 << (size - 1).bit_length() - 1, path[:-1]
    if old <= half:
        before, after = grown(old, half, rest, known)
        return before, merkle.node(after, path[-1])
    before, after = grown(old - half, size - half, rest, None)
    return merkle.node(path[-1], before), merkle.node(path[-1], after)


def follows(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a release goes on from the one before it, by the proof in it."""
    path, old, size = [bytes.fromhex(item) for item in after["proof"]], before["size"], after["size"]
    if after["number"] != before["number"] + 1 or not 0 < old <= size:
        return bool(after["number"] == 1 and old == 0 and not path)
    try:
        roots = grown(old, size, path, bytes.fromhex(before["root"]))
    except verify.BROKEN:
        return False
    return [item.hex() for item in roots] == [before["root"], after["root"]]


def unchained(releases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the first release that does not go on from the one before it."""
    start = {"number": 0, "size": 0}
    for before, after in zip([start, *releases], releases, strict=False):
        if not follows(before, after):
            yield f"{named(after)}：和前一次发布接不上：发布记录被改过"
            return


def named(release: Mapping[str, Any]) -> str:
    """Return what a release is called."""
    return f"第 {release['number']} 次发布（{release['day']}，提交 {release['commit'][:10]}）"


class Seen:
    """Read for ``verify``, and keep what is asked further: small files whole, of a record what the log tells too."""

    def __init__(self, read: Callable[[str], bytes], tell: Callable[[str], None]) -> None:
        self._read, self._tell = read, tell
        self._count, self.last = count(1), ""
        self.frame: dict[str, bytes] = {}
        self.records: dict[str, dict[str, Any]] = {}

    def __call__(self, name: str) -> bytes:
        """Return a file. Raises: as ``verify.read`` does."""
        self.last, number = name, next(self._count)
        content = self._read(name)
        if name in ("SHA256SUMS", "build.json") or name.startswith("proof/"):
            self.frame[name] = content
        elif name.endswith(".json") and b'"proof"' in content:
            self._keep(name, content)
        if number % _STEP == 0:
            self._tell(f"… 已核对 {number:,} 个文件")
        return content

    def _keep(self, name: str, content: bytes) -> None:
        try:
            said = json.loads(content)
            proof = said["proof"]
            history = [[item["commit"], item["day"], item["kind"]] for item in said["history"]]
            kept = {
                "at": (said["dataset"], proof["entry"]["key"]),
                "index": proof["index"],
                "history": history,
            }
            self.records[name] = {**kept, "committed": proof.get("committed", {})}
        except verify.BROKEN:
            return  # ``verify`` says so

    def json(self, name: str) -> Any:
        """Return what a file says that was read before."""
        return json.loads(self.frame[name])

    def names(self) -> list[str]:
        """Return the name of each file that SHA256SUMS knows."""
        return [line.split("  ", 1)[1] for line in self.frame["SHA256SUMS"].decode().splitlines()]


class Log:
    """Follow the log entry by entry: what lives, what each record went through, and what does not fit."""

    def __init__(self) -> None:
        self.live: dict[_Key, int] = {}
        self.past: dict[_Key, list[list[str]]] = {}

    def follow(self, lines: Sequence[bytes], releases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Yield each entry that fits neither its release nor what was logged of the same record before."""
        at = 0
        for release in releases:
            for index in range(at, min(release["size"], len(lines))):
                if not self._fits(index, lines[index], release):
                    yield f"第 {index + 1} 条登记：和它那次发布、或者和这条信息从前的登记接不上"
            at = max(at, release["size"])
        if at < len(lines):
            yield "proof/log：登记比发布记录多"

    def _fits(self, index: int, line: bytes, release: Mapping[str, Any]) -> bool:
        said = json.loads(line)
        record = said["list"], said["key"]
        new = record not in self.live
        self.live[record] = index
        self.past.setdefault(record, []).append([said[name] for name in ("commit", "day", "kind")])
        if said["kind"] == "removed":
            del self.live[record]
        stated = said["commit"], said["day"], said["kind"] == "added", line
        return bool(stated == (release["commit"], release["day"], new, verify.canonical(said).encode()))


def check(
    place: str, tell: Callable[[str], None], read: Callable[[str], bytes],
    olds: Sequence[dict[str, Any]], quick: bool,
) -> Iterator[str]:  # fmt: skip
    """Yield what is wrong with a site, and last its root. Raises: OSError, HTTPException."""
    seen, note = Seen(read, tell), ""
    try:
        *faults, note = verify.check(seen, olds, quick)
        yield from faults
        yield from _asked(seen, tell)
    except FileNotFoundError:
        if seen.last == "SHA256SUMS":
            raise
        yield f"{seen.last}：没有这个文件"
    except verify.BROKEN:
        yield f"{seen.last}：格式不对：文件坏了，或者被改过"
    yield from _unlisted(place, seen)
    yield note


def _asked(seen: Seen, tell: Callable[[str], None]) -> Iterator[str]:
    build, log = seen.json("build.json"), Log()
    releases = seen.json("proof/releases.json") if build["root"] else []
    parts = [content for name, content in sorted(seen.frame.items()) if name.startswith("proof/log/")]
    yield from unchained(releases)
    yield from log.follow([line for part in parts for line in part.splitlines()], releases)
    yield from _records(seen, log)
    yield from _counts(seen, build, Counter(name for name, _ in log.live))
    if build["source_commit"].endswith("-dirty"):
        yield "build.json：网站是用没有提交的数据生成的，不能当作证据"
    last = releases[-1] if releases else {"root": None, "size": 0}
    if (build["root"], build["log_size"]) != (last["root"], last["size"]):
        yield "build.json：root、log_size 和最后一次发布对不上"
    for said in _remarks(seen, releases):
        tell(f"！{said}")


def _records(seen: Seen, log: Log) -> Iterator[str]:
    """Yield each record that is not the last word of the log, or tells of another past."""
    shown: set[int] = set()
    for name, said in sorted(seen.records.items()):
        if log.live.get(said["at"]) != said["index"] or said["index"] in shown:
            yield f"{name}：登记里这一条后来又改过、已经删除，或者另一个文件用了同一条登记"
        elif log.past[said["at"]] != said["history"]:
            yield f"{name}：变更记录的次数、日期或者提交和登记对不上"
        shown.add(said["index"])


def _counts(seen: Seen, build: Mapping[str, Any], live: Counter[str]) -> Iterator[str]:
    """Yield each list of which the downloads or the log hold another number than build.json says."""
    for item in build["datasets"]:
        name, stated, logged = item["id"], item["records"], live.pop(item["id"], None)
        table = json.loads(seen(f"downloads/{name}.json"))
        if {table["count"], len(table["records"])} != {stated}:
            yield f"build.json：{name} 写 {stated} 条，下载文件里 {len(table['records'])} 条"
        if logged is not None and logged != stated + item["withheld"]:
            yield f"build.json：{name} 登记着 {logged} 条，公示 {stated} 条、不公示 {item['withheld']} 条，合不上"
    yield from (f"build.json：登记里的清单 {name}（{number} 条）不见了" for name, number in live.items())


def _unlisted(place: str, seen: Seen) -> Iterator[str]:
    """Yield each file of a folder that SHA256SUMS does not know."""
    try:
        known = {"SHA256SUMS", *seen.names()}
    except verify.BROKEN:
        return
    paths = [] if "://" in place else [path for path in Path(place).rglob("*") if path.is_file()]
    for name in sorted({path.relative_to(place).as_posix() for path in paths} - known):
        if not name.startswith("."):
            yield f"{name}：SHA256SUMS 里没有这个文件：不是这一版网站的"


def _remarks(seen: Seen, releases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is no fault, and should be known."""
    for before, after in pairwise(releases):
        if after["day"] < before["day"]:
            yield f"{named(after)}的日期比前一次早：提交的电脑时钟不准，或者有人想把它说成更早"
    derived = {name for said in seen.records.values() for name in said["committed"]}
    if derived:
        yield f"这些列，网页上是按规则算出来的，登记的是原来填的：{'、'.join(sorted(derived))}"


def one(file: str, said: str) -> Iterator[str]:
    """Yield what is wrong with one record or with the releases, and last the root to which it leads."""
    *faults, note = verify.one(file, said)
    yield from faults
    yield from unchained(json.loads(Path(said).read_bytes()))
    yield note


def run(chosen: argparse.Namespace, tell: Callable[[str], None]) -> int:
    """Do what was asked, and return the exit code: 0 right, 1 wrong, 2 wrong use, 3 network."""
    return verify.run(chosen, tell, partial(check, chosen.site, tell), one)
