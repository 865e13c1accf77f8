"""Turns a notice into an e-mail: subject, text and HTML from ``templates/mail/<kind>/``.

The HTML carries its styles inline (css-inline) plus one block for dark mode, and
refers to nothing outside itself. Crawled text is escaped by the templates; in
headers it is cut to one line.
"""

import hashlib
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from data.queries.alert_facts import AlertFacts, QuoteFacts
from data.settings import Settings
from webapp.alerts import wording
from webapp.alerts.acts import act_sentence
from webapp.alerts.advice import advice
from webapp.delivery.types import (
    AlertNotice,
    ChannelNotice,
    DigestNotice,
    Notice,
    Outgoing,
    ReceiverGoneError,
    TransportError,
)
from webapp.wording import blind_spot, exact, place

#: Most quotes shown for one alert, and most characters of each; the alert's page has all.
MAX_QUOTES = 3
MAX_QUOTE = 700
#: Most alerts, most dates, and most countries or sources that a digest lists: mail programs
#: cut what is longer than 100 kB.
MAX_ITEMS, MAX_DATES, MAX_NAMED = 30, 15, 25
_POLICY = SMTP.clone(cte_type="7bit")


def compose(outgoing: Outgoing, settings: Settings) -> EmailMessage:
    """The whole message. The same outgoing gives the same bytes.

    Raises :class:`ReceiverGoneError` when the recipient is no address.
    """
    values = _values(outgoing, settings)
    kind = _kind(outgoing.notice)
    host = _host(settings)
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(outgoing, settings, host).items():
        message[name] = value
    message["Subject"] = wording.one_line(_render(f"{kind}/subject.txt", values), 180)
    message.set_content(_render(f"{kind}/body.txt", values), cte="quoted-printable")
    message.add_alternative(
        _inline(_render(f"{kind}/body.html", values)), subtype="html", cte="quoted-printable"
    )
    # The library draws the boundary at random; a repeated file must have the same bytes.
    message.set_boundary("=_" + _digest(outgoing.key))
    return message


def message_id(key: str, settings: Settings) -> str:
    """The Message-ID for a key: always the same, so that mail programs see a repeat as one."""
    return f"<{_digest(key)}@{_host(settings)}>"


def _headers(outgoing: Outgoing, settings: Settings, host: str) -> Mapping[str, Any]:
    thread = message_id(outgoing.thread_key, settings) if outgoing.thread_key else ""
    headers = {
        "From": Address("Roamwatch", addr_spec=_sender(settings).addr_spec),
        "To": _checked(outgoing.recipient),
        "Date": format_datetime(outgoing.created_at),
        "Message-ID": message_id(outgoing.key, settings),
        "In-Reply-To": thread,
        "References": thread,
        "List-Id": f"Roamwatch alerts <alerts.roamwatch.{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Roamwatch-Key": outgoing.key,
    }
    return {name: value for name, value in headers.items() if value}


def _checked(address: str) -> Address:
    # Address() accepts odd things in quotes; a line break must never come near a header.
    try:
        if any(ord(ch) <= 32 or ord(ch) == 127 for ch in address):
            raise ValueError(address)
        parsed = Address(addr_spec=address)
    except (ValueError, HeaderParseError, IndexError) as exc:
        raise ReceiverGoneError(f"{address!r} is not an e-mail address") from exc
    if not parsed.username or not parsed.domain:
        raise ReceiverGoneError(f"{address!r} is not an e-mail address")
    return parsed


def _sender(settings: Settings) -> Address:
    try:
        return _checked(settings.mail_from)
    except ReceiverGoneError as exc:
        # The operator's to mend; no reader's mailbox is to blame.
        message = "ROAMWATCH_MAIL_FROM is not an e-mail address; correct it"
        raise TransportError(message, permanent=False) from exc


def _host(settings: Settings) -> str:
    return _sender(settings).domain


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _kind(notice: Notice) -> str:
    if isinstance(notice, DigestNotice):
        return "digest"
    if isinstance(notice, ChannelNotice):
        return "channel"
    return notice.event if notice.event in ("raised", "moved") else "work"


def _values(outgoing: Outgoing, settings: Settings) -> dict[str, Any]:
    notice = outgoing.notice
    values: dict[str, Any] = {
        "notice": notice,
        "base_url": settings.base_url,
        "most_items": MAX_ITEMS,
        "most_dates": MAX_DATES,
        "most_named": MAX_NAMED,
    }
    if isinstance(notice, AlertNotice):
        steps = advice(notice.facts, today=outgoing.created_at.date())
        values |= {"facts": notice.facts, "steps": steps}
    return values


def _render(template: str, values: Mapping[str, Any]) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("webapp", "templates/mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        blind_spot=blind_spot,
        country=wording.country_name,
        counted=wording.count_of,
        day=wording.day,
        label=wording.label,
        language=wording.language_name,
        limits=wording.limits_of,
        moment=exact,
        line=wording.one_line,
        phrase=wording.phrase,
        place=place,
        said=lambda notice: act_sentence(notice.event, notice.actor),
        plain=wording.plain_text,
        web=_web_address,
        what=wording.what,
        when=wording.when,
        quotes=_telling_quotes,
        short=lambda text: text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 2] + " …",
    )
    return environment


def _telling_quotes(facts: AlertFacts) -> tuple[QuoteFacts, ...]:
    """The passages to show, in the text's order: what is said before what it is called."""
    title = " ".join(facts.title.split()).casefold()
    said = [q for q in facts.evidence if " ".join(q.quote.split()).casefold() != title]
    return tuple(said or facts.evidence)[:MAX_QUOTES]


def _web_address(url: str) -> str:
    """The address if it is one of the web, else nothing: a crawled link may say ``javascript:``."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )


def _inline(html: str) -> str:
    return str(_inliner().inline(html))
