"""The office's secret, and what is made of it: digests that stand for what may not be named.

Who sees only the site can guess no digest; who may read the data repository can read its history anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import EnvironmentFault, WrongDescription, why
from generator.model import Finding
from generator.past import Content

FILE = Path("data", "proof.json")
_SEED = re.compile(r"[0-9a-f]{64}")
_BLANK = hashlib.sha256(b"[]").hexdigest()


def seed(root: Path) -> bytes | None:
    """Return the office's secret; nothing when it has none.

    Raises: WrongDescription when the file is there and cannot be used.
    """
    path = root / FILE
    if not path.exists():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        text = said["seed"] if said.keys() == {"seed"} else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        text = ""
    if not isinstance(text, str) or not _SEED.fullmatch(text):
        raise WrongDescription([_malformed()])
    return bytes.fromhex(text)


def _malformed() -> Finding:
    said = '应当只有一项：{"seed": "64 个 0—9、a—f"}'
    mend = f"请从 git 里找回原来的 {FILE.as_posix()}（换一个种子，以前公布的存证就对不上了）；从来没有过的，删掉它再运行 make setup"
    return Finding(FILE.as_posix(), "说明-04", said=said, mend=mend)


def planted(root: Path) -> bool:
    """Give an office a secret of its own where it has none; tell whether it was given.

    Raises: EnvironmentFault when it cannot be written.
    """
    path = root / FILE
    if path.exists():
        return False
    text = json.dumps({"seed": secrets.token_hex(32)}) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentFault(f"存证的种子写不进 {path}：{why(error)}。请检查磁盘空间和权限。") from error
    return True


def digest(secret: bytes, purpose: str, *parts: str) -> str:
    """Return what stands for some texts: HMAC-SHA256 over the purpose and each part, lengths first, in hex.

    Source: RFC 2104.
    """
    mac = hmac.new(secret, digestmod=hashlib.sha256)
    for part in (purpose, *parts):
        text = part.encode("utf-8", "surrogatepass")
        mac.update(len(text).to_bytes(8, "big") + text)
    return mac.hexdigest()


# --- A row, and what is told of it ----------------------------------------------------------------------


def canonical(cells: Iterable[tuple[str, str]]) -> bytes:
    """Return a row as the bytes that are hashed: JSON of [column, text], by column, blank cells left out."""
    found = sorted((name, text) for name, text in cells if text)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def content(row: Mapping[str, str], hidden: frozenset[str] = frozenset()) -> Content:
    """Return the hashes of a row; cells that are never public count apart, blank when there are none.

    They have no salt: they are for this program alone.
    """
    shown = hashlib.sha256(canonical((name, text) for name, text in row.items() if name not in hidden))
    closed = hashlib.sha256(canonical((name, row.get(name, "")) for name in hidden)) if hidden else None
    rest = closed.hexdigest() if closed else _BLANK
    return Content(shown.hexdigest(), "" if rest == _BLANK else rest)


def key_digest(secret: bytes, dataset_id: str, key: str) -> str:
    """Return what stands for a record wherever its key may not."""
    return digest(secret, "key", dataset_id, key)


def salt(secret: bytes, dataset_id: str, key: str, found: Content) -> str:
    """Return the salt of one version of a record, public only while that version is: no other follows from it."""
    return digest(secret, "salt", dataset_id, key, *found)


def closed_digest(secret: bytes, dataset_id: str, key: str, found: Content) -> str:
    """Return what stands for the cells that are never public; a blank where there are none."""
    return digest(secret, "closed", dataset_id, key, *found) if found.closed else ""


def record_digest(secret: bytes, dataset_id: str, key: str, found: Content) -> str:
    """Return what stands for one version of a record.

    SHA-256 over the salt, the hash of the public cells and what stands for the others, in hex, end to end: with
    the salt everybody can recompute it, without it nobody can try values.
    """
    parts = salt(secret, dataset_id, key, found), found.open, closed_digest(secret, dataset_id, key, found)
    return hashlib.sha256("".join(parts).encode()).hexdigest()
