"""The operators' page: its commands are the program's, its files exist, and it hides no place where things remain."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from generator.cli.arguments import COMMANDS, parser
from generator.release import KEPT

DEPLOY = Path(__file__).parents[1] / "deploy"
PAGE = (DEPLOY / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"gongshi ((?:{})\b[^`\n#]*)".format("|".join(COMMANDS)))
REMAINS = PAGE.split("## 撤下以后")[1]


def test_its_commands_are_those_of_the_program():
    found = {match[1].strip() for match in COMMAND.finditer(PAGE)}
    assert len(found) >= 7
    whole = {text for text in found if "--" in text}
    assert len(whole) >= 6
    for text in whole:
        parser().parse_args(shlex.split(text))


def test_its_files_exist():
    names = re.findall(r"\]\(([^)#]+)\)", PAGE) + re.findall(
        r"^cp (\S+?)\*? |&& cp (\S+)", PAGE, re.MULTILINE
    )
    flat = [part for name in names for part in ((name,) if isinstance(name, str) else name) if part]
    assert len(flat) >= 5
    for name in flat:
        assert list(DEPLOY.glob(f"{name.rstrip('/')}*")), name


@pytest.mark.parametrize(
    "place",
    ["releases", "发布分支", "没人指向的旧内容", "git 历史", "经办人的电脑", "CI 的产物", "CDN", "浏览器", "对象存储",
     "下载过的人", "搜索引擎的快照", "百度", "收不回来"],
)  # fmt: skip
def test_each_place_where_something_remains_is_named(place):
    assert place in REMAINS


def test_what_it_says_of_numbers_is_so():
    assert f"最多 {KEPT} 版" in REMAINS
    ages = re.findall(r"max-age=(\d+)", (DEPLOY / "nginx/gongshi.conf").read_text(encoding="utf-8"))
    assert ages == [str(7 * 86400)]
    assert "最多 7 天" in REMAINS


def test_operators_are_shown_the_way():
    for name in ("README.md", "README.en.md"):
        assert (
            "[deploy/README.md](deploy/README.md) |"
            in (DEPLOY.parent / name).read_text(encoding="utf-8").split("## ")[-1]
        )
