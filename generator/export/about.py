"""Say what the downloads are: whose, of which day, and what whoever keeps them must do."""

from __future__ import annotations

from collections.abc import Iterator

from generator import paths
from generator.model import Disclosure

DUTY = "信息的公示期届满或者被撤回后，网站不再提供。再次使用前请重新下载，不要传播旧文件。"
"""What the reader of a copy owes to those whose time is over."""


def facts(disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    """Yield the facts about all downloads together, by topic."""
    site = disclosure.site
    yield "这是什么", f"{site.name}：全部公开数据"
    yield "数据日期", disclosure.as_of.isoformat()
    if disclosure.commit:
        yield "数据版本", disclosure.commit
    yield "数据来源", paths.absolute(site.url)
    yield "主办单位", site.organiser
    yield "许可", f"{site.licence} {site.licence_url}".rstrip()
    if site.demo:
        yield "注意", site.demo
    yield "停止公示", DUTY
