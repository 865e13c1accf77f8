"""The channel “mail”, against real servers on the loopback and against the file system."""

import socket
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.smtp_server import (
    HOST,
    Mailbox,
    mail_server,
    make_certificate,
    only,
    parse,
    scripted_server,
)
from webapp.delivery.mail import Mail, file_name
from webapp.delivery.types import AlertNotice, Outgoing, Target, TransportError

OUTGOING = Outgoing(
    key="alert:7:mail:1",
    recipient="owner@example.com",
    notice=AlertNotice(facts=make_facts(), event="raised", note=""),
    created_at=NOW,
)
TARGET = Target(address=OUTGOING.recipient)


def channel(settings: Settings, url: str, timeout: float = 10.0) -> Mail:
    return Mail(settings.model_copy(update={"smtp_url": SecretStr(url)}), timeout=timeout)


def send(settings: Settings, url: str, *outgoing: Outgoing, timeout: float = 10.0) -> None:
    with closing(channel(settings, url, timeout)) as mail:
        for one in outgoing or (OUTGOING,):
            mail.send(one, Target(address=one.recipient))


def failure(settings: Settings, url: str, timeout: float = 10.0) -> TransportError:
    with pytest.raises(TransportError) as caught:
        send(settings, url, timeout=timeout)
    return caught.value


def test_a_mail_reaches_its_recipient_with_its_key(settings: Settings) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        send(settings, f"smtp://{HOST}:{port}")
    (message,) = mailbox.messages
    assert message["X-Roamwatch-Key"] == "alert:7:mail:1"
    assert message["To"] == "owner@example.com"
    body = message.get_body(("plain",))
    assert body is not None
    assert "1,200 live SIMs" in body.get_content()


def test_a_repeat_carries_the_same_message_id(settings: Settings) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        for _ in range(2):
            send(settings, f"smtp://{HOST}:{port}")
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert bytes(first) == bytes(second)


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 no such user", True), ("450 mailbox busy", False)]
)
def test_a_refused_recipient_is_permanent_only_with_a_5xx_answer(
    settings: Settings, answer: str, permanent: bool
) -> None:
    with mail_server(Mailbox(refusals={"owner@example.com": answer})) as port:
        error = failure(settings, f"smtp://{HOST}:{port}")
    assert error.permanent is permanent
    assert answer in str(error)


@pytest.mark.parametrize(
    ("answer", "permanent"), [("554 looks like spam", True), ("451 try later", False)]
)
def test_a_refused_message_is_permanent_only_with_a_5xx_answer(
    settings: Settings, answer: str, permanent: bool
) -> None:
    with mail_server(Mailbox(data_answer=answer)) as port:
        assert failure(settings, f"smtp://{HOST}:{port}").permanent is permanent


def test_a_refused_sender_is_the_operators_to_mend_and_tried_again(settings: Settings) -> None:
    with mail_server(Mailbox(sender_answer="550 sender unknown")) as port:
        error = failure(settings, f"smtp://{HOST}:{port}")
    assert not error.permanent
    assert "sender refused" in str(error)


def test_a_server_that_greets_with_421_is_tried_again(settings: Settings) -> None:
    with scripted_server(b"421 too busy\r\n") as port:
        error = failure(settings, f"smtp://{HOST}:{port}")
    assert not error.permanent
    assert "421 too busy" in str(error)


def test_a_server_that_never_greets_is_left_and_tried_again(settings: Settings) -> None:
    with scripted_server(b"") as port:
        error = failure(settings, f"smtp://{HOST}:{port}", timeout=0.3)
    assert not error.permanent
    assert "timed out" in str(error)


def test_a_server_that_hangs_after_its_greeting_is_left_and_tried_again(
    settings: Settings,
) -> None:
    with scripted_server(b"220 hello\r\n") as port:
        assert not failure(settings, f"smtp://{HOST}:{port}", timeout=0.3).permanent


