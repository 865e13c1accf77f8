"""Tries to sign in, counted in the store so that all processes count together. The caller commits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.models import SignInTry


def locked_tries(session: Session, keys: Iterable[str], *, now: datetime) -> list[SignInTry]:
    """The counts of these keys, made where there are none, and held until the commit.

    In the order of the keys, so that two who hold several never wait for each other in a circle.
    """
    ordered = sorted(set(keys))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = SignInTry.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    session.exec(
        insert(table).on_conflict_do_nothing(),
        params=[{"key": key, "tries": 0, "tried_at": now, "until": now} for key in ordered],
    )
    statement = select(SignInTry).where(col(SignInTry.key).in_(ordered)).order_by(SignInTry.key)
    return list(session.exec(statement.with_for_update()))


def forget_tries(session: Session, key: str) -> None:
    """Begin anew for one key."""
    session.exec(delete(SignInTry).where(col(SignInTry.key) == key))


def take_back_try(session: Session, key: str, *, now: datetime) -> None:
    """One try was no failure."""
    session.exec(
        update(SignInTry)
        .where(col(SignInTry.key) == key, col(SignInTry.tries) > 0)
        .values(tries=SignInTry.tries - 1, until=now)
    )


def forget_old_tries(session: Session, *, before: datetime) -> int:
    """Housekeeping: forget what was last tried before that moment; how many."""
    return session.exec(delete(SignInTry).where(col(SignInTry.tried_at) < before)).rowcount
