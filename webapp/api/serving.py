"""From a request to its answer: let in, read, done in one transaction, answered."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, g, request, send_file
from pydantic import BaseModel, TypeAdapter, ValidationError

from data.db import writing
from data.models import Token, User
from data.queries.sight import narrow
from webapp.access import admit
from webapp.accounts.tokens import TokenRefusal, bearer, opened
from webapp.api import idempotency, limits
from webapp.api.files import received
from webapp.api.operation import Call, Download, Operation
from webapp.api.problems import Refusal, invalid
from webapp.auth import may
from webapp.context import current
from webapp.pages import db, now

#: What a body of JSON may weigh is bounded by the app; nothing else is sent as one.
JSON = "application/json"


def view_of(operation: Operation) -> Callable[..., Response]:
    """The Flask view of an operation."""
    shape = TypeAdapter(operation.reply) if operation.reply is not None else None

    def view(**parts: Any) -> Response:
        token, user = _let_in(operation)
        if operation.writes:
            return _write(operation, shape, token, user, parts)
        words = _words(operation)
        call = Call(words=words, body=None, user=user, token=token, session=db(), now=now())
        given = operation.view(call, **parts)
        if isinstance(given, Download):
            return _sent(operation, given)
        return _conditional(_answer(operation, shape, given))

    view.__name__ = operation.name
    return view


def _write(
    operation: Operation,
    shape: TypeAdapter[Any] | None,
    token: Token,
    user: User,
    parts: dict[str, Any],
) -> Response:
    """A write: its key is claimed, and what it does is one transaction with the note of it."""
    key, words = idempotency.key_of(request), _words(operation)

    def done(body: Any, sha256: str) -> Response:
        if not key:
            return carried_out(body, None)
        digest = idempotency.digest_of(request, sha256)
        with idempotency.claimed(token.id or 0, key, digest) as held:
            return private(held) if isinstance(held, Response) else carried_out(body, held)

    def carried_out(body: Any, held: idempotency.Key | None) -> Response:
        with writing(current().engine) as session:
            narrow(session, g.sight)
            call = Call(words=words, body=body, user=user, token=token, session=session, now=now())
            response = _answer(operation, shape, operation.view(call, **parts))
            if held is not None:
                idempotency.note(session, held, response)
            return response

    if operation.files:
        with received(operation.files) as file:
            response = done(file, file.sha256)
            if response.status_code >= 400 or "Idempotency-Replayed" in response.headers:
                file.path.unlink()
            return response
    return done(_body(operation), hashlib.sha256(request.get_data()).hexdigest())


def _let_in(operation: Operation) -> tuple[Token, User]:
    try:
        token, user = opened(bearer(request), *operation.scopes)
    except TokenRefusal as exc:
        limits.count_stranger(request.remote_addr or "")
        raise Refusal(exc.status, exc.code, str(exc), headers=exc.headers) from exc
    limits.count_token(token.id or 0)
    if not may(user.role, operation.role):
        raise Refusal(403, "role", f"the token's owner is no {operation.role}")
    admit(user)
    return token, user


def _words(operation: Operation) -> BaseModel:
    lists = {
        name
        for name, field in operation.words.model_fields.items()
        if "tuple" in str(field.annotation)
    }
    given: dict[str, Any] = {}
    for name in request.args:
        values = request.args.getlist(name)
        if len(values) > 1 and name not in lists:
            raise Refusal(400, "word_twice", f"“{name[:40]}” stands twice in the address")
        given[name] = values if name in lists else values[0]
    try:
        return operation.words.model_validate(given)
    except ValidationError as exc:
        raise invalid(400, "words", exc) from exc


def _body(operation: Operation) -> BaseModel | None:
    if operation.body is None:
        return None
    if request.mimetype != JSON:
        raise Refusal(415, "media_type", f"send the body as {JSON}")
    try:
        return operation.body.model_validate_json(request.get_data())
    except ValidationError as exc:
        broken = any(error["type"] == "json_invalid" for error in exc.errors())
        raise invalid(400 if broken else 422, "json" if broken else "body", exc) from exc


def _answer(operation: Operation, shape: TypeAdapter[Any] | None, given: Any) -> Response:
    if shape is None:
        return private(Response(status=204))
    response = private(Response(shape.dump_json(given), status=operation.status, content_type=JSON))
    if "location" in g:
        response.headers["Location"] = g.location
    return response


def _sent(operation: Operation, file: Download) -> Response:
    """A file made for this request: nothing to compare it with, so it has no ETag."""
    return private(
        send_file(
            file.content, mimetype=operation.gives, as_attachment=True, download_name=file.name
        )
    )


def private(response: Response) -> Response:
    """An answer for the holder of a token, kept by no shared cache."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _conditional(response: Response) -> Response:
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
