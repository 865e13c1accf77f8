"""A store with sources on the benchmarks' own site."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from data.db import make_engine, migrate, writing
from data.models import Source
from data.settings import Settings


@contextmanager
def fresh_store() -> Iterator[tuple[Engine, Settings]]:
    """An empty store on a disk, with the settings that a benchmark wants: no pauses."""
    with TemporaryDirectory() as folder:
        settings = Settings.load(
            instance=Path(folder),
            allow_private_addresses=True,
            host_delay=0.0,
            max_body_bytes=10**6,
        )
        migrate(settings)
        engine = make_engine(settings)
        yield engine, settings
        engine.dispose()


def add_sources(engine: Engine, kind: str, urls: Iterable[str]) -> list[str]:
    """Watch these addresses; their ids."""
    made = {f"{kind}-{number:05}": url for number, url in enumerate(urls)}
    with writing(engine) as session:
        session.add_all(
            Source(
                id=name, authority="a", authority_name="A", authority_kind="telecom_regulator",
                country="DE", title=name, kind=kind, language="en", url=url,
            )
            for name, url in made.items()
        )  # fmt: skip
    return list(made)
