"""Silences: which hold, what they keep quiet, and what of an alert they are held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Alert, ClockLimit, Development, Document, Impact, RuleChange, Silence
from data.words import OPEN


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What an alert is about, as a silence sees it."""

    countries: frozenset[str]
    """Where the fleet has live SIMs that it touches."""
    topic: str
    source_id: str
    """Of the publication that it shows; empty for a clock."""


def cause_of(session: Session, alert: Alert) -> Cause:
    """What an alert is about."""
    if alert.limit_id is not None:
        return cause_of_limit(session.get_one(ClockLimit, alert.limit_id))
    development = session.get_one(Development, alert.development_id)
    touched = session.exec(
        select(Impact.by_country).where(
            Impact.development_id == alert.development_id, Impact.fleet_id == alert.fleet_id
        )
    ).first()
    source = session.exec(
        select(Document.source_id)
        .join(RuleChange, col(RuleChange.document_id) == Document.id)
        .where(RuleChange.id == alert.rule_change_id)
    ).first()
    return Cause(
        countries=frozenset(touched or development.countries),
        topic=development.topic,
        source_id=source or "",
    )


def cause_of_limit(limit: ClockLimit) -> Cause:
    """What news of a limit is about."""
    return Cause(countries=frozenset({limit.country}), topic=limit.topic, source_id="")


def holding(session: Session, fleet_id: int, *, today: date) -> Sequence[Silence]:
    """Silences of a fleet that hold today, the longest first."""
    return session.exec(
        select(Silence)
        .where(
            Silence.fleet_id == fleet_id,
            col(Silence.ended_at).is_(None),
            col(Silence.until) >= today,
        )
        .order_by(col(Silence.until).desc(), col(Silence.id))
    ).all()


def over(session: Session, *, today: date) -> Sequence[int]:
    """Silences whose last day has passed and that nobody has ended."""
    rows = session.exec(
        select(Silence.id)
        .where(col(Silence.ended_at).is_(None), col(Silence.until) < today)
        .order_by(col(Silence.id))
    )
    return [number for number in rows if number is not None]


def all_silences(session: Session) -> Sequence[Silence]:
    """Every silence in sight: those that hold first, then the newest."""
    return session.exec(
        select(Silence).order_by(
            col(Silence.ended_at).is_not(None), col(Silence.until), col(Silence.id).desc()
        )
    ).all()


def silences_below(
    session: Session, *, below: int | None, ended: bool | None, limit: int
) -> Sequence[Silence]:
    """Silences in sight, the newest first; below a number, ended or not, or both."""
    statement = select(Silence).order_by(col(Silence.id).desc()).limit(limit)
    if below is not None:
        statement = statement.where(col(Silence.id) < below)
    if ended is not None:
        at = col(Silence.ended_at)
        statement = statement.where(at.is_not(None) if ended else at.is_(None))
    return session.exec(statement).all()


def quiet_alert_ids(session: Session, silence_id: int) -> list[int]:
    """Alerts that a silence keeps quiet."""
    rows = session.exec(
        select(Alert.id).where(Alert.silence_id == silence_id).order_by(col(Alert.id))
    )
    return [number for number in rows if number is not None]


def quiet_counts(session: Session) -> dict[int, int]:
    """Silence → how many alerts still to be worked it keeps quiet."""
    rows = session.exec(
        select(Alert.silence_id, func.count())
        .where(col(Alert.silence_id).is_not(None), col(Alert.state).in_(OPEN))
        .group_by(col(Alert.silence_id))
    )
    return {silence: count for silence, count in rows if silence is not None}


def loud_alert_ids(session: Session, fleet_id: int) -> list[int]:
    """Alerts of a fleet that are still to be worked and under no silence."""
    rows = session.exec(
        select(Alert.id)
        .where(
            Alert.fleet_id == fleet_id,
            col(Alert.silence_id).is_(None),
            col(Alert.state).in_(OPEN),
        )
        .order_by(col(Alert.id))
    )
    return [number for number in rows if number is not None]
