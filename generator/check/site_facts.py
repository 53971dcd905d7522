"""Judge the facts of the whole site, which stand on every page.

Source: 政府网站发展指引（国办发〔2017〕47号）— the identification code has ten digits, or ``bm`` and eight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.described import Site
from generator.messages import finding
from generator.model import Finding
from generator.paths import host

FILE = "data/site.yaml"
_ID_CODE = re.compile(r"\d{10}|bm\d{8}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s/]+(/[^\s?#]*)?")
_FORMAL = ("undertaker", "icp", "police_icp", "address")
"""What a site that is formally published may not leave blank."""


def judge(site: Site) -> Iterator[Finding]:
    """Yield what is wrong with ``site.yaml``."""
    if not (_ADDRESS.fullmatch(site.url) and _reachable(site.url)):
        yield finding("说明-21", FILE, found=site.url)
    if not _ID_CODE.fullmatch(site.id_code):
        yield finding("说明-22", FILE, found=site.id_code)
    for name in _FORMAL if site.formal else ():
        if not getattr(site, name):
            yield finding("说明-23", FILE, found=name)


def _reachable(url: str) -> bool:
    """Tell whether the address has a host name that identifiers can be made of."""
    try:
        return bool(host(url))
    except (UnicodeError, ValueError):
        return False
