"""An archived page of the worst kind, looked at in Chromium: nothing in it runs, nobody else is asked."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from crawler.archive import Archive
from data.db import writing
from data.models import Snapshot
from tests.e2e.site import Site, administrator
from tests.factories import make_document, make_source, make_version
from tests.webapp.filled import engine_of

pytestmark = pytest.mark.browser
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
HOSTILE = """<!doctype html><html><head>
<meta http-equiv=refresh content="0; url={out}/refresh"><base href="{out}/base/">
<meta http-equiv=x-dns-prefetch-control content=on>
<link rel=preconnect href="{out}"><LINK rel=prefetch href="{out}/prefetch">
<link rel=stylesheet href="{out}/sheet.css">
<link rel=preload as=image href="{out}/preload"><link rel=icon href="{out}/icon">
<style>@import "{out}/import.css"; body {{ background: url({out}/background) }}
@font-face {{ font-family: f; src: url({out}/font) }} p {{ font-family: f; visibility: hidden }}</style>
<script>document.title = "ran"; fetch("{out}/fetch"); top.location = "{out}/top"</script>
<script src="{out}/script.js"></script><script type=module src="{out}/module.js"></script>
</head><body onload="document.body.textContent = 'ran'" background="{out}/body">
<p id=proof>The rule</p><img src=x onerror="document.getElementById('proof').textContent = 'ran'">
<img src="{out}/image" srcset="{out}/set 2x"><img id=own src="{pixel}">
<picture><source srcset="{out}/picture"><img src="{out}/picture2"></picture>
<svg onload="document.title='ran'"><image href="{out}/svg"/><use href="{out}/use#a"/>
<script>fetch("{out}/svgs")</script></svg>
<object data="{out}/object"></object><embed src="{out}/embed"><iframe src="{out}/frame"></iframe>
<iframe srcdoc="<script>fetch('{out}/srcdoc')</script><img src='{out}/srcdoc2'>"></iframe>
<video src="{out}/video" poster="{out}/poster" autoplay></video><audio src="{out}/audio" autoplay></audio>
<input type=image src="{out}/input"><div style="background: url({out}/style)">styled</div>
<form id=f action="{out}/form"><button id=send>Send</button></form>
<a id=go href="{out}/link" ping="{out}/ping">go</a> <a id=top href="{out}/top" target=_top>top</a>
<a id=new href="{out}/new" target=_blank>new</a> <a id=js href="javascript:document.title='ran'">js</a>
</body></html>"""


@dataclass
class Elsewhere:
    """A host that must not be asked: it counts whoever connects, whatever for."""

    address: str
    came: list[bytes] = field(default_factory=list)


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Elsewhere(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def count() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(0.2)
                    try:
                        said = connection.recv(200)
                    except OSError:
                        said = b"opened only"
                found.came.append(said)

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = administrator(browser, site, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def archived(site: Site, text: str) -> str:
    """Where the copy of this page is looked at."""
    sha256 = Archive(site.app.extensions["roamwatch"].settings.snapshots).put(text.encode())
    with writing(engine_of(site.app)) as session:
        version = make_version(session, make_document(session, make_source(session)))
        snapshot = session.get_one(Snapshot, version.snapshot_id)
        snapshot.sha256, snapshot.media_type, snapshot.size = sha256, "text/html", len(text)
        return f"{site.address}/documents/snapshots/{version.snapshot_id}/copy"


def test_nothing_in_it_runs_and_nobody_else_is_asked(
    page: Page, site: Site, elsewhere: Elsewhere
) -> None:
    address = archived(site, HOSTILE.format(out=elsewhere.address, pixel=PIXEL))
    page.goto(address)
    copy = page.frame_locator("iframe.copy")
    expect(copy.locator("#proof")).to_have_text("The rule")
    expect(copy.locator("#proof")).to_be_visible()
    assert copy.locator("#own").evaluate("image => image.naturalWidth") == 1
    expect(page.get_by_role("main")).to_contain_text("A copy of what")
    for click in ("#js", "#top", "#new", "#go", "#send"):
        page.goto(address)
        copy.locator(click).click()
        page.wait_for_timeout(300)
        assert page.url == address
        assert len(page.context.pages) == 1
        if click == "#js":
            assert copy.locator("html").evaluate("it => it.ownerDocument.title") != "ran"
    page.goto(address)
    page.wait_for_timeout(300)
    expect(copy.locator("#proof")).to_have_text("The rule")
    assert copy.locator("html").evaluate("it => it.ownerDocument.title") != "ran"
    assert elsewhere.came == []


def test_opened_by_itself_it_is_the_page_around_it(
    page: Page, site: Site, elsewhere: Elsewhere
) -> None:
    address = archived(site, HOSTILE.format(out=elsewhere.address, pixel=PIXEL))
    page.goto(f"{address}/frame")
    assert page.url == address
    assert elsewhere.came == []


def test_where_nothing_holds_it_the_same_page_calls_there(page: Page, elsewhere: Elsewhere) -> None:
    stays = HOSTILE.replace("top.location", "window.kept").replace("0; url", "60; url")
    body = stays.format(out=elsewhere.address, pixel=PIXEL)
    page.route("http://open.test/", lambda way: way.fulfill(body=body, content_type="text/html"))
    page.goto("http://open.test/", wait_until="commit")
    for _ in range(100):
        if len(elsewhere.came) > 5:
            break
        page.wait_for_timeout(100)
    assert len(elsewhere.came) > 5
