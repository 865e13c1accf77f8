"""Unsubscribing from mails by one click (RFC 8058), and turning them on again.

The link in a mail carries who and what, signed with a key that is derived from the settings'
own: it needs no sign-in, stops that one kind of mail, and opens nothing. It goes with the
address that the mail was sent to.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.audit import record
from data.models import User
from data.sealing import UNSUBSCRIBING, sign
from data.words import MailList

#: What is told at once; all other acts on an alert are work on it.
_NEWS = frozenset({"raised", "moved", "told"})
#: A list, as it is said inside a sentence.
NAMES = {
    MailList.ALERTS: "instant alerts",
    MailList.WORK: "notes on the work with alerts",
    MailList.DAILY: "daily digests",
    MailList.WEEKLY: "weekly digests",
    MailList.MONTHLY: "monthly digests",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whose mails a link stops, and which."""

    user_id: int
    mail_list: MailList


def list_of_act(action: str) -> MailList:
    """The list to which the mail of an act on an alert belongs."""
    return MailList.ALERTS if action in _NEWS else MailList.WORK


def takes_mail(user: User, mail_list: MailList) -> bool:
    """Whether this person wants mails of a list."""
    return user.wants_mail and mail_list not in user.stopped


def unsubscribe_token(wanted: Wanted, *, email: str, key: str) -> str:
    """The end of the link: ``12.daily.`` and a signature, which holds for this address alone."""
    words = f"{wanted.user_id}.{wanted.mail_list}"
    return f"{words}.{sign(f'{words}.{email}', key, UNSUBSCRIBING)}"


def open_token(session: Session, token: str, *, key: str) -> tuple[User, MailList] | None:
    """Whose mails a link stops, and which; None when it is not one of ours."""
    number, _, rest = token.partition(".")
    word, _, _ = rest.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    if word not in list(MailList):
        return None
    user, mail_list = session.get(User, int(number)), MailList(word)
    if user is None:
        return None
    wanted = Wanted(user_id=int(number), mail_list=mail_list)
    right = unsubscribe_token(wanted, email=user.email, key=key)
    return (user, mail_list) if hmac.compare_digest(token.encode(), right.encode()) else None


def stop(session: Session, user: User, mail_list: MailList, *, how: str, now: datetime) -> bool:
    """Send no more mails of a list; False when that was so already. The caller commits."""
    if mail_list in user.stopped:
        return False
    user.stopped = [word for word in MailList if word in (*user.stopped, mail_list)]
    _note(session, user, "unsubscribed", mail_list, how, now)
    return True


def resume(session: Session, user: User, mail_list: MailList, *, how: str, now: datetime) -> bool:
    """Send mails of a list again; False when they were not stopped. The caller commits."""
    if mail_list not in user.stopped:
        return False
    user.stopped = [word for word in user.stopped if word != mail_list]
    _note(session, user, "resubscribed", mail_list, how, now)
    return True


def _note(
    session: Session, user: User, action: str, mail_list: MailList, how: str, now: datetime
) -> None:
    session.add(user)
    record(
        session,
        actor=user.email,
        action=action,
        subject=f"person:{user.id}",
        note=f"{NAMES[mail_list]}, {how}",
        detail={"list": mail_list.value},
        now=now,
    )
