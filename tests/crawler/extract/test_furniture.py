"""What surrounds the content is known by tag, role and name, and by its size."""

import pytest
from lxml import html

from crawler.extract.markup.furniture import drop_furniture, find_furniture, find_likely

TEXT = "<p>" + "The provider keeps a register of devices. " * 20 + "</p>"


def parse(markup: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><body>{markup}</body></html>")


def left(markup: str) -> str:
    root = parse(f"<div>{TEXT}</div>{markup}")
    drop_furniture(root)
    return " ".join(root.text_content().split())


@pytest.mark.parametrize(
    "opening",
    [
        "nav", "footer", "div role=navigation", "div role=contentinfo", "div role=search",
        "div class=cookie-banner", "div id=CookieConsent", "div class='site-footer dark'",
        "div class=breadcrumbs", "ul class=pagination", "div class=mainNav", "div id=main_menu",
        "div class=related-news", "div class='share social-links'", "div class=newsletter",
        "div class=sidebar", "div id=right-sidebar", "section class=see-also", "div class=backToTop",
        "div class=language-switcher", "a class=skip-link", "aside", "header", "div class=comments",
    ],
)  # fmt: skip
def test_furniture_goes(opening: str) -> None:
    assert "Odds and ends" not in left(f"<{opening}>Odds and ends</{opening.split()[0]}>")


@pytest.mark.parametrize(
    "opening",
    [
        "div", "div class=content", "div class=navigator-report", "div class=menuless",
        "section class=decision", "div class=footnotes", "div id=consentaneous",
        "div class='page has-sidebar'", "div class=no-sidebar", "div class=socialist",
        "p class=shared-spectrum", "div class=subheader", "table class=tariffs",
    ],
)  # fmt: skip
def test_content_stays(opening: str) -> None:
    assert "Odds and ends" in left(f"<{opening}>Odds and ends</{opening.split()[0]}>")


def test_what_is_large_is_no_furniture_whatever_its_name() -> None:
    root = parse(f"<div class=sidebar>{TEXT}</div><p>Short.</p>")
    drop_furniture(root)
    assert "keeps a register" in root.text_content()


def test_what_is_marked_as_furniture_goes_however_large() -> None:
    root = parse(f"<nav>{TEXT}</nav><p>Short.</p>")
    drop_furniture(root)
    assert root.text_content().strip() == "Short."


def test_what_holds_the_heading_of_the_page_is_no_furniture() -> None:
    assert "Decision" in left("<div class=related-menu><h1>Decision</h1></div>")


def test_the_header_of_an_article_is_its_own() -> None:
    assert "5 March" in left("<article><header><p>5 March</p></header></article>")


def test_a_remark_within_an_article_stays() -> None:
    assert "By the way" in left("<article><p>One.</p><aside>By the way</aside></article>")


def test_by_links_a_list_of_links_is_large() -> None:
    links = "".join(f"<li><a href=/{n}>Decision number {n} of the board</a></li>" for n in range(9))
    root = parse(f"<div class=related><ul>{links}</ul></div><p>{'Words of the site. ' * 8}</p>")
    (box,) = root.find_class("related")
    assert box in find_furniture(root, links=False)
    assert box not in find_furniture(root, links=True)
    assert box in find_likely(root)


def test_endless_names_are_looked_at_only_at_their_beginning() -> None:
    assert "Odds" in left(f"<div class='{'x ' * 5_000} sidebar'>Odds and ends</div>")
