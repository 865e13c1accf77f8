"""Which alerts stand in a feed, a calendar or a list of the newest."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from data.models import Alert, ClockLimit, Development, DevelopmentMember, Fleet, RuleChange
from data.words import SEVERITY_ORDER, AlertState

#: A calendar holds no more alerts than this; the newest are kept.
MOST_DAYS = 1000


@dataclass(frozen=True, kw_only=True)
class FeedFilter:
    """What a feed is narrowed to; an empty word means any."""

    country: str = ""
    """A country that is touched, or a group that is named."""
    topic: str = ""
    severity: str = ""
    """This one, or worse."""
    fleet: str = ""
    """Its name."""


def recent_alert_ids(
    session: Session,
    *,
    before: int | None = None,
    state: str | None = None,
    chosen: FeedFilter | None = None,
    limit: int = 50,
) -> list[int]:
    """Numbers of the newest alerts, newest first; ``before`` continues below that number."""
    statement = select(Alert.id).order_by(col(Alert.id).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(Alert.id) < before)
    if state is not None:
        statement = statement.where(Alert.state == state)
    if chosen is not None:
        statement = statement.where(*_conditions(chosen))
    return [number for number in session.exec(statement) if number is not None]


def alerts_with_days(session: Session, chosen: FeedFilter, *, since: date) -> list[int]:
    """Numbers of alerts, none of them dismissed, whose change has a day from ``since`` on."""
    days = (col(Development.effective_on) >= since) | (col(Development.deadline_on) >= since)
    statement = (
        select(Alert.id)
        .join(Development, col(Development.id) == Alert.development_id)
        .where(days, Alert.state != AlertState.DISMISSED.value, *_conditions(chosen))
        .order_by(col(Alert.id).desc())
        .limit(MOST_DAYS)
    )
    return [number for number in session.exec(statement) if number is not None]


def _conditions(chosen: FeedFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.topic:
        found.append(
            _caused(col(Development.topic) == chosen.topic, col(ClockLimit.topic) == chosen.topic)
        )
    if chosen.country:
        touched = (
            select(DevelopmentMember.development_id)
            .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
            .where(RuleChange.country == chosen.country)
        )
        named = col(Development.jurisdiction) == chosen.country
        found.append(
            _caused(
                named | col(Development.id).in_(touched), col(ClockLimit.country) == chosen.country
            )
        )
    if chosen.severity:
        words = [word.value for word in SEVERITY_ORDER]
        found.append(col(Alert.severity).in_(words[: words.index(chosen.severity) + 1]))
    if chosen.fleet:
        found.append(col(Alert.fleet_id).in_(select(Fleet.id).where(Fleet.name == chosen.fleet)))
    return found


def _caused(change: ColumnElement[bool], clock: ColumnElement[bool]) -> ColumnElement[bool]:
    """An alert has one of two causes; a word of a filter asks for either."""
    return col(Alert.development_id).in_(select(Development.id).where(change)) | col(
        Alert.limit_id
    ).in_(select(ClockLimit.id).where(clock))
