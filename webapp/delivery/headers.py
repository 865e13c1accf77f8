"""The headers of a mail: who, which list, which thread, and how to stop it.

The library that writes mails folds a long word by encoding it, which no mail program takes for
an address: what must stand as it is goes on lines of its own.
"""

import hashlib
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.policy import SMTP, Policy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from data.settings import Settings
from data.words import MailList
from webapp.delivery.types import (
    AlertNotice,
    DigestNotice,
    Notice,
    Outgoing,
    ReceiverGoneError,
    TransportError,
)
from webapp.delivery.unsubscribing import Wanted, list_of_act, unsubscribe_token

_LIST_TITLES = {
    MailList.ALERTS: "Roamwatch alerts",
    MailList.WORK: "Roamwatch work on alerts",
    MailList.DAILY: "Roamwatch daily digests",
    MailList.WEEKLY: "Roamwatch weekly digests",
    MailList.MONTHLY: "Roamwatch monthly digests",
}


class _Verbatim(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # max_count: 1 or None
    """A header of marks and addresses with blanks between them, each on a line of its own."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: " + f"{policy.linesep} ".join(str(self).split()) + policy.linesep


_REGISTRY = HeaderRegistry()
for _name in ("In-Reply-To", "List-Unsubscribe", "References"):
    _REGISTRY.map_to_type(_name, _Verbatim)
POLICY = SMTP.clone(cte_type="7bit", header_factory=_REGISTRY)


def shared_headers(notice: Notice, settings: Settings) -> Mapping[str, Any]:
    """What is the same for all who get a notice, but the subject."""
    sender, mail_list = sender_of(settings), list_of(notice)
    headers = {
        "From": Address("Roamwatch", addr_spec=sender.addr_spec),
        "Auto-Submitted": "auto-generated",
    }
    if mail_list is not None:
        title = _LIST_TITLES[mail_list]
        headers["List-Id"] = f"{title} <{mail_list}.roamwatch.{sender.domain}>"
    return headers


def own_headers(outgoing: Outgoing, settings: Settings) -> Mapping[str, Any]:
    """What is one recipient's own. Raises :class:`ReceiverGoneError` when that is no address."""
    headers = {
        "To": _checked(outgoing.recipient),
        "Date": format_datetime(outgoing.created_at),
        "Message-ID": message_id(outgoing.key, settings),
        **_thread(outgoing, settings),
        **_unsubscribe(outgoing, settings),
        "X-Roamwatch-Key": outgoing.key,
    }
    return {name: value for name, value in headers.items() if value}


def message_id(key: str, settings: Settings) -> str:
    """The Message-ID for a key: always the same, so that mail programs see a repeat as one."""
    return f"<{mark_of(key)}@{sender_of(settings).domain}>"


def mark_of(key: str) -> str:
    """A key as a short word without meaning."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def list_of(notice: Notice) -> MailList | None:
    """The list to which a mail belongs; None for one that cannot be stopped."""
    if isinstance(notice, DigestNotice):
        return MailList(notice.period)
    return list_of_act(notice.event) if isinstance(notice, AlertNotice) else None


def unsubscribe_url(outgoing: Outgoing, settings: Settings) -> str:
    """The link that stops this kind of mail for this reader; empty where there is nothing to stop."""
    mail_list = list_of(outgoing.notice)
    if mail_list is None or outgoing.reader_id is None:
        return ""
    wanted = Wanted(user_id=outgoing.reader_id, mail_list=mail_list)
    token = unsubscribe_token(wanted, email=outgoing.recipient, key=settings.signing_key)
    return f"{settings.base_url}/unsubscribe/{token}"


def _thread(outgoing: Outgoing, settings: Settings) -> dict[str, str]:
    """All mails of one development hang on a mark that is never sent, those of one alert on its first."""
    if not isinstance(outgoing.notice, AlertNotice):
        return {}
    about = f"about:{outgoing.notice.facts.development_key}"
    first = message_id(outgoing.thread_key, settings) if outgoing.thread_key else ""
    return {
        "In-Reply-To": first,
        "References": f"{message_id(about, settings)} {first}".strip(),
    }


def _unsubscribe(outgoing: Outgoing, settings: Settings) -> dict[str, str]:
    """RFC 2369 and 8058. One click wants an address that nobody on the way can read or change."""
    url = unsubscribe_url(outgoing, settings)
    if not url:
        return {}
    reader = settings.unsubscribe_mail
    mail = f", <mailto:{_checked(reader).addr_spec}?subject=unsubscribe>" if reader else ""
    headers = {"List-Unsubscribe": f"<{url}>{mail}"}
    if url.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def sender_of(settings: Settings) -> Address:
    """Who sends. Raises :class:`TransportError` when the setting is no address."""
    return _sender(settings.mail_from)


@lru_cache(maxsize=8)
def _sender(address: str) -> Address:
    try:
        return _checked(address)
    except ReceiverGoneError as exc:
        # The operator's to mend; no reader's mailbox is to blame.
        message = "ROAMWATCH_MAIL_FROM is not an e-mail address; correct it"
        raise TransportError(message, permanent=False) from exc


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
