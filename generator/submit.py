"""Commit what was edited and send it to the office's repository, for people who know no git."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import edits, git
from generator.errors import EnvironmentFault, WrongUse


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold what happened: the commit, what was taken over from others meanwhile, what the server answered."""

    commit: str
    others: tuple[str, ...]
    answered: str


def ready(root: Path) -> tuple[str, ...]:
    """Return the edited files that would be committed, after making sure that they could be sent.

    Raises: EnvironmentFault with the cure when git is not ready.
    """
    if not git.said(root, "config", "user.name") or not git.said(root, "config", "user.email"):
        raise EnvironmentFault(
            '还没有署名，git 不知道是谁提交的。请运行：git config --global user.name "姓名"；git config --global user.email "邮箱"。'
        )
    if not git.said(root, "symbolic-ref", "--short", "-q", "HEAD"):
        raise EnvironmentFault("现在不在任何分支上，提交了也会丢。请先运行：git switch main。")
    if not _upstream(root):
        raise EnvironmentFault(
            "这个分支还不知道推送到哪里。请先运行一次：git push --set-upstream origin 分支名（例如 main）。"
        )
    return edits.edited(root)


def waiting(root: Path) -> int:
    """Count the commits on this machine that were not sent yet."""
    return int(git.said(root, "rev-list", "--count", "@{upstream}..HEAD") or 0)


def send(root: Path, message: str, *, commit: bool) -> Sent:
    """Commit everything under ``data/``, lay it upon what others sent meanwhile, and push it.

    When that does not succeed, the edits lie in the folder as before, and nothing is committed.

    Raises: WrongUse without a message, or when others changed the same rows; EnvironmentFault when the push fails.
    """
    before = git.said(root, "rev-parse", "HEAD")
    if commit:
        _committed(root, message)
    others = _brought_together(root, before)
    code, _, said = git.fed(root, "push", "--quiet")
    answered = _answer(said)
    if code:
        git.run(root, "reset", "--soft", f"HEAD~{waiting(root)}")
        raise EnvironmentFault(
            f"没有发出去，服务器没有收下。您的修改还在，没有丢，改好以后再运行一次。服务器说：\n{answered or said.strip()}"
        )
    return Sent(git.said(root, "rev-parse", "--short", "HEAD"), others, answered)


def _committed(root: Path, message: str) -> None:
    if not message.strip():
        raise WrongUse('请用一句话说明改了什么，例如：gongshi submit --message "处罚新增3条"。')
    git.run(root, "add", "--all", "--", "data")
    code, answer, said = git.fed(root, "commit", "--quiet", "-F", "-", given=message.encode())
    if code:
        git.run(root, "reset", "--quiet")
        raise EnvironmentFault(f"没有提交。您的修改还在，没有丢。\n{(said or answer.decode()).strip()}")


def _brought_together(root: Path, before: str) -> tuple[str, ...]:
    """Lay our commits upon what others sent, and say who sent what; undo our commit when rows collide."""
    code, _, said = git.fed(root, "fetch", "--quiet")
    if code:
        git.run(root, "reset", "--soft", before)
        raise EnvironmentFault(
            f"连不上服务器。您的修改还在，没有丢。请检查网络，再运行一次。git 说：{said.strip()}"
        )
    others = tuple(
        git.said(
            root, "log", "--format=%an %cd：%s", "--date=format:%m-%d %H:%M", "HEAD..@{upstream}"
        ).splitlines()
    )
    # A merge of what others sent would put ours before theirs, which the server refuses: history keeps its order.
    theirs, ours = (git.said(root, "rev-parse", name) for name in ("@{upstream}", "HEAD"))
    if (
        not git.leads(root, theirs, ours)
        and git.run(root, "rebase", "--quiet", "--autostash", "@{upstream}") is None
    ):
        git.run(root, "rebase", "--abort")
        git.run(root, "reset", "--soft", before)
        who = f"（{others[0]}）" if others else ""
        raise WrongUse(
            f"同事改过同样的几行{who}，不能自动合在一起，没有发出。您的修改还在，没有丢。"
            "请先导出自己改的表备份（gongshi export），再请信息中心帮忙合并。"
        )
    return others


def _upstream(root: Path) -> str:
    return git.said(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")


def _answer(said: str) -> str:
    """Return what the server's own checks said, without git's marks."""
    lines = (line.removeprefix("remote:").strip() for line in said.splitlines() if line.startswith("remote:"))
    return "\n".join(line for line in lines if line)
