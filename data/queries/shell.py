"""The few figures that stand in the frame of every page, in one statement."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_
from sqlmodel import Session, col, select

from data.models import Alert, Fleet, SetupStep, Source
from data.words import TROUBLE, WAITING


@dataclass(frozen=True, kw_only=True)
class ShellCounts:
    """Counts beside the navigation, and whether any of what is shown is made up."""

    open_alerts: int
    sources_in_trouble: int
    samples: bool
    first_steps: bool
    """Whether a step of the first run was settled by nobody yet."""


def in_trouble() -> ColumnElement[bool]:
    """The condition under which a source is shown as being in trouble."""
    return col(Source.enabled) & col(Source.health).in_([word.value for word in TROUBLE])


def shell_counts(session: Session) -> ShellCounts:
    """Alerts that nobody has taken, sources in trouble, samples, first steps left; one statement."""
    row = session.exec(
        select(
            select(func.count())
            .select_from(Alert)
            .where(col(Alert.state).in_(WAITING), col(Alert.silence_id).is_(None))
            .scalar_subquery(),
            select(func.count()).select_from(Source).where(in_trouble()).scalar_subquery(),
            or_(
                exists().where(col(Source.sample), col(Source.enabled)),
                exists().where(col(Fleet.sample)),
            ),
            exists().where(col(SetupStep.word).is_not(None), col(SetupStep.settled_at).is_(None)),
        )
    ).one()
    return ShellCounts(
        open_alerts=row[0],
        sources_in_trouble=row[1],
        samples=bool(row[2]),
        first_steps=bool(row[3]),
    )
