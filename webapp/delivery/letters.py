"""Turns a notice into an e-mail: subject, text and HTML from ``templates/mail/<kind>/``.

The HTML carries its styles inline (css-inline) plus one block for dark mode, and
refers to nothing outside itself. Crawled text is escaped by the templates; in
headers it is cut to one line.
"""

from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import escape

from data.queries.alert_facts import AlertFacts, QuoteFacts
from data.settings import Settings
from webapp.accounts.readdressing import address_token
from webapp.accounts.resetting import reset_link
from webapp.alerts import wording
from webapp.alerts.acts import act_sentence
from webapp.alerts.advice import advice
from webapp.delivery.headers import (
    POLICY,
    list_of,
    mark_of,
    own_headers,
    shared_headers,
    unsubscribe_url,
)
from webapp.delivery.types import (
    AddressNotice,
    AlertNotice,
    ChannelNotice,
    DigestNotice,
    Notice,
    Outgoing,
    PasswordNotice,
)
from webapp.delivery.unsubscribing import NAMES
from webapp.language import ENGLISH, speaking
from webapp.wording.clockwords import limit_sentence
from webapp.wording.filters import blind_spot, direction, exact, local, place, span

#: Most quotes shown for one alert, and most characters of each; the alert's page has all.
MAX_QUOTES = 3
MAX_QUOTE = 700
#: Most alerts, most dates, and most countries or sources that a digest lists: mail programs
#: cut what is longer than 100 kB.
MAX_ITEMS, MAX_DATES, MAX_NAMED = 30, 15, 25
#: Letters kept in memory for the next recipient.
MAX_WRITTEN = 100
#: Stands in a letter for the reader's own link; nobody else can write it.
_LINK = f"https://link.invalid/{token_hex(16)}"


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """What a mail says, to whomever it goes; both bodies with :data:`_LINK` for what is one's own."""

    notice: Notice
    head: bytes
    boundary: str
    text: str
    html: str


class Letters:
    """Writes mails. What a notice says is written once for all who get it; several threads may ask."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._written: dict[tuple[int, date, bool], _Letter] = {}

    def compose(self, outgoing: Outgoing) -> bytes:
        """The whole message. The same outgoing gives the same bytes.

        Raises :class:`ReceiverGoneError` when the recipient is no address.
        """
        own = _head(own_headers(outgoing, self._settings))
        link = unsubscribe_url(outgoing, self._settings)
        letter = self._letter(outgoing, stoppable=bool(link))
        return b"".join(
            (
                own,
                letter.head,
                _part(letter, "plain", letter.text.replace(_LINK, link)),
                _part(letter, "html", letter.html.replace(_LINK, str(escape(link)))),
                f"--{letter.boundary}--\r\n".encode(),
            )
        )

    def _letter(self, outgoing: Outgoing, *, stoppable: bool) -> _Letter:
        # By identity: those who are told the same hold the very same notice. The letter keeps it
        # alive, so that no other can take its place in memory.
        place = (id(outgoing.notice), outgoing.created_at.date(), stoppable)
        letter = self._written.get(place)
        if letter is None:
            letter = _write(outgoing, self._settings, _LINK if stoppable else "")
            if len(self._written) >= MAX_WRITTEN:
                self._written.clear()
            self._written[place] = letter
        return letter


def compose(outgoing: Outgoing, settings: Settings) -> bytes:
    """One message alone, see :meth:`Letters.compose`."""
    return Letters(settings).compose(outgoing)


def _write(outgoing: Outgoing, settings: Settings, link: str) -> _Letter:
    values, kind = _values(outgoing, settings, link), _kind(outgoing.notice)
    text = _render(f"{kind}/body.txt", values)
    html = _inline(_render(f"{kind}/body.html", values))
    # No line of quoted-printable text holds such a word.
    boundary = "=_" + mark_of((text + html).replace(_LINK, ""))
    head = _head(
        {
            **shared_headers(outgoing.notice, settings),
            "Subject": wording.one_line(_render(f"{kind}/subject.txt", values), 180),
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
        }
    )
    return _Letter(
        notice=outgoing.notice, head=head + b"\r\n", boundary=boundary, text=text, html=html
    )


def _head(headers: Mapping[str, Any]) -> bytes:
    """The headers as they are sent, without the empty line that ends them."""
    return b"".join(
        POLICY.fold_binary(name, POLICY.header_store_parse(name, value)[1])
        for name, value in headers.items()
    )


def _part(letter: _Letter, subtype: str, body: str) -> bytes:
    """One of the bodies with what stands before it. Written by hand: the library takes a millisecond."""
    lines = "\r\n".join(body.splitlines()).encode()
    return (
        (
            f"--{letter.boundary}\r\n"
            f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode()
        + b2a_qp(lines + b"\r\n", istext=True)
        + b"\r\n"
    )


def _kind(notice: Notice) -> str:
    if isinstance(notice, DigestNotice):
        return "digest"
    if isinstance(notice, ChannelNotice):
        return "channel"
    if isinstance(notice, PasswordNotice):
        return "password"
    if isinstance(notice, AddressNotice):
        return "address" if notice.until else "readdressed"
    return notice.event if notice.event in ("raised", "moved") else "work"


def _values(outgoing: Outgoing, settings: Settings, link: str) -> dict[str, Any]:
    notice, mail_list = outgoing.notice, list_of(outgoing.notice)
    values: dict[str, Any] = {
        "notice": notice,
        "base_url": settings.base_url,
        "unsubscribe": link,
        "mails": NAMES[mail_list] if mail_list else "",
        "most_items": MAX_ITEMS,
        "most_dates": MAX_DATES,
        "most_named": MAX_NAMED,
    }
    if isinstance(notice, AlertNotice):
        steps = advice(notice.facts, today=outgoing.created_at.date())
        values |= {"facts": notice.facts, "steps": steps}
    if isinstance(notice, PasswordNotice):
        values["reset_url"] = reset_link(
            notice.user_id,
            notice.mark,
            until=notice.until,
            key=settings.signing_key,
            base_url=settings.base_url,
        )
    if isinstance(notice, AddressNotice) and notice.until:
        token = address_token(
            notice.user_id,
            notice.mark,
            notice.new,
            until=notice.until,
            key=settings.signing_key,
        )
        values["address_url"] = f"{settings.base_url}/account/address/{token}"
    return values


def _render(template: str, values: Mapping[str, Any]) -> str:
    with speaking(ENGLISH):
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
        allowed=limit_sentence,
        at=local,
        blind_spot=blind_spot,
        country=wording.country_name,
        counted=wording.count_of,
        covered=lambda notice: span(*(moment.date() for moment in notice.local)),
        day=wording.day,
        first_up=lambda text: text[:1].upper() + text[1:],
        label=wording.label,
        language=wording.language_name,
        limits=wording.limits_of,
        moment=exact,
        line=wording.one_line,
        phrase=wording.phrase,
        place=place,
        rtl=lambda tag: direction(tag) == "rtl",
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
