"""Write the table of all lists into the two READMEs: what asks for each, on what basis, by when, how sure.

``python tests/demo/list_table.py`` rewrites the lines between the two marks; a test holds them current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator import load  # noqa: E402
from generator.described import Dataset  # noqa: E402

BEGIN, END = "<!-- lists -->", "<!-- /lists -->"
HEADS = {
    "README.md": "| 清单 | 要求公开的文件 | 依据 | 公开时限 | 状态 |",
    "README.en.md": "| List | Asked for by | Basis | Deadline | State |",
}
_SIGNS = "①②③④⑤⑥⑦⑧⑨"


def table(name: str) -> str:
    """Return the table for one of the READMEs."""
    datasets = load.catalogue(ROOT).datasets
    seeds = sorted({seed for dataset in datasets for seed in dataset.seeds})
    signs = dict(zip(seeds, _SIGNS, strict=False))
    legend = "，".join(f"{signs[seed]} {seed}" for seed in seeds)
    rows = [_row(dataset, signs) for dataset in datasets]
    return "\n".join([legend, "", HEADS[name], "|---|---|---|---|---|", *rows])


def _row(dataset: Dataset, signs: dict[str, str]) -> str:
    asked = "".join(signs[seed] for seed in sorted(dataset.seeds)) or "—"
    unsure = sum(note.startswith("未核实") for note in dataset.notes)
    state = "；".join(
        part for part in ("虚构演示" if dataset.demo else "", f"{unsure} 处未核实" if unsure else "") if part
    )
    title = f"[{dataset.title}](data/{dataset.id}/dataset.yaml)"
    cells = (title, asked, dataset.standard.basis, dataset.standard.time_limit, state or "—")
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def main() -> None:
    """Rewrite both READMEs."""
    for name in HEADS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        path.write_text(f"{before}{BEGIN}\n{table(name)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
