"""What `check` does: the lists, what is about to be committed, and the message of a commit."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from generator import check, drops, edits, export, load, reading
from generator.cli.asking import tell, today
from generator.cli.waiting import waiting
from generator.errors import WrongUse, why
from generator.fingerprint import DERIVED
from generator.model import Catalogue


def run(chosen: argparse.Namespace) -> int:
    """Check the lists, or only those that are about to be committed, or only the message of a commit."""
    as_of = chosen.as_of or today()
    root = chosen.root.resolve()
    only = tuple(chosen.dataset)
    if chosen.message:
        return _message(root, chosen.message)
    if chosen.staged:
        _warned(root)
        only = tuple(name for name in edits.staged(root) if (root / "data" / name / load.LIST_FILE).exists())
        if not only:
            return 0
    found = reading.checked(root, as_of, only=only, say=waiting())
    if chosen.out and chosen.out.suffix.lower() == ".xlsx":
        chosen.out.write_bytes(export.report(found.findings, (), as_of))
        print(f"✓ 报告写在 {chosen.out}")
    else:
        tell(check.report.render(chosen.format, found.findings, found.tables, as_of), chosen.out)
    if chosen.format == "text" and not chosen.out and check.report.folds(found.findings):
        print("全部问题可以存成表格：gongshi check --out 检查报告.xlsx")
    if not found.errors and not only:
        _package(root, found.catalogue)
    return 1 if found.errors else 0


def _package(root: Path, catalogue: Catalogue) -> None:
    """Bring the data package up to date, as far as the folder lets us: a check may be made where nothing may be written."""
    try:
        check.write_package(root, catalogue)
    except PermissionError as error:
        print(f"！ {DERIVED} 没有更新：{why(error)}。", file=sys.stderr)


def _warned(root: Path) -> None:
    """Tell before a commit what its message will have to say; whether it does is seen when it is written."""
    for item in drops.committed(root, ""):
        print(check.report.text_of(replace(item, severity="notice")), file=sys.stderr)


def _message(root: Path, file: Path) -> int:
    try:
        said = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise WrongUse(f"找不到提交说明 {file}。这个选项由 git 在提交时使用。") from None
    found = drops.committed(root, said)
    for item in found:
        print(check.report.text_of(item), file=sys.stderr)
    return 1 if found else 0
