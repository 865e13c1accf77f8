"""Which alerts stand in a feed, a calendar or a list of the newest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, union
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
    chosen = chosen or FeedFilter()
    own = [*_own(chosen)]
    if before is not None:
        own.append(col(Alert.id) < before)
    if state is not None:
        own.append(col(Alert.state) == state)
    newest = select(Alert.id).where(*own).order_by(col(Alert.id).desc()).limit(limit)
    if not (chosen.topic or chosen.country):
        return [number for number in session.exec(newest) if number is not None]
    # One question for each cause. Asked as one, every development of the topic would be looked up
    # before the first alert of it; of limits there are few, so their alerts need no order.
    changed = newest.join(Development, col(Development.id) == Alert.development_id)
    crossed = select(Alert.id).where(*own, col(Alert.limit_id).in_(_limits(chosen)))
    found = [*session.exec(changed.where(*_of_development(chosen))), *session.exec(crossed)]
    return sorted((number for number in found if number is not None), reverse=True)[:limit]


def alerts_with_days(session: Session, chosen: FeedFilter, *, since: date) -> list[int]:
    """Numbers of alerts, none of them dismissed, whose change has a day from ``since`` on."""
    days = (col(Development.effective_on) >= since) | (col(Development.deadline_on) >= since)
    statement = (
        select(Alert.id)
        .join(Development, col(Development.id) == Alert.development_id)
        .where(
            days,
            Alert.state != AlertState.DISMISSED.value,
            *_own(chosen),
            *_of_development(chosen),
        )
        .order_by(col(Alert.id).desc())
        .limit(MOST_DAYS)
    )
    return [number for number in session.exec(statement) if number is not None]


def _own(chosen: FeedFilter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the alert itself."""
    if chosen.severity:
        words = [word.value for word in SEVERITY_ORDER]
        yield col(Alert.severity).in_(words[: words.index(chosen.severity) + 1])
    if chosen.fleet:
        yield col(Alert.fleet_id).in_(select(Fleet.id).where(Fleet.name == chosen.fleet))


def _of_development(chosen: FeedFilter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the change: its topic; that it names or touches the country."""
    if chosen.topic:
        yield col(Development.topic) == chosen.topic
    if chosen.country:
        touched = (
            select(DevelopmentMember.development_id)
            .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
            .where(RuleChange.country == chosen.country)
        )
        named = select(Development.id).where(Development.jurisdiction == chosen.country)
        yield col(Alert.development_id).in_(union(touched, named))


def _limits(chosen: FeedFilter) -> Any:
    """Numbers of the limits of the topic and the country."""
    found = select(ClockLimit.id)
    if chosen.topic:
        found = found.where(ClockLimit.topic == chosen.topic)
    return found.where(ClockLimit.country == chosen.country) if chosen.country else found
