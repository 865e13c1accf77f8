"""Answers that are no documents say so, and documents that speak of such things do not."""

import pytest

from crawler.extract import extract

TEXT = "<p>" + "The Authority decided on the registration of devices. " * 40 + "</p>"


def problem(markup: str) -> str:
    return extract(markup.encode(), url="https://a.example/", media_type="text/html").problem


CHALLENGES = [
    "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>",
    "<title>Attention Required! | Cloudflare</title><p>Sorry, you have been blocked</p>",
    "<iframe src='/_Incapsula_Resource?x'></iframe>Request unsuccessful. Incapsula incident ID: 1",
    "<h1>Access Denied</h1>You don't have permission.<p>Reference #18.2f</p>",
    "<p>The requested URL was rejected. Please consult with your administrator.</p>",
    "<title>DDoS-Guard</title><p>Checking your browser before accessing</p>",
    "<p>Please verify that you are human</p><div class='h-captcha'></div>",
    "<title>安全验证</title><p>请完成验证</p>",
    "<script>document.cookie='__jsl_clearance=1'</script><p>.</p>",
]


@pytest.mark.parametrize("markup", CHALLENGES)
def test_a_challenge_is_no_document(markup: str) -> None:
    assert problem(f"<html><head></head><body>{markup}</body></html>") == "challenge"


def test_a_long_text_about_captchas_is_a_document() -> None:
    assert (
        problem(f"<body>{TEXT}<p>Sites ask: verify that you are human (captcha).</p></body>") == ""
    )


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="/main.js"></script>',
        '<div id="app"></div><script>boot()</script><noscript>Enable JavaScript</noscript>',
        "<app-root></app-root><script src=/a.js></script>",
        "<p>You need to enable JavaScript to run this app.</p><script src=a.js></script>",
        "<p>Bitte aktivieren Sie JavaScript.</p><script src=a.js></script>",
    ],
)
def test_a_shell_that_a_script_fills_needs_javascript(body: str) -> None:
    assert problem(f"<html><body>{body}</body></html>") == "needs_javascript"


def test_a_page_with_a_root_element_and_text_is_a_document() -> None:
    assert problem(f'<body><div id="root"><main>{TEXT}</main></div><script></script></body>') == ""


def test_a_page_without_words_has_no_text() -> None:
    assert problem("<html><body><img src=scan.png></body></html>") == "no_text"


@pytest.mark.parametrize("end", ["<", "<div cla", '<a href="/docu', "</di", "<!-- rem"])
def test_a_page_that_ends_within_a_tag_is_cut(end: str) -> None:
    expected = "" if end == "<" else "truncated"
    assert problem(f"<html><body><main>{TEXT}</main>{end}") == expected


@pytest.mark.parametrize("end", ["", "</main></body></html>\n", "<p>a &lt; b", "<p>5 < 6 days"])
def test_a_page_that_merely_leaves_tags_open_is_whole(end: str) -> None:
    assert problem(f"<html><body><main>{TEXT}{end}") == ""
