"""The matrix of countries: rule changes per topic; and what one country's page lists."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from data import countries
from data.models import Development, DevelopmentMember, RuleChange, Source
from data.words import ChangeKind


def changes_by_country_and_topic(session: Session) -> dict[str, dict[str, int]]:
    """Country → topic → how many developments touch it."""
    count = func.count(col(DevelopmentMember.development_id).distinct())
    rows = session.exec(
        select(RuleChange.country, RuleChange.topic, count)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == RuleChange.id)
        .where(RuleChange.kind != ChangeKind.NONE.value)
        .group_by(RuleChange.country, RuleChange.topic)
    )
    found: dict[str, dict[str, int]] = {}
    for country, topic, developments in rows:
        found.setdefault(country, {})[topic] = developments
    return found


def source_countries(session: Session) -> set[str]:
    """Countries and groups that have an enabled source of their own."""
    return set(session.exec(select(Source.country).where(col(Source.enabled)).distinct()))


def groups_of(code: str, *, today: date) -> list[str]:
    """The groups that a country belongs to on a day; the world is left out."""
    return [
        group
        for group in countries.groups()
        if group not in (code, countries.WORLD) and code in countries.members(group, today)
    ]


def sources_watching(session: Session, codes: Collection[str]) -> Sequence[Source]:
    """Enabled sources of these countries and groups."""
    return session.exec(
        select(Source)
        .where(col(Source.country).in_(codes), col(Source.enabled))
        .order_by(col(Source.country), col(Source.id))
    ).all()


def developments_of(session: Session, country: str, *, limit: int) -> Sequence[Development]:
    """The developments that touch a country (a group: those that name it), newest first."""
    statement = select(Development).where(Development.kind != ChangeKind.NONE.value)
    if countries.is_group(country):
        statement = statement.where(Development.jurisdiction == country)
    else:
        touching = (
            select(DevelopmentMember.development_id)
            .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
            .where(RuleChange.country == country, RuleChange.kind != ChangeKind.NONE.value)
        )
        statement = statement.where(col(Development.id).in_(touching))
    return session.exec(
        statement.order_by(col(Development.moved_at).desc(), col(Development.id).desc()).limit(
            limit
        )
    ).all()
