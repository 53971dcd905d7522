"""Make the site, once or whenever the data change, of today or of a past state."""

from __future__ import annotations

import argparse
import threading
from datetime import datetime
from pathlib import Path

from generator import check, line, load, preview, retrace
from generator.cli.asking import ZONE, progress, today
from generator.errors import GongshiError, Rejected


def build(chosen: argparse.Namespace) -> int:
    """Build the site of a day, or of a past commit."""
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


def serve(chosen: argparse.Namespace) -> int:
    """Show the site on this computer, and build it again whenever the data change."""
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
