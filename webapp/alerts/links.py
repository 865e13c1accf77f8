"""Addresses that people attach to an alert: tickets, contracts, files elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from data.models import Alert, AlertLink
from webapp.alerts.refusals import LinkError
from webapp.alerts.states import Step
from webapp.alerts.trail import apply
from webapp.alerts.wording import one_line
from webapp.webaddress import WebAddressError, checked

#: Most links of one alert, and longest title, in characters.
MOST, LONGEST_TITLE = 50, 200


def attach(
    session: Session, alert: Alert, *, url: str, title: str, actor: str, now: datetime
) -> AlertLink:
    """Attach an address to an alert that is locked; the caller commits. Raises :class:`LinkError`."""
    try:
        url = checked(url)
    except WebAddressError as exc:
        raise LinkError("link", str(exc)) from exc
    there = links_of(session, alert.id or 0)
    if len(there) >= MOST:
        raise LinkError("link", f"the alert has {MOST} links; remove one first")
    if any(link.url == url for link in there):
        raise LinkError("link", "this address is attached already")
    words = one_line(title, LONGEST_TITLE) or (urlsplit(url).hostname or url)
    link = AlertLink(alert_id=alert.id or 0, url=url, title=words, added_by=actor, added_at=now)
    session.add(link)
    session.flush()
    step = Step(word="linked", note=f"{words}: {url}", detail={"link": link.id, "url": url})
    apply(session, alert, [step], actor=actor, now=now)
    return link


def detach(session: Session, alert: Alert, link_id: int, *, actor: str, now: datetime) -> bool:
    """Remove a link of an alert that is locked; False when it has none of this number."""
    link = session.get(AlertLink, link_id)
    if link is None or link.alert_id != alert.id:
        return False
    step = Step(word="unlinked", note=f"{link.title}: {link.url}", detail={"link": link_id})
    apply(session, alert, [step], actor=actor, now=now)
    session.delete(link)
    session.flush()
    return True


def links_of(session: Session, alert_id: int) -> Sequence[AlertLink]:
    """What is attached to an alert, in the order in which it was."""
    return session.exec(
        select(AlertLink).where(AlertLink.alert_id == alert_id).order_by(col(AlertLink.id))
    ).all()
