"""The Jinja environment: the shell that MkDocs built, and the templates of the page types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.errors import WrongDescription
from generator.fingerprint import WORK
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
        self._environment = _environment(Environment, loader, root)
        self._prose = _environment(ImmutableSandboxedEnvironment, loader, root)
        self._environment.filters["drawn"] = self._drawn
        self._chosen: dict[tuple[str, ...], Template] = {}
        self._pieces: dict[tuple[str, int], tuple[Any, str]] = {}

    def page(self, sheet: Sheet) -> Artefact:
        """Render a page; ``<dataset-id>/<template>`` is taken instead where an office wrote one.

        Raises: WrongDescription when a template asks for what its view does not have.
        """
        own = [f"{sheet.dataset_id}/{sheet.template}"] if sheet.dataset_id else []
        context = {**_top_level(sheet.frame), **_top_level(sheet.view), "shell": "built/shell.html"}
        template = partial(self._template, *own, sheet.template)
        return Artefact(sheet.frame.path, _rendered(template, sheet.template, context))

    def prose(self, frame: Frame) -> Artefact:
        """Fill the frame of a page that MkDocs has finished.

        An office may write such pages, and who writes text does not thereby run programs: they get values only.
        """
        name = f"built/{frame.path}"
        template = partial(self._prose.get_template, name)
        return Artefact(frame.path, _rendered(template, name, _top_level(frame)))

    def pages(self, sheets: Iterable[Sheet]) -> Iterator[Artefact]:
        """Render pages that are likely to share pieces: a row stands on the pages of its list, year and values.

        Raises: WrongDescription as ``page`` does.
        """
        self._pieces.clear()
        yield from map(self.page, sheets)

    def _drawn(self, value: Any, macro: str) -> str:
        """Return what a macro makes of a value; it is asked only once for each."""
        found = self._pieces.get((macro, id(value)))
        if found is None:
            drawn = getattr(self._environment.get_template("macros.html").module, macro)(value)
            # The value is kept, for its id must stay its own.
            found = self._pieces[macro, id(value)] = value, drawn
        return found[1]

    def _template(self, *names: str) -> Template:
        """Return the first template that is there; where to look for it is found out only once."""
        if names not in self._chosen:
            self._chosen[names] = self._environment.select_template(list(names))
        return self._chosen[names]


class _Compiled(FileSystemBytecodeCache):
    """Keep what was compiled by the name of its template alone: that of a folder may be no text at all."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)


def _rendered(template: Callable[[], Template], name: str, context: Mapping[str, Any]) -> bytes:
    try:
        page = template().render(context)
    except TemplateError as error:
        said = f"模板出错：{error}"
        mend = "请撤销最近对 site_src 的修改。刚升级过程序的，用 gongshi init 在一个空文件夹里生成一份新的，把里面的 site_src 换过来再提交。都不是，就把这一行发给维护人员"
        raise WrongDescription([Finding(f"site_src/templates/{name}", "模板-01", said, mend)]) from error
    return _CONTROL.sub(_picture, page).encode()


def _environment(kind: type[Environment], loader: BaseLoader, root: Path) -> Environment:
    """Return an environment that keeps what it compiled; what the sandbox compiles calls nothing, so it is kept apart."""
    compiled = root / WORK / "templates" / kind.__name__
    compiled.mkdir(parents=True, exist_ok=True)
    return kind(
        loader=loader,
        bytecode_cache=_Compiled(str(compiled)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _picture(match: re.Match[str]) -> str:
    """Return a visible sign for a control character (Unicode's Control Pictures where there is one)."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _top_level(value: Any) -> dict[str, Any]:
    return {item.name: getattr(value, item.name) for item in fields(value)} if value is not None else {}
