"""Set the figures beside the bars: one table a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.search.summary import Figures

TITLES = {"ours": "gongshi", "material": "Material", "pagefind": "Pagefind"}
ABSENT = {
    "material": "Material was not run at this size: each visit reads a `search_index.json` of about 2.9 KB a record "
    "and indexes it in the browser, which already takes long at 13,000; the build takes 4 ms a page.",
    "pagefind": "Pagefind was not run at this size: the build does not fit in memory (5.5 GB at 100,000), and its "
    "meta file of 8.5–10 B a page comes with every visit.",
}
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"

Bar = tuple[str, str, float]
"""Which number of a figure, how it must stand to the limit, and the limit."""
_EVER: dict[str, tuple[Bar, ...]] = {
    "exact": (("count", "≥", 1000), ("missed", "≤", 0)),
    "recall": (("least", "≥", 1),),
    "precision": (("least", "≥", 1),),
    "totals": (("wrong", "≤", 0),),
    "same_again": (("value", "≥", 1),),
    "built": (("a_record", "≤", 250),),
}
_SMALL: dict[str, tuple[Bar, ...]] = {
    "index": (("median", "≤", 1e6),),
    "cold_ms": (("median", "≤", 1500),),
    "cold_in_page_ms": (("median", "≤", 1500),),
    "asked_ms": (("p90", "≤", 20),),
    "seconds": (("a_100k", "≤", 10),),
}
_MIDDLE: dict[str, tuple[Bar, ...]] = {
    "bytes": (("median", "≤", 64e3), ("p90", "≤", 128e3)),
    "requests": (("median", "≤", 20),),
    "cold_cpu1_ms": (("median", "≤", 500),),
    "seconds": (("a_100k", "≤", 10),),
}
_LARGE: dict[str, tuple[Bar, ...]] = {
    "bytes": (("median", "≤", 128e3), ("p90", "≤", 300e3)),
    "requests": (("median", "≤", 25),),
    "cold_cpu1_ms": (("median", "≤", 500), ("p90", "≤", 1000)),
    "warm_cpu1_ms": (("worst", "≤", 500),),
    "seconds": (("value", "≤", 90),),
    "peak": (("value", "≤", 6e9),),
}


def bars(rows: int) -> dict[str, tuple[Bar, ...]]:
    """Return the bars of a size, as the design of search sets them."""
    return _EVER | (_SMALL if rows <= 20_000 else _MIDDLE if rows <= 100_000 else _LARGE)


_COUNT, _SHARE = "{exact:,.0f} of {count:,.0f}", "{mean:.3f} / {least:.3f}"
_WHOLE, _TENTH, _SECONDS = (f"{{median:,.{n}f}} / {{p90:,.{n}f}} / {{worst:,.{n}f}}" for n in (0, 1, 2))
LINES: tuple[tuple[str, str, str, float], ...] = (
    ("Exact answers", "exact", _COUNT, 1),
    ("— of questions of two terms", "exact: two terms", _COUNT, 1),
    ("— narrowed by facets", "exact: narrowed", _COUNT, 1),
    ("— sorted by a column", "exact: sorted", _COUNT, 1),
    ("Recall, mean / least", "recall", _SHARE, 1),
    ("Precision, mean / least", "precision", _SHARE, 1),
    ("Wrong totals among those called exact", "totals", "{wrong:,.0f} of {sure:,.0f}", 1),
    ("Estimated totals (约): off by, %", "estimates_off", _TENTH + " ({count:,.0f})", 1),
    ("Cold visit, processor 4× slower: s to the first hit", "cold_ms", _SECONDS, 1000),
    ("— the engine in the page, for a worker cannot be slowed: s", "cold_in_page_ms", _SECONDS, 1000),
    ("Cold visit, processor not slowed: s", "cold_cpu1_ms", _SECONDS, 1000),
    ("Cold visit: KB on the wire, page and all", "bytes", _WHOLE, 1e3),
    ("— of which index, KB", "index", _WHOLE, 1e3),
    (
        "One visit’s bytes as Chromium counts them / as the server does",
        "wire",
        "{chromium:,.0f} / {server:,.0f}",
        1,
    ),
    ("Cold visit: requests", "requests", _WHOLE, 1),
    ("Next question typed, 4×: ms until its answer stands", "warm_ms", _WHOLE, 1),
    ("— not slowed: ms", "warm_cpu1_ms", _WHOLE, 1),
    ("The engine alone, in the page, 4×: ms", "asked_ms", _TENTH, 1),
    ("— narrowed by facets", "narrowed_ms", _TENTH, 1),
    ("— sorted by a column", "sorted_ms", _TENTH, 1),
    ("Build: s", "seconds", "{value:,.1f}", 1),
    ("Build: peak memory, GB", "peak", "{value:,.2f}", 1e9),
    ("— of which the rows themselves, GB", "peak", "{rows:,.2f}", 1e9),
    ("Index: B a record", "built", "{a_record:,.0f}", 1),
    ("Index: MB", "built", "{value:,.1f}", 1e6),
    ("Index: files", "files", "{value:,.0f}", 1),
    ("Rebuild byte for byte the same (1 = yes)", "same_again", "{value:.0f}", 1),
)


def table(rows: int, engines: Mapping[str, Figures], absent: Sequence[str]) -> str:
    """Return the table of a size: a line a figure, a column an engine, then the bar and whether ours meets it.

    Of those ``absent`` it says why.
    """
    barred = bars(rows)
    present = [name for name in TITLES if name in engines]
    lines = [
        f"### {rows:,} records",
        "",
        _row(("", *(TITLES[name] for name in present), "bar", "")),
        _row(["---"] * (len(present) + 3)),
    ]
    for title, figure, template, unit in LINES:
        cells = [_cell(engines[name].get(figure), template, unit) for name in present]
        if any(cells):
            bar = barred.pop(figure, ())
            lines.append(_row((title, *cells, _bar(bar, unit), _met(bar, engines["ours"].get(figure)))))
    return "\n".join((*lines, "", *(f"{ABSENT[name]}\n" for name in absent)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(figure: Mapping[str, float] | None, template: str, unit: float) -> str:
    if figure is None:
        return ""
    numbers = {name: number if name == "count" else number / unit for name, number in figure.items()}
    try:
        return template.format(**numbers)
    except KeyError:  # this engine's figure lacks what the line is about
        return ""


def _bar(bar: Sequence[Bar], unit: float) -> str:
    return "; ".join(f"{name} {sign} {limit / unit:,.4g}" for name, sign, limit in bar)


def _met(bar: Sequence[Bar], figure: Mapping[str, float] | None) -> str:
    if not bar or figure is None:
        return ""
    met = all(figure[name] >= limit if sign == "≥" else figure[name] <= limit for name, sign, limit in bar)
    return "met" if met else "**not met**"


def put(readme: Path, text: str) -> None:
    """Put the tables between their marks in a file."""
    head, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    readme.write_text(f"{head}{BEGIN}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")
