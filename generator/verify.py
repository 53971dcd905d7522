"""核验公示网站：每个文件、登记的根、每条记录的存证、条数。只用 Python 3.8 以上自带的库，格式见 proofs.html。"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence
from urllib import parse, request

BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
ORDER = ("number", "commit", "day", "size", "root")
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode  # RFC 8785

class _SameHost(request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if parse.urlsplit(req.full_url)[:2] != parse.urlsplit(newurl)[:2]:
            raise ConnectionError(f"网址转到了别处 {newurl}，没有跟去")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
    def http_error_404(self, req, *_):  # type: ignore[no-untyped-def]
        raise FileNotFoundError(2, "", req.full_url)

def read(place: str, name: str) -> bytes:
    """Return a file of a folder or of an address. Raises: OSError, HTTPException."""
    if "://" not in place:
        return Path(place, name).read_bytes()
    with request.build_opener(_SameHost).open(f"{place.rstrip('/')}/{parse.quote(name)}", timeout=30) as file:
        return bytes(file.read())

def roots(log: Sequence[bytes]) -> dict[int, str]:
    """Return the root of the first so many entries, for every number. Source: RFC 9162 2.1.1."""
    found, stack = {0: sha256().hexdigest()}, []
    for size, entry in enumerate(log, 1):
        stack.append(sha256(b"\0" + entry).digest())
        for _ in range((size & -size).bit_length() - 1):
            stack[-2:] = [sha256(b"\1" + stack[-2] + stack[-1]).digest()]
        found[size] = reduce(lambda end, full: sha256(b"\1" + full + end).digest(), reversed(stack)).hex()
    return found

def included(found: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a proof leads from a leaf. Raises: ValueError, IndexError. RFC 9162 2.1.3."""
    if (index, size, len(path)) == (0, 1, 0):
        return found
    half = 1 << (size - 1).bit_length() - 1  # where the proof is too long, this shift by -1 raises
    if index < half:
        return sha256(b"\1" + included(found, index, half, path[:-1]) + path[-1]).digest()
    return sha256(b"\1" + path[-1] + included(found, index - half, size - half, path[:-1])).digest()

def fault_of(record: dict[str, Any], releases: Sequence[dict[str, Any]]) -> str:
    """Say what is wrong with a record and the proof in it. Raises: those of BROKEN."""
    proof, entry = record["proof"], record["proof"]["entry"]
    cells = sorted({**record["values"], **proof.get("committed", {})}.items())
    shown = sha256(canonical([cell for cell in cells if cell[1]]).encode()).hexdigest()
    digest = sha256((proof["salt"] + shown + proof.get("closed", "")).encode()).hexdigest()
    if [digest, record["dataset"], 64] != [entry["record"], entry["list"], len(proof["salt"])]:
        return "内容和登记的摘要不一样：内容被改过，或者存证不是这一条的"
    at = [proof["release"], entry["commit"], entry["day"], proof["size"], proof["root"]]
    if at not in [[*map(item.get, ORDER)] for item in releases[at[0] - 1 : at[0]]]:
        return "存证说的那次发布不在 releases.json 里：存证或者发布记录被改过"
    leaf, path = sha256(b"\0" + canonical(entry).encode()).digest(), [*map(bytes.fromhex, proof["path"])]
    if included(leaf, proof["index"], proof["size"], path).hex() != proof["root"]:
        return "存证算不出那次发布的根：登记里没有这一条，或者存证被改过"
    return ""

