"""Whole pages: the content comes out, all of it; what surrounds it stays out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import ExtractError, Extraction, extract

URL = "https://www.regulator.example/decisions/7"

CLAUSES = [
    f"{number}. A provider whose subscribers use a device within the territory for more than "
    f"{number * 10} consecutive days shall notify the Authority and keep a record of the device."
    for number in range(1, 13)
]
SHORT = ["Done at the capital, 4 May 2026.", "For the Board: the Chair"]
ROWS = [("Consumer handsets", "30 days"), ("Metering devices", "exempt"), ("Vehicles", "1 year")]
TERMS = [("Visited network", "A network abroad."), ("Home network", "The one that issued the SIM.")]

MENU = "".join(
    f'<li><a href="/{word}">{word}</a></li>'
    for word in ("Home", "About us", "Markets", "Numbering", "Spectrum", "Contact")
)
RELATED = "".join(
    f'<li><a href="/n/{number}">Other announcement number {number} of the office</a></li>'
    for number in range(4)
)


def body_html() -> str:
    clauses = "".join(f"<p>{clause}</p>" for clause in CLAUSES)
    rows = "".join(f"<tr><td>{name}</td><td>{limit}</td></tr>" for name, limit in ROWS)
    terms = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in TERMS)
    short = "".join(f"<p>{line}</p>" for line in SHORT)
    return f"{clauses}<h2>Limits</h2><table>{rows}</table><h2>Terms</h2><dl>{terms}</dl>{short}"


CONTENT = [
    *CLAUSES,
    "Limits",
    *(f"{name} | {limit}" for name, limit in ROWS),
    "Terms",
    *(f"{term}: {text}" for term, text in TERMS),
    *SHORT,
]
FURNITURE = ["About us", "cookies", "Other announcement", "Follow us", "All rights reserved"]

LAYOUTS = {
    "semantic": """<body><header><nav><ul>{menu}</ul></nav></header><main><article>
        <h1>Decision 7</h1>{body}</article><aside><h3>Related</h3><ul>{related}</ul></aside></main>
        <footer>Follow us. All rights reserved.</footer>
        <div class="cookie-banner">We use cookies to count visitors. Accept?</div></body>""",
    "divs with classes": """<body><div id="top-nav"><ul>{menu}</ul></div><div class="breadcrumbs">
        <a href=/>Home</a> &gt; <a href=/d>About us</a></div><div id="content"><h1>Decision 7</h1>
        <div class="text">{body}</div></div><div class="related-news"><ul>{related}</ul></div>
        <div class="site-footer">Follow us. All rights reserved.</div>
        <div id="CookieConsent">We use cookies.</div></body>""",
    "a table for the page": """<body><table width=100%><tr><td><table><tr><td><ul>{menu}</ul></td>
        </tr></table></td><td valign=top><h1>Decision 7</h1>{body}</td><td class="sidebar"><ul>
        {related}</ul></td></tr></table><div class=footer>Follow us. All rights reserved.</div>
        <div class="cookies">We use cookies.</div></body>""",
    "a form around everything": """<body><form id="aspnetForm"><div class="menu"><ul>{menu}</ul>
        </div><div class="page with-sidebar"><div><h1>Decision 7</h1>{body}</div>
        <div class="share">Follow us</div></div><div class="see-also"><ul>{related}</ul></div>
        <div role="contentinfo">All rights reserved.</div></form>
        <div role="dialog">We use cookies.</div></body>""",
    "a sharing container around the text": """<body><nav>{menu}</nav><main><article>
        <div class="sharingContainer sticky-sidebar-relative"><h1>Decision 7</h1>{body}</div>
        </article><section class="related"><ul>{related}</ul></section></main><footer>Follow us.
        All rights reserved.</footer><div class="gdpr">We use cookies.</div></body>""",
}


def read(markup: str, **options: object) -> Extraction:
    return extract(markup.encode(), url=URL, media_type="text/html", options=options)


def page(layout: str) -> str:
    return "<!DOCTYPE html><html><head><title>Decision 7 | Regulator</title></head>" + LAYOUTS[
        layout
    ].format(menu=MENU, related=RELATED, body=body_html())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_the_content_is_lost(layout: str) -> None:
    text = read(page(layout)).text
    assert [piece for piece in CONTENT if piece not in text] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_furniture_stays_out(layout: str) -> None:
    text = read(page(layout)).text
    assert [piece for piece in FURNITURE if piece in text] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_order_is_that_of_the_page(layout: str) -> None:
    text = read(page(layout)).text
    places = [text.index(piece) for piece in CONTENT]
    assert places == sorted(places)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_title_goes_without_the_site_s_name(layout: str) -> None:
    assert read(page(layout)).title == "Decision 7"


def test_the_lead_and_the_facts_beside_the_body_are_kept() -> None:
    text = read(
        f"""<body><nav>{MENU}</nav><div class="wrap"><div class="head"><h1>Decision 7</h1>
        <p>Reference: RA/7/2026</p></div><div class="intro">In short: devices must be registered
        from July.</div><div class="body">{body_html()}</div></div>
        <div class="box"><ul>{RELATED}</ul></div></body>"""
    ).text
    assert "Reference: RA/7/2026" in text
    assert "In short: devices must be registered from July." in text
    assert "Other announcement" not in text


def test_a_short_notice_is_read() -> None:
    text = read(
        f"<body><nav>{MENU}</nav><main><h1>Notice</h1><p>The deadline is 1 June.</p></main></body>"
    ).text
    assert text == "Notice\n\nThe deadline is 1 June."


def test_a_page_of_links_is_read_whole_rather_than_not_at_all() -> None:
    text = read(f"<body><div class=menu><ul>{RELATED}</ul></div></body>").text
    assert "Other announcement number 3 of the office" in text


def test_hidden_elements_are_not_read() -> None:
    text = read(
        f"""<main>{body_html()}<p hidden>Draft one.</p><p style="display: none">Draft two.</p>
        <p aria-hidden="true">Draft three.</p><script>Draft("four")</script></main>"""
    ).text
    assert "Draft" not in text


def test_a_page_that_its_script_unveils_is_read() -> None:
    text = read(f'<body><div style="display:none" id=page><main>{body_html()}</main></div>').text
    assert CLAUSES[0] in text


def test_content_selectors_overrule_the_search() -> None:
    markup = (
        f"<main>{body_html()}</main><div class=box><p>Only <b>this</b>.</p><p>And this.</p></div>"
    )
    assert read(markup, content=".box").text == "Only this.\n\nAnd this."
    assert read(markup, content=[".box p:first-child"]).text == "Only this."


def test_content_selectors_read_nothing_twice() -> None:
    markup = "<div class=a><p>One.</p><div class=a><p>Two.</p></div></div>"
    assert read(markup, content=".a").text == "One.\n\nTwo."


def test_content_selectors_that_match_nothing_fall_back() -> None:
    assert CLAUSES[0] in read(page("semantic"), content="#gone").text


def test_drop_selectors_take_out_what_the_rules_miss() -> None:
    markup = f"<main>{body_html()}<div class=odd>Weather: 12 degrees</div></main>"
    assert "Weather" in read(markup).text
    assert "Weather" not in read(markup, drop=".odd").text


@pytest.mark.parametrize("name", ["content", "drop"])
def test_what_is_no_selector_is_a_typed_error(name: str) -> None:
    with pytest.raises(ExtractError) as caught:
        read("<p>x</p>", **{name: "p["})
    assert caught.value.code == "bad_selector"


def test_comments_of_readers_stay_out() -> None:
    text = read(f"<main>{body_html()}</main><div id=comments><p>First! I disagree.</p></div>").text
    assert "disagree" not in text


def test_links_to_other_pages_under_the_text_stay_out() -> None:
    text = read(
        f"""<body><div><h1>Decision 7</h1>{body_html()}<h3>You may also like</h3><div>
        <a href=/1>Postal tariffs of 2019</a></div><div><a href=/2>Radio masts</a></div></div>"""
    ).text
    assert text.endswith(CONTENT[-1])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "h2", "li", "div", "td", "blockquote", "dd", "span", "pre"]),
            st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
        ),
        max_size=15,
    )
)
def test_sections_are_exact_on_any_page(pieces: list[tuple[str, str]]) -> None:
    markup = "".join(
        f"<{tag}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{tag}>" for tag, text in pieces
    )
    found = read(f"<html><body>{markup}</body></html>")
    blocks = [found.text[section.start : section.end] for section in found.sections]
    assert "\n\n".join(blocks) == found.text
    assert all(block == block.strip() and block for block in blocks)
