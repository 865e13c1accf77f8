import pytest

from crawler.challenge import challenge_in

HTML = {"content-type": "text/html; charset=utf-8"}


def page(head: str = "", body: str = "", title: str = "Decision 12/2026") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


ARTICLE = "<p>The authority has decided that devices must be registered.</p>" * 300


@pytest.mark.parametrize(
    "body",
    [
        page("<script>window._cf_chl_opt = {};</script>", title="Just a moment..."),
        page(body="<h1>Sorry, you have been blocked</h1>", title="Attention Required! | X"),
        page(body='<iframe src="/_Incapsula_Resource?x=1"></iframe>', title=""),
        page(body="Request unsuccessful. Incapsula incident ID: 12-34", title=""),
        page(body="<h1>Access Denied</h1> Reference #18.2", title="Access Denied"),
        page("<script>AwsWafCookieDomainList = [];</script>", title=""),
        page('<script src="https://ct.captcha-delivery.com/c.js"></script>', title="r.example"),
        page(body='<div id="px-captcha"></div>'),
        page(body="The requested URL was rejected. Please consult with your administrator."),
        page("<script>window.bobcmn = 1;</script>", title=""),
        page(title="Radware Captcha Page"),
        page(title="DDoS-Guard"),
    ],
)
def test_what_a_blocking_product_writes_is_recognised(body: bytes) -> None:
    assert "keeps us out" in challenge_in(HTML, body)


def test_it_is_recognised_in_a_big_page_too() -> None:
    assert challenge_in(HTML, page("<script>_cf_chl_opt={}</script>", ARTICLE))


@pytest.mark.parametrize(
    "body",
    [
        page(body="Checking your browser before accessing r.example"),
        page(body="Please verify that you are human"),
        page(body="Enable JavaScript and cookies to continue"),
        page(title="Security check"),
        page(title="Robot Check"),
    ],
)
def test_a_small_page_that_speaks_like_a_bot_check_is_one(body: bytes) -> None:
    assert "bot check" in challenge_in(HTML, body)


def test_headers_alone_can_tell() -> None:
    assert challenge_in({"cf-mitigated": "challenge"}, b"")
    assert challenge_in({"x-amzn-waf-action": "captcha"}, b"")


@pytest.mark.parametrize("title", ["Login", "Sign in to continue", "Anmelden", "Iniciar sesión"])
def test_a_login_in_the_pages_place_is_recognised(title: str) -> None:
    form = '<form><input name="user"><input type="password" name="word"></form>'
    assert "login" in challenge_in(HTML, page(body=form, title=title))


def test_a_publication_with_a_login_box_is_an_ordinary_page() -> None:
    box = '<form><input type="password"></form>'
    assert not challenge_in(HTML, page(body=box + ARTICLE))
    assert not challenge_in(HTML, page(body=box + ARTICLE[:600], title="Login rules for CEIR"))


def test_a_publication_about_bot_checks_is_an_ordinary_page() -> None:
    words = "<p>Users must verify you are human before the form opens.</p>"
    assert not challenge_in(HTML, page(body=words + ARTICLE))


def test_a_captcha_in_a_contact_form_is_an_ordinary_page() -> None:
    form = '<div class="g-recaptcha" data-sitekey="k"></div>'
    assert not challenge_in(HTML, page(body=form))


def test_a_feed_or_a_pdf_is_never_taken_for_a_challenge() -> None:
    assert not challenge_in({"content-type": "application/rss+xml"}, b"<rss>just a moment</rss>")
    assert not challenge_in({"content-type": "application/pdf"}, b"%PDF-1.7 _cf_chl_opt")


def test_html_without_a_declared_type_is_looked_at() -> None:
    assert challenge_in({}, page("<script>_cf_chl_opt={}</script>"))
    assert not challenge_in({}, b"_cf_chl_opt in a plain text")


BUTTONS = '<form action="/save"><button>Accept all</button><button>Reject all</button></form>'


@pytest.mark.parametrize(
    "body",
    [
        page(body=f"<p>We use cookies.</p>{BUTTONS}", title="Before you continue"),
        page('<script src="/usercentrics.js"></script>', "<button>OK</button>", "Consent"),
        page('<script src="/cookiebot.js"></script>', BUTTONS, "Cookie wall"),
        page('<script src="/onetrust.js"></script>', BUTTONS, "Your cookies"),
        page(body=f'<div id="privacywall">{BUTTONS}</div>', title="Privacywall"),
        page(body=f'<main class="privacy-gate">{BUTTONS}</main>', title="Privacy gate"),
        page(body="<p>Cookies: bitte zustimmen.</p>", title="Einwilligung"),
    ],
)
def test_a_consent_wall_in_the_pages_place_is_recognised(body: bytes) -> None:
    assert "consent" in challenge_in(HTML, body)


BANNER = f'<div id="onetrust-banner">We use cookies. {BUTTONS}</div>'


@pytest.mark.parametrize(
    "body",
    [
        page(body=BANNER + ARTICLE),
        page(body=BANNER + ARTICLE[:600]),
        page(body=BANNER + ARTICLE[:3000], title="Rules on cookies and consent"),
        page(body=BANNER + '<a href="/decision">Decision</a>' * 9, title="Guidance on cookies"),
        page(body=BANNER + ARTICLE[:600], title="Decision on cookies and consent"),
        page(body="<p>The authority fined a company.</p>", title="Decision on cookies"),
    ],
)
def test_a_publication_under_or_about_a_cookie_banner_is_an_ordinary_page(body: bytes) -> None:
    assert not challenge_in(HTML, body)
