"""What mails about somebody's own account have to say, at the moment of sending."""

from datetime import datetime

from sqlmodel import Session

from data.models import Delivery, User
from webapp.accounts.readdressing import ASKS, GOOD_FOR, TELLS, address_mark
from webapp.accounts.resetting import BY_MAIL, password_mark
from webapp.delivery.types import AddressNotice, PasswordNotice, TransportError


def of_person(
    session: Session, delivery: Delivery, user_id: int, *, now: datetime
) -> PasswordNotice | AddressNotice:
    """A link to a new password or to a new address, or that the address is another one now.

    Raises :class:`TransportError` when the link would be void.
    """
    user = session.get_one(User, user_id)
    if delivery.key.startswith(TELLS):
        return AddressNotice(user_id=user_id, mark="", new=user.email, until=None)
    asks = delivery.key.startswith(ASKS)
    until = delivery.created_at + (GOOD_FOR if asks else BY_MAIL)
    stays = asks or user.email == delivery.recipient
    if until <= now or not user.active or not stays:
        raise TransportError("the link that it brings would be void", permanent=True)
    if asks:
        mark = address_mark(session, user)
        return AddressNotice(user_id=user_id, mark=mark, new=delivery.recipient, until=until)
    return PasswordNotice(user_id=user_id, mark=password_mark(user), until=until)
