"""Let Chromium itself count the bytes of one visit, workers too, to see that the server counts right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession

from tests.bench.search.browser import Look, Seen, opened, quiet, wait
from tests.bench.search.serve import serving


def wire(browser: Browser, folders: Sequence[Path], look: Look, query: str) -> dict[str, int]:
    """Return the bytes of a visit by ``Network.loadingFinished`` and by the server's account."""
    seen: list[Seen] = []
    sizes: list[int] = []
    with serving(*folders) as server, opened(browser, look, seen=seen) as page:
        _listen(page.context.new_cdp_session(page), sizes)
        page.goto(f"{server.address}{look.page}?q={quote(query)}", wait_until="commit")
        wait(page, lambda: bool(seen))
        wait(page, lambda: quiet(server))
        return {"chromium": sum(sizes), "server": sum(item.size for item in server.sent)}


def _listen(control: CDPSession, sizes: list[int]) -> None:
    numbers = count(1)

    def finished(event: Mapping[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    def attached(event: Mapping[str, Any]) -> None:
        for method in ("Network.enable", "Runtime.runIfWaitingForDebugger"):
            message = json.dumps({"id": next(numbers), "method": method})
            control.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})

    def relayed(event: Mapping[str, Any]) -> None:
        said = json.loads(event["message"])
        if said.get("method") == "Network.loadingFinished":
            finished(said["params"])

    control.on("Network.loadingFinished", finished)
    control.on("Target.attachedToTarget", attached)
    control.on("Target.receivedMessageFromTarget", relayed)
    control.send("Network.enable")
    control.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    )
