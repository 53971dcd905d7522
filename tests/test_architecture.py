"""What the structure promises: no list's name and no Chinese header in the program, one door per library."""

from __future__ import annotations

import ast
import tokenize
from pathlib import Path
from pkgutil import resolve_name

import pytest

from generator import load

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "generator").rglob("*.py"))
DOORS = {
    "frictionless": "check",
    "jinja2": "render",
    "mkdocs": "site",
    "xlsxwriter": "export",
    "python_calamine": "intake",
    "rcssmin": "site",
    "rjsmin": "site",
    "segno": "render",
    "pandas": "measures",
    "pyarrow": "export",
    "pypinyin": "pinyin",
    "yaml": "load",
}


def words(path: Path) -> set[str]:
    """Return the text of every string of a module, docstrings and comments left out."""
    with path.open("rb") as file:
        found = {t.string for t in tokenize.tokenize(file.readline) if t.type == tokenize.STRING}
    return {text for text in found if not text.startswith('"""')}


def test_the_program_knows_no_list_and_no_header(committed):
    catalogue, _ = committed
    headers = {name for dataset in catalogue.datasets for name in dataset.header}
    ids = {dataset.id for dataset in catalogue.datasets}
    assert len(headers) > 100
    for path in MODULES:
        strings = words(path)
        for text in strings:
            inner = text.strip("rbf").strip("\"'")
            assert inner not in headers | ids, (path, inner)
            assert not [name for name in ids if name in inner], (path, inner)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT / "generator").as_posix())
def test_libraries_come_in_by_their_door(path):
    stage = path.relative_to(ROOT / "generator").parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            door = DOORS.get(name.split(".")[0])
            assert door in (None, stage), f"{path} imports {name}; its door is generator.{door}"


def test_functions_are_small():
    sizes = sorted(
        node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert sizes[len(sizes) // 2] <= 8
    assert sizes[len(sizes) * 9 // 10] <= 25
    assert sizes[-1] <= 45


def public(body):
    """Yield the functions and classes that a reader may use; what a private class overrides is not one."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from public(node.body) if isinstance(node, ast.ClassDef) else ()


def test_public_names_are_documented():
    bare = [
        f"{path}:{node.lineno} {node.name}"
        for path in MODULES
        for node in public(ast.parse(path.read_text(encoding="utf-8")).body)
        if not ast.get_docstring(node)
    ]
    assert bare == []


def test_every_role_and_command_is_documented(root):
    from generator.cli import COMMANDS as CARRIED_OUT
    from generator.cli.arguments import COMMANDS
    from generator.roles import ROLES

    staff = (root / "data/README.md").read_text(encoding="utf-8")
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert [role for role in ROLES if f"`{role}`" not in staff] == []
    assert sorted({name.split()[0] for name in CARRIED_OUT}) == list(COMMANDS)
    assert all(callable(resolve_name(f"generator.cli.{place}")) for place in CARRIED_OUT.values())
    assert [name for name in COMMANDS if f"gongshi {name}" not in readme] == []


def test_template_contexts_agree_with_the_templates(root):
    """Every top-level name that a template uses is a field of its view or of the frame."""
    from dataclasses import fields

    from jinja2 import Environment, meta, nodes

    from generator import views

    pairs = {
        "home": views.Home, "list": views.ListPage, "record": views.RecordPage, "entity": views.EntityPage,
        "entities": views.EntityHub, "register": views.EntityIndex, "catalogue": views.CataloguePage, "updates": views.Updates,
        "withdrawn": views.Withdrawn, "downloads": views.Downloads, "quality": views.Quality,
        "statistics": views.Statistics, "sitemap": views.SiteMap, "search": views.SearchPage,
        "sheet": views.ResultSheet, "tombstone": views.Tombstone, "counted": views.CountedPage, "faceted": views.FacetedPage,
        "check": views.CheckPage, "dictionary": views.Dictionary, "fields": views.FieldsPage,
        "changes": views.ListChanges, "releases": views.Releases,
    }  # fmt: skip
    frame = {item.name for item in fields(views.Frame)} | {"shell", "m"}
    templates = root / "site_src/templates"
    assert {p.stem for p in templates.glob("*.html")} == {*pairs, "macros"}
    for name, view in pairs.items():
        source = (templates / f"{name}.html").read_text(encoding="utf-8")
        environment = Environment(autoescape=True)
        environment.filters["drawn"] = str
        tree = environment.parse(source)
        made = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        used = meta.find_undeclared_variables(tree) - made
        assert used - frame - {item.name for item in fields(view)} == set(), name


def test_datapackage_in_the_repository_is_current(root, tmp_path):
    from generator import check

    committed = (root / "data/datapackage.json").read_bytes()
    check.write_package(root, load.catalogue(root))
    assert (root / "data/datapackage.json").read_bytes() == committed
