"""One act on many alerts: each is decided by itself, so that one that is refused holds up no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from webapp.alerts.refusals import ActError, AlertNotFoundError, InvalidTransition, StaleAlert
from webapp.alerts.states import Action
from webapp.alerts.workflow import act
from webapp.language import gettext
from webapp.wording.labels import phrase
from webapp.wording.saying import said

#: Acts that make sense for many at once.
BULK = frozenset({Action.ACKNOWLEDGE, Action.ASSIGN, Action.SNOOZE, Action.RESOLVE, Action.DISMISS})


@dataclass(frozen=True, kw_only=True)
class Pick:
    """An alert that was chosen, and its version as it was shown; None: whatever it is now."""

    alert_id: int
    version: int | None


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """Why an act was not carried out."""

    refusal: InvalidTransition | ActError | AlertNotFoundError

    @property
    def code(self) -> str:
        """The refusal's code."""
        return self.refusal.code

    @property
    def why(self) -> str:
        """In one sentence, in the language of whoever reads it."""
        return _why(self.refusal)


@dataclass(frozen=True, kw_only=True)
class Done:
    """How it went."""

    done: tuple[int, ...]
    """The alerts for which it was carried out."""
    refused: dict[int, NotDone]


def act_on_many(
    session: Session, picks: Iterable[Pick], *, now: datetime, **act_values: Any
) -> Done:
    """Carry out one act on each of these alerts; the caller commits.

    ``session`` sees the fleets that the actor may see. ``act_values`` are those of
    :func:`webapp.alerts.workflow.act`, which refuses before it has changed anything.
    """
    done: list[int] = []
    refused: dict[int, NotDone] = {}
    # In the order of their numbers, so that two who act on the same ones do not wait in a circle.
    for pick in sorted(picks, key=lambda one: one.alert_id):
        try:
            act(session, pick.alert_id, now=now, version=pick.version, **act_values)
            done.append(pick.alert_id)
        except (StaleAlert, InvalidTransition, ActError, AlertNotFoundError) as exc:
            refused[pick.alert_id] = NotDone(refusal=exc)
    return Done(done=tuple(done), refused=refused)


def _why(exc: InvalidTransition | ActError | AlertNotFoundError) -> str:
    if isinstance(exc, StaleAlert):
        return gettext("%(by)s changed it meanwhile (%(did)s)", by=exc.by, did=phrase(exc.did))
    if isinstance(exc, InvalidTransition):
        return gettext("it is %(state)s", state=phrase(exc.state))
    if isinstance(exc, AlertNotFoundError):
        return gettext("there is no such alert")
    return said(str(exc))
