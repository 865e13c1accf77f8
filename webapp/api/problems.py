"""Errors of the API: every one is a problem by RFC 9457, whoever found it."""

from typing import Any, TypeVar

from flask import Flask, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

from data.errors import RoamwatchError
from webapp.pages import forget_reading
from webapp.problems import problem

PREFIX = "/api/"
T = TypeVar("T")
#: Status → code, what to do about it; for errors that the framework raises.
_KNOWN = {
    400: ("bad_request", "the request could not be read; look at its address and headers"),
    403: ("forbidden", "this is not allowed for you"),
    404: (
        "not_found",
        "there is nothing at this address; /api/v1/openapi.json lists what there is",
    ),
    405: ("method_not_allowed", "this address takes another method; “Allow” names them"),
    406: ("not_acceptable", "answers are JSON"),
    413: ("too_large", "the request is larger than this address takes"),
    415: ("media_type", "send another media type; the description of the address names it"),
    429: ("rate_limited", "too many requests; wait for as many seconds as “Retry-After” says"),
    500: ("internal", "that was our fault: it is in our log, and nothing was changed"),
}


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(frozen=True)

    where: str = Field(description="The word of the address or the member of the body.")
    message: str


class Problem(BaseModel):
    """Problem details by RFC 9457, as `application/problem+json`."""

    type: str = Field(description="`urn:roamwatch:problem:` and the code.")
    title: str
    status: int
    detail: str = Field(description="One sentence that says what to do.")
    code: str = Field(description="The machine's word; it stays the same.")
    errors: tuple[Fault, ...] | None = Field(
        default=None, description="What is wrong where, for a request that is not valid."
    )


class Refusal(RoamwatchError):  # noqa: N818  # it is the answer, not only an error
    """A request ends with this problem."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.headers, self.facts = status, code, headers, facts

    def answer(self) -> Response:
        """As a response."""
        return problem(self.status, self.code, str(self), headers=self.headers, **self.facts)


def missing(what: str, number: object) -> Refusal:
    """There is no such thing, or it is another fleet's."""
    return Refusal(404, f"{what}_not_found", f"there is no {what} {number}")


def existing(row: T | None, what: str, number: object) -> T:
    """The row that is there; else :func:`missing` is raised."""
    if row is None:
        raise missing(what, number)
    return row


def invalid(status: int, code: str, exc: ValidationError) -> Refusal:
    """A request that does not fit its model: each fault, and the first as a sentence."""
    faults = [
        {
            "where": ".".join(map(str, error["loc"])) or "body",
            "message": error["msg"].removeprefix("Value error, "),
        }
        for error in exc.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = faults[0]
    return Refusal(status, code, f"{first['where']}: {first['message']}", errors=faults[:20])


def is_api() -> bool:
    """Whether a program asks: its errors are problems, not pages."""
    return request.path.startswith(PREFIX) and request.path != "/api/docs"


def of_exception(error: HTTPException) -> Response:
    """An error that the framework raised, as a problem."""
    forget_reading()
    status = error.code or 500
    code, detail = _KNOWN.get(status, ("error", error.description or error.name))
    headers = {
        name: value
        for name, value in error.get_headers(request.environ)
        if name.lower() in ("retry-after", "allow")
    }
    return problem(status, code, detail, headers=headers)


def install(app: Flask) -> None:
    """Answer refusals wherever they are raised."""
    app.register_error_handler(Refusal, Refusal.answer)
