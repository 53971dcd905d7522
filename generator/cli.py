"""The command line: arguments, the clock, exit codes, words for the person at the keyboard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from generator import __version__, check, due, line, starter
from generator.errors import GongshiError, Rejected, WrongUse

ZONE = ZoneInfo("Asia/Shanghai")
FORMATS = ("text", "json", "html", "md")


class _Parser(argparse.ArgumentParser):
    """Speak Chinese about wrong use, and exit with 2 as the contract says."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(
            f"命令没有看懂：{_translated(message)}\n{self.format_usage().strip()}\n全部命令：gongshi --help"
        )

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "用法：", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "用法：", 1)
        for english, chinese in (("positional arguments:", "参数："), ("options:", "选项：")):
            text = text.replace(english, chinese)
        return text.replace("show this help message and exit", "显示这段说明")


def _translated(message: str) -> str:
    """Say in Chinese what argparse says in English."""
    if "invalid choice" in message:
        wrong = message.split("invalid choice: ", 1)[1].split("'")[1]
        close = get_close_matches(wrong, [*_COMMANDS, *FORMATS], n=1)
        return f"没有“{wrong}”" + (f"，是不是想写“{close[0]}”？" if close else "。")
    if "unrecognized arguments" in message:
        return f"多出了“{message.split(': ', 1)[1]}”。"
    if "the following arguments are required" in message:
        return f"缺少 {message.split(': ', 1)[1]}。"
    if "expected one argument" in message:
        return f"{message.split()[1].rstrip(':')} 后面要写一个值。"
    return message if not message.isascii() else "参数的写法不对。"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"日期“{text}”不对。请写成 2026-11-21 这样。") from None


def _days(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return int(text)
    raise WrongUse(f"天数“{text}”不对。请写成 30 这样的整数。")


def today() -> date:
    """Return the day it is where the authorities are, whatever the machine's own zone."""
    return datetime.now(ZONE).date()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 data rejected, 2 wrong use, 3 environment."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        chosen = _parser().parse_args(arguments)
        return int(_COMMANDS[chosen.command](chosen))
    except Rejected as error:
        print(check.report.text(error.findings), file=sys.stderr)
        print(error, file=sys.stderr)
        return error.exit_code
    except GongshiError as error:
        print(f"✗ {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(
            f"✗ 电脑没有让程序读写文件：{error.filename or ''} {error.strerror}。请检查权限和磁盘空间。",
            file=sys.stderr,
        )
        return 3
    except KeyboardInterrupt:
        print("已停止，没有改动网站。", file=sys.stderr)
        return 3


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gongshi", description="公示：把 data/ 里的数据生成公示网站。", add_help=True)
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)
    common = _Parser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path(), metavar="文件夹", help="数据所在的文件夹（默认：当前文件夹）"
    )

    build = commands.add_parser("build", parents=[common], help="核对数据并生成网站")
    build.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天公示（默认：今天，北京时间）")
    build.add_argument("--out", type=Path, metavar="文件夹", help="网站放在哪里（默认：site）")
    build.add_argument("--jobs", type=int, default=0, metavar="N", help="用几个处理器（默认：全部）")
    build.add_argument("--no-cache", action="store_true", help="全部重新生成")

    checking = commands.add_parser("check", parents=[common], help="只核对数据，列出全部问题")
    checking.add_argument("dataset", nargs="*", metavar="清单", help="只核对这些清单（默认：全部）")
    checking.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天核对")
    checking.add_argument("--format", choices=FORMATS, default="text", help="报告的格式（默认：text）")
    checking.add_argument("--out", type=Path, metavar="文件", help="报告写到哪个文件")

    clock = commands.add_parser("due", parents=[common], help="列出超期的、快到期限的、快要到期的")
    clock.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天计算（默认：今天）")
    clock.add_argument("--within", type=_days, default=30, metavar="天数", help="往后看多少天（默认：30）")
    clock.add_argument("--format", choices=FORMATS, default="text", help="清单的格式（默认：text）")
    clock.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件")

    new = commands.add_parser("new", parents=[common], help="新建一个清单")
    new.add_argument("dataset", metavar="清单", help="清单的英文名，例如 licence-fee")
    init = commands.add_parser("init", help="新建一个单位的公示文件夹")
    init.add_argument("folder", type=Path, metavar="文件夹", help="放在哪里（空文件夹或者还没有的文件夹）")
    return parser


def _build(chosen: argparse.Namespace) -> int:
    root = chosen.root.resolve()
    out = (chosen.out or root / "site").resolve()
    as_of = chosen.as_of or today()
    done = line.build(
        root, out, as_of, cached=not chosen.no_cache, jobs=chosen.jobs, say=lambda text: print(f"… {text}")
    )
    if done.notices:
        print(check.report.text(done.notices))
    word = "没有变化，网站不用重新生成" if done.unchanged else "网站已生成"
    print(f"✓ {word}：{out}（{done.files} 个文件，按 {as_of} 公示）")
    print(f"  用浏览器打开 {out / 'index.html'} 就能看。")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    as_of = chosen.as_of or today()
    root = chosen.root.resolve()
    found = line.checked(root, as_of, only=tuple(chosen.dataset))
    _tell(check.report.render(chosen.format, found.findings, found.tables, as_of), chosen.out)
    if not found.errors and not chosen.dataset:
        check.write_package(root, found.catalogue)
    return 1 if found.errors else 0


def _due(chosen: argparse.Namespace) -> int:
    as_of = chosen.as_of or today()
    catalogue, tables = line.readable(chosen.root.resolve())
    found = due.gather(catalogue, tables, as_of, chosen.within)
    _tell(due.render(chosen.format, found, as_of, chosen.within, catalogue.workdays), chosen.out)
    return 0


def _tell(text: str, out: Path | None) -> None:
    """Print a report, or write it to a file."""
    if out:
        out.write_text(text, encoding="utf-8")
        print(f"✓ 报告写在 {out}")
    else:
        print(text)


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


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build, "check": _check, "due": _due, "new": _new, "init": _init,
}  # fmt: skip
