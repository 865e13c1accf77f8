"""What was answered to a program's write, so that the same write is not done twice."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import time_field


class DoneRequest(SQLModel, table=True):
    """A request that came with an Idempotency-Key and was done, written with what it did."""

    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    token_id: int = Field(foreign_key="token.id")
    key: str
    request_sha256: str
    """Over method, address, media type and body."""
    status: int
    location: str = ""
    sealed: str
    """The answer's body, sealed: it may hold a new token."""
    done_at: datetime = time_field(index=True)
