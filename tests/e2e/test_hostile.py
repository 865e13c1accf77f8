"""What authorities publish cannot break a page: 2 MB without a space, markup, controls of direction."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from data.db import writing
from data.models import Fleet, Source
from tests.e2e.browser import Watch
from tests.e2e.site import Site, administrator
from tests.factories import (
    make_alert,
    make_change,
    make_development,
    make_document,
    make_version,
)
from tests.webapp.filled import engine_of

pytestmark = pytest.mark.browser

#: Right-to-left override and isolates that are never ended, an embedding, a mark; all of Unicode's UAX 9.
CONTROLS = "\u202e\u2067\u2066\u2068\u202b\u202d\u061c"
QUOTE = "fremde SIM & <b>&lt;script&gt;</b> " + CONTROLS + "nur 90 Tage" + "x" * 3000
TITLE = f"{CONTROLS}egatnoM </bdi><script>document.title='broken'</script> &amp;amp; " + "ÄÖ" * 200
#: Two million characters in one block; the new version differs in its middle.
LONG = ("y" * 1_000_000, "y" * 1_000_000)


@dataclass(frozen=True)
class Hostile:
    site: Site
    alert: int
    change: int
    document: int
    versions: tuple[int, int]

    @property
    def paths(self) -> list[str]:
        old, new = self.versions
        document = f"/documents/{self.document}"
        return [
            "/", "/alerts", f"/alerts/{self.alert}", "/changes", f"/changes/{self.change}",
            "/countries/TR", "/documents", "/documents?q=SIM", document, f"{document}?part=30",
            f"{document}/difference?old={old}&new={new}", "/sources/tr-btd", "/silences",
        ]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(site: Site) -> Hostile:
    """An alert, a change and a document of the worst kind in the filled store."""
    with writing(engine_of(site.app)) as session:
        source = session.get_one(Source, "tr-btd")
        document = make_document(session, source, title=TITLE)
        texts = [f"Title\n\n{QUOTE}\n\n{LONG[0]}{middle}{LONG[1]}" for middle in ("", "zz9")]
        old, new = (
            make_version(session, document, text, seq=1 + n) for n, text in enumerate(texts)
        )
        change = make_change(session, new, quote=QUOTE)
        development = make_development(session, change, title=TITLE)
        alert = make_alert(session, development, session.get_one(Fleet, 1), change, title=TITLE)
        return Hostile(
            site, alert.id or 0, development.id or 0, document.id or 0, (old.id or 0, new.id or 0)
        )


@pytest.fixture(scope="module")
def watched(browser: Browser, site: Site) -> Iterator[tuple[Page, Watch]]:
    watch = Watch(urlsplit(site.address).netloc)
    context = administrator(browser, site, viewport={"width": 360, "height": 900})
    page = watch.over(context.new_page())
    page.on("dialog", lambda dialog: watch.faults.append(f"dialog: {dialog.message}"))
    yield page, watch
    context.close()


def test_no_page_is_broken_by_what_was_crawled(
    hostile: Hostile, watched: tuple[Page, Watch]
) -> None:
    page, watch = watched
    faults: dict[str, object] = {}
    for path in hostile.paths:
        answer = page.goto(hostile.site.address + path)
        assert answer is not None
        root = page.evaluate("[document.scrollingElement.scrollWidth, document.title]")
        size = len(answer.body())
        title_bad = root[1] == "broken" or any(control in root[1] for control in CONTROLS)
        if answer.status != 200 or root[0] > 360 or title_bad or size > 300_000:
            faults[path] = (answer.status, root, size)
    assert faults == {}
    assert watch.faults == []


def test_direction_does_not_leak_out_of_a_title(
    hostile: Hostile, watched: tuple[Page, Watch]
) -> None:
    page, _ = watched
    page.goto(f"{hostile.site.address}/changes/{hostile.change}")
    # The words of ours after each crawled one still run from left to right.
    backwards = page.evaluate(
        """() => [...document.querySelectorAll("main :is(h2, p, span, small, a, td, th, dd, dt)")]
        .filter((element) => !element.closest("bdi, blockquote, [dir]") && !element.querySelector("*"))
        .filter((element) => element.firstChild?.length > 1 && element.getClientRects().length === 1)
        .filter((element) => {
          const box = (at) => {
            const range = document.createRange();
            range.setStart(element.firstChild, at);
            range.setEnd(element.firstChild, at + 1);
            return range.getBoundingClientRect();
          };
          return box(0).left > box(element.firstChild.length - 1).left;
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert backwards == []


def test_an_arabic_quote_begins_at_the_right(site: Site, watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    for number in range(1, 9):
        page.goto(f"{site.address}/alerts/{number}")
        quote = page.locator("blockquote[lang=ar]")
        if quote.count():
            break
    first, box = quote.first.evaluate(
        """node => {
        const range = document.createRange();
        const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
        range.setStart(text, 0);
        range.setEnd(text, 1);
        return [range.getBoundingClientRect().right, node.getBoundingClientRect().right];
      }"""
    )
    assert quote.first.get_attribute("dir") == "rtl"
    assert box - first < 40
    side = quote.first.evaluate("node => getComputedStyle(node).borderRightWidth")
    assert side == "3px"
