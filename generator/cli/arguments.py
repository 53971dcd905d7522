"""What can be said on the command line, in Chinese."""

from __future__ import annotations

import argparse
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from generator import __version__, verify
from generator.errors import WrongUse

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


COMMANDS = (
    "build",
    "check",
    "deploy",
    "diff",
    "doctor",
    "due",
    "export",
    "fmt",
    "forget",
    "import",
    "init",
    "new",
    "publish",
    "serve",
    "setup",
    "submit",
    "template",
    "undo",
    "verify",
)
MODES = ("replace", "append", "update")


def _translated(message: str) -> str:
    """Say in Chinese what argparse says in English."""
    if "invalid choice" in message:
        wrong = message.split("invalid choice: ", 1)[1].split("'")[1]
        close = get_close_matches(wrong, [*COMMANDS, *FORMATS, *MODES], n=1)
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


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 7:
        return int(text)
    raise WrongUse(f"“{text}”不是整数。请写成 38、8000 这样的数。")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    found = _Parser(prog="gongshi", description="公示：把 data/ 里的数据生成公示网站。", add_help=True)
    found.add_argument("--version", action="version", version=__version__, help="显示版本号")
    commands = found.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)
    common = _Parser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path(), metavar="文件夹", help="数据所在的文件夹（默认：当前文件夹）"
    )

    def command(name: str, said: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=said)

    _site(command("build", "核对数据并生成网站"))
    _report(command("check", "只核对数据，列出全部问题"))
    _clock(command("due", "列出超期的、快到期限的、快要到期的"))
    _form(command("template", "生成一个清单的空表（Excel），发给科室填"))
    _form(command("export", "把一个清单现有的数据导成 Excel，改好再导入"))
    _bring(command("import", "把填好的 Excel、WPS、CSV 表导入清单"))
    _diff(command("diff", "用句子说出改了什么"))
    command("fmt", "把 data 里的 CSV 整理成规范的样子，内容不变")
    undo = command("undo", "退回上次提交的样子，改过的文件先备份")
    undo.add_argument("--yes", action="store_true", help="不问，直接退回")
    command("setup", "一次性准备：提交前自动核对，再检查电脑")
    command("doctor", "检查电脑：版本、编码、git 署名、端口、时钟")
    preview = command("serve", "在这台电脑上预览网站，改了数据自动重新生成")
    preview.add_argument("--port", type=_count, default=8000, metavar="端口", help="端口（默认：8000）")
    command("new", "新建一个清单").add_argument(
        "dataset", metavar="清单", help="清单的英文名，例如 licence-fee"
    )
    _submit(command("submit", "提交改好的数据并发给服务器：先说改了什么，问过再发"))
    _publish(command("publish", "发布网站：换到网站文件夹，或者写入一个分支"))
    _forget(command("forget", "一条信息撤下以后，清除这台电脑上还留着的旧内容"))
    said = "核验一个公示网站：文件、登记、存证、条数"
    commands.add_parser("verify", help=said, parents=[verify.ASKED], conflict_handler="resolve")  # type: ignore[list-item]
    _deploy(commands.add_parser("deploy", help="让服务器上的仓库自动核对、生成、发布"))
    init = commands.add_parser("init", help="新建一个单位的公示文件夹")
    init.add_argument("folder", type=Path, metavar="文件夹", help="放在哪里（空文件夹或者还没有的文件夹）")
    return found


def _site(build: argparse.ArgumentParser) -> None:
    said = "按哪一天公示（默认：今天，北京时间；有 --at 时是那次提交的日期）"
    build.add_argument("--as-of", type=_day, metavar="日期", help=said)
    said = "重新生成从前某次提交时的样子；今天已经不再公示的不显示"
    build.add_argument("--at", default="", metavar="提交", help=said)
    said = "网站放在哪里（默认：site；有 --at 时是 site-提交号）"
    build.add_argument("--out", type=Path, metavar="文件夹", help=said)
    build.add_argument("--jobs", type=int, default=0, metavar="N", help="用几个处理器（默认：全部）")
    build.add_argument("--no-cache", action="store_true", help="全部重新生成")
    build.add_argument(
        "--if-due", action="store_true", help="只在有内容因日期而变、或者网页快要显得太旧时才重新生成"
    )


def _report(checking: argparse.ArgumentParser) -> None:
    checking.add_argument("dataset", nargs="*", metavar="清单", help="只核对这些清单（默认：全部）")
    checking.add_argument("--staged", action="store_true", help="只核对要提交的清单（提交前自动运行）")
    said = "只核对提交说明：删得多的要写明（提交时自动运行）"
    checking.add_argument("--message", type=Path, metavar="文件", help=said)
    checking.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天核对")
    checking.add_argument("--format", choices=FORMATS, default="text", help="报告的格式（默认：text）")
    checking.add_argument("--out", type=Path, metavar="文件", help="报告写到哪个文件（.xlsx 是表格）")


