"""Where the limits come from: the one place that knows who keeps the rules."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from analysis.clocking.limits import (
    ChangeLimits,
    RuleLimit,
    limits_of_changes,
    limits_of_facts,
    merge,
)
from analysis.ledger import standings
from data.countries import expand, is_country
from data.queries.clocks_work import LimitsSaid, changes_with_limits
from data.queries.ledger import entries_known


def limits_at_hand(session: Session, *, now: datetime) -> list[RuleLimit]:
    """Every limit that has a clock today: of the ledger's rules, and of found changes."""
    today = now.date()
    changes = [_of(one) for one in changes_with_limits(session)]
    standing = [
        one
        for topics in standings(entries_known(session, at=now), on=today).values()
        for one in topics.values()
    ]
    known = [entry.fact for one in standing for entry in (one.head, *one.others)]
    ahead = [entry.fact for one in standing for entry in one.ahead]
    return merge(
        [
            *limits_of_facts(known),
            *limits_of_facts(ahead, ahead=True),
            *limits_of_changes(changes, today=today),
        ]
    )


def _of(said: LimitsSaid) -> ChangeLimits:
    return ChangeLimits(
        development_id=said.development.id or 0,
        country=said.change.country,
        topic=said.development.topic,
        kind=said.development.kind,
        status=said.development.status,
        limits=tuple(said.change.limits),
        effective_on=said.development.effective_on,
        retail_only=bool(said.change.scope.get("retail_only")),
        authority=said.source.authority_name,
        title=said.document.title,
        url=said.document.url,
    )


def as_row(limit: RuleLimit) -> dict[str, Any]:
    """The columns of :class:`data.models.ClockLimit`."""
    values = {name: getattr(limit, name) for name in _NAMES}
    return values | {
        "key": limit.key,
        "topic": limit.topic.value,
        "status": limit.status.value,
        "shape": limit.shape.value,
        "per": limit.per.value,
        "homes": list(limit.homes),
        "grounds": [asdict(ground) for ground in limit.grounds],
    }


_NAMES = (
    "country",
    "days",
    "window_days",
    "gap_days",
    "stated",
    "consumer",
    "effective_on",
    "warn_at",
)


def places(codes: Sequence[str], *, on: date) -> frozenset[str]:
    """The countries that these countries and groups mean on a day."""
    return frozenset(code for code in expand(codes, on) if is_country(code))


def limits_now(session: Session, *, now: datetime) -> str:
    """:func:`fingerprint` of the limits at hand."""
    return fingerprint(limits_at_hand(session, now=now), on=now.date())


def fingerprint(limits: Sequence[RuleLimit], *, on: date) -> str:
    """The same as long as the same limits count in the same countries."""
    said = [
        (limit.key, limit.warn_at, sorted(places((limit.country, *limit.homes), on=on)))
        for limit in limits
    ]
    return sha256(repr(said).encode()).hexdigest()
