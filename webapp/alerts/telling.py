"""Whom an act on an alert is told, and putting that into the outbox with the act itself."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from data.models import Alert, AlertWatcher, AuditEntry, Channel, Delivery, User
from data.queries.channels import open_channels
from data.queries.sight import fleet_people, fleet_readers
from data.queries.subscriptions import AlertNews, alert_news, wishes_at_once
from data.words import Severity
from webapp.alerts.moves import is_instant
from webapp.alerts.muting import who_muted
from webapp.delivery.unsubscribing import list_of_act, takes_mail
from webapp.subscriptions.matching import channels_at_once

#: Acts of people that are told to who follows the alert.
_FOLLOWED = frozenset(
    {"acknowledged", "started", "resolved", "dismissed", "reopened", "commented", "scheduled"}
)


def followers(session: Session, alert: Alert) -> set[int]:
    """Numbers of who watches the alert, and of who has it."""
    watchers = select(AlertWatcher.user_id).where(AlertWatcher.alert_id == alert.id)
    return {*session.exec(watchers), *([alert.assignee_id] if alert.assignee_id else [])}


def tell_act(session: Session, alert: Alert, entry: AuditEntry, *, now: datetime) -> int:
    """Queue the mails of one person's act: to followers, to who was mentioned or given it.

    Who acted is not told. How many mails.
    """
    wanted = followers(session, alert) if entry.action in _FOLLOWED else set()
    if entry.action == "assigned" and alert.assignee_id:
        wanted.add(alert.assignee_id)
    emails = set(entry.detail.get("mentioned", ()))
    if not wanted and not emails:
        return 0
    people = [
        user
        for user in fleet_readers(session, alert.fleet_id)
        if (user.id in wanted or user.email in emails) and user.email != entry.actor
    ]
    return queue(session, alert, entry, people, now=now)


def tell_followers(
    session: Session, alert: Alert, entry: AuditEntry, *, else_to: str = "", now: datetime
) -> int:
    """Queue what happened by itself: to followers, or to the address ``else_to`` where nobody follows."""
    wanted = followers(session, alert)
    if not wanted and not else_to:
        return 0
    readers = fleet_readers(session, alert.fleet_id)
    people = [user for user in readers if user.id in wanted]
    people = people or [user for user in readers if user.email == else_to]
    return queue(session, alert, entry, people, now=now)


def tell_news(
    session: Session, alert: Alert, entry: AuditEntry, *, least: Severity, now: datetime
) -> int:
    """Queue news of an alert to everybody who sees its fleet; how many deliveries.

    Each person by their own subscriptions; who has none by mail, if it is as loud as ``least``.
    Backlog is told to followers only, and so is what somebody has muted.
    """
    people = fleet_people(session, alert.fleet_id)
    news, following = alert_news(session, alert.id or 0), followers(session, alert)
    instant = is_instant(alert.severity, backlog=alert.backlog, least=least)
    ways = _ways(session, people, news, usual={None} if instant else set())
    for number in who_muted(session, alert, [user.id or 0 for user in people], now=now):
        ways[number] = set()
    in_use = {one.id: one for one in open_channels(session, set().union(*ways.values()))}
    mailed: list[User] = []
    count = 0
    for user in people:
        over = ways[user.id]
        open_ones = [in_use[number] for number in in_use if number in over]
        count += sum(_queue_over(session, alert, entry, user, one, now=now) for one in open_ones)
        # What a closed channel would have told goes by mail instead.
        by_mail = len(open_ones) < len(over)
        if by_mail or user.id in following:
            mailed.append(user)
    return count + queue(session, alert, entry, mailed, now=now)


def _ways(
    session: Session, people: Iterable[User], news: AlertNews, *, usual: set[int | None]
) -> dict[int | None, set[int | None]]:
    """Person → the channels over which they are told at once, None being mail; without wishes the usual."""
    numbers = [user.id or 0 for user in people]
    wishes = wishes_at_once(session, numbers, news)
    if news.alert.backlog:
        wishes = {number: [] for number in wishes}
    return {
        number: channels_at_once(wishes[number], news) if number in wishes else usual
        for number in numbers
    }


def _queue_over(
    session: Session,
    alert: Alert,
    entry: AuditEntry,
    user: User,
    channel: Channel,
    *,
    now: datetime,
) -> int:
    session.add(
        Delivery(
            key=f"{_about(alert, entry)}:channel:{channel.id}",
            channel=channel.kind,
            channel_id=channel.id,
            recipient=user.email,
            alert_id=alert.id,
            event_id=entry.id,
            created_at=now,
            next_attempt_at=now,
        )
    )
    return 1


def _about(alert: Alert, entry: AuditEntry) -> str:
    """The first message's key names the alert, another's also its act: each goes out once."""
    return f"alert:{alert.id}" + ("" if entry.action == "raised" else f":event:{entry.id}")


def queue(
    session: Session, alert: Alert, entry: AuditEntry, people: Iterable[User], *, now: datetime
) -> int:
    """Queue one mail of an act to each of these who takes such mails; how many. The caller commits."""
    about, count, mail_list = _about(alert, entry), 0, list_of_act(entry.action)
    for user in people:
        if not takes_mail(user, mail_list):
            continue
        count += 1
        session.add(
            Delivery(
                key=f"{about}:mail:{user.id}",
                channel="mail",
                recipient=user.email,
                alert_id=alert.id,
                event_id=entry.id,
                created_at=now,
                next_attempt_at=now,
            )
        )
    return count


def set_watching(session: Session, alert_id: int, user_id: int, *, on: bool) -> bool:
    """Let a person watch an alert, or stop; whether that changed anything."""
    row = session.get(AlertWatcher, (alert_id, user_id))
    if on and row is None:
        session.add(AlertWatcher(alert_id=alert_id, user_id=user_id))
    if not on and row is not None:
        session.delete(row)
    session.flush()
    return on == (row is None)


def watchers_of(session: Session, alert_id: int) -> Collection[User]:
    """Who watches an alert, by address."""
    return session.exec(
        select(User)
        .join(AlertWatcher, col(AlertWatcher.user_id) == User.id)
        .where(AlertWatcher.alert_id == alert_id)
        .order_by(col(User.email))
    ).all()