def _clock(clock: argparse.ArgumentParser) -> None:
    clock.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天计算（默认：今天）")
    clock.add_argument("--within", type=_days, default=30, metavar="天数", help="往后看多少天（默认：30）")
    clock.add_argument("--format", choices=FORMATS, default="text", help="清单的格式（默认：text）")
    clock.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件")


def _form(form: argparse.ArgumentParser) -> None:
    form.add_argument("dataset", metavar="清单", help="清单的英文名或者名称，例如 行政处罚")
    form.add_argument("--out", type=Path, metavar="文件", help="存成哪个文件（.xlsx）")


def _bring(bring: argparse.ArgumentParser) -> None:
    bring.add_argument("file", type=Path, metavar="表格", help="填好的表格")
    bring.add_argument("--dataset", default="", metavar="清单", help="哪个清单（空表和导出的表不用写）")
    said = "replace 整表替换（默认），append 只追加，update 追加和更正、不删除"
    bring.add_argument("--mode", choices=MODES, default="replace", help=said)
    bring.add_argument("--yes", action="store_true", help="不问，直接写入")
    bring.add_argument("--allow-delete", type=_count, default=0, metavar="N", help="允许删除的条数")
    bring.add_argument("--allow-renumber", type=_count, default=0, metavar="N", help="允许改编号的条数")


def _diff(diff: argparse.ArgumentParser) -> None:
    diff.add_argument(
        "revision", nargs="?", default="HEAD", metavar="版本", help="和哪个提交比（默认：最近一次提交）"
    )
    diff.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天看还在不在公示期（默认：今天）")
    diff.add_argument("--format", choices=("text", "json", "md"), default="text", help="格式（默认：text）")
    diff.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件")


def _submit(submit: argparse.ArgumentParser) -> None:
    submit.add_argument("--message", default="", metavar="说明", help="一句话说明改了什么，例如 处罚新增3条")
    submit.add_argument("--yes", action="store_true", help="不问，直接发")


def _publish(publish: argparse.ArgumentParser) -> None:
    where = publish.add_mutually_exclusive_group()
    where.add_argument("--to", type=Path, metavar="文件夹", help="换到这个文件夹，一步换上，留着最近几版")
    where.add_argument("--branch", default="gh-pages", metavar="分支", help="写入这个分支（默认：gh-pages）")
    publish.add_argument("--push", action="store_true", help="再推送到远端")
    publish.add_argument("--remote", default="origin", metavar="远端", help="推送到哪里（默认：origin）")
    publish.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天公示（默认：今天，北京时间）")
    publish.add_argument(
        "--if-due", action="store_true", help="只在有内容因日期而变、或者网页快要显得太旧时才重新生成"
    )
    publish.add_argument("--allow-shrink", action="store_true", help="网页少了两成以上也发布")


def _forget(forget: argparse.ArgumentParser) -> None:
    forget.add_argument("key", metavar="哪一条", help="撤下的那一条的编号（主键）")
    forget.add_argument("--repo", type=Path, metavar="仓库", help="服务器上的仓库（默认：数据文件夹自己）")
    forget.add_argument(
        "--branch", default="gh-pages", metavar="分支", help="发布网站的分支（默认：gh-pages）"
    )
    forget.add_argument("--to", type=Path, metavar="文件夹", help="发布到的网站文件夹（仓库安装过的不用写）")


def _deploy(deploy: argparse.ArgumentParser) -> None:
    """Add what is done on a server; ``receive`` is for git alone."""
    whole = deploy.add_subparsers(dest="action", required=True, metavar="做什么", parser_class=_Parser)
    told = {
        "install": "安装：以后有人推送就核对、生成、发布",
        "update": "现在就生成并发布（每晚的定时任务用它）",
        "rollback": "退回上一个版本",
        "trust": "认可一个提交里的模板、样式和设置",
        "receive": "核对一次推送（由 git 运行）",
    }
    found = {name: whole.add_parser(name, help=said) for name, said in told.items()}
    for one in found.values():
        one.add_argument("--repo", type=Path, required=True, metavar="仓库", help="服务器上的裸仓库")
    found["install"].add_argument("--to", type=Path, metavar="文件夹", help="网站放在哪个文件夹")
    found["install"].add_argument("--branch", default="", metavar="分支", help="网站还写入哪个分支")
    found["install"].add_argument(
        "--serve", default="", metavar="分支", help="放数据的分支（默认：仓库的主分支）"
    )
    found["update"].add_argument("--allow-shrink", action="store_true", help="网页少了两成以上也发布")
    found["trust"].add_argument("commit", metavar="提交", help="提交号或者分支名")
    for name in ("install", "update", "rollback", "receive"):
        found[name].add_argument(
            "--as-of", type=_day, metavar="日期", help="按哪一天（默认：今天，北京时间）"
        )
