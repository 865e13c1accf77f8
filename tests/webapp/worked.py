"""What people did with the alerts of the filled store, by the acts themselves."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.models import Alert, User
from webapp.alerts.links import attach
from webapp.alerts.silencing import create_silence
from webapp.alerts.telling import set_watching
from webapp.alerts.workflow import act

TICKET = "https://tickets.test/ROAM-7"


def work_alerts(session: Session, *, fleet_id: int, now: datetime) -> None:
    """The acknowledged alert is somebody's, due, talked about and watched; a silence holds for eSIM."""
    people = {user.name.lower(): user for user in session.exec(select(User))}
    taken = session.exec(
        select(Alert).where(Alert.state == "acknowledged").order_by(col(Alert.id))
    ).first()
    if taken is not None and taken.id is not None:
        _work(session, taken, people, now)
    create_silence(
        session,
        actor=people["teammate"].email,
        most_days=183,
        now=now - timedelta(days=3),
        fleet_id=fleet_id,
        country="BR",
        topic="esim",
        until=now.date() + timedelta(days=20),
        why="No eSIM goes to Brazil before the summer; looked at in May.",
    )


def _work(session: Session, alert: Alert, people: dict[str, User], now: datetime) -> None:
    number, by = alert.id or 0, people["teammate"].email
    start = now - timedelta(hours=3)
    act(
        session,
        number,
        action="assign",
        actor=people["owner"].email,
        now=start,
        assignee_id=people["teammate"].id,
    )
    act(session, number, action="due", actor=by, now=start, day=now.date() + timedelta(days=9))
    act(
        session,
        number,
        action="comment",
        actor=by,
        now=start,
        note="The operator answers by Friday. @owner, may we pause shipping until then?",
    )
    attach(session, alert, url=TICKET, title="Ticket ROAM-7", actor=by, now=start)
    set_watching(session, number, people["owner"].id or 0, on=True)
