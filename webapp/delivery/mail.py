"""The channel ``mail``: by SMTP, or as ``.eml`` files under ``instance/outbox`` when no server is set."""

import hashlib
import os
import re
import smtplib
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import urlsplit

from data.settings import Settings
from webapp.delivery.letters import Letters
from webapp.delivery.smtp import MailServer
from webapp.delivery.types import Outgoing, Receipt, ReceiverGoneError, Target, TransportError

#: Longest wait for one answer of the server, in seconds. A claim (five minutes by
#: default) outlasts a whole conversation at this pace.
TIMEOUT = 20.0
#: How the answer begins where no server is set and the mail became a file.
AS_FILE = "written to"


class Mail:
    """Sends each notice as one e-mail to one recipient."""

    name = "mail"
    #: One server takes the mails of everybody.
    lanes: ClassVar[int] = 4
    at_once: ClassVar[int] = 50

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        secret = settings.smtp_url
        self._server = (
            MailServer(urlsplit(secret.get_secret_value()), timeout=timeout)
            if secret is not None
            else None
        )
        self._letters = Letters(settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The channel for these settings; connects only when something is sent."""
        return cls(settings)

    def send(self, outgoing: Outgoing, target: Target) -> Receipt:
        """Hand the mail to the server, or write its file; raises :class:`TransportError`."""
        message = self._letters.compose(outgoing)
        if self._server is None:
            path = write_file(self._settings.outbox, outgoing.key, message)
            return Receipt(answer=f"{AS_FILE} {path.parent.name}/{path.name}")
        try:
            self._server.submit(message, self._settings.mail_from, target.address)
        except smtplib.SMTPException as exc:
            raise _explained(exc) from exc
        except OSError as exc:  # refused, unreachable, timed out, TLS failed
            reason = (
                f"mail server not reached ({type(exc).__name__}); "
                "see that it runs and that ROAMWATCH_SMTP_URL is right"
            )
            raise TransportError(reason, permanent=False) from exc
        return Receipt(answer="taken by the mail server")

    def close(self) -> None:
        """Hang up on the mail server."""
        if self._server is not None:
            self._server.close()


def write_file(folder: Path, key: str, message: bytes) -> Path:
    """Write the mail as ``<key>.eml``, whole or not at all; a repeat replaces the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file_name(key)}.eml"
    part = folder / f".{path.name}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as exc:
        raise TransportError(
            f"could not write to {folder.name}/: {exc.strerror}", permanent=False
        ) from exc
    return path


def file_name(key: str) -> str:
    """A file name for a key: readable, harmless, and different for different keys."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:80]
    return f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def _explained(exc: smtplib.SMTPException) -> TransportError:
    """What the server's refusal means for this one message.

    A mailbox that is refused for good (5xx) is gone; content that is (5xx) is never taken. A refused
    sender or password is the operator's to mend and concerns every mail: those are tried again.
    """
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(exc.recipients.values()))
        reason = f"recipient refused: {_said(code, text)}"
        if code >= 500 and _is_the_address(text):
            return ReceiverGoneError(reason)
        return TransportError(reason, permanent=False)
    if isinstance(exc, smtplib.SMTPSenderRefused):
        reason = f"sender refused: {_said(exc.smtp_code, exc.smtp_error)}"
        return TransportError(reason, permanent=False)
    if isinstance(exc, smtplib.SMTPAuthenticationError):
        # The server's text may quote what we sent; the code says enough.
        reason = f"sign-in refused ({exc.smtp_code}); see name and password in ROAMWATCH_SMTP_URL"
        return TransportError(reason, permanent=False)
    if isinstance(exc, smtplib.SMTPDataError):
        reason = f"message refused: {_said(exc.smtp_code, exc.smtp_error)}"
        return TransportError(reason, permanent=exc.smtp_code >= 500)
    if isinstance(exc, smtplib.SMTPResponseException):
        said = _said(exc.smtp_code, exc.smtp_error)
        return TransportError(f"mail server refused: {said}", permanent=False)
    return TransportError(f"mail server failed: {str(exc)[:200]}", permanent=False)


def _is_the_address(text: bytes | str) -> bool:
    """Whether a refusal is about the mailbox itself, by its enhanced status code (RFC 3463) if it has one.

    5.1.x: no such address, 5.2.1: switched off. A full mailbox (5.2.2) empties, and a relay that
    does not want us (5.7.x) is the operator's to mend and says nothing of the address.
    """
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    enhanced = re.match(r"\s*5\.(\d{1,3})\.(\d{1,3})\b", words)
    return enhanced is None or enhanced[1] == "1" or enhanced.groups() == ("2", "1")


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())[:200]}"


CHANNEL = Mail
