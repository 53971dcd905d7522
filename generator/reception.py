"""Judge a push to an office's repository before it is taken in."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator import forked, git, messages, reading, received
from generator.drops import drops
from generator.errors import DataRejected, EnvironmentFault
from generator.model import Finding
from generator.office import TRUSTED, YOUNG, Office


def receive(found: Office, text: str, today: date, environment: Mapping[str, str]) -> None:
    """Judge a push; git takes nothing in when this ends badly.

    ``environment`` is the hook's own: only through it can git read what is not taken in yet.

    Raises: DataRejected with every finding; WrongDescription as the checks do.
    """
    if found.door.exists() and time.time() - found.door.stat().st_mtime < YOUNG:
        raise EnvironmentFault("服务器正在清理旧内容，请过几分钟再推送。您的提交还在，没有丢。")
    asked = received.updates(text)
    wrong = list(received.refs(found.repo, asked, found.served, found.branch, environment))
    for item in asked:
        if not received.NOTHING.fullmatch(item.new):
            wrong += _judged(found, item, today, environment)
    if any(item.severity == "error" for item in wrong):
        raise DataRejected(wrong)


def _judged(
    found: Office, item: received.Update, today: date, environment: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with one ref: its files, the versions on the way, and on the served branch the data."""
    commit = git.said(found.repo, "rev-parse", "--verify", f"{item.new}^{{commit}}", environment=environment)
    if not commit:
        yield messages.finding("推送-02", item.ref)
        return
    listed = received.entries(found.repo, commit, environment)
    trusted = {entry.path: entry for entry in received.entries(found.repo, TRUSTED)}
    faults = list(received.files(listed, trusted))
    serves = item.ref == f"refs/heads/{found.served}"
    yield from faults
    yield from received.personal(found.repo, commit, listed if serves else (), environment)
    if serves and not received.NOTHING.fullmatch(item.old):
        yield from received.seed(received.entries(found.repo, item.old, environment), listed, trusted)
    if serves and not faults:
        yield from _data(found, listed, today, environment)
        said = git.said(found.repo, "log", "--format=%B", f"{item.old}..{commit}", environment=environment)
        yield from drops(found.repo, item.old, commit, said, environment=environment)


def _data(
    found: Office, listed: tuple[received.Entry, ...], today: date, environment: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Check the data of a push in a folder of its own, with what is remembered of files that did not change."""
    found.home.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="incoming-", dir=found.home) as name, forked.undisturbed():
        folder = Path(name)
        received.extract(found.repo, listed, folder, environment)
        return reading.checked(folder, today, cache=reading.checks_of(found.tree)).findings
