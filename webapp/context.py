"""What pages and jobs work with: the store, the settings, the clock, and who holds a claim."""

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from flask import Flask, current_app
from sqlalchemy import Engine

from data.settings import Settings

EXTENSION = "roamwatch"


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def owner_name() -> str:
    """A name for this process's claims: host, process and a random part, so that none is reused."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(frozen=True, kw_only=True)
class Context:
    """Handed to every job, and kept by the web app under ``extensions["roamwatch"]``."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime] = system_clock
    owner: str = field(default_factory=owner_name)
    peopled: Event = field(default_factory=Event)
    """Set once somebody is known to have an account: accounts are never removed, so nobody asks again."""
    stop: Event = field(default_factory=Event)
    """Set when the process wants to end: jobs finish the piece in hand and give the rest back."""


def attach(app: Flask, context: Context) -> None:
    """Give the web app its context; :func:`current` finds it again within a request."""
    app.extensions[EXTENSION] = context


def current() -> Context:
    """The context of the app that answers the present request."""
    context: Context = current_app.extensions[EXTENSION]
    return context
