"""Own wishes: made, changed and taken back, each act with its line in the audit trail.

Pages and the API come here, so both refuse alike. The caller commits.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from data.audit import record
from data.errors import RoamwatchError
from data.models import Fleet, Subscription, User
from data.queries.exposure import live_by_country
from data.queries.subscriptions import AlertNews, news_since
from webapp.subscriptions.making import Entered, SubscriptionError, wish_of
from webapp.subscriptions.matching import meets

#: How far back a preview looks.
BACK = timedelta(days=90)
#: What a wish asks for: all that can be changed of it.
ASKED = (
    "fleet_id",
    "countries",
    "topics",
    "kinds",
    "statuses",
    "severity",
    "pace",
    "channel_id",
)


class StaleWishError(RoamwatchError):
    """The wish asks for something else than it did when it was shown."""

    code = "subscription_changed"


def entered_wish(
    session: Session,
    entered: Entered,
    *,
    user_id: int,
    instead: bool = False,
    live_days: int,
    now: datetime,
) -> Subscription:
    """A wish that makes sense, not yet stored; ``instead``: in the place of one that is.

    ``session`` sees the fleets that the person may see. Raises :class:`SubscriptionError`.
    """
    if entered.fleet_id is not None and session.get(Fleet, entered.fleet_id) is None:
        raise SubscriptionError("fleet", "choose one of the fleets that you see")
    live = live_by_country(session, now=now, live_days=live_days, fleet_id=entered.fleet_id)
    return wish_of(
        session,
        entered,
        user_id=user_id,
        instead=instead,
        live=[item.value for item in live if item.value],
        now=now,
    )


def own_wish(session: Session, wish_id: int, user_id: int) -> Subscription | None:
    """A wish of this person; None when it is another's."""
    wish = session.get(Subscription, wish_id)
    return wish if wish is not None and wish.user_id == user_id else None


def keep(session: Session, wish: Subscription, owner: User, *, now: datetime) -> None:
    """Store a wish."""
    session.add(wish)
    session.flush()
    _record(session, wish, owner, "created", _asked(wish), now=now)


def mark_of(wish: Subscription) -> str:
    """What a page remembers of what it showed: another one as soon as the wish asks for something else."""
    return hashlib.sha256(json.dumps(_asked(wish), sort_keys=True).encode()).hexdigest()[:16]


def change(
    session: Session,
    wish: Subscription,
    wanted: Subscription,
    owner: User,
    *,
    seen: str | None = None,
    now: datetime,
) -> bool:
    """Let a stored wish ask for what ``wanted`` asks for; whether that is something else.

    ``seen``: its mark when it was shown. Raises :class:`StaleWishError` when it has another one.
    """
    session.refresh(wish, with_for_update=True)
    if seen is not None and seen != mark_of(wish):
        raise StaleWishError("this subscription was changed since it was shown")
    was, became = _asked(wish), _asked(wanted)
    if was == became:
        return False
    for name in ASKED:
        setattr(wish, name, getattr(wanted, name))
    session.add(wish)
    session.flush()
    _record(session, wish, owner, "changed", {"was": was, "became": became}, now=now)
    return True


def take_back(session: Session, wish: Subscription, owner: User, *, now: datetime) -> None:
    """Remove a wish."""
    _record(session, wish, owner, "removed", _asked(wish), now=now)
    session.delete(wish)
    session.flush()


def lately(session: Session, *, now: datetime) -> list[AlertNews]:
    """The alerts by which wishes are tried, the newest first."""
    return news_since(session, now - BACK)


def brought(wish: Subscription, news: list[AlertNews]) -> list[AlertNews]:
    """What of these a wish would have brought."""
    return [one for one in news if meets(wish, one)]


def _asked(wish: Subscription) -> dict[str, Any]:
    return {name: getattr(wish, name) for name in ASKED}


def _record(
    session: Session,
    wish: Subscription,
    owner: User,
    action: str,
    detail: dict[str, Any],
    *,
    now: datetime,
) -> None:
    record(
        session,
        actor=owner.email,
        action=action,
        subject=f"subscription:{wish.id}",
        detail=detail,
        now=now,
    )
