"""Judge the shape of one file by its schema. The only door to Frictionless."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.check import header, layout
from generator.described import Field
from generator.messages import cell_address, finding
from generator.model import Finding
from generator.roles import ROLES, form_of

if TYPE_CHECKING:
    from frictionless import Error, Report

_MANY = 20
"""How many options a message lists before it stops."""
_LIMITS = {
    "minimum": ("数字-05", "不小于 {}"),
    "maximum": ("数字-05", "不大于 {}"),
    "minLength": ("选项-05", "不少于 {} 个字"),
    "maxLength": ("选项-05", "不超过 {} 个字"),
}


def judge(base: Path, file: str, content: bytes, resource: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what is wrong with a file: its bytes, its header, its cells one by one.

    ``base`` is the folder from which the resource's path counts; ``file`` is how messages name the file.
    """
    found = layout.judge(file, content)
    if any(item.rule in layout.HOPELESS for item in found):
        return found
    last = next((item.row for item in found if item.rule == "表格-06"), 0)
    told = _told(base, file, resource)
    return (*found, *(item for item in told if not last or item.row < last))


def _told(base: Path, file: str, resource: Mapping[str, Any]) -> Iterator[Finding]:
    report = _validated(base, resource)
    errors = _errors(report)
    labels = [label.removeprefix("\ufeff") for label in report.tasks[0].labels]
    schema = resource["schema"]
    if any(map(_is_header, errors)):
        yield from header.explain(file, labels, [item["name"] for item in schema["fields"]])
        schema = header.aligned(schema, labels)
        errors = _errors(_validated(base, {**resource, "schema": schema}))
    yield from _Words(file, schema).tell([error for error in errors if not _is_header(error)])


def _validated(base: Path, resource: Mapping[str, Any]) -> Report:
    from frictionless import Resource

    return Resource.from_descriptor(dict(resource), basepath=str(base)).validate(limit_errors=0)


def _errors(report: Report) -> Sequence[Error]:
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


def _is_header(error: Error) -> bool:
    return error.type.endswith(("label", "header"))


class _Words:
    """Put the errors of one file into words for its staff."""

    def __init__(self, file: str, schema: Mapping[str, Any]) -> None:
        self.file = file
        self.fields = {item["name"]: item for item in schema["fields"]}
        self.keys = [place for place, name in enumerate(self.fields) if name in schema.get("primaryKey", ())]

    def tell(self, errors: Sequence[Error]) -> Iterator[Finding]:
        """Yield one finding per error; a row that does not fit the header is told of once."""
        misfits: set[int] = set()
        for error in errors:
            row = getattr(error, "row_number", 0)
            if error.type in ("extra-cell", "missing-cell"):
                if row in misfits:
                    continue
                misfits.add(row)
            yield from self._tell(error, row)

    def _tell(self, error: Error, row: int) -> Iterator[Finding]:
        say = {
            "blank-row": self._blank,
            "extra-cell": self._extra,
            "missing-cell": self._missing,
            "primary-key": self._repeated_key,
            "unique-error": self._repeated,
            "type-error": self._type,
            "constraint-error": self._constraint,
        }.get(error.type)
        if say:
            yield from say(error)
        else:
            yield finding("表格-13", self.file, row=row, problem=error.title)

    def _at(self, error: Any, rule: str, **facts: object) -> Finding:
        column = getattr(error, "field_name", "")
        place = getattr(error, "field_number", 0)
        role = ROLES.get(self.fields.get(column, {}).get("role", ""))
        return finding(
            rule,
            self.file,
            row=error.row_number,
            column=column,
            cell=cell_address(place - 1, error.row_number) if place else "",
            key=self._key(error),
            personal=bool(role and role.personal),
            **facts,
        )

    def _key(self, error: Any) -> str:
        return "".join(error.cells[place] for place in self.keys if place < len(error.cells))

    def _blank(self, error: Any) -> Iterator[Finding]:
        yield self._at(error, "表格-03")

    def _extra(self, error: Any) -> Iterator[Finding]:
        yield self._at(error, "表格-04", value=error.cell)

    def _missing(self, error: Any) -> Iterator[Finding]:
        yield self._at(error, "表格-05")

    def _repeated_key(self, error: Any) -> Iterator[Finding]:
        other = re.search(r"at position (\d+)", error.note)
        if other:
            place = self.keys[0]
            error.field_name, error.field_number = list(self.fields)[place], place + 1
            yield self._at(error, "重复-02", value=error.cells[place], other=f"第 {other[1]} 行")

    def _repeated(self, error: Any) -> Iterator[Finding]:
        other = re.search(r"at position (\d+)", error.note)
        yield self._at(error, "重复-02", value=error.cell, other=f"第 {other[1]} 行" if other else "别的行")

    def _type(self, error: Any) -> Iterator[Finding]:
        kind = self.fields[error.field_name]["type"]
        form = form_of(Field(name="", type=kind))
        problem = form(error.cell) if form else None
        if problem:
            yield self._at(error, problem.rule, value=error.cell, **problem.facts)
        else:
            rule = "选项-04" if kind == "boolean" else "选项-03"
            yield self._at(error, rule, value=error.cell, example="")

    def _constraint(self, error: Any) -> Iterator[Finding]:
        field = self.fields[error.field_name]
        name = error.note.partition('"')[2].partition('"')[0]
        bound = field["constraints"].get(name)
        if name == "enum":
            yield self._at(error, "选项-01", value=error.cell, **choice(error.cell, bound))
        elif name in _LIMITS:
            rule, words = _LIMITS[name]
            facts = {"limit": words.format(bound), "measure": f"有 {len(error.cell)} 个字"}
            yield self._at(error, rule, value=error.cell, **facts)
        else:
            example = field.get("example", "")
            shown = f"，例如 {example}" if example else ""
            yield self._at(
                error, "必填-01" if name == "required" else "选项-03", value=error.cell, example=shown
            )


def choice(text: str, options: Sequence[str]) -> dict[str, str]:
    """Return the facts for a choice that is none: the options, and the one that was probably meant."""
    close = get_close_matches(text.strip(), options, n=1, cutoff=0.5)
    shown = "、".join(options[:_MANY]) + (f"等 {len(options)} 项" if len(options) > _MANY else "")
    return {"guess": f"您要填的可能是“{close[0]}”。" if close else "", "options": shown}
