"""Remember what was digested of lists as long as nothing changed that it was digested from.

To make a key, all that a page is made of is digested, which for lists that nobody touched takes longer than anything
else that is done for them. Whether they were touched is known of a list as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from generator import remembered

_SIZE = 16
"""Bytes of a digest; see ``fingerprint.digest``."""


class Memory:
    """Know the digests and keys that were made last; ``of`` tells what all of them depend on besides."""

    def __init__(self, file: Path | None, of: str) -> None:
        self._file, self._of = file, of
        known = remembered.known(file, of) if file else {}
        self._keys: dict[str, Any] = known.get("keys", {})
        self._records: dict[str, Any] = known.get("records", {})
        self._new_keys: dict[str, tuple[str, dict[str, str]]] = {}
        self._new_records: dict[str, tuple[str, str]] = {}

    def key(self, lists: str, state: str, name: str, make: Callable[[], str]) -> str:
        """Return a key that was made of lists in the same state, or make it; without a state none is ever known."""
        was, keys = self._keys.get(lists, ("", {}))
        found = keys.get(name) if state and state == was else None
        self._new_keys.setdefault(lists, (state, {}))[1][name] = found = found or make()
        return found

    def told(self, dataset_id: str, state: bytes) -> Sequence[bytes]:
        """Return the digests of the records of a list in the same state, in their order; none where none are known."""
        was, said = self._records.get(dataset_id, ("", ""))
        found = bytes.fromhex(said) if state and state.hex() == was else b""
        return [found[at : at + _SIZE] for at in range(0, len(found), _SIZE)]

    def tell(self, dataset_id: str, state: bytes, digests: Iterable[bytes]) -> None:
        """Take the digests of the records of a list in their order."""
        self._new_records[dataset_id] = state.hex(), b"".join(digests).hex()

    def keep(self) -> None:
        """Keep what this build asked for."""
        if self._file:
            said = {"keys": self._new_keys, "records": self._new_records}
            remembered.keep(self._file, self._of, said)