def test_no_answer_after_data_is_tried_again_since_it_may_not_have_been_taken(
    settings: Settings,
) -> None:
    mailbox = Mailbox(silent_after_data=True)
    with mail_server(mailbox) as port:
        error = failure(settings, f"smtp://{HOST}:{port}", timeout=0.5)
    assert not error.permanent
    assert len(mailbox.messages) == 1


def test_a_closed_port_is_tried_again(settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind((HOST, 0))
        port = unused.getsockname()[1]
        error = failure(settings, f"smtp://{HOST}:{port}")
    assert not error.permanent
    assert "ConnectionRefusedError" in str(error)


def test_signing_in_with_a_password_that_holds_url_characters(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    mailbox, pair = Mailbox(), only(b"fleet@example.com", b"p@ss/w:rd")
    with mail_server(mailbox, tls_context=context, authenticator=pair, auth_required=True) as port:
        url = f"smtp://fleet%40example.com:p%40ss%2Fw%3Ard@localhost:{port}"
        send(settings, url)
        error = failure(settings, f"smtp://fleet:wrong@localhost:{port}")
    assert len(mailbox.messages) == 1
    assert (error.permanent, str(error)) == (
        False,
        "sign-in refused (535); see name and password in ROAMWATCH_SMTP_URL",
    )


def test_a_password_is_never_sent_over_a_network_in_the_clear(settings: Settings) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox, host="127.0.0.2") as port:
        error = failure(settings, f"smtp://fleet:pass@127.0.0.2:{port}")
    assert "no encryption" in str(error)
    assert mailbox.messages == []


def test_encryption_is_used_where_it_is_offered(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    mailbox = Mailbox()
    with mail_server(mailbox, tls_context=context) as port:
        send(settings, f"smtp://localhost:{port}")
    assert mailbox.encrypted == [True]


def test_smtps_encrypts_from_the_first_byte(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    mailbox = Mailbox()
    with mail_server(mailbox, ssl_context=context) as port:
        send(settings, f"smtps://localhost:{port}")
    assert len(mailbox.messages) == 1


def test_an_untrusted_certificate_is_an_error_and_never_a_reason_to_send_in_the_clear(
    settings: Settings, tmp_path: Path
) -> None:
    context, _trusted = make_certificate(tmp_path)
    mailbox = Mailbox()
    with mail_server(mailbox, tls_context=context) as port:
        error = failure(settings, f"smtp://localhost:{port}")
    assert not error.permanent
    assert "CertVerification" in str(error)
    assert mailbox.messages == []


def test_without_a_server_mails_become_files(settings: Settings) -> None:
    Mail.open(settings).send(OUTGOING, TARGET)
    (path,) = settings.outbox.iterdir()
    assert path.suffix == ".eml"
    assert parse(path.read_bytes())["Message-ID"].startswith("<")


def test_a_repeated_file_replaces_the_first_and_has_the_same_bytes(settings: Settings) -> None:
    mail = Mail.open(settings)
    mail.send(OUTGOING, TARGET)
    before = {path.name: path.read_bytes() for path in settings.outbox.iterdir()}
    mail.send(OUTGOING, TARGET)
    assert {path.name: path.read_bytes() for path in settings.outbox.iterdir()} == before
    assert len(before) == 1


def test_an_outbox_that_cannot_be_written_is_tried_again(settings: Settings) -> None:
    settings.outbox.mkdir(parents=True)
    (settings.outbox / f"{file_name(OUTGOING.key)}.eml").mkdir()
    with pytest.raises(TransportError) as caught:
        Mail.open(settings).send(OUTGOING, TARGET)
    assert not caught.value.permanent


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b:c", "", "x" * 5000, "ключ", "a\x00b"])
def test_no_key_leads_out_of_the_outbox(settings: Settings, key: str) -> None:
    name = file_name(key)
    assert (settings.outbox / name).resolve().parent == settings.outbox.resolve()
    assert len(name) < 120


def test_different_keys_have_different_files() -> None:
    keys = ["a:b", "a-b", "a.b", "A:b", "x" * 200, "x" * 201]
    assert len({file_name(key).lower() for key in keys}) == len(keys)
