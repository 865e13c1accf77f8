"""Deciding on a proposal: what is accepted is in the ledger with its evidence, and the trail is whole."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.ledger import Standing, standing_of
from analysis.proposals import PROPOSING
from data.db import writing
from data.ledger import StaleEntryError, record_fact
from data.models import RuleProposalEvent
from data.queries.ledger import entries_known
from data.queries.proposals import unproposed
from data.words import Stance
from tests.factories import QUOTE
from tests.webapp.proposals.conftest import Found
from webapp.proposals.deciding import (
    Decision,
    ProposalDecidedError,
    ProposalFieldError,
    ProposalNotFoundError,
    Verdict,
    decide,
)
from webapp.proposals.raising import propose

ACCEPT = Verdict(decision=Decision.ACCEPT)


@pytest.fixture
def proposal(store: Engine, found: Found, now: datetime) -> int:
    """An open proposal: Türkiye, 90 days in a row from 2027 on."""
    found()
    with writing(store) as session:
        (development_id,) = unproposed(session, PROPOSING)
        made = propose(session, development_id, now=now)
        assert made is not None
        return made.id or 0


def standing(engine: Engine, at: datetime, *, days: int = 0) -> Standing:
    """Roaming in Türkiye as known at ``at``, on a day so many days later."""
    with writing(engine) as session:
        entries = entries_known(session, at=at, countries=["TR"])
    roaming = [entry for entry in entries if entry.fact.topic == "roaming"]
    found = standing_of(roaming, on=at.date() + timedelta(days=days))
    assert found is not None
    return found


def act(engine: Engine, proposal: int, verdict: Verdict, now: datetime, actor: str = "o") -> None:
    with writing(engine) as session:
        decide(session, proposal, verdict, actor=actor, now=now)


def test_what_is_accepted_stands_in_the_ledger_with_its_evidence(
    store: Engine, proposal: int, now: datetime
) -> None:
    act(store, proposal, ACCEPT, now, "officer@fleet.test")
    ahead = {entry.fact.id: entry for entry in standing(store, now).ahead}
    entry = ahead[f"tr-roaming-p{proposal}"]
    assert (entry.recorded_by, entry.known_from) == ("officer@fleet.test", now)
    assert entry.evidence["quotes"] == [QUOTE]
    assert entry.evidence["proposal"] == proposal
    assert {"development", "document", "version"} <= entry.evidence.keys()
    before = standing(store, now - timedelta(hours=1))
    assert f"tr-roaming-p{proposal}" not in {one.fact.id for one in before.ahead}


def test_what_it_replaces_ends_on_the_day_before_and_stays_in_history(
    store: Engine, proposal: int, now: datetime
) -> None:
    old = standing(store, now)
    entries = (old.head, *old.others)
    replaced = {entry.fact.id: entry.entry_id for entry in entries}
    act(store, proposal, replace(ACCEPT, replaces=replaced), now)
    today = standing(store, now)
    assert today.head.fact.until == "2026-12-31"
    assert today.stance is old.stance
    later = standing(store, now, days=60)
    assert (later.stance, later.head.fact.id) == (Stance.RESTRICTED, f"tr-roaming-p{proposal}")
    assert {one.fact.id for one in later.earlier} >= {entry.fact.id for entry in entries}
    assert later.overruled != ()


def test_an_officer_may_write_it_otherwise_and_the_trail_says_how(
    store: Engine, proposal: int, now: datetime
) -> None:
    changes = {"stance": "prohibited", "effective": "2027-02", "limit_days": 60}
    act(store, proposal, replace(ACCEPT, changes=changes, note="Article 5"), now)
    (entry,) = [
        one for one in standing(store, now).ahead if one.fact.id == f"tr-roaming-p{proposal}"
    ]
    fact = entry.fact
    assert (str(fact.stance), fact.effective, fact.limit_days) == ("prohibited", "2027-02", 60)
    assert fact.limits is not None
    assert (fact.limits[0].days, str(fact.limits[0].shape)) == (60, "consecutive")
    with writing(store) as session:
        event = session.exec(
            select(RuleProposalEvent).order_by(col(RuleProposalEvent.id).desc())
        ).first()
    assert event is not None
    assert (event.action, event.note) == ("accepted", "Article 5")
    assert event.changes["stance"] == ["restricted", "prohibited"]
    assert event.changes["effective"] == ["2027-01-01", "2027-02"]


@pytest.mark.parametrize(("field", "text"), [("effective", "9999-12-31"), ("until", "0202")])
def test_a_year_that_nobody_can_mean_is_refused_with_the_reason(
    store: Engine, proposal: int, now: datetime, field: str, text: str
) -> None:
    with pytest.raises(ProposalFieldError, match=f"{field}: the year must lie from 1900 to 2200"):
        act(store, proposal, replace(ACCEPT, changes={field: text}), now)
    assert {one.fact.id for one in standing(store, now).ahead}.isdisjoint(
        {f"tr-roaming-p{proposal}"}
    )


def test_a_rejection_says_why_and_changes_nothing(
    store: Engine, proposal: int, now: datetime
) -> None:
    reject = Verdict(decision=Decision.REJECT)
    with pytest.raises(ProposalFieldError, match="say in a note why"):
        act(store, proposal, reject, now)
    act(store, proposal, replace(reject, note="It concerns satellites"), now)
    ids = {one.fact.id for one in standing(store, now).ahead}
    assert f"tr-roaming-p{proposal}" not in ids


@pytest.mark.parametrize("first", [Decision.ACCEPT, Decision.REJECT])
def test_the_second_officer_is_told_who_was_quicker(
    store: Engine, proposal: int, now: datetime, first: Decision
) -> None:
    act(store, proposal, Verdict(decision=first, note="x"), now, "owner@fleet.test")
    with pytest.raises(ProposalDecidedError, match=r"already, by owner@fleet.test on 2026-11-16"):
        act(store, proposal, ACCEPT, now)


def test_of_two_at_the_same_moment_one_wins(store: Engine, proposal: int, now: datetime) -> None:
    gate, told = Barrier(2), []

    def decide_now(name: str) -> None:
        gate.wait(30)
        try:
            act(store, proposal, ACCEPT, now, name)
            told.append("won")
        except ProposalDecidedError as exc:
            told.append(f"lost to {exc.by}")

    threads = [Thread(target=decide_now, args=(name,)) for name in ("owner", "teammate")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told)[1] == "won"
    assert min(told).startswith("lost to ")
    with writing(store) as session:
        accepted = session.exec(
            select(RuleProposalEvent).where(RuleProposalEvent.action == "accepted")
        ).all()
    assert len(accepted) == 1


def test_an_entry_that_changed_meanwhile_is_not_ended_unseen(
    store: Engine, proposal: int, now: datetime
) -> None:
    seen = standing(store, now).head
    with writing(store) as session:
        record_fact(
            session, seen.fact.model_copy(update={"limit_days": 30}), by="teammate", now=now
        )
    with pytest.raises(StaleEntryError, match="somebody else"):
        act(store, proposal, replace(ACCEPT, replaces={seen.fact.id: seen.entry_id}), now)
    act(store, proposal, ACCEPT, now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stance": ""}, "stance"),
        ({"stance": "perhaps"}, "stance"),
        ({"summary": "short"}, "summary"),
        ({"effective": "soon"}, "effective"),
        ({"effective": "2027-02-30"}, "effective"),
        ({"limit_days": -1}, "limit_days"),
        ({"limits": [{"shape": "consecutive"}]}, "limits"),
        ({"source_url": "https://evil.test/"}, "source_url"),
        ({"id": "tr-roaming-1"}, "id"),
        ({"country": "DE"}, "country"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_decided(
    store: Engine, proposal: int, now: datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ProposalFieldError) as caught:
        act(store, proposal, replace(ACCEPT, changes=changes), now)
    assert caught.value.field == field
    act(store, proposal, ACCEPT, now)


def test_a_stance_that_the_text_does_not_tell_must_be_given(
    store: Engine, found: Found, now: datetime
) -> None:
    found(limits=[], number=3)
    with writing(store) as session:
        (development_id,) = unproposed(session, PROPOSING)
        made = propose(session, development_id, now=now)
        assert made is not None
        number = made.id or 0
        # Prohibited stays prohibited; an easing is what nobody can tell.
        made.draft = made.draft | {"stance": None}
    with pytest.raises(ProposalFieldError, match="say how the country stands"):
        act(store, number, ACCEPT, now)
    act(store, number, replace(ACCEPT, changes={"stance": "conditional"}), now)


def test_a_proposal_that_is_none_is_said_to_be_none(store: Engine, now: datetime) -> None:
    with pytest.raises(ProposalNotFoundError, match="no proposal 7"):
        act(store, 7, ACCEPT, now)
