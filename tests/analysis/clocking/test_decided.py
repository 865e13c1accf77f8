"""A found change runs a clock until an officer has decided on it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from analysis.clocking.sources import limits_at_hand
from data.db import reading, writing
from data.models import RuleProposal
from data.words import ProposalState
from tests.factories import (
    make_change,
    make_development,
    make_document,
    make_source,
    make_version,
)


def found_limit(store: Engine, now: datetime, state: ProposalState | None, *, moved: bool) -> bool:
    """Whether a found limit of 77 days in Türkiye has a clock."""
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        change = make_change(
            session,
            version,
            country="TR",
            topic="roaming",
            status="in_force",
            limits=[{"days": 77, "shape": "consecutive", "per": "sim"}],
        )
        development = make_development(session, change, moved_at=now)
        if state is not None:
            session.add(
                RuleProposal(
                    development_id=development.id or 0,
                    moved_at=now - timedelta(days=9) if moved else now,
                    rule_change_id=change.id or 0,
                    country="TR",
                    topic="roaming",
                    draft={},
                    state=state.value,
                    created_at=now,
                )
            )
    with reading(store) as session:
        return any(limit.days == 77 for limit in limits_at_hand(session, now=now))


@pytest.mark.parametrize(
    ("state", "runs"),
    [
        (None, True),
        (ProposalState.OPEN, True),
        (ProposalState.REJECTED, False),
        (ProposalState.ACCEPTED, False),
        (ProposalState.OVERTAKEN, True),
    ],
)
def test_what_an_officer_decided_on_has_its_clock_from_the_ledger_or_none(
    store: Engine, now: datetime, state: ProposalState | None, runs: bool
) -> None:
    assert found_limit(store, now, state, moved=False) is runs


def test_a_change_that_moved_since_the_decision_runs_again(store: Engine, now: datetime) -> None:
    assert found_limit(store, now, ProposalState.REJECTED, moved=True)
