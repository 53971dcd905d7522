"""Let MkDocs Material build the prose pages and the shell of the data pages. The only door to MkDocs, rjsmin and rcssmin.

What MkDocs builds holds no data: its HTML is a Jinja template that ``render`` fills. So a handful of pages
passes through MkDocs however many records there are, and its result is kept until a page or the theme changes.
"""

from __future__ import annotations

import hashlib
import html
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from generator.errors import EnvironmentFault
from generator.model import Artefact

_ASSET = re.compile(r'(?:href|src)="((?:\.\./)*(assets/[^"?#]+))"')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SHELL = "shell.html"
_VENDOR = "vendor"
"""Holds scripts of others, each with its licence in it."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Hold what MkDocs built: HTML templates by path, and the asset files that they use."""

    templates: dict[str, str]
    assets: tuple[Artefact, ...]

    @property
    def prose(self) -> dict[str, str]:
        """Map each page that is finished but for its frame, in the order of its path, to its heading."""
        return {name: _heading(text) or name for name, text in self.templates.items() if name != _SHELL}


def shell(root: Path, work: Path) -> Shell:
    """Build the prose and the shell under ``work``, or take them from an earlier build of the same sources.

    Raises: EnvironmentFault when MkDocs refuses the pages.
    """
    built = work / "shell" / _fingerprint(root)
    if not built.is_dir():
        _mkdocs(root, built)
    pages = sorted(path for path in built.rglob("*.html"))
    templates = {path.relative_to(built).as_posix(): path.read_text(encoding="utf-8") for path in pages}
    return Shell(templates, tuple(_assets(root, built, templates)))


def _heading(text: str) -> str:
    found = _HEADING.search(text)
    return html.unescape(_TAG.sub("", found[1])).rstrip("。") if found else ""


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256(f"{version('mkdocs')} {version('mkdocs-material')}".encode())
    sources = [
        root / "mkdocs.yml",
        *(root / "site_src" / "pages").rglob("*"),
        *(root / "site_src" / "theme").rglob("*"),
    ]
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _mkdocs(root: Path, built: Path) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    shutil.rmtree(built.parent, ignore_errors=True)
    unfinished = built.with_suffix(".new")
    try:
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(unfinished), strict=True))
    except (MkDocsException, SystemExit) as error:
        raise EnvironmentFault(f"网页外壳没有生成：{error}。请检查 mkdocs.yml 和 site_src/pages。") from error
    unfinished.rename(built)


_SHORTER: dict[str, Callable[[bytes], bytes]] = {".js": jsmin, ".css": cssmin}
"""Leaves out comments and indents of ours: a quarter of what a phone would have to load."""


def _short(path: Path) -> bytes:
    """Return an asset; what others wrote is left as it is."""
    content = path.read_bytes()
    shorter = _SHORTER.get(path.suffix) if path.parent.name != _VENDOR else None
    return shorter(content) if shorter else content


def _assets(root: Path, built: Path, templates: dict[str, str]) -> Iterator[Artefact]:
    """Yield our own assets, and of the theme's only those that a page really asks for."""
    own = root / "site_src" / "assets"
    for path in sorted(path for path in own.rglob("*") if path.is_file() and not path.is_symlink()):
        yield Artefact(f"assets/{path.relative_to(own).as_posix()}", _short(path))
    asked = {match[1] for text in templates.values() for match in _ASSET.findall(text)}
    for name in sorted(asked):
        if (built / name).is_file() and not (own.parent / name).is_file():
            yield Artefact(name, (built / name).read_bytes())
