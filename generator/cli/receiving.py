"""What a server says to whoever pushes. By itself, for nobody likes to wait for what a hook does not need."""

from __future__ import annotations

import argparse
import os
import sys

from generator import check, office, reception
from generator.cli.asking import today
from generator.errors import Rejected


def receive(chosen: argparse.Namespace) -> int:
    """Judge a push on standard input; what is said reaches whoever pushed."""
    served, as_of = office.office(chosen.repo.resolve()), chosen.as_of or today()
    try:
        reception.receive(served, sys.stdin.read(), as_of, dict(os.environ))
    except Rejected as error:
        wrong = [item for item in error.findings if item.severity == "error"]
        print(check.report.text(wrong), file=sys.stderr)
        print("✗ 推送没有收下，网站没有变。改好以后重新提交，再推送。", file=sys.stderr)
        return error.exit_code
    return 0
