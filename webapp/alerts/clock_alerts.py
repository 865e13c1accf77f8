"""Alerts of clocks: one per limit and fleet, raised at the first crossing; it grows, and is not repeated.

Written after each count, alert, trail and mails in one transaction under the unique key of limit
and fleet. Its figures follow every count in silence; it is told again when a tenth more (at least
one) are over than was told last, and opened again if somebody had closed it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from data.models import Alert, ClockDay, ClockLimit, Fleet
from data.queries.clocks_work import mark
from data.queries.pages_clocks import COUNTS, LimitCounts, counted_on
from data.rules import Confidence
from data.settings import Settings
from data.words import CORE_TOPICS, LimitShape, Topic
from webapp.alerts.raising import Told, add_event, queue_mails
from webapp.alerts.severity import Part, word_for
from webapp.alerts.states import Step, brought_back
from webapp.alerts.trail import ACTOR, apply, standing_of
from webapp.alerts.wording import count_of, one_line
from webapp.wording.clockwords import limit_doubt, limit_sentence, over_sentence
from webapp.wording.filters import country_name


def due_clock_alerts(session: Session) -> list[tuple[int, int]]:
    """(limit, fleet) with SIMs over a limit that is alerted, or with an alert that follows it."""
    return sorted({*_alerted(session), *_crossed(session)})


def untold_crossings(session: Session) -> list[tuple[int, int]]:
    """(limit, fleet) of which the last count was not told: the worker died before.

    Those with SIMs over and no alert, and those whose alert was not looked at since.
    """
    known = mark(session)
    if known is None:
        return []
    behind = _alerted(session, col(Alert.seen_moved_at) < known.finished_at)
    return sorted((_crossed(session) - _alerted(session)) | behind)


def _alerted(session: Session, *conditions: ColumnElement[bool]) -> set[tuple[int, int]]:
    found = session.exec(
        select(Alert.limit_id, Alert.fleet_id).where(col(Alert.limit_id).is_not(None), *conditions)
    )
    return {(limit or 0, fleet) for limit, fleet in found}


def _crossed(session: Session) -> set[tuple[int, int]]:
    found = session.exec(
        select(ClockDay.limit_id, ClockDay.fleet_id)
        .join(ClockLimit, col(ClockLimit.id) == ClockDay.limit_id)
        .where(
            col(ClockDay.day) == counted_on(session),
            ClockDay.over > 0,
            ClockLimit.runs,
            ~col(ClockLimit.consumer),
            col(ClockLimit.status).in_(("in_force", "unclear")),
        )
    )
    return set(found)


def tell_crossing(
    session: Session, limit_id: int, fleet_id: int, *, settings: Settings, now: datetime
) -> Told:
    """Raise the alert of a limit for a fleet, or bring it up to the last count; the caller commits."""
    alert = session.exec(
        select(Alert)
        .where(Alert.limit_id == limit_id, Alert.fleet_id == fleet_id)
        .with_for_update()
    ).first()
    limit, fleet = session.get_one(ClockLimit, limit_id), session.get_one(Fleet, fleet_id)
    row = LimitCounts(limit=limit, counts=_counts(session, limit_id, fleet_id))
    over = row.counts["over"]
    told = 0 if alert is None else int(alert.seen.get("over", 0))
    values = _spoken(row, fleet, now) | {"seen": {"over": min(told, over)}}
    if alert is None:
        values["seen"] = {"over": over}
        alert = Alert(
            limit_id=limit_id, fleet_id=fleet_id, created_at=now, waiting_since=now, **values
        )
        session.add(alert)
        session.flush()
        note = f"Severity {alert.severity} ({alert.severity_score})."
        event = add_event(session, alert, "raised", note, now)
        return Told(raised=1, mails=queue_mails(session, alert, event, settings, now))
    for name, value in values.items():
        setattr(alert, name, value)
    if not grew(told, over):
        if told and not over:
            add_event(session, alert, "noted", "Nothing is over the limit any more.", now)
        return Told()
    alert.seen = {"over": over}
    steps = (
        Step(word="moved", note=f"Over the limit: {told:,} → {over:,}."),
        *brought_back(standing_of(alert), "More are over the limit."),
    )
    event = apply(session, alert, steps, actor=ACTOR, now=now)[0]
    return Told(moved=1, mails=queue_mails(session, alert, event, settings, now))


def grew(told: int, over: int) -> bool:
    """Whether so many more are over that it is told again: a tenth, at least one. Pure."""
    return over >= told + max(1, told // 10)


def clock_parts(limit: ClockLimit, counts: Mapping[str, int]) -> list[Part]:
    """How loudly a crossing speaks, in parts that add up. Pure; a judgement of ours."""
    over, core = counts["over"], Topic(limit.topic) in CORE_TOPICS
    parts = [
        Part(
            name="topic",
            points=20 if core else 10,
            because="a core topic" if core else "a neighbouring topic",
        ),
        Part(name="crossed", points=25, because="a limit of today is broken, not a plan"),
    ]
    if limit.status == "in_force":
        parts.append(Part(name="status", points=20, because="it is in force"))
    points = next(
        points for least, points in ((1000, 20), (100, 15), (10, 10), (0, 5)) if over >= least
    )
    parts.append(Part(name="sims", points=points, because=f"{over:,} over the limit"))
    if counts["in_30"]:
        parts.append(
            Part(name="time", points=5, because=f"{counts['in_30']:,} more within 30 days")
        )
    if limit.shape == LimitShape.BAN:
        parts.append(Part(name="limit", points=10, because="it is a ban"))
    if not limit.stated:
        parts.append(Part(name="counting", points=-10, because="how to count is not stated"))
    if all(ground["confidence"] == Confidence.LOW for ground in limit.grounds):
        parts.append(Part(name="source", points=-15, because="its sources are not sure"))
    return parts


def _counts(session: Session, limit_id: int, fleet_id: int) -> dict[str, int]:
    row = session.exec(
        select(ClockDay).where(
            col(ClockDay.day) == counted_on(session),
            ClockDay.limit_id == limit_id,
            ClockDay.fleet_id == fleet_id,
        )
    ).first()
    return {word: getattr(row, word) if row else 0 for word in COUNTS}


def _spoken(row: LimitCounts, fleet: Fleet, now: datetime) -> dict[str, Any]:
    """The columns of an alert that follow from how things stand."""
    limit, counts = row.limit, row.counts
    parts = clock_parts(limit, counts)
    score = sum(part.points for part in parts)
    perhaps = counts["perhaps_over"]
    said = [
        f"{one_line(fleet.name, 80)}: {over_sentence(row)}.",
        f"{count_of(perhaps, 'other')} may be over, not seen often enough to tell."
        if perhaps
        else "",
        limit_doubt(limit),
        "" if limit.status == "in_force" else "Whether the limit is in force is not clear.",
    ]
    return {
        "title": f"{country_name(limit.country)}: {limit_sentence(limit)}",
        "reason": " ".join(filter(None, said)),
        "severity": word_for(score).value,
        "severity_score": score,
        "severity_parts": [part.as_json() for part in parts],
        "live_sims": counts["over"],
        "seen_moved_at": now,
        "updated_at": now,
    }
