"""What an address of the API is: said once, by decorating the function that answers it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Generic, TypeVar, get_args, get_type_hints

from flask import g
from pydantic import BaseModel
from sqlmodel import Session

from data.models import Token, User
from data.words import Role, Scope
from webapp.api.shapes import Empty

W = TypeVar("W", bound=BaseModel)
B = TypeVar("B")
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Call(Generic[W, B]):
    """One request that was let in: its words, its body, who asks, and a session.

    The session reads of fleets only what the token's owner may see; for a write it is the
    transaction in which the whole request is done.
    """

    words: W
    body: B
    user: User
    token: Token
    session: Session
    now: datetime

    def made(self, path: str) -> None:
        """Say in ``Location`` where what this request made is found."""
        g.location = f"/api/v1{path}"


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file that is the whole answer."""

    content: BinaryIO
    """Read from where it stands."""
    name: str
    """What it is to be called where it is kept."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    name: str
    tag: str
    summary: str
    about: str
    scopes: tuple[Scope, ...]
    """A token must open one of these; none: any token that is good."""
    role: Role
    """What its owner must be, at least."""
    words: type[BaseModel]
    body: type[BaseModel] | None
    reply: Any
    status: int
    problems: dict[int, str]
    """What else may come back, and when."""
    files: tuple[str, ...]
    """Media types of a file that is the whole body."""
    gives: str
    """Media type of a file that is the whole answer; the view then returns a :class:`Download`."""
    view: Callable[..., Any]

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


_FOUND: list[Operation] = []
#: Files that are a second part of a resource.
_TAG = {
    "alert_acts": "alerts",
    "alert_bulk": "alerts",
    "alert_following": "alerts",
    "deliveries": "webhooks",
}


def operations() -> tuple[Operation, ...]:
    """All of them, in the order in which resources were read."""
    return tuple(_FOUND)


def operation(
    method: str,
    path: str,
    *,
    scopes: tuple[Scope, ...] = (Scope.READ,),
    role: Role = Role.VIEWER,
    status: int = 200,
    problems: dict[int, str] | None = None,
    files: tuple[str, ...] = (),
    gives: str = "",
) -> Callable[[View], View]:
    """Make a function an address of the API.

    Its models are those of its annotations: ``call: Call[Words, Body]`` and what it returns;
    its docstring's first line is the summary, the rest the description.
    """

    def register(view: View) -> View:
        found = Operation(
            method=method,
            path=path,
            scopes=scopes,
            role=role,
            status=status,
            problems=problems or {},
            files=files,
            gives=gives,
            **_said_by(view),
        )
        _FOUND.append(found)
        return view

    return register


def _said_by(view: View) -> dict[str, Any]:
    """What a function says of its operation by its name, its docstring and its annotations."""
    hints = get_type_hints(view)
    words, body = get_args(hints["call"])
    summary, _, about = inspect.cleandoc(view.__doc__ or "").partition("\n")
    return {
        "view": view,
        "name": view.__name__,
        "tag": _TAG.get(file := view.__module__.rpartition(".")[2], file),
        "summary": summary.rstrip("."),
        "about": about.strip(),
        "words": words or Empty,
        "body": body if isinstance(body, type) and issubclass(body, BaseModel) else None,
        "reply": None if hints["return"] in (type(None), Download) else hints["return"],
    }
