"""What an issuer may send: a whole small answer, in time; and several who ask at once."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Identity, SignInRequest
from data.settings import Settings
from tests.factories import NOW, make_people
from tests.issuer import OWNER
from tests.webapp.signon.travelling import set_out
from webapp.signon.arriving import arrive
from webapp.signon.asking import AT_ONCE, MOST_BYTES, Asker
from webapp.signon.claimed import read_claims
from webapp.signon.refusals import SignOnError
from webapp.signon.underway import begin, come_back, new_secrets
from webapp.views import oidc

Given = TypeVar("Given")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that takes connections; what is answered, a test says."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def asker_of(listening: socket.socket, timeout: float = 30.0) -> tuple[Asker, str]:
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    return Asker(issuer=address, allow_private=False, timeout=timeout, turn=0), address


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (HEAD + b'Content-Length: 40\r\n\r\n{"issuer":', "down"),  # breaks off
        (HEAD + f"Content-Length: {MOST_BYTES + 1}\r\n\r\n".encode(), "down"),
        (HEAD + b"Content-Length: 6\r\n\r\n<html>", "misconfigured"),
        (HEAD + b"Content-Length: 2\r\n\r\n[]", "misconfigured"),
        (HEAD + b"Content-Length: 400\r\n\r\n" + b"[" * 400, "misconfigured"),
        (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "misconfigured"),
        (b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "down"),
        (b"SSH-2.0\r\n", "down"),
        (b"", "down"),
    ],
)
def test_an_answer_that_is_none_is_told_apart_from_an_issuer_that_is_down(
    listener: socket.socket, answer: bytes, code: str
) -> None:
    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    asker, address = asker_of(listener)
    with pytest.raises(SignOnError) as caught:
        asker.get(f"{address}/x")
    thread.join()
    assert caught.value.code == code


def test_an_issuer_that_never_answers_is_waited_for_so_long_and_no_longer(
    listener: socket.socket,
) -> None:
    asker, address = asker_of(listener, timeout=0.05)
    with pytest.raises(SignOnError, match="no whole answer within") as caught:
        asker.get(f"{address}/x")
    assert caught.value.code == "down"


def test_a_name_server_that_hangs_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    free, over = threading.Event(), threading.Event()

    def hanging(*_: object, **__: object) -> None:
        free.wait(10)
        over.set()
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    address = "https://id.company.test"
    asker = Asker(issuer=address, allow_private=False, timeout=0.05)
    with pytest.raises(SignOnError, match="no whole answer within") as caught:
        asker.get(f"{address}/x")
    assert not over.is_set()
    free.set()
    assert caught.value.code == "down"


def test_one_that_hangs_does_not_take_every_thread(listener: socket.socket) -> None:
    asker, address = asker_of(listener)
    for _ in range(AT_ONCE):
        asker.turns.acquire()
    with pytest.raises(SignOnError, match="wait for an answer already"):
        asker.get(f"{address}/x")


def together(act: Callable[[], Given], times: int = 4) -> list[Given]:
    """Do it so often at the same moment; what each gave."""
    gate = threading.Barrier(times)

    def do(_: int) -> Given:
        gate.wait()
        return act()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(do, range(times)))


def test_one_answer_that_comes_four_times_at_once_counts_once(store: Engine) -> None:
    made, key = new_secrets(), "k" * 40
    with writing(store) as session:
        begin(session, made, browser="b", target="/fleet", key=key, now=NOW)

    def back() -> bool:
        with writing(store) as session:
            return come_back(session, made.state, browser="b", key=key, now=NOW) is not None

    assert sorted(together(back)) == [False, False, False, True]


def test_two_first_sign_ins_at_once_are_one_link(store: Engine) -> None:
    settings = Settings.load(oidc_issuer="https://id.example", oidc_client_id="roamwatch")
    with writing(store) as session:
        make_people(session)
    person = read_claims(OWNER, settings)

    def come() -> int | None:
        with writing(store) as session:
            return arrive(session, person, settings=settings, now=NOW).id

    assert len(set(together(come))) == 1
    with reading(store) as session:
        assert len(session.exec(select(Identity)).all()) == 1


def test_nothing_that_opens_a_door_is_stored_in_the_clear(
    app: Flask, sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_secrets()
    monkeypatch.setattr(oidc, "new_secrets", lambda: made)
    client = app.test_client()
    assert made.state in set_out(client)
    cookie = client.get_cookie("roamwatch-sign-in")
    with reading(sqlite_store) as session:
        row = repr(session.exec(select(SignInRequest)).one().model_dump())
    assert cookie is not None
    for secret in (made.state, made.nonce, made.verifier, cookie.value):
        assert secret not in row
