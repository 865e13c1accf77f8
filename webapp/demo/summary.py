"""The demo's result in figures, counted in the store and in the real feed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, SQLModel, col, select

from data.db import reading
from data.models import (
    Alert,
    Delivery,
    Document,
    Finding,
    RuleChange,
    Sim,
    Snapshot,
    Source,
    Version,
)
from data.queries.exposure import live_condition
from data.settings import Settings
from data.words import DeliveryState, Health
from webapp.demo.recall import word_recall

_TROUBLED = (Health.FAILING, Health.BLOCKED, Health.EMPTY)


def summarise(
    engine: Engine, settings: Settings, *, now: datetime, feed_token: str
) -> dict[str, int]:
    """Counts of what stands in the store: the keys are stable, other programs read them."""
    with reading(engine) as session:
        return {
            "sources": _count(session, Source),
            "documents": _count(session, Document),
            "versions": _count(session, Version),
            "findings": _count(session, Finding),
            "changes": _count(session, RuleChange),
            "alerts": _count(session, Alert),
            "mails": _count(
                session,
                Delivery,
                col(Delivery.channel) == "mail",
                col(Delivery.state) == DeliveryState.SENT.value,
            ),
            "feed_items": _feed_items(engine, settings, feed_token),
            "live_sims": _count(
                session, Sim, live_condition(now=now, live_days=settings.live_days)
            ),
            "failed_sources": _count(
                session, Source, col(Source.health).in_([health.value for health in _TROUBLED])
            ),
        }


def compare_texts(engine: Engine, originals: Mapping[str, str]) -> dict[str, Any]:
    """How much of each original reached the store: ``lost`` (no text at all) and the worst recall."""
    with reading(engine) as session:
        rows = session.exec(
            select(Document.url, Version.text)
            .join(Snapshot, col(Snapshot.document_id) == Document.id)
            .join(Version, col(Version.snapshot_id) == Snapshot.id)
            .order_by(col(Version.id))
        )
        stored = dict(rows.all())
    recalls = {
        url: word_recall(text, stored[url]) for url, text in originals.items() if url in stored
    }
    worst = min(recalls, key=lambda url: recalls[url], default="")
    return {
        "lost": sorted(set(originals) - set(stored)),
        "worst_recall": round(recalls[worst], 4) if worst else None,
        "worst_document": worst,
    }


def _count(session: Session, table: type[SQLModel], *conditions: Any) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def _feed_items(engine: Engine, settings: Settings, token: str) -> int:
    """Items of ``/feed.json`` on all its pages, as a reader with the token gets them."""
    from webapp import create_app

    client = create_app(settings, engine).test_client()
    address: str | None = f"/feed.json?token={token}"
    count = 0
    while address:
        answer = client.get(address.removeprefix(settings.base_url))
        feed = answer.get_json(force=True)
        count += len(feed["items"])
        address = feed.get("next_url")
    return count
