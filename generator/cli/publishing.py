"""Commands that bring a site to the public, and take it back from where it lingers."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generator import branch, check, deploy, desk, forget, history, line, release, submit
from generator.cli import wording
from generator.cli.asking import agreed, progress, today, told
from generator.errors import DataRejected, GongshiError, Rejected, WrongUse
from generator.model import UNCOMMITTED


def publish(chosen: argparse.Namespace) -> int:
    """Build what is committed, and publish it to a folder, or as a branch, or as a branch on a remote too."""
    root, as_of = chosen.root.resolve(), chosen.as_of or today()
    commit = history.commit(root)
    if not commit or commit.endswith(UNCOMMITTED):
        raise WrongUse("data 里有还没有提交的改动，没有发布。请先提交（gongshi submit），再发布。")
    right = line.still_right(root, root / "site", as_of) if chosen.if_due else None
    built = right or line.build(root, root / "site", as_of, say=progress)
    if chosen.to:
        to = chosen.to.absolute()
        done = release.publish(built.out, to, allow_shrink=chosen.allow_shrink)
        print(f"✓ 网站已发布到 {to}（{built.files:,} 个文件，版本 {done.folder.name}）。")
        return 0
    changed = branch.publish(root, built.out, chosen.branch, allow_shrink=chosen.allow_shrink)
    word = "网站已写入" if changed else "没有变化，网站已经在"
    print(f"✓ {word} {chosen.branch} 分支（{built.files:,} 个文件）。")
    if chosen.push:
        branch.push(root, chosen.branch, chosen.remote)
        print(f"✓ 已推送到 {chosen.remote}。")
    return 0


def send(chosen: argparse.Namespace) -> int:
    """Check, say what changed, ask, commit, and send to the office's repository."""
    root = chosen.root.resolve()
    files = submit.ready(root)
    if not files and not submit.waiting(root):
        print("✓ 没有改动，不用发。")
        return 0
    found = line.checked(root, today())
    if found.errors:
        raise DataRejected(found.errors)
    print(wording.difference_text(desk.differences(root, "@{upstream}", today())))
    if not agreed("提交并发给服务器吗？", yes=chosen.yes):
        print("没有发出，数据没有变。")
        return 0
    message = chosen.message or (told("用一句话说明改了什么（例如 处罚新增3条）：") if files else "")
    done = submit.send(root, message, commit=bool(files))
    told_of = [f"  已合上同事的改动：{item}" for item in done.others]
    print("\n".join([*told_of, *done.answered.splitlines(), f"✓ 已发出（{done.commit}）。"]))
    return 0


def forgotten(chosen: argparse.Namespace) -> int:
    """Remove what this machine still keeps of a record taken down, and name what remains elsewhere."""
    if chosen.repo:
        office = deploy.office(chosen.repo.resolve())
        where = forget.Places(office.tree, office.repo, chosen.to or office.shown, office.branch)
        with release.locked(office.lock), deploy.closed(office):
            done = forget.forget(where, chosen.key, today())
    else:
        root = chosen.root.resolve()
        shown = chosen.to.absolute() if chosen.to else None
        done = forget.forget(forget.Places(root, root, shown, chosen.branch), chosen.key, today())
    print(
        "\n".join(
            [*(f"✓ 已清除：{item}。" for item in done.removed), *(f"！ 还在：{item}。" for item in done.left)]
        )
    )
    return 0


def serve_repository(chosen: argparse.Namespace) -> int:
    """Do one of the things that a server does."""
    return _ON_SERVER[chosen.action](chosen, chosen.repo.resolve())


def _install(chosen: argparse.Namespace, repo: Path) -> int:
    shown = chosen.to.absolute() if chosen.to else None
    office = deploy.install(repo, shown, chosen.branch, chosen.serve)
    print(f"✓ 已安装。以后推送到 {office.served} 分支的数据，先核对，再生成，再发布。")
    print("  每晚还要运行一次：gongshi deploy update（定时任务的例子在 deploy/systemd 和 deploy/cron）。")
    return _update(argparse.Namespace(as_of=chosen.as_of, allow_shrink=False), repo)


def _update(chosen: argparse.Namespace, repo: Path) -> int:
    begun, as_of = time.monotonic(), chosen.as_of or today()
    try:
        done = deploy.update(deploy.office(repo), as_of, allow_shrink=chosen.allow_shrink, say=progress)
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


def _rollback(chosen: argparse.Namespace, repo: Path) -> int:
    done = deploy.rollback(deploy.office(repo), chosen.as_of or today())
    print(f"✓ 已退回版本 {done.folder.name}（数据 {done.commit[:10]}，{done.as_of}）。")
    print("  下一次推送或者今晚的定时任务会再发布最新的数据；有问题的提交请用 git revert 撤销。")
    return 0


def _trust(chosen: argparse.Namespace, repo: Path) -> int:
    print(f"✓ 已认可提交 {deploy.trust(repo, chosen.commit)[:10]} 里的模板、样式和设置。")
    return 0


def _receive(chosen: argparse.Namespace, repo: Path) -> int:
    """Judge a push on standard input; what is said reaches whoever pushed."""
    try:
        deploy.receive(deploy.office(repo), sys.stdin.read(), chosen.as_of or today(), dict(os.environ))
    except Rejected as error:
        wrong = [item for item in error.findings if item.severity == "error"]
        print(check.report.text(wrong), file=sys.stderr)
        print("✗ 推送没有收下，网站没有变。改好以后重新提交，再推送。", file=sys.stderr)
        return error.exit_code
    return 0


_ON_SERVER: Mapping[str, Callable[[argparse.Namespace, Path], int]] = {
    "install": _install, "update": _update, "rollback": _rollback, "trust": _trust, "receive": _receive,
}  # fmt: skip
