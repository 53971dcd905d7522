"""What a server does: it is made to serve, builds and publishes, goes back, and is told whom to trust."""

from __future__ import annotations

import argparse
import sys
import time

from generator import check, deploy, office, starter
from generator.cli.asking import progress, today
from generator.errors import GongshiError, Rejected


def install(chosen: argparse.Namespace) -> int:
    """Let a bare repository check, build and publish from now on, and do so for the first time."""
    repo = chosen.repo.resolve()
    shown = chosen.to.absolute() if chosen.to else None
    served = office.install(repo, shown, chosen.branch, chosen.serve)
    print(f"✓ 已安装。以后推送到 {served.served} 分支的数据，先核对，再生成，再发布。")
    systemd, cron, nginx = (starter.source(f"deploy/{name}") for name in ("systemd", "cron", "nginx"))
    print(f"  每晚还要运行一次 gongshi deploy update，定时任务的例子在 {systemd} 和 {cron}。")
    if shown:
        print(f"  网页服务器的例子在 {nginx}。")
    return update(argparse.Namespace(repo=repo, as_of=chosen.as_of, allow_shrink=False))


def update(chosen: argparse.Namespace) -> int:
    """Build what a repository holds, and publish it."""
    begun, as_of = time.monotonic(), chosen.as_of or today()
    try:
        done = deploy.update(_served(chosen), as_of, allow_shrink=chosen.allow_shrink, say=progress)
    except Rejected as error:
        print(check.report.text(error.findings), file=sys.stderr)
        print(
            "✗ 数据已经收到，但是网站没有更新，还是原来的样子。请按上面的提示改好，再推送。", file=sys.stderr
        )
        return error.exit_code
    except GongshiError as error:
        raise type(error)(f"网站没有更新，还是原来的样子：{error}") from error
    word = "网站已更新" if done.changed else "网站没有变化"
    seconds = time.monotonic() - begun
    print(
        f"✓ {word}：版本 {done.commit[:10]}，按 {as_of} 公示，{done.files:,} 个文件，用了 {seconds:.1f} 秒。"
    )
    return 0


def rollback(chosen: argparse.Namespace) -> int:
    """Show the release before the present one."""
    done = deploy.rollback(_served(chosen), chosen.as_of or today())
    print(f"✓ 已退回版本 {done.folder.name}（数据 {done.commit[:10]}，{done.as_of}）。")
    print("  下一次推送或者今晚的定时任务会再发布最新的数据；有问题的提交请用 git revert 撤销。")
    return 0


def trust(chosen: argparse.Namespace) -> int:
    """Take what a commit says of how the site is made as the right thing."""
    found = office.trust(chosen.repo.resolve(), chosen.commit)
    print(f"✓ 已认可提交 {found[:10]} 里的模板、样式和设置。")
    return 0


def _served(chosen: argparse.Namespace) -> office.Office:
    return office.office(chosen.repo.resolve())
