"""Work on the data: forms out and in, what changed, what is due, and the way back."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from generator import desk, due, edits, reading
from generator.cli import wording
from generator.cli.asking import ZONE, agreed, tell, today


def template(chosen: argparse.Namespace) -> int:
    """Write an empty form for a list."""
    path = desk.template(chosen.root.resolve(), chosen.dataset, chosen.out, today())
    print(f"✓ 空表在 {path}。填好以后导入：gongshi import {path.name}")
    return 0


def export(chosen: argparse.Namespace) -> int:
    """Write the rows of a list in its form."""
    path, count = desk.export(chosen.root.resolve(), chosen.dataset, chosen.out, today())
    print(f"✓ 现有的 {count:,} 行在 {path}。改好以后导入：gongshi import {path.name}")
    return 0


def bring(chosen: argparse.Namespace) -> int:
    """Take a filled table in, with a plan first."""
    done = desk.bring(
        chosen.root.resolve(), chosen.file, chosen.dataset, chosen.mode, chosen.allow_delete, today(),
        lambda brought: _agreed(brought, yes=chosen.yes), renumber=chosen.allow_renumber,
    )  # fmt: skip
    if done.wrong:
        print(wording.import_faults(done), file=sys.stderr)
        return 1
    if not done.plan.changes:
        print(f"✓ {wording.took(done)}和现有的数据一样，不用写入。")
    elif done.written:
        print(f"✓ 已写入 data/{done.dataset.id}。看一看：gongshi diff；没问题就提交。")
    else:
        print("没有写入，数据没有变。")
    return 0


def _agreed(brought: desk.Brought, *, yes: bool) -> bool:
    """Show the plan and ask; a program without a keyboard must say --yes."""
    print(wording.import_plan(brought))
    return agreed("写入吗？", yes=yes)


def diff(chosen: argparse.Namespace) -> int:
    """Say in sentences what changed."""
    found = desk.differences(chosen.root.resolve(), chosen.revision, chosen.as_of or today())
    if chosen.format == "json":
        tell(wording.difference_json(found, chosen.revision).rstrip("\n"), chosen.out)
    else:
        tell((wording.difference_md if chosen.format == "md" else wording.difference_text)(found), chosen.out)
    return 0


def due_days(chosen: argparse.Namespace) -> int:
    """Say what is due, overdue, or about to end."""
    as_of = chosen.as_of or today()
    catalogue, tables = reading.readable(chosen.root.resolve())
    found = due.gather(catalogue, tables, as_of, chosen.within)
    tell(due.render(chosen.format, found, as_of, chosen.within, catalogue.workdays), chosen.out)
    return 0


def fmt(chosen: argparse.Namespace) -> int:
    """Write all tables in their canonical form."""
    changed = desk.canonical(chosen.root.resolve(), today())
    print("\n".join([*(f"  {name}" for name in changed), f"✓ 整理好了，改了 {len(changed)} 个文件。"]))
    return 0


def undo(chosen: argparse.Namespace) -> int:
    """Go back to the last commit; what was edited is kept aside."""
    root = chosen.root.resolve()
    files = edits.edited(root)
    if not files:
        print("✓ data 里没有没提交的改动，不用退回。")
        return 0
    print("\n".join([f"上次提交以后改过 {len(files)} 个文件：", *(f"  {name}" for name in files)]))
    if not agreed("退回上次提交的样子吗？", yes=chosen.yes):
        print("没有退回，数据没有变。")
        return 0
    done = edits.take_back(root, files, datetime.now(ZONE))
    print(f"✓ 已退回。改过的文件还在 {done.kept}，需要时可以找回。")
    return 0
