"""Claims with leases: two workers never do the same work, and a dead worker's claim expires."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.models import Lease


def claim(
    session: Session, keys: Sequence[str], *, owner: str, now: datetime, seconds: float
) -> list[str]:
    """Take what nobody holds of ``keys``, for ``seconds``; the keys taken, in the order given.

    Commit before the work starts: only then do others see the claim.
    """
    if not keys:
        return []
    expires = now + timedelta(seconds=seconds)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Lease.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    statement = insert(table)
    session.exec(
        statement.on_conflict_do_update(
            index_elements=[table.c.key],
            set_={
                "owner": statement.excluded.owner,
                "expires_at": statement.excluded.expires_at,
            },
            where=(table.c.expires_at <= now) | (table.c.owner == owner),
        ),
        params=[{"key": key, "owner": owner, "expires_at": expires} for key in keys],
    )
    held = set(
        session.exec(
            select(Lease.key).where(
                col(Lease.key).in_(keys), Lease.owner == owner, col(Lease.expires_at) > now
            )
        )
    )
    return [key for key in keys if key in held]


def release(session: Session, keys: Iterable[str], *, owner: str) -> None:
    """Give back claims of ours; those of others stay."""
    session.exec(delete(Lease).where(col(Lease.key).in_(list(keys)), col(Lease.owner) == owner))


def drop_expired(session: Session, *, now: datetime) -> int:
    """Housekeeping: forget claims that ran out; how many there were."""
    count = session.exec(select(func.count()).where(col(Lease.expires_at) <= now)).one()
    session.exec(delete(Lease).where(col(Lease.expires_at) <= now))
    return count
