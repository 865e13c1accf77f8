"""Making channels: what is entered is checked, and secrets are sealed before they are stored."""

import base64
import hashlib
import secrets
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from sqlmodel import Session, col, select

from data.audit import record
from data.errors import RoamwatchError
from data.models import Channel, User
from data.queries.channels import channels_of
from data.sealing import CHANNELS, seal
from data.words import ChannelKind
from webapp.webaddress import LONGEST, WebAddressError, checked

#: Seconds between two messages to a chat service: most of them take one a second.
CHAT_INTERVAL = 1.0
MOST_CHANNELS = 20
MAX_NAME = 80


class ChannelError(RoamwatchError):
    """What was entered for a channel is no use; ``field`` names the entry."""

    code = "channel"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def new_secret() -> str:
    """A secret for signing, as Standard Webhooks writes it: ``whsec_`` and 32 bytes in Base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def add_webhook(
    session: Session, user: User, *, url: str, name: str, key: str, now: datetime
) -> tuple[Channel, str]:
    """Make a webhook; with the secret that its receiver needs, which is not shown again.

    Raises :class:`ChannelError`. ``key`` seals. The caller commits.
    """
    url = url.strip()
    shown = _shown(url)
    secret = new_secret()
    channel = _add(
        session,
        user,
        kind=ChannelKind.WEBHOOK,
        name=name,
        address=shown,
        whole=url,
        sealed=seal({"url": url, "secret": secret}, key, CHANNELS),
        key=key,
        min_interval=0.0,
        now=now,
    )
    return channel, secret


def add_chat(
    session: Session, user: User, *, url: str, name: str, key: str, now: datetime
) -> Channel:
    """Make a channel to a chat service by its address in Apprise's form.

    Raises :class:`ChannelError`. The address is a secret; what is shown of it is masked.
    """
    # Some two hundred services: loaded when the first is entered, not with every page.
    from webapp.delivery.apprise import masked, service_of

    url = url.strip()
    readable = len(url) <= LONGEST and not any(ord(ch) < 32 or ord(ch) == 127 for ch in url)
    service = service_of(url) if readable else None
    if service is None:
        raise ChannelError(
            "chat", "this is not an address of a service that Apprise reaches over the web"
        )
    return _add(
        session,
        user,
        kind=ChannelKind.APPRISE,
        name=name or str(service.service_name),
        address=masked(service),
        whole=url,
        sealed=seal({"url": url}, key, CHANNELS),
        key=key,
        min_interval=CHAT_INTERVAL,
        now=now,
    )


def record_channel(
    session: Session, channel: Channel, action: str, *, actor: str, note: str = "", now: datetime
) -> None:
    """Write down what was done with a channel: of its address the host alone, never a secret."""
    record(
        session,
        actor=actor,
        action=action,
        subject=f"channel:{channel.id}",
        note=note,
        detail={"kind": channel.kind, "name": channel.name, "host": _host(channel)},
        now=now,
    )


def _host(channel: Channel) -> str:
    # Of a chat service's address even the host may hold a token.
    if channel.kind != ChannelKind.WEBHOOK:
        return ""
    return urlsplit(channel.address).hostname or ""


def _shown(url: str) -> str:
    """A webhook's address as it may be shown: without its query, which may hold a key."""
    try:
        parts = urlsplit(checked(url))
    except WebAddressError as exc:
        raise ChannelError("address", str(exc)) from exc
    hidden = "…" if parts.query else ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, hidden, ""))


def _add(
    session: Session,
    user: User,
    *,
    kind: ChannelKind,
    name: str,
    address: str,
    whole: str,
    sealed: str,
    key: str,
    min_interval: float,
    now: datetime,
) -> Channel:
    mark = f"{kind}:{hashlib.sha256(f'{key}{whole}'.encode()).hexdigest()[:32]}"
    if len(channels_of(session, user.id or 0)) >= MOST_CHANNELS:
        raise ChannelError(
            "address", f"there are {MOST_CHANNELS} channels already; remove one first"
        )
    twin = select(Channel).where(Channel.user_id == user.id, col(Channel.mark) == mark)
    if session.exec(twin).first() is not None:
        raise ChannelError("address", "you have a channel to this address already")
    channel = Channel(
        user_id=user.id or 0,
        kind=kind.value,
        name=" ".join(name.split())[:MAX_NAME],
        address=address,
        mark=mark,
        sealed=sealed,
        state_at=now,
        min_interval=min_interval,
        ready_at=now,
        created_at=now,
    )
    session.add(channel)
    session.flush()
    record_channel(session, channel, "created", actor=user.email, now=now)
    return channel
