"""The shipped nginx configuration in the real nginx: types, headers, what must not get out, a swap under load."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from generator import index, line, release
from tests.browser.conftest import Watched

CONF = Path(__file__).parents[2] / "deploy/nginx/gongshi.conf"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="没有 nginx：apt-get install nginx-light（nginx is not installed）"
)
DAY = date(2026, 11, 20)
SECRET = "不在网站里的秘密"
MAIN = """daemon off; worker_processes 2; pid {0}/pid; error_log {0}/error.log info; {1}
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;
uwsgi_temp_path {0}/u; scgi_temp_path {0}/s; include {0}/gongshi.conf; }}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Running:
    port: int
    shown: Path
    site: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send a path as it is, unlike a browser, which tidies it."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        talk.request(method, path, headers={key.replace("_", "-"): text for key, text in headers.items()})
        got = talk.getresponse()
        body = got.read()
        talk.close()
        return got.status, {key.lower(): text for key, text in got.getheaders()}, body


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, _office) -> Iterator[Running]:
    """Start nginx with the shipped file, in which only the port and the root are others."""
    folder = tmp_path_factory.mktemp("nginx")
    office = folder / "repo"
    shutil.copytree(_office, office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SCANNED", 0)  # the large tier: many files
        line.build(office, office / "site", DAY)
    shown, port = folder / "www", free_port()
    release.publish(office / "site", shown)
    text = CONF.read_text(encoding="utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("root /srv/www;", f"root {shown};")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "gongshi.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder, user), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    running = Running(port, shown, office / "site")
    try:
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait(10)


def _wait(running: Running) -> None:
    for _ in range(100):
        try:
            running.ask("/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not start")


JS, PLAIN, CSV = "application/javascript", "text/plain", "text/csv"


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/penalties/PEN-2026-002.html", "text/html; charset=utf-8", "no-cache"),
        ("/penalties/PEN-2026-002.json", "application/json; charset=utf-8", "no-cache"),
        ("/downloads/penalties.csv", f"{CSV}; charset=utf-8", "no-cache"),
        ("/downloads/all.zip", "application/zip", "no-cache"),
        ("/downloads/gongshi.sqlite", "application/vnd.sqlite3", "no-cache"),
        ("/downloads/penalties.ndjson", "application/x-ndjson; charset=utf-8", "no-cache"),
        ("/catalog.jsonld", "application/ld+json; charset=utf-8", "no-cache"),
        ("/calendar.ics", "text/calendar; charset=utf-8", "no-cache"),
        ("/api/v1/index.json", "application/json; charset=utf-8", "no-cache"),
        ("/assets/gov.css", "text/css; charset=utf-8", "no-cache"),
        ("/assets/engine.js", f"{JS}; charset=utf-8", "no-cache"),
        ("/assets/search.json", "application/json; charset=utf-8", "no-cache"),
        ("/assets/favicon.svg", "image/svg+xml; charset=utf-8", "no-cache"),
        ("/feed.xml", "application/atom+xml; charset=utf-8", "no-cache"),
        ("/penalties/feed.xml", "application/atom+xml; charset=utf-8", "no-cache"),
        ("/sitemap.xml", "application/xml; charset=utf-8", "no-cache"),
        ("/SHA256SUMS", f"{PLAIN}; charset=utf-8", "no-cache"),
        ("/robots.txt", f"{PLAIN}; charset=utf-8", "no-cache"),
        ("/build.json", "application/json; charset=utf-8", "no-store"),
        ("/nothing/here.html", "text/html; charset=utf-8", "no-store"),
    ],
)
def test_each_file_has_its_type_and_is_asked_for_again(nginx, path, kind, cache):
    status, headers, body = nginx.ask(path)
    assert status == (404 if "nothing" in path else 200)
    assert headers["content-type"] == kind
    assert headers["cache-control"] == cache
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["server"] == "nginx"
    assert ("页面不存在".encode() in body) is (status == 404)


@pytest.mark.parametrize("path", ["/no.html", "/nothing/here/at/all.html"])
def test_however_deep_a_page_is_missing_what_is_shown_has_its_style_and_leads_on(nginx, path):
    page = nginx.ask(path)[2].decode()
    links = set(re.findall(r'(?:href|src|action)="([^"#:]+)["#]', page))
    assert {"/assets/gov.css", "/search.html", "/index.html"} <= links
    assert any("stylesheets" in link for link in links)
    assert {link: nginx.ask(urljoin(path, link))[0] for link in links} == dict.fromkeys(links, 200)


def test_every_kind_of_file_of_the_site_is_known(nginx):
    said = CONF.read_text(encoding="utf-8")
    types = set(re.findall(r"^        \S+/\S+ +(\w+);$", said, re.MULTILINE))
    found = {path.suffix.lstrip(".") for path in nginx.site.rglob("*") if path.is_file()}
    assert found - types == {""}, "SHA256SUMS alone has no kind"


def test_the_policy_is_that_of_the_pages_and_no_framing(nginx):
    header = nginx.ask("/")[1]["content-security-policy"]
    page = (nginx.site / "index.html").read_text(encoding="utf-8")
    own = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert header == f"{own}; frame-ancestors 'none'"


