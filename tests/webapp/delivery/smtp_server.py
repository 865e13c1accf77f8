"""Mail servers on the loopback for tests: a good one, and ones that misbehave."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class Mailbox:
    """Takes mail; ``refusals`` answers a recipient so, ``data_answer`` answers the message so."""

    refusals: dict[str, str] = field(default_factory=dict)
    sender_answer: str = "250 OK"
    data_answer: str = "250 OK"
    silent_after_data: bool = False
    messages: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: list[Any] = field(default_factory=list)
    """Host and port of the client, for each message."""

    async def handle_MAIL(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data_answer.startswith("250"):
            self.messages.append(parse(bytes(envelope.original_content or b"")))
            self.encrypted.append(session.ssl is not None)
            self.connections.append(session.peer)
        if self.silent_after_data:
            await asyncio.Event().wait()  # the message is taken, the answer never comes
        return self.data_answer


def parse(raw: bytes) -> EmailMessage:
    """A mail as another program reads it."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def mail_server(mailbox: Any, *, host: str = HOST, port: int = 0, **options: Any) -> Iterator[int]:
    """Run a server for the mailbox; gives its port, one that is free where none is asked for."""
    controller = Controller(mailbox, hostname=host, port=port or free_port(host), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port(host: str = HOST) -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def only(user: bytes, password: bytes) -> Any:
    """An authenticator that lets one pair in."""

    def check(_s: SMTP, _e: Session, _v: Envelope, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (user, password)
        return AuthResult(success=good, handled=False)

    return check


@contextmanager
def scripted_server(greeting: bytes) -> Iterator[int]:
    """A server that says its greeting and then nothing at all, whatever is asked."""
    done = Event()
    listener = socket.create_server((HOST, 0))
    listener.settimeout(0.05)

    def serve() -> None:
        held = []
        while not done.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            held.append(connection)
            if greeting:
                connection.sendall(greeting)
        for connection in held:
            connection.close()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        thread.join()
        listener.close()


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server context with a certificate of its own for the loopback, and the file to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    trusted, both = folder / "trusted.pem", folder / "server.pem"
    trusted.write_bytes(pem)
    both.write_bytes(secret + pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return context, trusted
