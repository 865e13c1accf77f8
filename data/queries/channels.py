"""Channels of people: found, paced, switched off and on. Making one: :mod:`webapp.delivery.making`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.models import Channel, Delivery, User
from data.queries.people import users_by_email
from data.words import ChannelKind, ChannelState


def channels_of(session: Session, user_id: int) -> Sequence[Channel]:
    """A person's channels, the oldest first; removed ones are left out."""
    return session.exec(
        select(Channel)
        .where(Channel.user_id == user_id, Channel.state != ChannelState.REMOVED.value)
        .order_by(col(Channel.id))
    ).all()


def open_channels(session: Session, numbers: Collection[int | None]) -> Sequence[Channel]:
    """Those of these channels that are in use."""
    wanted = [number for number in numbers if number is not None]
    if not wanted:
        return []
    return session.exec(
        select(Channel)
        .where(col(Channel.id).in_(wanted), Channel.state == ChannelState.ACTIVE.value)
        .order_by(col(Channel.id))
    ).all()


def mail_channel(session: Session, user: User, *, now: datetime) -> Channel:
    """The channel to a person's own address; made at the first call. Everybody has one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Channel.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    row = Channel(
        user_id=user.id or 0,
        kind=ChannelKind.MAIL.value,
        mark="mail",
        state_at=now,
        ready_at=now,
        created_at=now,
    )
    session.exec(
        insert(table)
        .values(row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["user_id", "mark"])
    )
    return session.exec(
        select(Channel).where(Channel.user_id == user.id, Channel.mark == "mail")
    ).one()


def channels_for(
    session: Session, deliveries: Collection[Delivery], *, now: datetime
) -> dict[int, Channel]:
    """Number of a delivery → its channel; mail to somebody who has no account has none."""
    numbers = {delivery.channel_id for delivery in deliveries}
    found = session.exec(select(Channel).where(col(Channel.id).in_(numbers)))
    numbered = {channel.id: channel for channel in found}
    unnumbered = {delivery.recipient for delivery in deliveries if delivery.channel_id is None}
    mail = _mail_channels(session, users_by_email(session, unnumbered), now=now)
    return {
        delivery.id or 0: channel
        for delivery in deliveries
        if (channel := numbered.get(delivery.channel_id) or mail.get(delivery.recipient))
    }


def _mail_channels(
    session: Session, readers: Mapping[str, User], *, now: datetime
) -> dict[str, Channel]:
    numbers = {reader.id for reader in readers.values()}
    found = session.exec(
        select(Channel).where(col(Channel.user_id).in_(numbers), Channel.mark == "mail")
    )
    owned = {channel.user_id: channel for channel in found}
    return {
        email: owned.get(reader.id or 0) or mail_channel(session, reader, now=now)
        for email, reader in readers.items()
    }


def take_turn(session: Session, channel_id: int, *, now: datetime) -> bool:
    """Take the channel's next place in time; False while its pace or its receiver says to wait.

    One statement decides, so that two workers keep the pace together.
    """
    channel = session.get_one(Channel, channel_id)
    result = session.exec(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.ready_at) <= now)
        .values(ready_at=now + timedelta(seconds=channel.min_interval))
    )
    return bool(result.rowcount == 1)


def note_taken(session: Session, moments: Mapping[int, datetime]) -> None:
    """Number of a channel → when its receiver took a message.

    In the order of the numbers, so that two workers who note the same ones never wait for each other.
    """
    for number, moment in sorted(moments.items()):
        session.exec(update(Channel).where(col(Channel.id) == number).values(taken_at=moment))


def hold_back(session: Session, channel_id: int, *, until: datetime) -> None:
    """Send nothing over it before that moment; a later one stays."""
    session.exec(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.ready_at) < until)
        .values(ready_at=until)
    )


def switch_off(session: Session, channel_id: int, *, reason: str, now: datetime) -> bool:
    """Use it no more until somebody switches it on; False when it is not in use."""
    result = session.exec(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.state) == ChannelState.ACTIVE.value)
        .values(state=ChannelState.DISABLED.value, reason=reason[:300], state_at=now)
    )
    return bool(result.rowcount == 1)


def switch_on(session: Session, channel_id: int, *, now: datetime) -> bool:
    """Use it again, at once; False when it was in use or is removed."""
    result = session.exec(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.state) == ChannelState.DISABLED.value)
        .values(state=ChannelState.ACTIVE.value, reason="", state_at=now, ready_at=now)
    )
    return bool(result.rowcount == 1)


def remove_channel(session: Session, channel_id: int, *, now: datetime) -> None:
    """Forget its secrets and use it no more; its row stays for the deliveries that went over it."""
    session.exec(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.kind) != ChannelKind.MAIL.value)
        .values(
            state=ChannelState.REMOVED.value,
            reason="removed by its owner",
            state_at=now,
            sealed="",
            mark=f"removed:{channel_id}",
        )
    )


def another_way(session: Session, channel: Channel, *, now: datetime) -> Channel | None:
    """A channel in use by which its owner can be told of this one: mail if possible."""
    owner = session.get_one(User, channel.user_id)
    found = [mail_channel(session, owner, now=now), *channels_of(session, channel.user_id)]
    usable = (
        one for one in found if one.id != channel.id and one.state == ChannelState.ACTIVE.value
    )
    return next(usable, None)