def check(read: Callable[[str], bytes], olds: Sequence[dict[str, Any]], quick: bool) -> Iterator[str]:
    """Yield what is wrong with a site, and last its root. Raises: OSError, HTTPException, BROKEN."""
    sums = dict(line.split("  ", 1)[::-1] for line in read("SHA256SUMS").decode().splitlines())
    build = json.loads(read("build.json"))
    releases = json.loads(read("proof/releases.json")) if build["root"] else []
    log = [line for name in sorted(sums) if name.startswith("proof/log/") for line in read(name).splitlines()]
    lists, root = {json.loads(line)["list"] for line in log}, roots(log)
    def fault(name: str) -> str:
        try:
            content = read(name)
            if sha256(content).hexdigest() != sums[name]:
                return "和 SHA256SUMS 里的校验值不一样：文件被改过，或者不完整"
            proven = name.endswith(".json") and name.split("/")[0] in lists
            return fault_of(json.loads(content), releases) if proven else ""
        except FileNotFoundError:
            return "没有这个文件"
        except BROKEN:
            return "格式不对，没有存证，或者存证算不出那次发布的根：被改过"

    for item in [*releases, *olds]:
        if root.get(item["size"]) != item["root"]:
            place = f"{item.get('kept', '')}第 {item['number']} 次发布（{item['day']}，{item['size']} 条）"
            yield f"{place}：登记算出来的根不是它：在它以前的登记有的被改过、删掉，或者插进了新的"
    for item in build["datasets"]:
        files = sum(name.startswith(item["id"] + "/") and name.endswith(".json") for name in sums)
        if files != item["records"]:
            yield f"build.json：{item['id']} 写 {item['records']} 条，记录 {files} 条"
    downloads = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums) if name.startswith("downloads/"))
    found = [sha256(downloads.encode()).hexdigest(), len(log), root[len(log)]]
    if found != [build["downloads_root"], build["log_size"], build["root"]]:
        yield "build.json：downloads_root、log_size、root 和下载文件、登记对不上，或者网站没有存证"
    names = [name for name in sorted(sums) if not quick or name.endswith("json")]
    with ThreadPoolExecutor(16) as pool:
        yield from (f"{name}：{what}" for name, what in zip(names, pool.map(fault, names)) if what)
    yield f"现在的根是 {build['root']}，一共 {len(log)} 条。请抄下来，下次用 --root 和 --size 核验"

def one(file: str, said: str) -> Iterator[str]:
    """Yield what is wrong with one record, and last the root to which it leads. Raises: as ``check`` does."""
    record, releases = (json.loads(Path(name).read_bytes()) for name in (file, said))
    if fault := fault_of(record, releases):
        yield f"{file}：{fault}"
    yield f"它登记在第 {record['proof']['release']} 次发布，根是 {record['proof']['root']}，请和你抄下的比一比"

def kept(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the roots that were kept from earlier. Raises: OSError where there is none."""
    try:
        old = json.loads(Path(chosen.old).read_bytes()) if chosen.old else []
        old = old if isinstance(old, list) else [{**old, "size": old["log_size"], "day": old["as_of"]}]
        if chosen.kept or chosen.size is not None:
            old.append({"size": int(chosen.size), "root": chosen.kept.lower(), "day": "抄下的根"})
        return [{"number": "？", "kept": "从前的", **item} for item in old]
    except BROKEN as error:
        raise FileNotFoundError(2, "", f"{chosen.old or ''} 从前的根和条数") from error

def run(chosen: argparse.Namespace, tell: Callable[[str], None], check: Any = check, one: Any = one) -> int:
    """Do what was asked, and return the exit code: 0 right, 1 wrong, 2 wrong use, 3 network."""
    try:
        site = partial(check, partial(read, chosen.site), kept(chosen), chosen.quick)
        *faults, note = one(chosen.site, chosen.releases) if chosen.releases else site()
    except (OSError, HTTPException) as error:
        lost = isinstance(error, FileNotFoundError)
        why = f"没有 {getattr(error, 'filename', '')}。请核对网址、文件夹和 --old；--root 要和 --size 一起写"
        tell(f"✗ {why}。" if lost else f"✗ 取不到：{error}。请检查网络和网址，再试一次。")
        return 2 if lost else 3
    except BROKEN:
        faults, note = ["SHA256SUMS、build.json、proof 里的文件，或者这一条：格式不对，坏了，或者被改过"], ""
    for fault in faults[:30]:
        tell(f"✗ {fault}。")
    tell(f"✗ 一共 {len(faults):,} 处对不上。" if faults else f"✓ 没有发现改动。{note}。")
    return 1 if faults else 0

ASKED = argparse.ArgumentParser(description=__doc__)
ASKED.add_argument("site", metavar="网站", help="文件夹或者网址；只核验一条时，是那一条的 JSON 文件")
ASKED.add_argument("releases", nargs="?", metavar="releases.json", help="只核验一条时：发布记录")
ASKED.add_argument("--old", metavar="文件", help="从前留下的 build.json 或者 releases.json")
ASKED.add_argument("--root", dest="kept", metavar="根", help="从前抄下的根，和 --size 一起用")
ASKED.add_argument("--size", type=int, metavar="条数", help="从前抄下的条数")
ASKED.add_argument("--quick", action="store_true", help="只核对数据文件，不取网页")
if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(run(ASKED.parse_args(), print))
