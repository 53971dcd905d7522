"""Word the facts and the content of a penalty so that text and amounts agree."""

from __future__ import annotations

from datetime import date
from random import Random

from draws import between, pick
from violations import Outcome

_FLOOR = 10000


def amounts(rng: Random, outcome: Outcome, *, small: bool, individual: bool) -> tuple[int, int]:
    """Return the fine and the confiscated income.

    Units: yuan.
    """
    taken = between(rng, 600, 4800, 20) if "没收违法所得" in outcome.kinds else 0
    if outcome.times:
        return max(taken, _FLOOR) * between(rng, *outcome.times), taken
    if outcome.fine is None:
        return 0, taken
    low, high, step = outcome.fine
    # 处罚法第五十一条: on the spot at most 3000 yuan, and an individual business pays less here anyway.
    cap = 3000 if small else low + (high - low) // (2 if individual else 1)
    return between(rng, low, min(high, cap), step), taken


def content(rng: Random, kinds: str, fine: int, taken: int, certificate: str) -> str:
    """Return the content of the penalty, one clause for each kind."""
    clauses = {
        "罚款": f"罚款人民币{fine}元",
        "没收违法所得": f"没收违法所得人民币{taken}元",
        "没收非法财物": f"没收药品、医疗器械{between(rng, 3, 28)}件",
        "责令停产停业": f"责令停业整顿{between(rng, 5, 15)}日",
        "暂扣许可证件": f"暂扣{certificate}{between(rng, 1, 3)}个月",
        "吊销许可证件": f"吊销{certificate}",
        "限制开展生产经营活动": "责令停止产生职业病危害的作业",
    }
    return "；".join(clauses.get(kind, kind) for kind in kinds.split("|"))


def facts(rng: Random, wordings: tuple[str, ...], found: date) -> str:
    """Return one wording of what was found, with its day and a number."""
    day = f"{found.year}年{found.month}月{found.day}日"
    return pick(rng, wordings).format(day=day, n=between(rng, 2, 9))