def test_packed_search_data_come_as_they_are_and_may_be_kept(nginx):
    path = next(p for p in sorted(nginx.site.glob("assets/search/*/rows/**/*.gz")))
    status, headers, body = nginx.ask(f"/{path.relative_to(nginx.site)}", Accept_Encoding="gzip, br")
    assert status == 200
    assert "content-encoding" not in headers
    assert headers["content-type"] == "application/gzip"
    assert body == path.read_bytes()
    assert body[:2] == b"\x1f\x8b"
    assert headers["cache-control"] == "private, max-age=604800, immutable"
    assert nginx.ask("/assets/search/0123456789ab/rows/0/0.gz")[1]["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/assets/engine.js", "/penalties/index.html"])
def test_texts_are_packed_on_the_way(nginx, path):
    _, headers, body = nginx.ask(path, Accept_Encoding="gzip")
    plain = nginx.ask(path)[2]
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == plain
    assert "accept-encoding" in headers["vary"].lower()


@pytest.mark.parametrize(
    "name", ["penalties.csv", "penalties.xlsx", "penalties.ndjson", "all.zip", "gongshi.sqlite"]
)
def test_tables_are_saved_as_files(nginx, name):
    assert nginx.ask(f"/downloads/{name}")[1]["content-disposition"] == "attachment"
    assert "content-disposition" not in nginx.ask("/downloads/penalties.json")[1]
    assert "content-disposition" not in nginx.ask("/downloads/none.csv")[1]


def test_an_unchanged_page_is_not_sent_twice(nginx):
    _, headers, _ = nginx.ask("/index.html")
    status, again, body = nginx.ask("/index.html", If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")
    assert again["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/penalties/../../secret.txt", "/assets/..%2f..%2fsecret.txt",
        "/assets%00/../secret.txt", "//../secret.txt", "/..\\secret.txt", "/link.txt", "/linked/secret.txt", "/.git/config",
        "/penalties/.hidden", "/.www.releases/lock", "/.well-known/x",
    ],
)  # fmt: skip
def test_nothing_outside_the_site_is_given(nginx, path):
    (nginx.shown.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    tree = nginx.shown.resolve()
    for name, target in (("link.txt", "secret.txt"), ("linked", ".")):
        if not (tree / name).is_symlink():
            (tree / name).symlink_to(nginx.shown.parent / target)
    for name in (".git/config", "penalties/.hidden"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text(SECRET, encoding="utf-8")
    status, _, body = nginx.ask(path)
    assert status in (400, 403, 404)
    assert SECRET.encode() not in body


def test_other_methods_change_nothing(nginx):
    before = nginx.ask("/index.html")[2]
    for method in ("PUT", "DELETE", "POST", "MKCOL", "TRACE"):
        assert nginx.ask("/index.html", method)[0] == 405
    assert nginx.ask("/index.html")[2] == before


def test_a_new_release_is_served_at_once_and_whole_under_load(nginx, tmp_path):
    """No answer fails or mixes two releases, and after the swap nobody sees the old one; nginx is not told."""
    versions, wrong, seen, stop = [], [], set(), threading.Event()
    for number in range(6):
        copy = tmp_path / f"v{number}"
        shutil.copytree(nginx.site, copy)
        marked = f"<p>release {number}</p>" * 5000
        (copy / "index.html").write_text(f"<!doctype html>{marked}<!--{number}-->", encoding="utf-8")
        said = json.loads((copy / "build.json").read_text(encoding="utf-8")) | {
            "source_commit": f"{number:040}"
        }
        (copy / "build.json").write_text(json.dumps(said), encoding="utf-8")
        versions.append(copy)

    def load() -> None:
        talk = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=10)
        while not stop.is_set():
            talk.request("GET", "/index.html")
            got = talk.getresponse()
            body = got.read().decode()
            marks = set(re.findall(r"release (\d)", body)) | set(re.findall(r"<!--(\d)-->", body))
            seen.update(marks)
            if got.status != 200 or len(marks) > 1:
                wrong.append((got.status, marks))
        talk.close()

    workers = [threading.Thread(target=load) for _ in range(6)]
    for worker in workers:
        worker.start()
    for number, copy in enumerate(versions):
        release.publish(copy, nginx.shown)
        assert f"release {number}</p>".encode() in nginx.ask("/index.html")[2]
        time.sleep(0.1)
    stop.set()
    for worker in workers:
        worker.join()
    assert wrong == []
    assert {"0", "5"} <= seen
    release.publish(nginx.site, nginx.shown)
    assert nginx.ask("/index.html")[2] == (nginx.site / "index.html").read_bytes()


def test_the_site_works_through_it_without_a_complaint(nginx, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    view = Watched(context, nginx.address)
    for path in ("index.html", "penalties/index.html", "penalties/PEN-2026-001.html", "about.html", "downloads.html",
                 "entity/91990102MA9X000111.html", "catalogue.html", "statistics.html", "sheet.html?q=测卫许"):  # fmt: skip
        assert view.open(path).locator("h1").count() == 1
    page = view.open("search.html?q=口腔")
    expect(page.locator("#results")).to_contain_text("找到 1 个机构、2 条记录")
    page = view.open("check.html")
    page.locator("#lines").fill("测试县𬭎泰宾馆（有限合伙）")
    page.locator("#run").click()
    expect(page.locator("#sum")).to_contain_text("找到 1、")
    assert len(page.workers) == 1
    assert view.complaints == []
    assert view.strangers == []
    context.close()
