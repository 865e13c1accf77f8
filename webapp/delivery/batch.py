"""Deliveries of one lane in hand: claimed, read ahead together, and given out one by one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from data.db import reading, writing
from data.models import Channel, Delivery
from data.queries.channels import channels_for
from data.queries.leases import claim, release
from data.queries.outbox import pending
from webapp.context import Context
from webapp.delivery.ledger import lease_of
from webapp.delivery.notices import Contents
from webapp.delivery.types import Outgoing


class Batch:
    """A thread's deliveries.

    Claims are renewed before too much of their time is gone, and what was read ahead is read
    anew with them: another worker may have been quick, a channel may be switched off by now.
    """

    def __init__(
        self, context: Context, numbers: list[int], dropped: Callable[[list[int]], None]
    ) -> None:
        """``numbers`` are claimed already; ``dropped`` is told those that are not ours any more."""
        self._context = context
        self._numbers = numbers
        self._dropped = dropped
        self._ready: list[Delivery] = []
        self._channels: dict[int, Channel] = {}
        self._fresh_until: datetime | None = None
        self._contents: Contents

    def next(self) -> Delivery | None:
        """The next delivery, claimed for long enough to send it; None when there is no more.

        It stays in the batch until it is told :meth:`done`.
        """
        if self._context.stop.is_set():
            return None
        if self._fresh_until is None or self._context.clock() >= self._fresh_until:
            self._read()
        return self._ready[0] if self._ready else None

    def channel(self, delivery: Delivery) -> Channel | None:
        """Its channel; for mail to somebody who has no account: none."""
        return self._channels.get(delivery.id or 0)

    def outgoing(self, delivery: Delivery) -> Outgoing:
        """It with its content. Raises :class:`webapp.delivery.types.TransportError`."""
        with reading(self._context.engine) as session:
            return self._contents.outgoing(session, delivery)

    def done(self, *, well: bool) -> None:
        """The first is settled. What follows is read anew if it did not go well: channels may be held."""
        del self._ready[0], self._numbers[0]
        if not well:
            self._fresh_until = None

    def give_back(self) -> None:
        """Let others have what is left."""
        self._dropped(self._numbers)
        if self._numbers:
            with writing(self._context.engine) as session:
                release(session, map(lease_of, self._numbers), owner=self._context.owner)
        self._numbers, self._ready = [], []

    def _read(self) -> None:
        context, now = self._context, self._context.clock()
        with writing(context.engine) as session:
            leases = {lease_of(number): number for number in self._numbers}
            seconds = context.settings.lease_seconds
            held = claim(session, list(leases), owner=context.owner, now=now, seconds=seconds)
            self._ready = pending(session, [leases[lease] for lease in held])
            ours = {delivery.id for delivery in self._ready}
            settled = [lease for lease in held if leases[lease] not in ours]
            release(session, settled, owner=context.owner)
            self._channels = channels_for(session, self._ready, now=now)
        self._dropped([number for number in self._numbers if number not in ours])
        self._numbers = [delivery.id or 0 for delivery in self._ready]
        # The rest of the lease is for the last message that is begun.
        self._fresh_until = now + timedelta(seconds=seconds / 5)
        if self._ready:
            with reading(context.engine) as session:
                self._contents = Contents(
                    session, self._ready, now=now, live_days=context.settings.live_days
                )
