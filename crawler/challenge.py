"""Recognising what stands in a page's place: bot checks, block pages, logins, consent walls.

Such an answer often has status 200. Taken for the page, it would read as "everything was
deleted", or worse as "no change". Signs are what the products themselves write; a page
that merely embeds a captcha in a form does not have them.
"""

import re
from collections.abc import Mapping

#: Only the beginning is looked at: these pages are small and say at once what they are.
_WINDOW = 16_384
#: A real publication is rarely smaller in HTML; weak signs count only below this.
_SMALL = 12_288

# Plain lower-case byte strings: this runs on every page, and a search for one is quick.
#: Written by the product that blocks; enough in any page.
_MARKS = (
    (b"_cf_chl_opt", "Cloudflare"),
    (b'id="challenge-error-text"', "Cloudflare"),
    (b"incapsula incident id", "Imperva"),
    (b'src="/_incapsula_resource', "Imperva"),
    (b"errors.edgesuite.net", "Akamai"),
    (b"awswafcookiedomainlist", "AWS WAF"),
    (b"captcha-delivery.com", "DataDome"),
    (b'id="px-captcha"', "HUMAN"),
    (b"the requested url was rejected. please consult", "F5"),
    (b"window.bobcmn", "F5"),
    (b"sucuri website firewall", "Sucuri"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"fgd_icon", "FortiGate"),
)
#: The same, where only the page's title may say it.
_TITLES = (
    (b"just a moment", "Cloudflare"),
    (b"attention required!", "Cloudflare"),
    (b"access denied", "a firewall"),
    (b"ddos-guard", "DDoS-Guard"),
    (b"radware captcha", "Radware"),
)
#: What such pages say; believed only of a small page.
_WORDS = (
    b"checking your browser before",
    b"checking if the site connection is secure",
    b"verify you are human",
    b"verify that you are human",
    b"confirm you are human",
    b"enable javascript and cookies to continue",
    b"unusual traffic from your",
    b"your request has been blocked",
)
_CHECK_TITLES = (b"captcha", b"robot check", b"are you a robot", b"security check")
_LOGIN_TITLES = (
    b"login",
    b"log in",
    b"log-in",
    b"sign in",
    b"sign-in",
    b"anmelden",
    b"anmeldung",
    b"iniciar sesi",
    b"connexion",
    b"giri\xc5\x9f yap",
    b"entrar",
    b"acesso restrito",
)
#: Titles of pages that ask for consent before they show anything.
_CONSENT_TITLES = (
    b"before you continue",
    b"privacy gate",
    b"privacygate",
    b"privacywall",
    b"privacy wall",
    b"cookie wall",
    b"cookiewall",
)
#: The same, where the title begins with it; further on, it is what a publication is about.
_CONSENT_BEGINNINGS = (
    b"consent",
    b"cookies",
    b"your cookies",
    b"we use cookies",
    b"einwilligung",
    b"consentement",
    b"consentimento",
    b"consentimiento",
    b"toestemming",
)
#: Products that ask for it; a banner over a publication is of the same ones.
_CONSENT_MARKS = (
    b"usercentrics",
    b"cookiebot",
    b"onetrust",
    b"didomi",
    b"privacygate",
    b"privacy-gate",
    b"privacywall",
    b"consent",
    b"cookie",
)
#: A wall says its piece and little else; a publication's text is longer.
_WALL_TEXT = 1_500
#: Privacy statement, imprint, terms, languages: a listing has more links.
_WALL_LINKS = 8
_UNSEEN = re.compile(rb"<(script|style|title|noscript)\b.*?(?:</\1\s*>|\Z)|<[^>]*>", re.DOTALL)
_ASKING = re.compile(rb"<button\b|accept|agree|akzeptier|zustimm|accepter|aceptar|aceitar|akkoord")


def challenge_in(headers: Mapping[str, str], body: bytes) -> str:
    """Who or what stands in the page's place, in plain words; empty for an ordinary page.

    ``headers`` has names in lower case.
    """
    if headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in headers:
        return "a bot check answers instead of the page"
    head = body[:_WINDOW].lower()
    if not _is_html(headers, head):
        return ""
    title = _title(head)
    for signs, text in ((_MARKS, head), (_TITLES, title)):
        for sign, name in signs:
            if sign in text:
                return f"{name} keeps us out"
    return _small_page(title, head) if len(body) <= _SMALL else ""


def _small_page(title: bytes, head: bytes) -> str:
    if any(sign in title for sign in _CHECK_TITLES) or any(word in head for word in _WORDS):
        return "a bot check answers instead of the page"
    if _is_login(title, head):
        return "a login answers instead of the page"
    if _is_consent_wall(title, head):
        return "a page that asks for consent to cookies answers instead of the page"
    return ""


def _is_html(headers: Mapping[str, str], head: bytes) -> bool:
    media_type = headers.get("content-type", "").lower()
    return "html" in media_type or (not media_type and b"<html" in head[:1024])


def _title(head: bytes) -> bytes:
    return head.partition(b"<title")[2].partition(b"</title")[0][:500]


def _is_login(title: bytes, head: bytes) -> bool:
    """A password field, a title that says so, and no text to speak of."""
    return (
        (b'type="password"' in head or b"type='password'" in head or b"type=password" in head)
        and any(sign in title for sign in _LOGIN_TITLES)
        and head.count(b"<p") < 5
    )


def _is_consent_wall(title: bytes, head: bytes) -> bool:
    """A title that asks for consent, a way to give it, and nothing to read or follow."""
    return (
        (
            any(sign in title for sign in _CONSENT_TITLES)
            or title.partition(b">")[2].strip().startswith(_CONSENT_BEGINNINGS)
        )
        and any(sign in head for sign in _CONSENT_MARKS)
        and _ASKING.search(head) is not None
        and head.count(b"<a ") <= _WALL_LINKS
        and len(b" ".join(_UNSEEN.sub(b" ", head).split())) <= _WALL_TEXT
    )
