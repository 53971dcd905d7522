"""Say what is being done when it takes long, to a person who looks on; a file or a pipe hears nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

PATIENCE = 2.0
"""So many seconds nobody wonders."""


def waiting(patience: float = PATIENCE) -> Callable[[str], None]:
    """Return what to tell each step to: after a while it is written to the terminal, a line each."""
    start = time.monotonic()

    def say(step: str) -> None:
        if time.monotonic() - start >= patience and sys.stderr.isatty():
            print(f"… {step}", file=sys.stderr, flush=True)

    return say
