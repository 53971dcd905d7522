"""The Jinja environment: the shell that MkDocs built, and the templates of the page types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.errors import WrongDescription
from generator.model import Artefact, Finding
from generator.views import Frame

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Finds what HTML may not hold; the data files keep it as it is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold a page that is ready to be rendered: its template, its frame, and its view."""

    template: str
    frame: Frame
    view: Any
    dataset_id: str = ""


class Templates:
    """Render a template by its name, in the shell, with a frame and a view."""

    def __init__(self, root: Path, pages: Mapping[str, str]) -> None:
        loader = ChoiceLoader([
            DictLoader({f"built/{name}": html for name, html in pages.items()}),
            FileSystemLoader(root / "site_src" / "templates"),
        ])  # fmt: skip
        self._environment = _environment(Environment, loader)
        self._prose = _environment(ImmutableSandboxedEnvironment, loader)

    def page(self, sheet: Sheet) -> Artefact:
        """Render a page; ``<dataset-id>/<template>`` is taken instead where an office wrote one.

        Raises: WrongDescription when a template asks for what its view does not have.
        """
        own = [f"{sheet.dataset_id}/{sheet.template}"] if sheet.dataset_id else []
        context = {**_top_level(sheet.frame), **_top_level(sheet.view), "shell": "built/shell.html"}
        return Artefact(sheet.frame.path, self._render([*own, sheet.template], context, self._environment))

    def prose(self, frame: Frame) -> Artefact:
        """Fill the frame of a page that MkDocs has finished.

        An office may write such pages, and who writes text does not thereby run programs: they get values only.
        """
        return Artefact(frame.path, self._render([f"built/{frame.path}"], _top_level(frame), self._prose))

    def _render(self, names: list[str], context: Mapping[str, Any], environment: Environment) -> bytes:
        try:
            page = environment.select_template(names).render(context)
        except TemplateError as error:
            said = f"模板出错：{error}"
            mend = "请撤销最近对 site_src 的修改，或者把这一行发给维护人员"
            finding = Finding(f"site_src/templates/{names[-1]}", "模板-01", said, mend)
            raise WrongDescription([finding]) from error
        return _CONTROL.sub(_picture, page).encode()


def _environment(kind: type[Environment], loader: BaseLoader) -> Environment:
    return kind(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _picture(match: re.Match[str]) -> str:
    """Return a visible sign for a control character (Unicode's Control Pictures where there is one)."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _top_level(value: Any) -> dict[str, Any]:
    return {item.name: getattr(value, item.name) for item in fields(value)} if value is not None else {}
