"""The first run, step by step: what is done, what comes next, what a sensible choice asks for."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from data.audit import record
from data.db import writing
from data.fleet.importing import import_csv
from data.fleet.removing import MADE_UP, NoSampleError, remove_sample
from data.fleet.sample import write_fleet
from data.fleet.store import ensure_fleet
from data.models import User
from data.queries.alerts_work import open_alerts_of
from data.queries.channels import mail_channel
from data.queries.fleet import count_by_state, fleet_named
from data.queries.setup import hurry, last_mail_test, open_steps, steps_done
from data.queries.subscriptions import own_wishes
from data.words import ChannelState, FirstStep, Pace, Severity
from webapp.alerts.workflow import act
from webapp.delivery.mail import AS_FILE
from webapp.delivery.owning import queue_test, switch
from webapp.subscriptions.keeping import entered_wish, keep
from webapp.subscriptions.making import Entered

#: The fleet that is made up, for who has no file at hand.
SAMPLE, SAMPLE_SIMS = "Sample fleet", 2_000
#: What can be chosen with one click: the wishes that each stands for, as severity and pace.
#: ``usual`` is what is told without any choice, as wishes that can be seen and changed.
CHOICES: dict[str, tuple[tuple[str, Pace], ...]] = {
    "usual": (("", Pace.INSTANT), (Severity.LOW.value, Pace.DAILY)),
    "everything": ((Severity.LOW.value, Pace.INSTANT),),
    "weekly": ((Severity.LOW.value, Pace.WEEKLY),),
}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the first run has come."""

    done: frozenset[FirstStep]
    """By what the store holds; and the replay, which leaves nothing there, by somebody's word."""
    left_out: frozenset[FirstStep]
    """Not done, and somebody wants it so; all that is not done where no first run ever began."""

    @property
    def next(self) -> FirstStep | None:
        """The first step that is still open; None when there is nothing left to lead through."""
        return next((step for step in FirstStep if step not in self.done | self.left_out), None)

    @property
    def count(self) -> int:
        """Steps done, with the account that whoever reads this has."""
        return len(self.done) + 1

    @property
    def total(self) -> int:
        """Steps in all."""
        return len(FirstStep) + 1


def progress(session: Session) -> Progress:
    """Read how far it is; two statements."""
    by_hand = frozenset(FirstStep) - open_steps(session)
    done = steps_done(session, as_file=AS_FILE) | (by_hand & {FirstStep.REPLAY})
    return Progress(done=done, left_out=by_hand - done)


def choose(
    session: Session,
    user: User,
    choice: str,
    *,
    sight: Session,
    loud: Severity,
    live_days: int,
    now: datetime,
) -> None:
    """Store the wishes of a choice, wherever SIMs are live; nothing for who has wishes. The caller commits.

    ``sight`` sees the fleets that the person may see; ``loud``: the least severity told at once.
    Raises ``KeyError`` for a choice that is none.
    """
    asked = CHOICES[choice]
    if own_wishes(session, user.id or 0):
        return
    for severity, pace in asked:
        entered = Entered(severity=severity or loud.value, pace=pace.value)
        wish = entered_wish(sight, entered, user_id=user.id or 0, live_days=live_days, now=now)
        keep(session, wish, user, now=now)


def try_own_mail(session: Session, user: User, *, now: datetime) -> None:
    """Send a test to somebody's own mailbox, or the last one again that still waits. The caller commits."""
    found = last_mail_test(session, user.id or 0)
    if found is not None and hurry(session, found.delivery.id or 0, now=now):
        return
    channel = mail_channel(session, user, now=now)
    if channel.state != ChannelState.ACTIVE.value:
        switch(session, channel, on=True, actor=user.email, now=now)
    queue_test(session, channel, user, now=now)


def load_sample(engine: Engine, *, actor: str, live_days: int, now: datetime) -> int:
    """Import the sample fleet, made-up SIMs in 25 countries; how many came in, 0 when it is there.

    Raises :class:`data.fleet.removing.NoSampleError` when a real fleet has its name.
    """
    with writing(engine) as session:
        fleet = fleet_named(session, SAMPLE)
        if fleet is not None and not fleet.sample:
            raise NoSampleError(f"there is a fleet “{SAMPLE}” that is no sample; rename it first")
        if fleet is not None and count_by_state(session, fleet.id or 0):
            return 0
        number = ensure_fleet(session, SAMPLE, sample=True, now=now)
        _record(session, number, "added", actor=actor, now=now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{MADE_UP}fleet.csv"
        write_fleet(path, sims=SAMPLE_SIMS, now=now)
        return import_csv(
            engine,
            path,
            fleet=SAMPLE,
            filename=path.name,
            now=now,
            sample=True,
            live_days=live_days,
        ).added


def put_sample_away(engine: Engine, *, actor: str, now: datetime) -> bool:
    """Remove the sample fleet; what is open of its alerts is dismissed. False when there is none.

    Raises :class:`data.fleet.removing.NoSampleError`.
    """
    with writing(engine) as session:
        fleet = fleet_named(session, SAMPLE)
        if fleet is None:
            return False
        number = fleet.id or 0
        if fleet.sample:
            note = "The sample fleet was removed."
            for alert_id in open_alerts_of(session, number):
                act(session, alert_id, action="dismiss", actor=actor, note=note, now=now)
        remove_sample(session, fleet)
        _record(session, number, "removed", actor=actor, now=now)
        return True


def _record(session: Session, number: int, action: str, *, actor: str, now: datetime) -> None:
    subject = f"fleet:{number}"
    record(session, actor=actor, action=action, subject=subject, note=SAMPLE, now=now)
