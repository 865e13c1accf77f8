"""Alembic's entry: runs the migrations on the store of the settings it is handed."""

from typing import cast

from alembic import context
from sqlmodel import SQLModel

import data.models  # noqa: F401  (fills SQLModel.metadata)
from data.db import make_engine
from data.settings import Settings


def run() -> None:
    """Migrate on one connection, in one transaction where the store can."""
    settings = cast("Settings", context.config.attributes.get("settings") or Settings.load())
    engine = make_engine(settings)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
