"""Check a published site, as an auditor does."""

from __future__ import annotations

import argparse
from functools import partial

from generator import audit


def run(chosen: argparse.Namespace) -> int:
    """Check a site in a folder or at an address, and say what was found."""
    return audit.run(chosen, partial(print, flush=True))
