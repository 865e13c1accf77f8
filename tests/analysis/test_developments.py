from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.developments import record_pending
from data.db import reading, writing
from data.models import DevelopmentMember
from tests.analysis.publishing import (
    LATER,
    NOW,
    all_developments,
    clock,
    later,
    members_of,
    publish,
)
from tests.factories import QUOTE, make_change, make_document, make_source, make_version


def test_a_rule_change_founds_a_development(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision on roaming devices", deadline_on=date(2026, 12, 24))
    assert record_pending(store, clock=clock) == 1
    (found,) = all_developments(store)
    assert (found.jurisdiction, found.countries, found.topic) == ("TR", ["TR"], "roaming")
    assert (found.title, found.kind, found.status) == (
        "Decision on roaming devices",
        "amendment",
        "adopted",
    )
    assert (found.effective_on, found.deadline_on) == (date(2027, 1, 1), date(2026, 12, 24))
    assert (found.created_at, found.moved_at) == (NOW, NOW)


def test_running_again_changes_nothing(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision on roaming devices")
    record_pending(store, clock=clock)
    before = [row.model_dump() for row in all_developments(store)]
    assert record_pending(store, clock=later) == 0
    assert [row.model_dump() for row in all_developments(store)] == before


def test_unlike_changes_found_two_developments(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Limits on foreign SIMs", limits=[], effective_on=date(2027, 2, 3))
        publish(session, "Fees of visiting machines", limits=[], effective_on=date(2027, 5, 6))
    assert record_pending(store, clock=clock) == 2
    assert len(all_developments(store)) == 2


@pytest.mark.parametrize("other", [{"country": "BR"}, {"topic": "imei"}])
def test_another_country_or_topic_is_another_development(
    store: Engine, other: dict[str, Any]
) -> None:
    with writing(store) as session:
        publish(session, "Decision 12/2026 on roaming devices")
        publish(session, "Decision 12/2026 on roaming devices", **other)
    record_pending(store, clock=clock)
    assert len(all_developments(store)) == 2


def test_two_publications_of_one_act_are_one_development(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision 12/2026 on roaming devices")
        publish(session, "Press: what Decision 12/2026 means")
    assert record_pending(store, clock=clock) == 1
    assert len(all_developments(store)) == 1
    with reading(store) as session:
        reasons = session.exec(
            select(DevelopmentMember.reason).order_by(col(DevelopmentMember.rule_change_id))
        ).all()
    assert reasons == ["the first to report it", "the same act by its number, 12/2026"]


def test_a_later_stage_moves_the_development(store: Engine) -> None:
    with writing(store) as session:
        publish(
            session,
            "Consultation on draft Decision 12/2026",
            kind="consultation",
            status="consultation",
            effective_on=None,
            deadline_on=date(2026, 12, 1),
        )
    record_pending(store, clock=clock)
    with writing(store) as session:
        publish(session, "Decision 12/2026 adopted", kind="new_rule")
    assert record_pending(store, clock=later) == 1
    (found,) = all_developments(store)
    assert (found.kind, found.status, found.title) == (
        "new_rule",
        "adopted",
        "Decision 12/2026 adopted",
    )
    assert (found.effective_on, found.deadline_on) == (date(2027, 1, 1), None)
    assert (found.created_at, found.moved_at) == (NOW, LATER)


def test_a_decision_finds_its_consultation_by_the_number_that_it_names(store: Engine) -> None:
    text = f"Resolution No. 812.\n\nHaving regard to Public Consultation No. 41: a device {QUOTE}."
    with writing(store) as session:
        publish(
            session,
            "Consultation Paper No. 41: machines abroad",
            status="consultation",
            effective_on=None,
            limits=[],
        )
        source = make_source(session)
        document = make_document(session, source, title="Resolution No. 812")
        make_change(
            session, make_version(session, document, text.replace("Public Consultation", "Paper"))
        )
    record_pending(store, clock=clock)
    (found,) = all_developments(store)
    assert (found.status, found.title) == ("adopted", "Resolution No. 812")


def test_a_page_that_changed_stands_as_it_now_says(store: Engine) -> None:
    """What was in force when we came is only the baseline; the amendment is the news."""
    with writing(store) as session:
        source = make_source(session)
        document = make_document(session, source, title="Guideline")
        first = make_version(session, document)
        make_change(session, first, news=False, status="in_force", effective_on=None)
    record_pending(store, clock=clock)
    with writing(store) as session:
        changed = make_version(session, session.merge(document), seq=2)
        make_change(session, changed, status="adopted", effective_on=date(2027, 1, 5))
    assert record_pending(store, clock=later) == 1
    (found,) = all_developments(store)
    assert (found.status, found.effective_on) == ("adopted", date(2027, 1, 5))
    assert found.moved_at == LATER


def test_a_page_that_changes_its_limit_again_moves_again(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session)
        document = make_document(session, source, title="Guideline")
        make_change(session, make_version(session, document), status="in_force")
    record_pending(store, clock=clock)
    with writing(store) as session:
        changed = make_version(session, session.merge(document), seq=2)
        limits = [{"days": 60, "shape": "consecutive", "per": "sim", "window_days": None}]
        make_change(session, changed, status="adopted", limits=limits)
    assert record_pending(store, clock=later) == 1
    (found,) = all_developments(store)
    assert (found.status, found.moved_at) == ("adopted", LATER)


def test_our_own_edit_joins_but_moves_nothing(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session)
        document = make_document(session, source)
        make_change(session, make_version(session, document), status="proposed")
    record_pending(store, clock=clock)
    with writing(store) as session:
        again = make_version(session, session.merge(document), seq=2, cause="re-extracted")
        make_change(session, again, status="in_force", news=False)
    assert record_pending(store, clock=later) == 0
    (found,) = all_developments(store)
    assert (found.status, found.moved_at) == ("proposed", NOW)
    assert len(members_of(store)) == 2


def test_a_text_that_changes_nothing_founds_nothing(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Report on roaming", kind="none", status="none")
    assert record_pending(store, clock=clock) == 0
    assert all_developments(store) == []


def test_an_act_of_a_group_is_one_development_for_all_its_members(store: Engine) -> None:
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        for country in ("FR", "DE", "BE"):
            make_change(session, version, country=country, via_group="EU")
    assert record_pending(store, clock=clock) == 1
    (found,) = all_developments(store)
    assert (found.jurisdiction, found.countries) == ("EU", ["BE", "DE", "FR"])
    assert len(members_of(store)) == 3


def test_a_member_that_the_text_names_itself_has_a_development_of_its_own(store: Engine) -> None:
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        make_change(session, version, country="FR", via_group="EU")
        make_change(session, version, country="DE")
    record_pending(store, clock=clock)
    assert [(row.jurisdiction, row.countries) for row in all_developments(store)] == [
        ("EU", ["FR"]),
        ("DE", ["DE"]),
    ]


def test_a_sample_never_joins_a_real_development(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision 12/2026 on roaming devices")
        publish(session, "Decision 12/2026 on roaming devices", sample=True)
    record_pending(store, clock=clock)
    assert len(all_developments(store)) == 2


def test_what_was_published_first_founds_the_development(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision 12/2026", published_on=date(2026, 11, 12), status="in_force")
        publish(session, "Draft Decision 12/2026", published_on=date(2026, 9, 1), status="proposed")
    record_pending(store, clock=clock)
    (found,) = all_developments(store)
    assert found.status == "in_force"
    with reading(store) as session:
        first = session.exec(
            select(DevelopmentMember.rule_change_id).where(
                DevelopmentMember.reason == "the first to report it"
            )
        ).one()
    assert first == max(members_of(store))


def test_what_only_the_trade_press_tells_is_unconfirmed_until_an_authority_says_so(
    store: Engine,
) -> None:
    with writing(store) as session:
        publish(session, "Press: Decision 12/2026 on roaming devices", role="secondary")
    record_pending(store, clock=clock)
    (found,) = all_developments(store)
    assert found.confirmed is False
    with writing(store) as session:
        publish(session, "More on Decision 12/2026", role="secondary")
    assert record_pending(store, clock=later) == 0
    with writing(store) as session:
        publish(session, "Decision 12/2026")
    assert record_pending(store, clock=later) == 1
    (found,) = all_developments(store)
    assert (found.confirmed, found.moved_at) == (True, LATER)


def test_the_trade_press_takes_no_confirmation_away(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Decision 12/2026 on roaming devices")
        publish(session, "Press: Decision 12/2026", role="secondary")
    record_pending(store, clock=clock)
    (found,) = all_developments(store)
    assert found.confirmed is True
