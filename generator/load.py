"""Read the committed folder: descriptions, code lists, legal periods, working days, rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.described import Dataset, Described, Site
from generator.errors import WrongDescription, WrongUse
from generator.model import Catalogue, Code, Finding, Row, Rule, Table

T = TypeVar("T", bound=Described)
LIST_FILE = "dataset.yaml"
csv.field_size_limit(64 * 1024 * 1024)  # a long cell is for the checks to judge, not for the reader


class _StrictLoader(yaml.SafeLoader):
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
        return super().construct_mapping(node, deep=deep)


def repository(root: Path) -> None:
    """Make sure that the folder is an office's repository.

    Raises: WrongUse when a part is missing.
    """
    for part in ("data/site.yaml", "site_src", "mkdocs.yml"):
        if not (root / part).exists():
            raise WrongUse(
                f"{root} 里没有 {part}，不是公示数据的文件夹。请换到正确的文件夹，或者用 --root 指明。"
            )


def catalogue(root: Path) -> Catalogue:
    """Read everything that describes the data under ``root/data``.

    Raises: WrongDescription with every finding; WrongUse as ``repository`` does.
    """
    repository(root)
    data = root / "data"
    findings: list[Finding] = []
    site = _described(Site, data / "site.yaml", root, findings, {})
    datasets = [
        found
        for path in sorted(data.glob(f"*/{LIST_FILE}"))
        if (found := _described(Dataset, path, root, findings, {"id": path.parent.name}))
    ]
    if findings or site is None:
        raise WrongDescription(findings)
    rank = {name: place for place, name in enumerate(site.groups)}
    return Catalogue(
        site=site,
        datasets=tuple(sorted(datasets, key=lambda d: (rank.get(d.group, len(rank)), d.order, d.id))),
        codes={
            path.stem: _codes(path)
            for path in sorted((data / "codes").glob("*.csv"))
            if not path.stem.startswith("regions")
        },
        rules=tuple(_rules(data / "rules" / "period-rules.csv")),
        workdays=dict(_workdays(data / "workdays")),
        regions={
            row["code"]: row["label"]
            for path in sorted((data / "codes").glob("regions*.csv"))
            for row in _rows_of(path)
        },
    )


def files(root: Path, dataset: Dataset) -> tuple[Path, ...]:
    """Return the data files of a list, in order: one, or one per year."""
    folder = root / "data" / dataset.id
    return tuple(sorted(folder.glob("*.csv")))


def table(root: Path, dataset: Dataset) -> Table:
    """Read the rows of a list as text, as far as its files can be read at all."""
    rows = [row for path in files(root, dataset) for row in _rows(path, root)]
    return Table(dataset, tuple(rows), dict(_texts(root / "data" / dataset.id, dataset, rows)))


def _texts(folder: Path, dataset: Dataset, rows: list[Row]) -> Iterator[tuple[str, str]]:
    column = dataset.column_of("fulltext")
    for row in rows if column else ():
        name = row.values.get(column, "")
        path = folder / name
        if name and path.resolve().is_relative_to(folder.resolve()) and path.is_file():
            yield name, _utf8(path)


def _rows(path: Path, root: Path) -> Iterator[Row]:
    text = _utf8(path)
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    file = path.relative_to(root).as_posix()
    for number, cells in enumerate(reader, start=2):
        padded = cells + [""] * (len(header) - len(cells))
        yield Row(file, number, dict(zip(header, padded, strict=False)))


def _utf8(path: Path) -> str:
    """Return the text, or nothing when it is not UTF-8: the shape check has said so by then."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _described(
    kind: type[T], path: Path, root: Path, findings: list[Finding], extra: Mapping[str, Any]
) -> T | None:
    file = path.relative_to(root).as_posix()
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506 - a SafeLoader
        return kind.model_validate({**(said or {}), **extra})
    except ValidationError as error:
        findings.extend(_translated(file, kind, item) for item in error.errors())
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        findings.append(_unreadable(file, error))
    return None


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
    names = set(kind.model_fields)
    for info in kind.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                names |= _keys(part)
    return names


def _rows_of(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes(path: Path) -> tuple[Code, ...]:
    return tuple(
        Code(row["code"], row["label"], row.get("note", ""), row.get("evidence", ""))
        for row in _rows_of(path)
    )


def _rules(path: Path) -> Iterator[Rule]:
    for row in _rows_of(path):
        yield Rule(
            rule_id=row["rule_id"],
            family=row["family"],
            condition=dict(part.split("=", 1) for part in row["condition"].split(";") if part),
            anchor=row["anchor"],
            amount=int(row["amount"] or 0),
            unit=row["unit"],
            kind=row["kind"],
            effective_from=_day(row["effective_from"]),
            effective_to=_day(row["effective_to"]),
            authority=row["authority"],
            evidence=row["evidence"],
            note=row["note"],
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _workdays(folder: Path) -> Iterator[tuple[date, bool]]:
    for path in sorted(folder.glob("*.csv")):
        for row in _rows_of(path):
            yield date.fromisoformat(row["date"]), row["is_workday"] == "1"
