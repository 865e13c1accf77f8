"""The chain on a store, and what stands there afterwards; for tests of jobs."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import col, select

from data.db import reading
from data.settings import Settings
from tests.webapp.delivery.smtp_server import parse
from webapp import jobs
from webapp.context import Context
from webapp.jobs import Summary


def context_of(store: Engine, settings: Settings, now: datetime, owner: str = "w1") -> Context:
    own = settings.model_copy(update={"analysis_processes": 0})
    return Context(engine=store, settings=own, clock=lambda: now, owner=owner)


def run(context: Context) -> Summary:
    return asyncio.run(jobs.run_once(context))


def count(context: Context, table: type[Any], *conditions: Any) -> int:
    with reading(context.engine) as session:
        return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def rows(context: Context, table: type[Any]) -> Sequence[Any]:
    with reading(context.engine) as session:
        return session.exec(select(table).order_by(col(table.id))).all()


def mails(context: Context) -> list[str]:
    """Subjects of the mails that were written."""
    paths = sorted(context.settings.outbox.glob("*.eml"))
    return sorted(parse(path.read_bytes())["Subject"] for path in paths)
