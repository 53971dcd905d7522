"""What each command does, and what it says when done."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from generator import check, desk, doctor, due, edits, line, load, preview, retrace, seeds, starter, verify
from generator.cli import checking, publishing, wording
from generator.cli.asking import ZONE, agreed, progress, tell, today
from generator.errors import GongshiError, Rejected


def _build(chosen: argparse.Namespace) -> int:
    if chosen.at:
        return _retraced(chosen)
    root = chosen.root.resolve()
    out = (chosen.out or root / "site").resolve()
    as_of = chosen.as_of or today()
    if chosen.if_due and line.still_right(root, out, as_of):
        print(f"✓ 到 {as_of} 为止没有内容因日期而变，网站不用重新生成：{out}")
        return 0
    done = line.build(root, out, as_of, cached=not chosen.no_cache, jobs=chosen.jobs, say=progress)
    if done.notices:
        print(check.report.text(done.notices))
    word = "没有变化，网站不用重新生成" if done.unchanged else "网站已生成"
    print(f"✓ {word}：{out}（{done.files} 个文件，按 {as_of} 公示）")
    print(f"  用浏览器打开 {out / 'index.html'} 就能看。")
    return 0


def _retraced(chosen: argparse.Namespace) -> int:
    root = chosen.root.resolve()
    load.repository(root)
    past = retrace.past(root, chosen.at, chosen.as_of)
    out = (chosen.out or root / f"site-{past.commit[:10]}").resolve()
    done = retrace.rebuilt(root, past, out, today(), jobs=chosen.jobs, say=progress)
    print(f"✓ 提交 {past.commit[:10]} 时的样子已生成：{out}（{done.files} 个文件，按 {past.as_of} 公示）")
    print(f"  今天已经不再公示的信息没有放进去。用浏览器打开 {out / 'index.html'} 就能看。")
    return 0


def _due(chosen: argparse.Namespace) -> int:
    as_of = chosen.as_of or today()
    catalogue, tables = line.readable(chosen.root.resolve())
    found = due.gather(catalogue, tables, as_of, chosen.within)
    tell(due.render(chosen.format, found, as_of, chosen.within, catalogue.workdays), chosen.out)
    return 0


def _new(chosen: argparse.Namespace) -> int:
    folder = starter.dataset(chosen.root.resolve(), chosen.dataset)
    print(f"✓ 新清单在 {folder}。请先改 dataset.yaml，再按表头填数据，然后运行 make check。")
    return 0


def _init(chosen: argparse.Namespace) -> int:
    folder = starter.office(chosen.folder.resolve())
    print(
        f"✓ 新的公示文件夹在 {folder}。下一步：\n  1. 改 {folder / 'data' / 'site.yaml'}\n  2. gongshi build --root {folder}"
    )
    return 0


def _template(chosen: argparse.Namespace) -> int:
    path = desk.template(chosen.root.resolve(), chosen.dataset, chosen.out, today())
    print(f"✓ 空表在 {path}。填好以后导入：gongshi import {path.name}")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    path, count = desk.export(chosen.root.resolve(), chosen.dataset, chosen.out, today())
    print(f"✓ 现有的 {count:,} 行在 {path}。改好以后导入：gongshi import {path.name}")
    return 0


def _import(chosen: argparse.Namespace) -> int:
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


def _diff(chosen: argparse.Namespace) -> int:
    found = desk.differences(chosen.root.resolve(), chosen.revision, chosen.as_of or today())
    if chosen.format == "json":
        tell(wording.difference_json(found, chosen.revision).rstrip("\n"), chosen.out)
    else:
        tell((wording.difference_md if chosen.format == "md" else wording.difference_text)(found), chosen.out)
    return 0


def _fmt(chosen: argparse.Namespace) -> int:
    changed = desk.canonical(chosen.root.resolve(), today())
    print("\n".join([*(f"  {name}" for name in changed), f"✓ 整理好了，改了 {len(changed)} 个文件。"]))
    return 0


def _undo(chosen: argparse.Namespace) -> int:
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


def _doctor(chosen: argparse.Namespace) -> int:
    signs = doctor.examined(chosen.root.resolve(), today())
    for sign in signs:
        print(f"✓ {sign.name}：{sign.seen}" if sign.well else f"✗ {sign.name}：{sign.seen}。{sign.mend}")
    wrong = sum(not sign.well for sign in signs)
    print(f"有 {wrong} 处要处理。办不了的，把上面带“✗”的整行念给信息中心。" if wrong else "✓ 准备好了。")
    return 3 if wrong else 0


def _setup(chosen: argparse.Namespace) -> int:
    root = chosen.root.resolve()
    load.repository(root)
    hooks = edits.install_hooks(root)
    if seeds.planted(root):
        print(f"✓ 新建了存证的种子 {seeds.FILE}。请随数据一起提交，以后不要改它，也不要发到网上。")
    print(f"✓ 以后每次提交前会自动核对改过的清单（{'、'.join(map(str, hooks))}）。")
    return _doctor(chosen)


def _serve(chosen: argparse.Namespace) -> int:
    root = chosen.root.resolve()
    load.repository(root)
    with preview.serving(root / "site", chosen.port) as address:
        print(f"… 正在生成，好了以后用浏览器打开 {address} 。改了数据会自动重新生成，按 Ctrl+C 停。")
        try:
            preview.watched(root, lambda: _rebuilt(root, address), threading.Event())
        except KeyboardInterrupt:
            print("\n已停止预览。")
    return 0


def _rebuilt(root: Path, address: str) -> None:
    """Build once more; whatever is wrong is told, and the last good site stays."""
    try:
        done = line.build(root, root / "site", today())
    except Rejected as error:
        print(f"{check.report.text(error.findings)}\n✗ {error}网页还是上一次的样子，改好会自动重新生成。")
    except (GongshiError, OSError) as error:
        print(f"✗ {error}\n网页还是上一次的样子。")
    else:
        print(f"✓ {datetime.now(ZONE):%H:%M:%S} 网页是最新的（{done.files} 个文件）：{address}")


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "build": _build, "check": checking.run, "due": _due, "new": _new, "init": _init,
    "template": _template, "export": _export, "import": _import, "diff": _diff,
    "fmt": _fmt, "undo": _undo, "doctor": _doctor, "setup": _setup, "serve": _serve,
    "publish": publishing.publish, "submit": publishing.send, "deploy": publishing.serve_repository, "forget": publishing.forgotten,
    "verify": lambda chosen: verify.run(chosen, partial(print, flush=True)),
}  # fmt: skip
