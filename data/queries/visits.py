"""When somebody last looked at the overview, and what has come since."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from data.db import write_if_free
from data.models import Development, RuleProposal, Source, User
from data.queries.alerts import AlertFilter, alerts_counted
from data.queries.shell import in_trouble
from data.queries.troubles import fell_since
from data.words import ChangeKind, Health, ProposalState

#: After so long without the overview a new visit begins; until then a reload shows the same news.
PAUSE = timedelta(hours=1)
#: How exactly it is kept when the overview was looked at.
_EXACT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class News:
    """How much has come since a moment; each number is that of the list with the same filter."""

    raised: int
    moved: int
    found: int
    accepted: int
    silent: int
    troubled: int
    """Sources that fell into trouble otherwise than by silence."""

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return any(vars(self).values())


def begin_visit(
    session: Session, engine: Engine, user_id: int, *, now: datetime
) -> datetime | None:
    """Since when things are new to this person; None at their first visit.

    Notes that they are here, unless the store is busy: then the next look does.
    """
    user = session.get_one(User, user_id)
    seen, since = user.visited_at, user.visit_since
    now = now.replace(microsecond=0)
    if seen is not None and now - seen < _EXACT:
        return since
    if seen is not None and now - seen >= PAUSE:
        since = seen
    mine = col(User.id) == user_id
    unseen = col(User.visited_at).is_(None) if seen is None else col(User.visited_at) == seen
    write_if_free(
        engine, update(User).where(mine, unseen).values(visited_at=now, visit_since=since)
    )
    return since


def news_since(session: Session, since: datetime) -> News:
    """What has come since then; one statement."""
    silent = col(Source.health) == Health.SILENT.value
    row = session.exec(
        select(
            alerts_counted(AlertFilter(news="raised", since=since)).scalar_subquery(),
            alerts_counted(AlertFilter(news="moved", since=since)).scalar_subquery(),
            select(func.count())
            .select_from(Development)
            .where(Development.kind != ChangeKind.NONE.value, col(Development.created_at) > since)
            .scalar_subquery(),
            select(func.count())
            .select_from(RuleProposal)
            .where(
                RuleProposal.state == ProposalState.ACCEPTED.value,
                col(RuleProposal.decided_at) > since,
            )
            .scalar_subquery(),
            *(
                select(func.count())
                .select_from(Source)
                .where(in_trouble(), fell_since(since), word)
                .scalar_subquery()
                for word in (silent, ~silent)
            ),
        )
    ).one()
    return News(**dict(zip(News.__annotations__, map(int, row), strict=True)))
