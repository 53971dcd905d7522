"""Look the machine over: what staff need before the first import, each fault with its cure."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator import git, history

OLDEST = (3, 11)
PORT = 8000
_ROOM = 1_000_000_000
"""A build of a large site and its caches fit into so many bytes."""
_MEGABYTE = 1_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Sign:
    """Hold what was looked at, whether it is well, what was seen, and the cure where it is not."""

    name: str
    well: bool
    seen: str
    mend: str = ""


def examined(root: Path, today: date) -> tuple[Sign, ...]:
    """Look at everything; nothing is changed."""
    return (*_program(), *_git(root), *_folder(root), _encoding(), _port(), *_clock(root, today))


def _program() -> Iterator[Sign]:
    found = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, OLDEST))
    yield Sign("Python", sys.version_info >= OLDEST, found, f"请安装 Python {wanted} 或更新的版本。")
    missing = [name for name in _needed() if not _version(name)]
    seen = f"缺 {'、'.join(missing)}" if missing else f"gongshi {_version('gongshi') or '（源码）'}，依赖齐全"
    yield Sign("程序", not missing, seen, "请重新运行 make site，或者重新安装 gongshi。")


def _needed() -> list[str]:
    try:
        said = requires("gongshi") or []
    except PackageNotFoundError:
        said = ["frictionless", "jinja2", "mkdocs-material", "pandas", "python-calamine", "XlsxWriter"]
    return [found[0] for line in said if "extra ==" not in line and (found := _NAME.match(line))]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _git(root: Path) -> Iterator[Sign]:
    if not shutil.which("git"):
        yield Sign("git", False, "没有", "请安装 git（https://git-scm.com），装好后重新打开窗口。")
        return
    yield Sign("git", True, git.said(root, "--version").removeprefix("git version "))
    name, mail = git.said(root, "config", "user.name"), git.said(root, "config", "user.email")
    mend = 'git config --global user.name "姓名"；git config --global user.email "邮箱"。'
    yield Sign("署名", bool(name and mail), f"{name or '没有姓名'}，{mail or '没有邮箱'}", f"请运行：{mend}")
    if not git.said(root, "rev-parse", "--verify", "HEAD"):
        yield Sign(
            "版本库",
            False,
            "这个文件夹还没有提交过",
            "请运行：git init；git add -A；git commit -m 首次提交。",
        )
        return
    branch = git.said(root, "symbolic-ref", "--short", "-q", "HEAD")
    yield Sign("分支", bool(branch), branch or "不在任何分支上", "请运行：git switch main，再继续。")
    shallow = git.said(root, "rev-parse", "--is-shallow-repository") == "true"
    seen = "只有最近的历史（浅克隆）" if shallow else "完整的历史"
    yield Sign("历史", not shallow, seen, "请运行：git fetch --unshallow。")
    crlf = git.said(root, "config", "core.autocrlf") == "true" and not (root / ".gitattributes").exists()
    seen = "会改成 CRLF" if crlf else "保持 LF"
    yield Sign("换行", not crlf, seen, "请运行：git config core.autocrlf false。")


def _folder(root: Path) -> Iterator[Sign]:
    whole = all((root / part).exists() for part in ("data/site.yaml", "site_src", "mkdocs.yml"))
    seen = str(root) if whole else f"{root} 里没有公示数据"
    yield Sign("文件夹", whole, seen, "请换到公示数据的文件夹，或者加 --root 指明。")
    try:
        with tempfile.TemporaryFile(dir=root):
            writable = True
    except OSError:
        writable = False
    yield Sign(
        "写入", writable, "可以写" if writable else "不能写", "请检查这个文件夹的权限，或者换到自己的文件夹。"
    )
    free = shutil.disk_usage(root).free
    yield Sign("磁盘", free > _ROOM, f"还有 {free // _MEGABYTE:,} 兆", "请清理磁盘，至少留 1,000 兆。")


def _encoding() -> Sign:
    names = {sys.getfilesystemencoding().lower(), (sys.stdout.encoding or "").lower()}
    seen = (
        f"{platform.system()}，文件名 {sys.getfilesystemencoding()}，区域 {locale.getlocale()[0] or '未设'}"
    )
    return Sign("编码", names <= {"utf-8", "utf8"}, seen, "请先设环境变量 PYTHONUTF8=1，再运行。")


def _port() -> Sign:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return Sign("端口", False, f"{PORT} 被占用", "预览时请加 --port 8001 换一个。")
    return Sign("端口", True, f"{PORT} 可用")


def _clock(root: Path, today: date) -> Iterator[Sign]:
    last = history.last_day(root)
    if last:
        seen = f"今天 {today}，最近一次提交 {last}"
        yield Sign("时钟", today >= last, seen, "电脑的日期比最近一次提交还早，请先校准日期：到期撤下靠它。")
