"""The command line: arguments, the clock, exit codes, words for the person at the keyboard."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from pkgutil import resolve_name

from generator import check, forked
from generator.cli.arguments import parser
from generator.cli.asking import today
from generator.errors import GongshiError, Rejected, why

__all__ = ["COMMANDS", "main", "today"]

COMMANDS: Mapping[str, str] = {
    "build": "building:build", "serve": "building:serve",
    "init": "beginning:init", "new": "beginning:new", "setup": "beginning:setup", "doctor": "beginning:examine",
    "template": "editing:template", "export": "editing:export", "import": "editing:bring", "diff": "editing:diff",
    "due": "editing:due_days", "fmt": "editing:fmt", "undo": "editing:undo",
    "check": "checking:run", "verify": "verifying:run",
    "publish": "publishing:publish", "submit": "publishing:send", "forget": "publishing:forgotten",
    "deploy install": "serving:install", "deploy update": "serving:update", "deploy rollback": "serving:rollback",
    "deploy trust": "serving:trust", "deploy receive": "receiving:receive",
}  # fmt: skip
"""Where the function of each command stands; a command loads only what it needs, for hooks are waited for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 data rejected, 2 wrong use, 3 environment."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        chosen = parser().parse_args(arguments)
        name = f"{chosen.command} {getattr(chosen, 'action', '')}".rstrip()
        with forked.undisturbed():
            run = resolve_name(f"{__name__}.{COMMANDS[name]}")
        return int(run(chosen))
    except Rejected as error:
        print(check.report.text(error.findings), file=sys.stderr)
        print(error, file=sys.stderr)
        return error.exit_code
    except GongshiError as error:
        print(f"✗ {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # whoever read along has heard enough
        return 3
    except OSError as error:
        place = f"：{error.filename}" if error.filename else ""
        print(
            f"✗ 电脑没有让程序读写文件{place}（{why(error)}）。请关掉正在用它的程序，检查权限和磁盘空间，再试一次。",
            file=sys.stderr,
        )
        return 3
    except Exception as error:  # nobody at a desk can read a traceback; whoever mends the program can have it
        if os.environ.get("GONGSHI_DEBUG"):
            raise
        print(_unforeseen(error), file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("已停止，没有改动网站。", file=sys.stderr)
        return 3


def _unforeseen(error: Exception) -> str:
    """Say that the program itself is at fault, and where, in one line that can be passed on."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}，{Path(place.filename).name} 第 {place.lineno} 行"
    return f"✗ 程序自己出了错（{where}），没有做完。请把这一行发给维护人员；设环境变量 GONGSHI_DEBUG=1 再运行一次可以看到全部。"
