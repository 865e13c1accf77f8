"""Idempotency-Key: a write that comes again is not done again, and gets the answer of the first.

What a request does and the note that it was done are one transaction, so a key never stands for
half a request. While one is at work its key is claimed by a lease, which a dead process loses.
A request that was refused leaves its key free: it did nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Request, Response
from sqlmodel import Session

from data.db import writing
from data.models import DoneRequest
from data.queries.idempotency import done_request
from data.queries.leases import claim, release
from data.sealing import seal, unseal
from webapp.api.problems import Refusal
from webapp.context import current, owner_name
from webapp.pages import now

HEADER = "Idempotency-Key"
PATTERN = r"^[!-~]{1,200}$"
#: Seconds after which a request that is at work counts as dead.
LEASE = 120
_BODY = "body"


@dataclass(frozen=True, kw_only=True)
class Key:
    """The key of one request, claimed."""

    token_id: int
    key: str
    digest: str
    owner: str

    @property
    def lease(self) -> str:
        """The name of the claim."""
        return f"request:{self.token_id}:{hashlib.sha256(self.key.encode()).hexdigest()[:32]}"


def key_of(incoming: Request) -> str:
    """The key that came with a request; empty when none did."""
    key = incoming.headers.get(HEADER)
    if key is None:
        return ""
    if not re.fullmatch(PATTERN, key):
        raise Refusal(
            400, "idempotency_key", f"{HEADER} is 1 to 200 visible ASCII characters without blanks"
        )
    return key


def digest_of(incoming: Request, body_sha256: str) -> str:
    """What makes two requests the same."""
    said = "\0".join((incoming.method, incoming.full_path, incoming.mimetype, body_sha256))
    return hashlib.sha256(said.encode()).hexdigest()


@contextmanager
def claimed(token_id: int, key: str, digest: str) -> Iterator[Key | Response]:
    """The key, for this request alone; or the answer that was given under it before."""
    held = Key(token_id=token_id, key=key, digest=digest, owner=owner_name())
    with writing(current().engine) as session:
        got = claim(session, [held.lease], owner=held.owner, now=now(), seconds=LEASE)
    if not got:
        raise Refusal(
            409,
            "idempotency_key_busy",
            "a request with this Idempotency-Key is at work; send it again in a second",
            headers={"Retry-After": "1"},
        )
    try:
        with writing(current().engine) as session:
            done = done_request(session, token_id, key)
        yield held if done is None else _again(done, digest)
    finally:
        with writing(current().engine) as session:
            release(session, [held.lease], owner=held.owner)


def _again(done: DoneRequest, digest: str) -> Response:
    if done.request_sha256 != digest:
        raise Refusal(
            422,
            "idempotency_key_reused",
            "this Idempotency-Key came with another request before; take a new one for each",
        )
    text = unseal(done.sealed, current().settings.signing_key)[_BODY]
    response = Response(text, status=done.status, content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    if done.location:
        response.headers["Location"] = done.location
    return response


def note(session: Session, held: Key, response: Response) -> None:
    """Write down what was answered, in the transaction that did it."""
    session.add(
        DoneRequest(
            token_id=held.token_id,
            key=held.key,
            request_sha256=held.digest,
            status=response.status_code,
            location=response.headers.get("Location", ""),
            sealed=seal({_BODY: response.get_data(as_text=True)}, current().settings.signing_key),
            done_at=now(),
        )
    )
