"""Commands that bring a site to the public, and take it back from where it lingers."""

from __future__ import annotations

import argparse

from generator import branch, desk, forget, history, line, office, reading, release, submit
from generator.cli import wording
from generator.cli.asking import agreed, progress, today, told
from generator.errors import DataRejected, WrongUse
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
    found = reading.checked(root, today())
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
        served = office.office(chosen.repo.resolve())
        where = forget.Places(served.tree, served.repo, chosen.to or served.shown, served.branch)
        with release.locked(served.lock), office.closed(served):
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
