"""The order of alerts in time: what a digest has counted cannot be joined by an earlier alert later.

An alert's time is read from the clock before it is committed. Without a lock a digest
could be made in between and miss it for ever. So who raises holds the lock shared and
reads the clock while holding it; who closes a span of time holds it alone. On SQLite
the one write lock of a ``writing`` session does the same.
"""

from sqlalchemy import func
from sqlmodel import Session, select

#: Any number that no other advisory lock of this database uses.
_LOCK = 7_262_411


def hold_order(session: Session, *, alone: bool) -> None:
    """Take the lock until the transaction ends; read the clock after this returns."""
    if session.get_bind().dialect.name == "postgresql":
        take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.exec(select(take(_LOCK)))
    else:
        session.connection()  # BEGIN IMMEDIATE
