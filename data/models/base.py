"""What all tables share: key, time and JSON columns, and the lease on a piece of work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlmodel import Field, SQLModel

from data.db import UtcDateTime

# One naming rule, so that migrations can name every constraint on both stores.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def time_field(**kwargs: Any) -> Any:
    """A column for a moment (aware, UTC)."""
    return Field(sa_type=UtcDateTime, **kwargs)


def json_field(**kwargs: Any) -> Any:
    """A column for a small JSON value: list or object."""
    return Field(sa_type=JSON, **kwargs)


class Lease(SQLModel, table=True):
    """A worker's claim on a piece of work, named ``kind:id``; void once ``expires_at`` is past."""

    key: str = Field(primary_key=True)
    owner: str
    expires_at: datetime = time_field()
