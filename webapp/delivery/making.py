"""Making channels: what is entered is checked, and secrets are sealed before they are stored."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from sqlmodel import Session, col, select

from data.errors import RoamwatchError
from data.models import Channel, Delivery, User
from data.queries.channels import channels_of
from data.sealing import CHANNELS, seal, unseal
from data.words import ChannelKind

#: So long a webhook's secret of before stays good beside the new one.
OVERLAP = timedelta(days=1)
#: Seconds between two messages to a chat service: most of them take one a second.
CHAT_INTERVAL = 1.0
MOST_CHANNELS = 20
MAX_NAME, MAX_ADDRESS = 80, 2000


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
    readable = len(url) <= MAX_ADDRESS and not any(ord(ch) < 32 or ord(ch) == 127 for ch in url)
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


def rotate(session: Session, channel_id: int, *, key: str, now: datetime) -> str:
    """Give a webhook a new secret; the one of before signs beside it for a day. The new one."""
    channel = session.get_one(Channel, channel_id)
    values, secret = unseal(channel.sealed, key, CHANNELS), new_secret()
    channel.sealed = seal(
        {"url": values["url"], "secret": secret, "old": values["secret"]}, key, CHANNELS
    )
    channel.old_until = now + OVERLAP
    session.add(channel)
    return secret


def queue_test(session: Session, channel: Channel, user: User, *, now: datetime) -> Delivery:
    """Put a test of this channel into the outbox."""
    delivery = Delivery(
        key=f"channel:{channel.id}:test:{now:%Y%m%dT%H%M%S%f}",
        channel=channel.kind,
        channel_id=channel.id,
        recipient=user.email,
        about_channel_id=channel.id,
        created_at=now,
        next_attempt_at=now,
    )
    session.add(delivery)
    session.flush()
    return delivery


def _shown(url: str) -> str:
    """A webhook's address as it may be shown: without its query, which may hold a key."""
    try:
        parts = urlsplit(url)
        bad = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        bad = True
    if bad or len(url) > MAX_ADDRESS or any(ord(ch) <= 32 or ord(ch) == 127 for ch in url):
        raise ChannelError("address", "the address must begin with https:// and hold no blanks")
    if parts.username or parts.password:
        raise ChannelError(
            "address", "leave name and password out: the signature proves the sender"
        )
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
    return channel
