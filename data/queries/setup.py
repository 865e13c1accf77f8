"""The steps of the first run: begun with the first account, settled by hand or by what is there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from data.models import Channel, Delivery, DeliveryAttempt, SetupStep, Sim, Subscription
from data.words import ChannelKind, DeliveryState, FirstStep


def begin_steps(session: Session) -> None:
    """Let the first run begin, unless it did before. The caller commits."""
    known = set(session.exec(select(SetupStep.word)))
    session.add_all(SetupStep(word=step.value) for step in FirstStep if step.value not in known)
    session.flush()


def open_steps(session: Session) -> frozenset[FirstStep]:
    """Steps that nobody has settled by hand; none where no first run ever began."""
    found = session.exec(select(SetupStep.word).where(col(SetupStep.settled_at).is_(None)))
    return frozenset(map(FirstStep, found))


def steps_done(session: Session, *, as_file: str) -> frozenset[FirstStep]:
    """Steps that what the store holds has done, wherever it came from; one statement.

    ``as_file``: how the answer to a mail begins that became a file, which proves nothing.
    """
    fleet, wish, mail = session.exec(
        select(
            exists().where(col(Sim.id).is_not(None)),
            exists().where(col(Subscription.id).is_not(None)),
            exists().where(
                col(Delivery.channel) == ChannelKind.MAIL.value,
                col(Delivery.state) == DeliveryState.SENT.value,
                col(Delivery.answer).not_like(f"{as_file}%"),
            ),
        )
    ).one()
    found = {FirstStep.FLEET: fleet, FirstStep.SUBSCRIPTIONS: wish, FirstStep.MAIL: mail}
    return frozenset(step for step, there in found.items() if there)


def settle_steps(session: Session, steps: Collection[FirstStep], *, by: str, now: datetime) -> None:
    """Call these steps done, whatever the store holds. The caller commits."""
    session.exec(
        update(SetupStep)
        .where(col(SetupStep.word).in_([step.value for step in steps]))
        .where(col(SetupStep.settled_at).is_(None))
        .values(settled_at=now, settled_by=by)
    )


def reopen_steps(session: Session) -> None:
    """Take the steps up again that were settled by hand. The caller commits."""
    begin_steps(session)
    session.exec(update(SetupStep).values(settled_at=None, settled_by=""))


@dataclass(frozen=True, kw_only=True)
class MailTest:
    """A test of somebody's own mailbox, and its last attempt."""

    delivery: Delivery
    attempt: DeliveryAttempt | None

    def is_under_way(self, now: datetime) -> bool:
        """Whether an attempt is due that has not ended."""
        return (
            self.delivery.state == DeliveryState.PENDING.value
            and self.delivery.next_attempt_at <= now
        )


def last_mail_test(session: Session, user_id: int) -> MailTest | None:
    """The newest one; None where it was never tested. One statement."""
    found = session.exec(
        select(Delivery, DeliveryAttempt)
        .join(Channel, col(Channel.id) == Delivery.about_channel_id)
        .outerjoin(DeliveryAttempt, col(DeliveryAttempt.delivery_id) == Delivery.id)
        .where(
            Channel.user_id == user_id,
            Channel.kind == ChannelKind.MAIL.value,
            Delivery.channel_id == Channel.id,
        )
        .order_by(col(Delivery.id).desc(), col(DeliveryAttempt.id).desc())
        .limit(1)
    ).first()
    return MailTest(delivery=found[0], attempt=found[1]) if found else None


def hurry(session: Session, delivery_id: int, *, now: datetime) -> bool:
    """Let a delivery that waits after a failure be tried now; False when none waits. The caller commits."""
    changed = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING.value)
        .values(next_attempt_at=now)
    )
    return changed.rowcount == 1
