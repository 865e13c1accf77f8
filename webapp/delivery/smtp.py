"""Connections to the mail server, kept open between messages: most of a mail's time is saying hello."""

import smtplib
import ssl
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import SplitResult, unquote

from webapp.delivery.types import TransportError

#: Messages over one connection: servers have limits of their own, mostly higher ones.
MOST_MESSAGES = 100
_OK = 250
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass
class _Line:
    client: smtplib.SMTP
    messages: int = 0


class MailServer:
    """One server. Several threads may submit at once, each over a connection of its own."""

    def __init__(self, address: SplitResult, *, timeout: float) -> None:
        self._address = address
        self._host = address.hostname or "localhost"
        self._timeout = timeout
        self._kept: list[_Line] = []

    def submit(self, content: bytes, sender: str, recipient: str) -> None:
        """Hand one message over. Raises ``smtplib.SMTPException`` or ``OSError``."""
        line = self._addressed(sender, len(content))
        try:
            code, text = line.client.rcpt(recipient)
            if code not in (_OK, 251):
                raise smtplib.SMTPRecipientsRefused({recipient: (code, text)})
            code, text = line.client.data(content)
            if code != _OK:
                raise smtplib.SMTPDataError(code, text)
        except (smtplib.SMTPException, OSError):
            self._begin_anew(line)
            raise
        self._keep(line)

    def close(self) -> None:
        """Say goodbye over all that was kept open. Submitting again opens anew."""
        while (line := self._pick()) is not None:
            _hang_up(line.client)

    def _addressed(self, sender: str, size: int) -> _Line:
        """A connection whose server has taken the sender: a kept one if it still serves, or a new one."""
        if (line := self._pick()) is not None:
            try:
                if _mail(line.client, sender, size)[0] == _OK:
                    return line
            except (smtplib.SMTPException, OSError):
                pass  # closed meanwhile, as servers do; nothing was said yet
            _hang_up(line.client)
        line = _Line(self._open())
        try:
            code, text = _mail(line.client, sender, size)
            if code != _OK:
                raise smtplib.SMTPSenderRefused(code, text, sender)
        except (smtplib.SMTPException, OSError):
            self._begin_anew(line)
            raise
        return line

    def _pick(self) -> _Line | None:
        try:
            return self._kept.pop()
        except IndexError:  # another thread was quicker
            return None

    def _open(self) -> smtplib.SMTP:
        if self._address.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._address.port or 465, timeout=self._timeout, context=self._trust
            )
        else:
            client = smtplib.SMTP(self._host, self._address.port or 25, timeout=self._timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if self._address.scheme == "smtp" and client.has_extn("starttls"):
                client.starttls(context=self._trust)
                client.ehlo()
            if self._address.username:
                _sign_in(client, self._address, self._host)
        except Exception:
            _hang_up(client)
            raise
        return client

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        # Reading the certificates of the system takes longer than a whole mail.
        return ssl.create_default_context()

    def _keep(self, line: _Line) -> None:
        line.messages += 1
        if line.messages < MOST_MESSAGES:
            self._kept.append(line)
        else:
            _hang_up(line.client)

    def _begin_anew(self, line: _Line) -> None:
        """After a refusal: the next message may use the connection if its server says so."""
        try:
            if line.client.sock is not None and line.client.rset()[0] == _OK:
                self._keep(line)
                return
        except (smtplib.SMTPException, OSError):
            pass
        _hang_up(line.client)


def _mail(client: smtplib.SMTP, sender: str, size: int) -> tuple[int, bytes]:
    # What is too large is then refused before it is sent (RFC 1870).
    return client.mail(sender, [f"size={size}"] if client.has_extn("size") else [])


def _sign_in(client: smtplib.SMTP, address: SplitResult, host: str) -> None:
    # A password never goes over a network in the clear, whatever the server offers.
    if not isinstance(client.sock, ssl.SSLSocket) and host not in _LOOPBACK:
        raise TransportError(
            "the mail server offers no encryption for the password; use smtps://", permanent=False
        )
    client.login(unquote(address.username or ""), unquote(address.password or ""))


def _hang_up(client: smtplib.SMTP) -> None:
    # What was said is taken or refused by now; how the server says goodbye changes nothing.
    # A server that stopped answering is not asked to: QUIT would wait for it once more.
    try:
        if client.sock is not None:
            client.sock.settimeout(1.0)
            client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()
