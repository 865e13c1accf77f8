"""Which column holds what, as an officer said it, for files of one shape."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field


class FileMapping(SQLModel, table=True):
    """One choice of columns. It holds for every file with the same headers, in any order."""

    shape: str = Field(primary_key=True)
    """See :func:`data.fleet.mapping.shape_of`."""
    columns: dict[str, str] = json_field(default_factory=dict)
    """Field → folded header; empty: the field is not read from this file."""
    updated_by: str
    updated_at: datetime = time_field()
