"""核验一个公示网站：每个文件、登记的根、每条记录的存证、条数。只用 Python 3.8 以上自带的库。

Who checks need not trust the publisher's program: this file stands alone, and proofs.html tells the formats.
Source: RFC 9162 2.1 (trees and proofs), RFC 8785 (JSON as it is hashed).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

GOOD, WRONG, MISUSED, UNREACHABLE = range(4)
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
"""What files that are not as they should be lead to."""
EMPTY = sha256().hexdigest()
START: Mapping[str, Any] = {"number": 0, "day": "", "size": 0, "root": EMPTY}
"""The release before the first."""


class Unreachable(Exception):
    """Say that the network stands in the way, or that an address leads to another host."""


class _SameHost(HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(req.full_url)[:2] != urlsplit(newurl)[:2]:
            raise Unreachable(f"网址转到了别处（{newurl}），没有跟去")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def reader(place: str) -> Callable[[str], bytes]:
    """Return what reads a file of a folder, or of an address. Raises: OSError where it is not, Unreachable."""
    base, opener = place.rstrip("/") + "/", build_opener(_SameHost)

    def fetched(name: str, again: bool = True) -> bytes:
        try:
            with opener.open(base + quote(name), timeout=30) as answer:
                return bytes(answer.read())
        except OSError as error:
            if isinstance(error, HTTPError) and error.code in (404, 410):
                raise FileNotFoundError(2, "", base + name) from error
            if again:
                return fetched(name, again=False)
            raise Unreachable(f"取不到 {base}{name}（{error}）") from error

    return fetched if "://" in place else lambda name: (Path(place) / name).read_bytes()


def canonical(value: Any) -> bytes:
    """Return JSON as it is hashed. Source: RFC 8785."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf(entry: bytes) -> bytes:
    """Return the hash of an entry. Source: RFC 9162 2.1.1, as is ``node``."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def included(found: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a proof leads from a leaf. Raises: ValueError, IndexError. Source: RFC 9162 2.1.3."""
    if size <= 1:
        if (size, index, len(path)) != (1, 0, 0):
            raise ValueError(index)
        return found
    half, rest = 1 << (size - 1).bit_length() - 1, path[:-1]
    if index < half:
        return node(included(found, index, half, rest), path[-1])
    return node(path[-1], included(found, index - half, size - half, rest))


