"""Begin: a folder for an office, a list, a computer that is ready."""

from __future__ import annotations

import argparse

from generator import doctor, edits, load, seeds, starter
from generator.cli.asking import today


def init(chosen: argparse.Namespace) -> int:
    """Make a folder for an office."""
    folder = starter.office(chosen.folder.resolve())
    print(
        f"✓ 新的公示文件夹在 {folder}。下一步：\n  1. 改 {folder / 'data' / 'site.yaml'}\n  2. gongshi build --root {folder}"
    )
    return 0


def new(chosen: argparse.Namespace) -> int:
    """Make a folder for a list."""
    folder = starter.dataset(chosen.root.resolve(), chosen.dataset)
    print(f"✓ 新清单在 {folder}。请先改 dataset.yaml，再按表头填数据，然后运行 make check。")
    return 0


def setup(chosen: argparse.Namespace) -> int:
    """Get this folder ready for work, and look at the computer."""
    root = chosen.root.resolve()
    load.repository(root)
    hooks = edits.install_hooks(root)
    if seeds.planted(root):
        print(f"✓ 新建了存证的种子 {seeds.FILE}。请随数据一起提交，以后不要改它，也不要发到网上。")
    print(f"✓ 以后每次提交前会自动核对改过的清单（{'、'.join(map(str, hooks))}）。")
    return examine(chosen)


def examine(chosen: argparse.Namespace) -> int:
    """Look whether the computer is ready, and say what is to be done."""
    signs = doctor.examined(chosen.root.resolve(), today())
    for sign in signs:
        print(f"✓ {sign.name}：{sign.seen}" if sign.well else f"✗ {sign.name}：{sign.seen}。{sign.mend}")
    wrong = sum(not sign.well for sign in signs)
    print(f"有 {wrong} 处要处理。办不了的，把上面带“✗”的整行念给信息中心。" if wrong else "✓ 准备好了。")
    return 3 if wrong else 0
