"""The channel ``apprise``: Slack, Teams, Telegram, ntfy and the rest, by the library of that name.

Its addresses are secrets: they are sealed at rest, shown masked, and the library's own log, which
would tell them, is silent. It connects by itself, so the guard sits below it
(:mod:`webapp.delivery.guarding`). A repeat cannot be told apart there: these services know no keys.
"""

import logging
from typing import Any, ClassVar, Self

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from data.settings import Settings
from webapp.delivery.guarding import Refused, guarded
from webapp.delivery.remark import remark
from webapp.delivery.types import Outgoing, Receipt, Target, TransportError

# It logs answers and addresses with tokens in them; what failed is told by ourselves.
logging.getLogger("apprise").disabled = True

#: Longest wait for a connection and for a stretch of an answer, in seconds.
CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 10.0
#: Services that speak to this machine, or not by HTTP: a message of ours must not start a program.
_OTHER_WAYS = frozenset(
    {
        "aprs", "blink1", "dbus", "deltachat", "email", "glib", "gnome", "growl", "irc", "macosx",
        "mqtt", "rsyslog", "smpp", "syslog", "windows", "xmpp", "amqp",
    }
)  # fmt: skip
_ASSET = AppriseAsset(app_id="Roamwatch", app_desc="Roamwatch", storage_mode="memory")


class AppriseChannel:
    """Sends each notice as one short message with a link."""

    name = "apprise"
    lanes: ClassVar[int] = 1
    at_once: ClassVar[int] = 1

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The channel for these settings; connects only when something is sent."""
        return cls(settings)

    def send(self, outgoing: Outgoing, target: Target) -> Receipt:
        """Hand it to the service; raises :class:`TransportError`."""
        service = service_of(target.secrets["url"])
        if service is None:
            reason = "the address is not one that Apprise knows (any more); enter it again"
            raise TransportError(reason, permanent=True)
        service.socket_connect_timeout, service.socket_read_timeout = CONNECT_TIMEOUT, READ_TIMEOUT
        title, body = remark(outgoing, base_url=self._settings.base_url)
        try:
            with guarded(allow_private=self._settings.allow_private_addresses):
                taken = service.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
        except Refused as exc:
            raise TransportError(str(exc), permanent=False) from None
        if not taken:
            reason = (
                f"{service.service_name} did not take it; see that its address and token still hold, "
                "then send a test"
            )
            raise TransportError(reason, permanent=False)
        return Receipt(answer=f"taken by {service.service_name}")

    def close(self) -> None:
        """Nothing is kept open."""


def service_of(url: str) -> Any:
    """What Apprise makes of an address; None when it is none, or of a service that is left out."""
    service = Apprise.instantiate(url, asset=_ASSET, suppress_exceptions=True)
    if not isinstance(service, NotifyBase):
        return None
    parts = set(type(service).__module__.split("."))
    return None if parts & _OTHER_WAYS else service


def masked(service: Any) -> str:
    """An address without its secrets and settings, to be shown."""
    return str(service.url(privacy=True)).partition("?")[0]


CHANNEL = AppriseChannel
