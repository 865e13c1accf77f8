"""A crawl's claims on its sources: taken once, kept alive while it lasts, given back at its end."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import writing
from data.queries.leases import claim, release


class Claims:
    """Claims of one owner. A dead owner's claims run out by themselves."""

    def __init__(self, engine: Engine, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._seconds = seconds
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._keys: list[str] = []

    def take(self, session: Session, keys: Sequence[str]) -> list[str]:
        """Those of ``keys`` that nobody else holds, in their order; commit before working."""
        mine = claim(session, keys, owner=self._owner, now=self._clock(), seconds=self._seconds)
        self._keys.extend(mine)
        return mine

    def give_back(self) -> None:
        """Let others have them."""
        keys, self._keys = self._keys, []
        if keys:
            with writing(self._engine) as session:
                release(session, keys, owner=self._owner)

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Renew the claims for as long as the block runs."""
        beat = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._seconds / 3)
            await asyncio.to_thread(self._renew)

    def _renew(self) -> None:
        with writing(self._engine) as session:
            claim(session, self._keys, owner=self._owner, now=self._clock(), seconds=self._seconds)
