"""What goes into an alert's pack, read from the store as plain values: counts, never identifiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from data.audit import as_json
from data.models import (
    Alert,
    AuditEntry,
    ClockLimit,
    Development,
    Fleet,
    Impact,
    Snapshot,
    Version,
)
from data.queries.alert_page import (
    AlertPage,
    Publication,
    alert_page,
    clock_alert_page,
    evidence_of,
    publications,
)
from data.queries.pages_clocks import counts_of
from webapp.reading import what_happened
from webapp.texts.difference import Line, difference


@dataclass(frozen=True, kw_only=True)
class Text:
    """A version's text with the quotes that stand in it."""

    version: Version
    snapshot: Snapshot
    publication: Publication
    quotes: tuple[dict[str, Any], ...]
    """``{"start", "end", "quote", "rule", "page", "file"}``; offsets in characters of the text."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that a pack says of one alert."""

    alert: Alert
    fleet: Fleet
    sentence: str
    development: Development | None
    limit: ClockLimit | None
    texts: tuple[Text, ...]
    snapshots: tuple[int, ...]
    """Whose bytes go in: those of the texts, and the one before the alert's own."""
    difference: tuple[Line, ...]
    """Between the alert's text and the version before it; empty when there was none."""
    exposure: dict[str, Any]
    trail: tuple[dict[str, Any], ...]


def content_of(session: Session, alert_id: int) -> Content | None:
    """Everything about an alert; None when there is none."""
    page = alert_page(session, alert_id)
    return _of_change(session, page) if page else _of_clock(session, alert_id)


def _of_change(session: Session, page: AlertPage) -> Content:
    texts = tuple(_text(session, one) for one in publications(session, page.development.id or 0))
    before = _before(session, page.snapshot)
    snapshots = [*(one.snapshot.id or 0 for one in texts), *([before.id or 0] if before else [])]
    return Content(
        alert=page.alert,
        fleet=page.fleet,
        sentence=what_happened(page),
        development=page.development,
        limit=None,
        texts=texts,
        snapshots=tuple(dict.fromkeys(snapshots)),
        difference=_difference(session, before, page.version),
        exposure=_exposure(page.alert, page.impact),
        trail=_trail(page.events),
    )


def _of_clock(session: Session, alert_id: int) -> Content | None:
    page = clock_alert_page(session, alert_id)
    if page is None:
        return None
    return Content(
        alert=page.alert,
        fleet=page.fleet,
        sentence=page.alert.reason,
        development=None,
        limit=page.limit,
        texts=(),
        snapshots=(),
        difference=(),
        exposure={
            "over_when_raised": page.alert.live_sims,
            "counts": counts_of(session, page.limit, page.fleet.id or 0),
        },
        trail=_trail(page.events),
    )


def _text(session: Session, publication: Publication) -> Text:
    version = session.get_one(Version, publication.change.version_id)
    return Text(
        version=version,
        snapshot=session.get_one(Snapshot, version.snapshot_id),
        publication=publication,
        quotes=tuple(
            {
                "start": one.start,
                "end": one.end,
                "quote": one.quote,
                "rule": one.rule,
                "page": one.page,
                "file": one.file,
            }
            for one in evidence_of(session, publication.change.id or 0)
        ),
    )


def _before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The snapshot of the version before: one of other bytes with the same text has none."""
    return session.exec(
        select(Snapshot)
        .where(
            Snapshot.document_id == snapshot.document_id,
            Snapshot.seq < snapshot.seq,
            exists().where(col(Version.snapshot_id) == col(Snapshot.id)),
        )
        .order_by(col(Snapshot.seq).desc())
        .limit(1)
    ).first()


def _difference(session: Session, before: Snapshot | None, version: Version) -> tuple[Line, ...]:
    old = (
        before
        and session.exec(
            select(Version).where(Version.snapshot_id == before.id).order_by(col(Version.id).desc())
        ).first()
    )
    return tuple(difference(old.text, version.text)) if old else ()


def _exposure(alert: Alert, impact: Impact | None) -> dict[str, Any]:
    if impact is None:
        return {"live_sims_when_raised": alert.live_sims}
    return {
        "live_sims_when_raised": alert.live_sims,
        "counted_at": impact.assessed_at.isoformat(),
        "live_sims": impact.live_sims,
        "foreign_sims": impact.foreign_sims,
        "by_country": impact.by_country,
        "by_technology": impact.by_technology,
        "by_home": impact.by_home,
    }


def _trail(entries: Sequence[AuditEntry]) -> tuple[dict[str, Any], ...]:
    return tuple({**as_json(entry), "digest": entry.digest} for entry in entries)
