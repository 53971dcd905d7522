"""Read everything that describes the data."""

from __future__ import annotations

from pathlib import Path

from generator.described import Dataset, Site
from generator.errors import WrongDescription, WrongUse
from generator.load import system
from generator.load.descriptions import described, remembered
from generator.model import Catalogue, Finding

LIST_FILE = "dataset.yaml"


def repository(root: Path) -> None:
    """Make sure that the folder is an office's repository.

    Raises: WrongUse when a part is missing.
    """
    for part in ("data/site.yaml", "site_src", "mkdocs.yml"):
        if not (root / part).exists():
            raise WrongUse(
                f"{root} 里没有 {part}，不是公示数据的文件夹。请换到正确的文件夹，或者用 --root 指明。"
            )


def catalogue(root: Path, memory: Path | None = None) -> Catalogue:
    """Read everything that describes the data under ``root/data``; ``memory`` keeps what was read of descriptions.

    Raises: WrongDescription with every finding; WrongUse as ``repository`` does.
    """
    repository(root)
    data = root / "data"
    findings: list[Finding] = []
    with remembered(memory) as read:
        site = described(Site, data / "site.yaml", root, findings, {}, read)
        datasets = [
            found
            for path in sorted(data.glob(f"*/{LIST_FILE}"))
            if (found := described(Dataset, path, root, findings, {"id": path.parent.name}, read))
        ]
    if findings or site is None:
        raise WrongDescription(findings)
    rank = {name: place for place, name in enumerate(site.groups)}
    return Catalogue(
        site=site,
        datasets=tuple(sorted(datasets, key=lambda d: (rank.get(d.group, len(rank)), d.order, d.id))),
        codes=system.codes(data),
        rules=tuple(system.rules(data)),
        workdays=dict(system.workdays(data)),
        regions=system.regions(data),
    )