def grown(old: int, size: int, path: Sequence[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """Return the roots, before and after, to which a proof leads; ``known`` is the old one. Source: RFC 9162 2.1.4."""
    if old == size:
        (same,) = [*path, known] if known else path
        return same, same
    half, rest = 1 << (size - 1).bit_length() - 1, path[:-1]
    if old <= half:
        before, after = grown(old, half, rest, known)
        return before, node(after, path[-1])
    before, after = grown(old - half, size - half, rest, None)
    return node(path[-1], before), node(path[-1], after)


def follows(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a release goes on from the one before it, by the proof in it."""
    path, old, size = [bytes.fromhex(item) for item in after["proof"]], before["size"], after["size"]
    if after["number"] != before["number"] + 1 or not 0 < old <= size:
        return after["number"] == 1 and old == 0 and not path
    try:
        roots = grown(old, size, path, bytes.fromhex(before["root"]))
    except BROKEN:
        return False
    return [item.hex() for item in roots] == [before["root"], after["root"]]


def fault_of(record: Mapping[str, Any], releases: Sequence[Mapping[str, Any]]) -> str:
    """Say what is wrong with a record and the proof in it; nothing when it is right."""
    proof, entry = record["proof"], record["proof"]["entry"]
    cells = sorted({**record["values"], **proof.get("committed", {})}.items())
    shown = sha256(canonical([cell for cell in cells if cell[1]])).hexdigest()
    digest = sha256((proof["salt"] + shown + proof.get("closed", "")).encode()).hexdigest()
    if (digest, record["dataset"]) != (entry["record"], entry["list"]):
        return "内容和登记的摘要不一样：内容被改过，或者存证不是这一条的"
    number = proof["release"]
    at = releases[number - 1] if 0 < number <= len(releases) else {}
    said = [number, proof["size"], proof["root"], entry["commit"], entry["day"]]
    if said != [at.get(name) for name in ("number", "size", "root", "commit", "day")]:
        return "存证说的那次发布不在 releases.json 里：存证或者发布记录被改过"
    try:
        path = [bytes.fromhex(item) for item in proof["path"]]
        root = included(leaf(canonical(entry)), proof["index"], proof["size"], path).hex()
    except BROKEN:
        root = ""
    return "" if root == proof["root"] else "存证算不出那次发布的根：登记里没有这一条，或者存证被改过"


def pairs(listed: str) -> dict[str, str]:
    """Return the hash of each file, by its name. Raises: ValueError."""
    return {name: digest for digest, name in (line.split("  ", 1) for line in listed.splitlines())}


class Audit:
    """Check a whole site, and keep what is wrong."""

    def __init__(self, read: Callable[[str], bytes], tell: Callable[[str], None]) -> None:
        self.read, self.tell = read, tell
        self.faults: list[str] = []
        self.sums: dict[str, str] = {}
        self.build: dict[str, Any] = {"datasets": [], "root": None}
        self.releases: list[Mapping[str, Any]] = []
        self.roots: dict[int, str] = {0: EMPTY}
        self.live: dict[tuple[str, str], int] = {}
        self.past: dict[tuple[str, str], list[list[str]]] = {}
        self.shown: set[int] = set()
        self.derived: set[str] = set()
        self.whole = self.stopped = False

    def run(self, sizes: set[int], quick: bool) -> None:
        """Check everything but old roots. Raises: OSError where there is no site, Unreachable."""
        listed = self.read("SHA256SUMS")
        steps: dict[str, Callable[[], None]] = {
            "SHA256SUMS": lambda: self.sums.update(pairs(listed.decode())),
            "build.json": lambda: self.build.update(self.json("build.json")),
            "proof/releases.json": lambda: self.releases.extend(self.json("proof/releases.json")),
            "proof/log": lambda: self.log(sizes),
            "": lambda: self.files(quick),
            "build.json、downloads": self.counts,
        }
        for place, step in steps.items():
            if self.build["root"] is None and place.startswith("proof"):
                continue
            try:
                step()
            except OSError as error:
                self.wrong(str(error.filename), "没有这个文件")
            except BROKEN:
                self.wrong(place, "格式不对：文件坏了，或者被改过")

    def wrong(self, place: str, what: str) -> None:
        """Keep a fault."""
        self.faults.append(f"{place}：{what}")

    def json(self, name: str) -> Any:
        """Return what a JSON file says. Raises: OSError, ValueError."""
        return json.loads(self.read(name))

    def log(self, sizes: set[int]) -> None:
        """Read the log from its first entry: its roots, and whether each release goes on from the one before."""
        names = sorted(name for name in self.sums if name.startswith("proof/log/"))
        lines = (line for name in names for line in self.read(name).splitlines())
        stack: list[bytes] = []
        for before, release in zip([START, *self.releases], self.releases):  # noqa: B905 - unknown to Python 3.8
            for size in range(before["size"] + 1, release["size"] + 1):
                stack.append(self.entry(next(lines, b""), size, release))
                for _ in range((size & -size).bit_length() - 1):
                    stack[-2:] = [node(*stack[-2:])]
                if size in sizes or size == release["size"]:
                    self.roots[size] = reduce(lambda right, left: node(left, right), reversed(stack)).hex()
            place = f"第 {release['number']} 次发布（{release['day']}，提交 {release['commit'][:10]}）"
            if self.roots[release["size"]] != release["root"]:
                return self.wrong(
                    place, "登记算出来的根不是它：到这次为止的登记或者发布记录被改过，以后的都不可信"
                )
            if not follows(before, release):
                return self.wrong(place, "和前一次发布接不上：发布记录被改过")
            if release["day"] < before["day"]:
                self.tell(f"！{place}的日期比前一次早：提交的电脑时钟不准，或者有人想把它说成更早")
        self.whole = not next(lines, b"")
        return None if self.whole else self.wrong("proof/log", "登记比发布记录多")

    def entry(self, line: bytes, number: int, release: Mapping[str, Any]) -> bytes:
        """Follow one entry of the log, and return its hash."""
        said = json.loads(line)
        record, found = (
            (said["list"], said["key"]),
            (said["commit"], said["day"], said["kind"] == "added", line),
        )
        if found != (release["commit"], release["day"], record not in self.live, canonical(said)):
            self.wrong(f"第 {number} 条登记", "和它那次发布、或者和这条信息从前的登记接不上")
        self.live[record] = number - 1
        self.past.setdefault(record, []).append([said[name] for name in ("commit", "day", "kind")])
        if said["kind"] == "removed":
            del self.live[record]
        return leaf(line)

    def files(self, quick: bool) -> None:
        """Compare files with their hashes, and check the records among them."""
        names = [name for name in sorted(self.sums) if not quick or name.endswith("json")]
        with ThreadPoolExecutor(16) as pool:
            for done, (name, fault) in enumerate(zip(names, pool.map(self.file, names)), 1):  # noqa: B905
                if fault:
                    self.wrong(name, fault)
                if done % 5_000 == 0:
                    self.tell(f"… 已核对 {done:,} / {len(names):,} 个文件")

    def file(self, name: str) -> str:
        """Say what is wrong with a file. Raises: Unreachable."""
        folder, lists = name.rpartition("/")[0], {item["id"] for item in self.build["datasets"]}
        try:
            content = b"" if self.stopped else self.read(name)
            if self.stopped or sha256(content).hexdigest() != self.sums[name]:
                return "和 SHA256SUMS 里的校验值不一样：文件被改过，或者不完整"
            return (
                self.record(folder, json.loads(content)) if folder in lists and name.endswith("json") else ""
            )
        except OSError:
            return "没有这个文件"
        except BROKEN:
            return "格式不对：不是完整的一条记录"
        except Unreachable:
            self.stopped = True
            raise

    def record(self, folder: str, record: Mapping[str, Any]) -> str:
        """Say what is wrong with a record, by itself and by the log."""
        if "proof" not in record or record["dataset"] != folder:
            logged = any(name == folder for name, _ in self.live)
            return "没有存证：这一条没有登记过，或者存证被拿掉了" if logged else ""
        if fault := fault_of(record, self.releases):
            return fault
        index, place = record["proof"]["index"], (folder, record["proof"]["entry"]["key"])
        if self.whole and (self.live.get(place) != index or index in self.shown):
            return "登记里这一条后来又改过、已经删除，或者另一个文件用了同一条登记"
        if self.whole and self.past[place] != [[x["commit"], x["day"], x["kind"]] for x in record["history"]]:
            return "变更记录的次数、日期或者提交和登记对不上"
        self.shown.add(index)
        self.derived.update(record["proof"].get("committed", ()))
        return ""

    def counts(self) -> None:
        """Compare what build.json says with the files and the log."""
        files = Counter(name.rpartition("/")[0] for name in self.sums if name.endswith(".json"))
        live, build = Counter(name for name, _ in self.live), self.build
        for item in build["datasets"]:
            name, stated, logged = item["id"], item["records"], live.pop(item["id"], None)
            table = self.json(f"downloads/{name}.json")
            if {table["count"], len(table["records"]), files[name]} != {stated}:
                self.wrong(
                    "build.json",
                    f"{name} 写 {stated} 条，下载文件里 {len(table['records'])} 条，记录 {files[name]} 条",
                )
            if self.whole and logged is not None and logged != stated + item["withheld"]:
                self.wrong(
                    "build.json",
                    f"{name} 登记着 {logged} 条，公示 {stated} 条、不公示 {item['withheld']} 条，合不上",
                )
        for name in live if self.whole else ():
            self.wrong("build.json", f"登记里的清单 {name}（{live[name]} 条）不见了")
        downloads = "".join(f"{self.sums[n]}  {n}\n" for n in sorted(self.sums) if n.startswith("downloads/"))
        if build["downloads_root"] != sha256(downloads.encode()).hexdigest():
            self.wrong("build.json", "downloads_root 和 SHA256SUMS 里的下载文件对不上")
        last = {**START, "root": None} if not self.releases else self.releases[-1]
        if (build["root"], build["log_size"]) != (last["root"], last["size"]):
            self.wrong("build.json", "root、log_size 和最后一次发布对不上")
        if build["source_commit"].endswith("-dirty"):
            self.wrong("build.json", "网站是用没有提交的数据生成的，不能当作证据")

    def compare(self, size: int, root: str, place: str) -> None:
        """Compare a root that was kept from earlier with the log as it is now."""
        if size not in self.roots:
            self.wrong(place, f"当时有 {size} 条登记，现在读得出的只有 {max(self.roots)} 条：有登记被删掉")
        elif self.roots[size] != root:
            self.wrong(place, f"现在的前 {size} 条登记不是当时的：有的被删掉、改过，或者中间插进了新的")


def kept(file: str) -> list[tuple[int, str, str]]:
    """Return the roots in an old build.json or releases.json. Raises: OSError, and what is in BROKEN."""
    said = json.loads(Path(file).read_bytes())
    if isinstance(said, dict):
        return [(said["log_size"], said["root"], f"{file}（{said['as_of']}）")]
    return [
        (item["size"], item["root"], f"{file} 第 {item['number']} 次发布（{item['day']}）") for item in said
    ]


def alone(record: str, file: str, tell: Callable[[str], None]) -> int:
    """Check one record by the list of releases, and say what came out. Raises: OSError."""
    found, said = (Path(name).read_bytes() for name in (record, file))
    try:
        releases = json.loads(said)
        fault = fault_of(json.loads(found), releases)
        if not all(map(follows, [START, *releases], releases)):
            fault = fault or f"{file} 里的发布前后接不上：发布记录被改过"
    except BROKEN:
        fault = "格式不对，或者没有存证：文件坏了，或者被改过"
    tell(
        f"✗ {record}：{fault}" if fault else f"✓ {record} 的内容登记过，从那次到最后一次发布，登记只增不改。"
    )
    if not fault:
        tell(
            f"  最后一次发布的根是 {releases[-1]['root']}，一共 {releases[-1]['size']} 条：请和你抄下的、别人抄下的比一比。"
        )
    return WRONG if fault else GOOD


def site(place: str, olds: Sequence[tuple[int, str, str]], quick: bool, tell: Callable[[str], None]) -> int:
    """Check a whole site, and say what came out. Raises: OSError where there is none, Unreachable."""
    audit = Audit(reader(place), tell)
    audit.run({size for size, _, _ in olds}, quick)
    for old in olds:
        audit.compare(*old)
    there = (
        []
        if "://" in place
        else [p.relative_to(place).as_posix() for p in Path(place).rglob("*") if p.is_file()]
    )
    for name in sorted(set(there) - {"SHA256SUMS", *audit.sums}):
        if not name.startswith("."):
            audit.wrong(name, "SHA256SUMS 里没有这个文件：不是这一版网站的")
    for fault in audit.faults[:30]:
        tell(f"✗ {fault}")
    if audit.faults:
        tell(f"✗ 一共 {len(audit.faults):,} 处对不上。")
        return WRONG
    if audit.derived:
        tell(f"！这些列，网页上是按规则算出来的，登记的是原来填的：{'、'.join(sorted(audit.derived))}")
    tell(
        f"✓ 没有发现改动：{len(audit.sums):,} 个文件，{len(audit.shown):,} 条记录的存证，{max(audit.roots):,} 条登记。"
    )
    if audit.releases:
        tell(
            f"  现在的根是 {audit.build['root']}，一共 {audit.build['log_size']} 条。请抄下来，下次用 --root 和 --size 核验。"
        )
    else:
        tell("！这个网站没有存证，只核对了校验值和条数。")
    return GOOD


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked."""
    parser.add_argument(
        "site", metavar="网站", help="网站的文件夹或者网址；只核验一条时，是那一条的 JSON 文件"
    )
    parser.add_argument("releases", nargs="?", metavar="releases.json", help="只核验一条时：发布记录")
    parser.add_argument(
        "--old", metavar="文件", help="从前留下的 build.json 或者 releases.json：看那时的登记变没变"
    )
    parser.add_argument(
        "--root", dest="kept", metavar="根", help="从前抄下的根（64 个字符），和 --size 一起用"
    )
    parser.add_argument("--size", type=int, metavar="条数", help="从前抄下的条数")
    parser.add_argument("--quick", action="store_true", help="只核对数据文件，不取网页")


def run(chosen: argparse.Namespace, tell: Callable[[str], None]) -> int:
    """Do what was asked, and return the exit code: 0 right, 1 wrong, 2 wrong use, 3 network."""
    try:
        if chosen.releases:
            return alone(chosen.site, chosen.releases, tell)
        if (chosen.kept is None) != (chosen.size is None):
            raise ValueError
        typed = [(chosen.size, chosen.kept.lower(), "抄下的根")] if chosen.kept else []
        return site(chosen.site, [*typed, *(kept(chosen.old) if chosen.old else [])], chosen.quick, tell)
    except Unreachable as error:
        tell(f"✗ {error}。请检查网络和网址，再试一次。")
        return UNREACHABLE
    except OSError as error:
        tell(f"✗ 没有 {error.filename}。请写网站的文件夹（里面有 SHA256SUMS），或者 https:// 开头的网址。")
    except BROKEN:
        tell("✗ --root 和 --size 要一起写；--old 要写从前留下的 build.json 或者 releases.json。")
    return MISUSED


def main() -> int:
    """Run from the command line."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments(parser)
    return run(parser.parse_args(), lambda text: print(text, flush=True))


if __name__ == "__main__":
    sys.exit(main())
