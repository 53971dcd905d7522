"""Take the pictures of the README from the built site, in real Chromium."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[2]
SCREENS = Path(__file__).parent / "screens"
PHONE, DESKTOP = (390, 844), (1366, 768)
SHOTS = {
    "home-phone": (PHONE, "index.html"),
    "list-phone": (PHONE, "penalty-disclosure/index.html"),
    "record-phone": (PHONE, "penalty-disclosure/PEN-2025-0002.html"),
    "search-phone": (PHONE, "search.html?q=口腔"),
    "list-desktop": (DESKTOP, "penalty-disclosure/index.html"),
    "catalogue-desktop": (DESKTOP, "catalogue.html"),
}


def main() -> int:
    """Take every picture; the site must have been built."""
    if not (ROOT / "site/index.html").is_file():
        print("✗ 还没有网站。请先运行 make site。", file=sys.stderr)
        return 2
    SCREENS.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, ((width, height), path) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"file://{ROOT}/site/{path}")
            page.wait_for_timeout(500)
            page.screenshot(path=SCREENS / f"{name}.png")
            page.close()
        browser.close()
    print(f"✓ 截图在 {SCREENS}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
