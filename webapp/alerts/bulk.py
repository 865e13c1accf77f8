"""One act on many alerts: each by itself, so that one that is refused holds up no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.db import writing
from data.models import Alert
from webapp.alerts.refusals import ActError, AlertNotFoundError, InvalidTransition, StaleAlert
from webapp.alerts.states import Action
from webapp.alerts.workflow import act
from webapp.context import Context
from webapp.wording import label

#: Acts that make sense for many at once.
BULK = frozenset({Action.ACKNOWLEDGE, Action.ASSIGN, Action.SNOOZE, Action.RESOLVE, Action.DISMISS})


@dataclass(frozen=True, kw_only=True)
class Pick:
    """An alert that was ticked, and its version as the page showed it."""

    alert_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Done:
    """How it went."""

    count: int
    """For how many it was carried out."""
    refused: dict[int, str]
    """Alert → why not, in one sentence."""


def act_on_many(
    context: Context, picks: Iterable[Pick], *, sight: Session, now: datetime, **act_values: Any
) -> Done:
    """Carry out one act on each of these alerts that ``sight`` may read.

    ``act_values`` are those of :func:`webapp.alerts.workflow.act`.
    """
    count, refused = 0, {}
    for pick in picks:
        if sight.get(Alert, pick.alert_id) is None:
            refused[pick.alert_id] = "there is no such alert"
            continue
        try:
            with writing(context.engine) as session:
                act(session, pick.alert_id, now=now, version=pick.version, **act_values)
            count += 1
        except StaleAlert as exc:
            refused[pick.alert_id] = f"{exc.by} changed it meanwhile ({label(exc.did).lower()})"
        except InvalidTransition as exc:
            refused[pick.alert_id] = f"it is {label(exc.state).lower()}"
        except (ActError, AlertNotFoundError) as exc:
            refused[pick.alert_id] = str(exc)
    return Done(count=count, refused=refused)
