"""Bring what was measured of an engine to a few figures: a median, a 90th percentile, a worst."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

Figures = dict[str, dict[str, float]]
NEVER = float("inf")
"""The time of a question that was never answered."""


def spread(numbers: Sequence[float]) -> dict[str, float]:
    """Return how many, the median, the 90th percentile (nearest rank) and the worst."""
    ordered = sorted(numbers)
    at = -(-9 * len(ordered) // 10) - 1
    return {
        "count": len(ordered),
        "median": statistics.median(ordered),
        "p90": ordered[at],
        "worst": ordered[-1],
    }


def figures(rows: int, measured: Mapping[str, Any]) -> Figures:
    """Return the figures of an engine; a step that was not measured has none."""
    found: Figures = {}
    if "judged" in measured:
        found |= _judged(measured["judged"])
    for step in ("cold", "cold_in_page", "cold_cpu1"):
        visits = measured.get(step)
        if visits:
            found[f"{step}_ms"] = spread([item.get("ms", NEVER) for item in visits])
    for name in ("bytes", "index", "requests"):
        said = [item[name] for item in measured.get("cold", ()) if item]
        if said:
            found[name] = spread(said)
    if "wire" in measured:
        found["wire"] = dict(measured["wire"])
    for step in ("warm", "warm_cpu1", "asked"):
        if measured.get(step):
            found[f"{step}_ms"] = spread([NEVER if i["ms"] is None else i["ms"] for i in measured[step]])
    return found | _kinds(measured.get("asked", ())) | _built(rows, measured.get("build"))


def _judged(verdicts: Sequence[Mapping[str, Any]]) -> Figures:
    found = {
        name: {"mean": statistics.mean(said), "least": min(said)}
        for name in ("recall", "precision")
        if (said := [item[name] for item in verdicts])
    }
    found["exact"] = _exact(verdicts)
    for kind in dict.fromkeys(item["kind"] for item in verdicts):
        found[f"exact: {kind}"] = _exact([item for item in verdicts if item["kind"] == kind])
    if "sure" in verdicts[0]:
        sure = [item for item in verdicts if item["sure"]]
        found["totals"] = {"sure": len(sure), "wrong": sum(item["wrong_total"] for item in sure)}
        off = [100 * item["off"] for item in verdicts if not item["sure"]]
        if off:
            found["estimates_off"] = spread(off)
    return found


def _exact(verdicts: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    exact = sum(item["exact"] for item in verdicts)
    return {"count": len(verdicts), "exact": exact, "missed": len(verdicts) - exact}


def _kinds(asked: Sequence[Mapping[str, Any]]) -> Figures:
    return {
        f"{kind}_ms": spread(said)
        for kind in ("narrowed", "sorted")
        if (said := [item["ms"] for item in asked if item["kind"] == kind])
    }


def _built(rows: int, build: Mapping[str, Any] | None) -> Figures:
    if not build:
        return {}
    found = {name: {"value": float(build[name])} for name in ("seconds", "peak", "files")}
    found["seconds"]["a_100k"] = build["seconds"] * 100_000 / rows
    found["built"] = {"value": float(build["bytes"]), "a_record": build["bytes"] / rows}
    if "same_again" in build:
        found["same_again"] = {"value": float(build["same_again"])}
        found["peak"]["rows"] = build["rows_held"]
    return found
