"""Looks up what deliveries have to say, at the moment of sending."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from data.models import AuditEntry, Channel, Delivery, Digest, User
from data.queries.alert_facts import AlertFacts, alert_facts
from data.queries.outbox import first_keys
from data.queries.people import users_by_email
from data.queries.sight import Sight, narrow, sights_of
from webapp.delivery.headers import list_of
from webapp.delivery.personal import of_person
from webapp.delivery.types import (
    AlertNotice,
    ChannelNotice,
    Notice,
    Outgoing,
    TransportError,
)
from webapp.digests.contents import digest_notice


class Contents:
    """What a batch of deliveries has to say: what several of them share is looked up once.

    Those who are told the same of an alert hold the very same notice. A digest is one's own and
    large, so it is looked up when its turn comes.
    """

    def __init__(
        self,
        session: Session,
        deliveries: Collection[Delivery],
        *,
        now: datetime,
        live_days: int,
    ) -> None:
        self._now, self._live_days = now, live_days
        of_alerts = [one for one in deliveries if one.alert_id is not None]
        self._threads = first_keys(session, of_alerts)
        events = {one.event_id for one in of_alerts}
        found = session.exec(select(AuditEntry).where(col(AuditEntry.id).in_(events)))
        self._events = {event.id: event for event in found}
        self._readers = users_by_email(session, {one.recipient for one in deliveries})
        sights = sights_of(session, self._readers.values())
        # An address without an account is not narrowed.
        self._sights = {address: sights[one.id] for address, one in self._readers.items()}
        self._facts = _facts(session, of_alerts, self._sights)
        self._notices: dict[tuple[Sight, int | None, int | None], AlertNotice] = {}

    def outgoing(self, session: Session, delivery: Delivery) -> Outgoing:
        """One of them with its content.

        Raises :class:`TransportError` when what it speaks of is gone, or its reader has since
        stopped it or been locked out. The session may see less afterwards: no more than the
        delivery's reader may.
        """
        first = self._threads.get(delivery.id or 0, delivery.key)
        reader = self._readers.get(delivery.recipient)
        if reader is not None and not reader.active:
            raise TransportError("its reader was locked out since it was queued", permanent=True)
        notice = self._notice(session, delivery)
        by_mail = delivery.channel_id is None
        if by_mail and reader is not None and list_of(notice) in reader.stopped:
            raise TransportError("its reader has unsubscribed since it was queued", permanent=True)
        return Outgoing(
            key=delivery.key,
            recipient=delivery.recipient,
            notice=notice,
            reader_id=reader.id if reader else None,
            created_at=delivery.created_at,
            attempted_at=self._now,
            thread_key="" if first == delivery.key else first,
        )

    def _notice(self, session: Session, delivery: Delivery) -> Notice:
        if delivery.about_channel_id is not None:
            return _of_channel(session, delivery, delivery.about_channel_id)
        if delivery.about_user_id is not None:
            return of_person(session, delivery, delivery.about_user_id, now=self._now)
        if delivery.digest_id is not None:
            digest = session.get(Digest, delivery.digest_id)
            reader = self._readers.get(delivery.recipient)
            # Narrowed to what its own reader may see: nobody else's address gets it.
            if digest is not None and (reader is None or reader.id == digest.user_id):
                return digest_notice(
                    session,
                    digest,
                    channel_id=delivery.channel_id,
                    now=self._now,
                    live_days=self._live_days,
                )
        notice = self._of_alert(delivery)
        if notice is None:
            raise TransportError(
                "there is nothing to say: its alert or digest is gone, or is no longer for its reader",
                permanent=True,
            )
        return notice

    def _of_alert(self, delivery: Delivery) -> AlertNotice | None:
        sight = self._sights.get(delivery.recipient)
        facts = self._facts.get((sight, delivery.alert_id))
        event = self._events.get(delivery.event_id)
        if facts is None or event is None:
            return None
        return self._notices.setdefault(
            (sight, delivery.alert_id, delivery.event_id),
            AlertNotice(facts=facts, event=event.action, note=event.note, actor=event.actor),
        )


def outgoing_of(session: Session, delivery: Delivery, *, now: datetime, live_days: int) -> Outgoing:
    """One delivery alone, see :meth:`Contents.outgoing`."""
    contents = Contents(session, [delivery], now=now, live_days=live_days)
    return contents.outgoing(session, delivery)


def _facts(
    session: Session, deliveries: Iterable[Delivery], sights: dict[str, Sight]
) -> dict[tuple[Sight, int | None], AlertFacts]:
    """What is known of each alert, looked up once for each way of seeing.

    Who left a fleet since it was queued no longer reads of it.
    """
    wanted: dict[Sight, set[int]] = {}
    for one in deliveries:
        wanted.setdefault(sights.get(one.recipient), set()).add(one.alert_id or 0)
    found: dict[tuple[Sight, int | None], AlertFacts] = {}
    for sight, numbers in wanted.items():
        narrow(session, sight)
        found |= {(sight, facts.alert_id): facts for facts in alert_facts(session, numbers)}
    narrow(session, None)
    return found


def _of_channel(session: Session, delivery: Delivery, channel_id: int) -> ChannelNotice:
    channel = session.get_one(Channel, channel_id)
    address = channel.address or session.get_one(User, channel.user_id).email
    return ChannelNotice(
        channel_id=channel_id,
        what="test" if delivery.channel_id == channel_id else "off",
        kind=channel.kind,
        name=channel.name or address,
        address=address,
        reason=channel.reason,
        since=channel.state_at,
    )
