"""Proposals are made from found changes: once per stage, with evidence, and never entered by themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.proposals import PROPOSING
from data.db import writing
from data.models import LedgerEntry, RuleProposal, RuleProposalEvent
from data.queries.proposals import unproposed
from data.settings import Settings
from tests.webapp.proposals.conftest import Found, moved
from webapp.context import Context
from webapp.jobs import assess_pending
from webapp.proposals.deciding import Decision, Verdict, decide
from webapp.proposals.raising import propose


def run(engine: Engine, now: datetime) -> list[RuleProposal]:
    """What waits is proposed; all proposals, in order."""
    with writing(engine) as session:
        for development_id in unproposed(session, PROPOSING):
            propose(session, development_id, now=now)
        return list(session.exec(select(RuleProposal).order_by(col(RuleProposal.id))))


def states(proposals: Sequence[RuleProposal]) -> list[str]:
    return [one.state for one in proposals]


def test_an_adopted_change_is_proposed_once_with_what_it_says(
    store: Engine, found: Found, now: datetime
) -> None:
    development = found()
    (proposal,) = run(store, now)
    assert (proposal.development_id, proposal.country, proposal.topic) == (
        development,
        "TR",
        "roaming",
    )
    draft = proposal.draft
    assert (draft["stance"], draft["limit_days"], draft["effective"]) == (
        "restricted",
        90,
        "2027-01-01",
    )
    assert draft["limits"][0]["shape"] == "consecutive"
    assert draft["source_url"].startswith("https://tr-test-2.test/")
    assert proposal.reasons == ["The text allows a stay of a number of days only."]
    assert states(run(store, now)) == ["open"]


def test_nothing_enters_the_ledger_by_itself(store: Engine, found: Found, now: datetime) -> None:
    found()
    run(store, now)
    with writing(store) as session:
        officers = session.exec(select(LedgerEntry).where(LedgerEntry.origin == "officer")).all()
    assert officers == []


@pytest.mark.parametrize(
    "values",
    [{"status": "consultation"}, {"confirmed": False}, {"status": "none"}, {"kind": "none"}],
)
def test_what_is_no_confirmed_rule_proposes_nothing(
    store: Engine, found: Found, now: datetime, values: dict[str, Any]
) -> None:
    found(**values)
    assert run(store, now) == []


def test_a_groups_act_is_proposed_for_the_group(store: Engine, found: Found, now: datetime) -> None:
    found(country="DE", via_group="EU")
    assert [one.country for one in run(store, now)] == ["EU"]


def test_a_development_that_moves_proposes_again_and_overtakes_the_open_one(
    store: Engine, found: Found, now: datetime
) -> None:
    development = found(status="proposed", effective_on=None)
    assert run(store, now)[0].draft["status"] == "proposed"
    moved(store, development, now, status="adopted", effective_on=date(2027, 3, 1))
    first, second = run(store, now + timedelta(hours=1))
    assert states([first, second]) == ["overtaken", "open"]
    assert (second.draft["status"], second.draft["effective"]) == ("in_force", "2027-03-01")


def test_a_move_that_says_of_the_rule_what_was_decided_asks_nobody(
    store: Engine, found: Found, now: datetime
) -> None:
    development = found()
    (proposal,) = run(store, now)
    with writing(store) as session:
        verdict = Verdict(decision=Decision.REJECT, note="Another network's rule")
        decide(session, proposal.id or 0, verdict, actor="owner", now=now)
    moved(store, development, now, deadline_on=date(2027, 2, 1))
    assert states(run(store, now)) == ["rejected", "nothing_new"]


def test_what_an_accepted_draft_said_is_ended_when_it_is_adopted(
    store: Engine, found: Found, now: datetime
) -> None:
    development = found(status="proposed", effective_on=None)
    (draft,) = run(store, now)
    with writing(store) as session:
        decide(session, draft.id or 0, Verdict(decision=Decision.ACCEPT), actor="owner", now=now)
    moved(store, development, now, status="adopted")
    assert f"tr-roaming-p{draft.id}" in run(store, now)[1].replaces


def test_the_worker_proposes_as_it_assesses(
    store: Engine, store_settings: Settings, found: Found, now: datetime
) -> None:
    found()
    context = Context(engine=store, settings=store_settings, clock=lambda: now)
    assert assess_pending(context).proposals == 1
    assert assess_pending(context).proposals == 0


def test_what_an_officer_found_to_be_no_change_is_proposed_no_more(
    store: Engine, store_settings: Settings, found: Found, now: datetime
) -> None:
    development = found()
    run(store, now)
    moved(store, development, now, kind="none", status="none")
    assess_pending(Context(engine=store, settings=store_settings, clock=lambda: now))
    assert states(run(store, now)) == ["overtaken"]


def test_the_trail_begins_with_the_proposal(store: Engine, found: Found, now: datetime) -> None:
    found()
    run(store, now)
    with writing(store) as session:
        (event,) = session.exec(select(RuleProposalEvent)).all()
    assert (event.actor, event.action, event.at) == ("roamwatch", "proposed", now)
