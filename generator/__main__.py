"""Run the command line as ``python -m generator``."""

import gc
import os
import sys
from contextlib import suppress

gc.disable()  # what is loaded stays: looking through it for what could go takes a quarter of the time

from generator.cli import main  # noqa: E402

gc.enable()


def run() -> None:
    """Run one command and end at once: a hook is waited for, and to let go of a million values takes a while."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever read along has heard enough
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
