"""Another e-mail address for one's own account: proved by a link to the new one, told to the old one.

The link is signed, not stored, over the new address, the present one, the password's hash and the last
change of address: it is void once any of them is another. It counts only in the browser of who is signed in
to that account.
"""

import base64
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from data.audit import record
from data.models import AuditEntry, Delivery, User
from data.queries.channels import mail_channel
from data.queries.order import hold_order
from data.queries.people import ADDRESS_CHANGED, hold_people, user_by_email
from data.queries.sessions import end_others
from data.sealing import READDRESSING, sign
from data.words import ChannelKind, ChannelState
from webapp.accounts.lockout import reset_key, take_try
from webapp.accounts.passwords import AccountError, checked_address
from webapp.accounts.resetting import password_mark
from webapp.delivery.owning import BY_OWNER, switch

#: How long the link works.
GOOD_FOR = timedelta(hours=24)
#: How the keys of the two mails begin.
ASKS, TELLS = "address-asks:", "address-tells:"


def address_token(user_id: int, mark: str, new: str, *, until: datetime, key: str) -> str:
    """The end of the link: who, until when, which address, and a signature."""
    wanted = base64.urlsafe_b64encode(new.encode()).decode().rstrip("=")
    words = f"{user_id}.{int(until.timestamp())}.{wanted}"
    return f"{words}.{sign(f'{words}.{mark}', key, READDRESSING)}"


def address_mark(session: Session, user: User) -> str:
    """Changes with the password, and with every change of address: back to an old one too."""
    changes = select(func.count()).where(
        AuditEntry.subject == f"person:{user.id}", AuditEntry.action == ADDRESS_CHANGED
    )
    return f"{password_mark(user)}.{session.exec(changes).one()}"


def open_address(session: Session, user: User, token: str, *, key: str, now: datetime) -> str:
    """The address that this person may take with it now; empty when it is void."""
    number, seconds, wanted, *_ = [*token.split("."), "", "", ""]
    if number != str(user.id) or not (seconds.isascii() and seconds.isdecimal()):
        return ""
    if len(seconds) > 11 or datetime.fromtimestamp(int(seconds), UTC) <= now:
        return ""
    try:
        new = base64.urlsafe_b64decode(wanted + "=" * (-len(wanted) % 4)).decode()
    except ValueError:
        return ""
    until = datetime.fromtimestamp(int(seconds), UTC)
    right = address_token(user.id or 0, address_mark(session, user), new, until=until, key=key)
    return new if hmac.compare_digest(token.encode(), right.encode()) else ""


def ask_for_address(session: Session, user: User, email: str, *, now: datetime) -> str:
    """Queue the mail with the link to the new address, which is given back. The caller commits.

    No mail is queued when somebody has that address: that is nobody else's business. Raises
    :class:`AccountError` when it is no address, one's own, or was asked for too often.
    """
    new = checked_address(email)
    if new == user.email:
        raise AccountError("email", "this is your address already")
    if take_try(session, reset_key(f"address of {user.id}"), now=now) is not None:
        raise AccountError("email", "you have asked several times; wait some minutes")
    if user_by_email(session, new) is None:
        session.add(_mail(user, new, ASKS, now))
    return new


def take_address(session: Session, user: User, new: str, *, keep: str, now: datetime) -> bool:
    """It is the person's address from now on; False when somebody has it meanwhile. The caller commits.

    All that was or is to be sent to the person goes with it, so that whoever is given the old
    address later finds nothing of it; where each went stands in the trail, by the day of this
    change. The old address is told, mails flow again if the old mailbox had stopped them, and
    sessions but that with the digest ``keep`` end.
    """
    hold_people(session)
    hold_order(session, alone=True)
    if user_by_email(session, new) is not None:
        return False
    old, user.email = user.email, new
    session.add(user)
    told = col(Delivery.key).startswith(TELLS)
    session.exec(
        update(Delivery).where(col(Delivery.recipient) == old, ~told).values(recipient=new)
    )
    _mails_again(session, user, now=now)
    end_others(session, user.id or 0, keep=keep)
    session.add(_mail(user, old, TELLS, now))
    record(
        session,
        actor=new,
        action=ADDRESS_CHANGED,
        subject=f"person:{user.id}",
        note=new,
        detail={"was": old, "became": new},
        now=now,
    )
    return True


def _mails_again(session: Session, user: User, *, now: datetime) -> None:
    """What the old mailbox refused is no fault of the new one; what its owner switched off stays off."""
    channel = mail_channel(session, user, now=now)
    if channel.state == ChannelState.DISABLED and channel.reason != BY_OWNER:
        switch(session, channel, on=True, actor=user.email, now=now)


def _mail(user: User, recipient: str, kind: str, now: datetime) -> Delivery:
    return Delivery(
        key=f"{kind}{user.id}:{now:%Y%m%dT%H%M%S}:{secrets.token_hex(4)}",
        channel=ChannelKind.MAIL.value,
        recipient=recipient,
        about_user_id=user.id,
        created_at=now,
        next_attempt_at=now,
    )
