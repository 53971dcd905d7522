"""Read what is written in YAML; every mistake is told in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator import remembered as memory
from generator.described import Dataset, Described
from generator.model import Finding

T = TypeVar("T", bound=Described)


class _Strict:
    """Refuse a key that is written twice, which YAML would silently overwrite; leave dates as written."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name, read only
        letter: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"「{key.value}」写了两次", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)  # type: ignore[misc, no-any-return]


class _Plain(_Strict, yaml.SafeLoader):
    """Read YAML, and tell in PyYAML's own words what is wrong with it."""


class _Fast(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Read YAML ten times as fast, where PyYAML was built with libyaml."""


@contextmanager
def remembered(file: Path | None) -> Iterator[Callable[[str], Any]]:
    """Lend what reads a text as YAML, with a memory of the texts of last time: JSON is read in a tenth of the time."""
    known = memory.known(file, _reader()) if file else {}
    asked = dict[str, Any]()

    def reading(text: str) -> Any:
        name = sha256(text.encode()).hexdigest()
        said = known[name] if name in known else _read(text)
        if name in known or _plain(text, said):
            asked[name] = said
        return said

    yield reading
    if file and asked.keys() != known.keys():
        memory.keep(file, _reader(), asked)


def _plain(text: str, said: Any) -> bool:
    """Tell whether JSON gives back just what it is given: it has no dates, and no numbers as keys.

    What may name a part of itself again is not even tried: written out, a few lines of that can fill any memory.
    """
    if "&" in text or "*" in text:
        return False
    try:
        return bool(json.loads(json.dumps(said)) == said)
    except (TypeError, ValueError):
        return False


@cache
def _reader() -> str:
    """Return what tells how a text is read: by which library, and by which rules."""
    return f"PyYAML {yaml.__version__} {sha256(Path(__file__).read_bytes()).hexdigest()}"


def described(
    kind: type[T],
    path: Path,
    root: Path,
    findings: list[Finding],
    extra: Mapping[str, Any],
    read: Callable[[str], Any],
) -> T | None:
    """Return what a file describes; nothing, and why in ``findings``, when it cannot be read."""
    file = path.relative_to(root).as_posix()
    try:
        return _model(kind, read(path.read_text(encoding="utf-8")), extra)
    except ValidationError as error:
        findings.extend(_translated(file, kind, item) for item in error.errors())
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        findings.append(_unreadable(file, error))
    return None


def _read(text: str) -> Any:
    """Read a text; one that is refused is read again by the loader whose words do not depend on the machine."""
    try:
        return yaml.load(text, _Fast)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError:
        return yaml.load(text, _Plain)  # noqa: S506 - a SafeLoader


def past(text: str, dataset_id: str) -> Dataset | None:
    """Return what a dataset.yaml of another time says; nothing when it was not written for this program."""
    try:
        return _model(Dataset, _read(text), {"id": dataset_id})
    except (ValidationError, yaml.YAMLError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """Hold what tells the rows of a list apart, and which of its columns nobody sees."""

    key: str
    hidden: frozenset[str] = frozenset()


def form(text: str) -> Form | None:
    """Return the form of a list at any time, whatever else its dataset.yaml says; nothing when that has no key.

    What is read of it, and how, may never change: digests of the history are made of it.
    """
    try:
        fields = [item for item in _read(text)["fields"] if isinstance(item, dict)]
        key = next(str(item["name"]) for item in fields if item.get("role") == "key")
        return Form(key, frozenset(str(item["name"]) for item in fields if item.get("public") is False))
    except (yaml.YAMLError, TypeError, KeyError, AttributeError, StopIteration):
        return None


def _model(kind: type[T], said: Any, extra: Mapping[str, Any]) -> T:
    return kind.model_validate({**(said or {}), **extra})


def _unreadable(file: str, error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "不是一份“键: 值”的 UTF-8 文本"
    return Finding(
        file,
        "说明-01",
        said=f"读不懂这个文件：{problem}",
        mend="请对照 data/README.md 的样例检查冒号后的空格、缩进和引号",
        row=mark.line + 1 if mark else 0,
    )


def _translated(file: str, kind: type[BaseModel], error: Any) -> Finding:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return Finding(file, "说明-02", said=f"不认识「{place}」", mend=_suggestion(kind, error["loc"]))
    if error["type"] == "missing":
        return Finding(file, "说明-03", said=f"缺少「{place}」", mend="请补上这一项，写法见 data/README.md")
    shown = str(error.get("input"))[:40]
    return Finding(
        file, "说明-04", said=f"「{place}」的值“{shown}”不合要求", mend="请对照 data/README.md 的样例改正"
    )


def _suggestion(kind: type[BaseModel], place: tuple[str | int, ...]) -> str:
    known = sorted(_keys(kind))
    close = get_close_matches(str(place[-1]), known, n=1, cutoff=0.5)
    return f"是不是想写「{close[0]}」" if close else "请删去，或者对照 data/README.md 改正"


def _keys(kind: type[BaseModel]) -> set[str]:
    names = {info.alias or name for name, info in kind.model_fields.items()}
    for info in kind.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                names |= _keys(part)
    return names
