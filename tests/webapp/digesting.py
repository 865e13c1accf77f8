"""People, alerts and digests of a store; for tests of digests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from data.db import reading, writing
from data.models import Digest
from tests.webapp.alert_world import AlertWorld
from webapp.context import Context
from webapp.delivery.types import DigestNotice
from webapp.digests.contents import digest_notice

DAY = timedelta(days=1)


def at(context: Context, moment: datetime) -> Context:
    return replace(context, clock=lambda: moment)


def add_user(context: Context, name: str = "owner", **values: object) -> None:
    values = {"created_at": context.clock() - 3 * DAY} | values
    with writing(context.engine) as session:
        AlertWorld(session, context.clock()).user(name, **values)


def add_alert(context: Context, moment: datetime, **values: Any) -> int:
    with writing(context.engine) as session:
        alert = AlertWorld(session, moment).alert(**values)
        return alert.id or 0


def digests(context: Context) -> Sequence[Digest]:
    with reading(context.engine) as session:
        return session.exec(select(Digest).order_by(col(Digest.id))).all()


def notice(context: Context, digest: Digest) -> DigestNotice:
    with reading(context.engine) as session:
        return digest_notice(session, digest, now=context.clock(), live_days=30)


def alerts_in(context: Context, digest: Digest) -> list[int]:
    return [facts.alert_id for facts in notice(context, digest).raised]
