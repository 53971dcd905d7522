"""Write ``data/datapackage.json``, so that any tool of the standard can validate the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path

from generator import schemas
from generator.check.system import tables
from generator.model import Catalogue


def write_package(root: Path, catalogue: Catalogue) -> bool:
    """Write the description of every committed table; tell whether it changed."""
    path = root / "data" / "datapackage.json"
    text = json.dumps(descriptor(root, catalogue), ensure_ascii=False, indent=2) + "\n"
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    waiting.write_bytes(text.encode())
    waiting.replace(path)
    return True


def descriptor(root: Path, catalogue: Catalogue) -> schemas.Descriptor:
    """Return the data package of the repository, its paths counted from ``data/``."""
    data = root / "data"
    lists = [
        schemas.resource(dataset, path.relative_to(data).as_posix(), catalogue)
        for dataset in catalogue.datasets
        for path in sorted((data / dataset.id).glob("*.csv"))
    ]
    own = [
        schemas.system_resource(path.parent.name, path.relative_to(data).as_posix()) for path in tables(root)
    ]
    return schemas.package(catalogue, [*lists, *own], linked=True)
