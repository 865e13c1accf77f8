"""Past developments with what was published of them, for asking which would have alerted a fleet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.models import Development, DevelopmentMember, RuleChange
from data.words import ChangeKind


@dataclass(frozen=True, kw_only=True)
class Past:
    """A development and its news, in the order of their publication."""

    development: Development
    changes: Sequence[RuleChange]

    @property
    def day(self) -> date:
        """The day on which it was news first: published, else detected."""
        return min(change.published_on or change.detected_at.date() for change in self.changes)


def developments_numbered(session: Session, numbers: Collection[int]) -> dict[int, Development]:
    """The developments of these numbers that are there, by number."""
    rows = session.exec(select(Development).where(col(Development.id).in_(numbers)))
    return {row.id or 0: row for row in rows}


def has_more_news(session: Session, number: int) -> bool:
    """Whether more changes than so many are news; none is counted beyond that."""
    some = select(RuleChange.id).where(col(RuleChange.news)).offset(number).limit(1)
    return session.exec(some).first() is not None


def past_developments(session: Session, *, since: date) -> list[Past]:
    """Developments that were news on ``since`` or later, the newest first."""
    rows = session.exec(
        select(Development, RuleChange)
        .join(DevelopmentMember, col(DevelopmentMember.development_id) == Development.id)
        .join(RuleChange, col(RuleChange.id) == DevelopmentMember.rule_change_id)
        .where(
            col(RuleChange.news),
            Development.kind != ChangeKind.NONE.value,
            RuleChange.kind != ChangeKind.NONE.value,
            col(Development.joined_id).is_(None),
        )
        .order_by(col(Development.id), col(RuleChange.published_on), col(RuleChange.id))
    )
    found: dict[int, tuple[Development, list[RuleChange]]] = {}
    for development, change in rows:
        found.setdefault(development.id or 0, (development, []))[1].append(change)
    pasts = [Past(development=one, changes=changes) for one, changes in found.values()]
    recent = (past for past in pasts if past.day >= since)
    return sorted(recent, key=lambda past: (past.day, past.development.id or 0), reverse=True)
