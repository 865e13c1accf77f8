"""What waits to be alerted: developments that touch live SIMs and have no alert, and ones that moved."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, exists
from sqlmodel import Session, col, select

from data.countries import expand
from data.models import Alert, Development, DevelopmentMember, Fleet, RuleChange, SimCount
from data.queries.exposure import live_rows
from data.words import OPEN, ChangeKind


def live_countries(session: Session, *, now: datetime, live_days: int) -> dict[int, set[str]]:
    """Fleet → countries in which it has live SIMs."""
    found: dict[int, set[str]] = {}
    for fleet_id, country in session.exec(
        select(SimCount.fleet_id, SimCount.visited_country)
        .where(
            live_rows(now=now, live_days=live_days),
            SimCount.visited_country != "",
            SimCount.sims > 0,
        )
        .distinct()
    ):
        found.setdefault(fleet_id, set()).add(country)
    return found


def unalerted(
    session: Session, *, now: datetime, live_days: int, only: Collection[int] | None = None
) -> list[tuple[int, int]]:
    """(development, fleet) that want an alert and have none: news in a country with live SIMs.

    Oldest development first; with ``only`` no others than these.
    """
    live = live_countries(session, now=now, live_days=live_days)
    alerted = set(session.exec(select(Alert.development_id, Alert.fleet_id)))
    news = exists().where(
        col(DevelopmentMember.development_id) == col(Development.id),
        col(RuleChange.id) == col(DevelopmentMember.rule_change_id),
        col(RuleChange.news),
        col(RuleChange.kind) != ChangeKind.NONE.value,
    )
    statement = (
        select(Development.id, Development.countries)
        .where(news, Development.kind != ChangeKind.NONE.value)
        .order_by(col(Development.id))
    )
    if only is not None:
        statement = statement.where(col(Development.id).in_(only))
    rows = session.exec(statement)
    return [
        (number, fleet_id)
        for number, countries in rows
        if number is not None
        for fleet_id in sorted(live)
        if (number, fleet_id) not in alerted and touched(countries, live[fleet_id], now=now)
    ]


def touched(countries: Collection[str], live: Collection[str], *, now: datetime) -> set[str]:
    """The countries of ``live`` that a development's countries (or groups such as ``INT``) mean."""
    return expand(countries, now.date()) & set(live)


def moved_alerts(session: Session) -> list[int]:
    """Alerts whose development has moved since they last spoke of it, oldest first."""
    statement = (
        select(Alert.id)
        .join(Development, col(Development.id) == Alert.development_id)
        .where(col(Development.moved_at) > col(Alert.seen_moved_at))
        .order_by(col(Alert.id))
    )
    return [number for number in session.exec(statement) if number is not None]


def telling_change(
    session: Session, development: Development, by_country: dict[str, int]
) -> RuleChange | None:
    """The rule change whose evidence an alert shows: news, of the development's status today,

    where the most live SIMs are, the newest; None when nothing in it is news.
    """
    status = case((col(RuleChange.status) == development.status, 0), else_=1)
    rows = session.exec(
        select(RuleChange)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
        .where(
            DevelopmentMember.development_id == development.id,
            col(RuleChange.news),
            RuleChange.kind != ChangeKind.NONE.value,
        )
        .order_by(status, col(RuleChange.detected_at).desc(), col(RuleChange.id))
    ).all()
    if not rows:
        return None
    best = [row for row in rows if row.status == rows[0].status]
    return max(best, key=lambda row: by_country.get(row.country, 0))


def fleet_name(session: Session, fleet_id: int) -> str:
    """A fleet's name."""
    return session.exec(select(Fleet.name).where(Fleet.id == fleet_id)).one()


def open_alerts_of(session: Session, fleet_id: int) -> list[int]:
    """Numbers of a fleet's alerts that are not worked to their end, the oldest first."""
    words = [state.value for state in OPEN]
    return [
        number or 0
        for number in session.exec(
            select(Alert.id)
            .where(Alert.fleet_id == fleet_id, col(Alert.state).in_(words))
            .order_by(col(Alert.id))
        )
    ]
