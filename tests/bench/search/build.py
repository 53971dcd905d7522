"""Build our index in a process of its own: ``python -m tests.bench.search.build ROWS.csv [FOLDER]``.

Without a folder nothing is written: that is how a rebuild is compared with the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from pathlib import Path

from generator import forked, index
from tests.bench.search import corpus
from tests.bench.search.memory import held

OPENED = "assets/search-data.js"
"""The copy for a site that is opened from a folder; no visitor of a web server loads it."""


def main(rows: Path, folder: Path | None) -> dict[str, object]:
    """Build and say how it went; reading the rows and grouping them is not part of it."""
    disclosure, organisations = corpus.public(corpus.read(rows))
    before, start = held(), time.monotonic()
    made: dict[str, str] = {}
    sizes: dict[str, int] = {}
    folders: set[Path] = set()
    with forked.undisturbed():  # as the build of a site
        for artefact in index.run(disclosure, organisations, os.cpu_count() or 1):
            if folder:
                _write(folder / artefact.path, artefact.content, folders)
            sizes[artefact.path] = len(artefact.content)
            made[artefact.path] = hashlib.sha256(artefact.content).hexdigest()
    seconds = time.monotonic() - start
    digest = hashlib.sha256(repr(sorted(made.items())).encode()).hexdigest()
    return {
        "seconds": seconds,
        "rows_held": before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "files": len(sizes),
        "bytes": sum(size for path, size in sizes.items() if path != OPENED),
        "digest": digest,
    }


def _write(path: Path, content: bytes, folders: set[Path]) -> None:
    if path.parent not in folders:
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
    path.write_bytes(content)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)))
