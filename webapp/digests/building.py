"""Making digests: who is due one, which time it covers, and whether it is worth a message.

A person's digests of a pace follow one another without gap or overlap: each begins
where the last one ended, and of two that would begin at the same moment only one is stored.
Its deliveries are written in the same transaction, alone with the alerts' clock. After a
downtime one digest covers the whole span and says so. A daily one goes out only when
something came up, moved, or a source newly fell into trouble; a quiet day still moves
the mark. The others always go out: they are the standing proof that the watch went on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.db import reading, writing
from data.models import Delivery, Digest, Subscription, User
from data.queries.channels import open_channels
from data.queries.digests import add_digest, digest_readers, last_covered
from data.queries.order import hold_order
from data.queries.sight import narrow, sight_of
from data.queries.subscriptions import wishes_of
from data.queries.troubles import opened_within
from data.words import ChannelKind, MailList, Pace
from webapp.context import Context
from webapp.delivery.unsubscribing import takes_mail
from webapp.digests.contents import told_of
from webapp.digests.rhythm import LENGTH, is_late, last_end, rhythm_of

#: What of a subscription a digest keeps: what it asks for, and over which channel.
_KEPT = {"fleet_id", "countries", "topics", "kinds", "statuses", "severity", "channel_id"}


@dataclass(frozen=True, kw_only=True)
class Built:
    """How many digests were made, and how many messages they are worth."""

    digests: int = 0
    mails: int = 0


def build_digests(context: Context, pace: Pace, *, at_once: bool = False) -> Built:
    """Make each reader's digest of a pace that is due; queue its messages.

    ``at_once`` ends it now instead of at its hour: a person asked for it.
    """
    with reading(context.engine) as session:
        now, readers = context.clock(), digest_readers(session)
        wishes = wishes_of(session, [user.id or 0 for user in readers])
        covered = last_covered(session, pace)
        due = [
            user
            for user in readers
            if _due(context, user, pace, wishes.get(user.id or 0, []), covered, now, at_once)
        ]
    built = [_build(context, user.id or 0, pace, at_once) for user in due]
    return Built(digests=sum(one.digests for one in built), mails=sum(one.mails for one in built))


@dataclass(frozen=True, kw_only=True)
class _Due:
    """A digest that is to be made. Without ``wishes`` it holds everything."""

    start: datetime
    end: datetime
    late: bool
    wishes: Sequence[Subscription]


def _due(
    context: Context,
    user: User,
    pace: Pace,
    own: Sequence[Subscription],
    covered: dict[int, datetime],
    now: datetime,
    at_once: bool,
) -> _Due | None:
    wishes = asked_for(own, pace)
    if wishes is None or not (user.wants_mail or any(wish.channel_id for wish in wishes)):
        return None
    rhythm = rhythm_of(user, hour=context.settings.digest_hour)
    start = _begin(user, pace, wishes, covered.get(user.id or 0))
    end = now if at_once else last_end(pace, now, rhythm)
    if start >= end:
        return None
    return _Due(start=start, end=end, late=is_late(pace, start, end, rhythm), wishes=wishes)


def asked_for(own: Sequence[Subscription], pace: Pace) -> Sequence[Subscription] | None:
    """Which of somebody's subscriptions fill their digest of a pace. None: they get no such digest.

    Who has no subscription gets a daily and a weekly one of everything. Who chose neither weekly nor
    monthly gets a weekly one of all that they chose: silence must not be taken for "no change".
    """
    if not own:
        return None if pace is Pace.MONTHLY else ()
    chosen = [wish for wish in own if wish.pace == pace]
    if pace is Pace.WEEKLY and not any(wish.pace in (pace, Pace.MONTHLY) for wish in own):
        chosen = list(own)
    return chosen or None


def _begin(
    user: User, pace: Pace, wishes: Sequence[Subscription], covered: datetime | None
) -> datetime:
    """Where the last one ended; or, if that was long before they subscribed, when they did."""
    since = min((wish.created_at for wish in wishes), default=user.created_at)
    return since if covered is None or covered < since - LENGTH[pace] else covered


def _build(context: Context, user_id: int, pace: Pace, at_once: bool) -> Built:
    with writing(context.engine) as session:
        hold_order(session, alone=True)
        now, user = context.clock(), session.get_one(User, user_id)
        own = wishes_of(session, [user_id]).get(user_id, [])
        covered = last_covered(session, pace, user_id=user_id)
        due = _due(context, user, pace, own, covered, now, at_once)
        if due is None:
            return Built()
        digest = Digest(
            user_id=user_id,
            period=pace.value,
            covers_from=due.start,
            covers_to=due.end,
            late=due.late,
            wishes=_kept(session, due.wishes),
            created_at=now,
        )
        number = add_digest(session, digest)
        if number is None:
            return Built()
        return Built(digests=1, mails=_queue(session, digest, number, user, now=now))


def _kept(session: Session, wishes: Sequence[Subscription]) -> list[dict[str, object]]:
    """The subscriptions as the digest keeps them: what a closed channel would have told goes by mail."""
    usable = {one.id for one in open_channels(session, {wish.channel_id for wish in wishes})}
    kept = [wish.model_dump(include=_KEPT) for wish in wishes]
    return [one if one["channel_id"] in usable else one | {"channel_id": None} for one in kept]


def _queue(session: Session, digest: Digest, number: int, user: User, *, now: datetime) -> int:
    ways = {wish["channel_id"] for wish in digest.wishes} or {None}
    kinds = {one.id: one.kind for one in open_channels(session, ways)}
    user_id, recipient = user.id, user.email
    takes_mails = takes_mail(user, MailList(digest.period))
    narrow(session, sight_of(session, user))
    count = 0
    for channel_id in sorted(ways, key=lambda way: way or 0):
        if channel_id is None and not takes_mails:
            continue
        if digest.period == Pace.DAILY and not _worth_it(session, digest, channel_id):
            continue
        way = f"mail:{user_id}" if channel_id is None else f"channel:{channel_id}"
        session.add(
            Delivery(
                key=f"digest:{digest.period}:{digest.covers_to:%Y%m%dT%H%M%S}:{way}",
                channel=kinds.get(channel_id, ChannelKind.MAIL.value),
                channel_id=channel_id,
                recipient=recipient,
                digest_id=number,
                created_at=now,
                next_attempt_at=now,
            )
        )
        count += 1
    return count


def _worth_it(session: Session, digest: Digest, channel_id: int | None) -> bool:
    raised, moves = told_of(session, digest, channel_id=channel_id)
    return bool(raised or moves or opened_within(session, digest.covers_from, digest.covers_to))
