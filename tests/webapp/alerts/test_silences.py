"""Silences: what they keep quiet, that they end, and that nothing is lost by them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.audit import verify
from data.db import reading, writing
from data.models import Alert, AuditEntry, Delivery, Silence
from data.queries.digests import raised_between
from data.queries.silences import Cause, quiet_counts
from data.settings import Settings
from tests.webapp.alerts.desk import Desk, address
from tests.webapp.alerts.stage import Stage, set_stage
from webapp.alerts.quiet import SilenceError, check, covers
from webapp.alerts.silencing import create_silence
from webapp.alerts.ticking import end_and_tell, end_due, escalate_due
from webapp.context import Context

TODAY = date(2026, 11, 16)
LAST = date(2026, 12, 16)


def silence(**values: Any) -> Silence:
    defaults: dict[str, Any] = {
        "fleet_id": 1,
        "until": LAST,
        "why": "A known plan.",
        "created_by": "owner@example.com",
        "created_at": datetime(2026, 11, 16, tzinfo=None),  # noqa: DTZ001 - not stored
    }
    return Silence(**(defaults | values))


def cause(*countries: str, topic: str = "imei", source_id: str = "tr-btk") -> Cause:
    return Cause(countries=frozenset(countries), topic=topic, source_id=source_id)


@pytest.mark.parametrize(
    ("given", "about", "quiet"),
    [
        ({"country": "TR"}, cause("TR"), True),
        ({"country": "TR"}, cause("TR", "DE"), False),
        ({"country": "EU"}, cause("FR", "DE"), True),
        ({"country": "EU"}, cause("FR", "TR"), False),
        ({"country": "TR"}, cause(), False),
        ({"topic": "imei"}, cause("TR"), True),
        ({"topic": "roaming"}, cause("TR"), False),
        ({"country": "TR", "topic": "roaming"}, cause("TR"), False),
        ({"source_id": "tr-btk"}, cause("TR"), True),
        ({"source_id": "de-bnetza"}, cause("TR"), False),
        ({"source_id": "tr-btk"}, cause("TR", source_id=""), False),
    ],
)
def test_a_silence_covers_what_fits_all_that_it_says(
    given: dict[str, str], about: Cause, quiet: bool
) -> None:
    assert covers(silence(**given), about, today=TODAY) is quiet


def test_it_holds_through_its_last_day_and_not_when_it_was_ended() -> None:
    one = silence(country="TR")
    assert covers(one, cause("TR"), today=LAST)
    assert not covers(one, cause("TR"), today=LAST + timedelta(days=1))
    one.ended_at = datetime(2026, 11, 17, tzinfo=None)  # noqa: DTZ001 - not stored
    assert not covers(one, cause("TR"), today=TODAY)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({}, "country", "all is too much"),
        ({"country": "XX"}, "country", "of the list"),
        ({"topic": "weather"}, "topic", "of the list"),
        ({"source_id": "nowhere"}, "source", "of the list"),
        ({"country": "TR", "why": " "}, "why", "say why"),
        ({"country": "TR", "why": "x" * 1001}, "why", "1,000 characters"),
        ({"country": "TR", "until": date(2026, 11, 15)}, "until", "to 18 May 2027"),
        ({"country": "TR", "until": date(2027, 5, 19)}, "until", "to 18 May 2027"),
    ],
)
def test_a_silence_without_bounds_or_reason_is_refused(
    values: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(SilenceError, match=said) as caught:
        check(silence(**values), sources=("tr-btk",), today=TODAY, most_days=183)
    assert caught.value.field == field


def make(desk_or_stage: Any, **values: Any) -> tuple[int, int]:
    with writing(desk_or_stage.store) as session:
        made, quiet = create_silence(
            session,
            actor=address("teammate"),
            most_days=183,
            now=desk_or_stage.now,
            **({"fleet_id": desk_or_stage.fleet_id, "until": LAST, "why": "Planned."} | values),
        )
        return made.id or 0, quiet


@pytest.fixture
def stage(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Stage:
    return set_stage(sqlite_store, sqlite_settings, now)


def context(stage: Stage, now: datetime) -> Context:
    return Context(engine=stage.store, settings=stage.settings, clock=lambda: now)


def words(stage: Stage) -> list[str]:
    return [entry.action for entry in stage.rows(AuditEntry) if entry.alert_id]


def test_an_alert_under_a_silence_is_raised_quietly_and_told_when_it_ends(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    stage = set_stage(store, store_settings, now)
    number, quiet = make(stage, country="TR", topic="imei")
    assert quiet == 0
    stage.change()
    assert [told.mails for told in stage.raise_all()] == [0]
    alert = stage.alert
    assert (alert.state, alert.silence_id, alert.untold) == ("new", number, True)
    assert words(stage) == ["raised", "silenced"]
    assert stage.rows(AuditEntry)[-1].note == "Under a silence until 16 Dec 2026: Planned."
    assert end_due(context(stage, datetime(2026, 12, 16, 23, 59, tzinfo=now.tzinfo))) == 0
    later = datetime(2026, 12, 17, 0, 1, tzinfo=now.tzinfo)
    assert end_due(context(stage, later)) == 1
    assert end_due(context(stage, later)) == 0
    assert words(stage) == ["raised", "silenced", "unsilenced", "told"]
    assert len(stage.rows(Delivery)) == 2
    assert (stage.alert.silence_id, stage.alert.untold) == (None, False)
    ended = stage.rows(Silence)[0]
    assert (ended.ended_by, ended.ended_at) == ("roamwatch", later)
    with reading(store) as session:
        assert not verify(session).broken


def test_a_silence_for_another_fleet_country_or_topic_leaves_it_loud(stage: Stage) -> None:
    make(stage, country="DE")
    make(stage, topic="roaming")
    stage.change()
    assert [told.mails for told in stage.raise_all()] == [2]
    assert words(stage) == ["raised"]


def test_what_moves_under_a_silence_is_told_once_when_it_ends(stage: Stage) -> None:
    development = stage.change(status="proposed")
    stage.raise_all()
    before = len(stage.rows(Delivery))
    number, quiet = make(stage, country="TR")
    assert quiet == 1
    assert not stage.alert.untold
    stage.move(development, status="adopted")
    stage.move(development, hours=2, status="in_force")
    assert len(stage.rows(Delivery)) == before
    later = stage.now + timedelta(hours=3)
    assert end_and_tell(context(stage, later), number, actor="owner@example.com") == 1
    assert words(stage)[-2:] == ["unsilenced", "told"]
    assert len(stage.rows(Delivery)) == before + 2


def test_what_was_told_before_is_not_told_again(stage: Stage) -> None:
    stage.change()
    stage.raise_all()
    number, _ = make(stage, country="TR")
    end_and_tell(context(stage, stage.now), number, actor="owner@example.com")
    assert words(stage) == ["raised", "silenced", "unsilenced"]


def test_what_was_closed_meanwhile_is_not_told(both_desks: Desk) -> None:
    desk = both_desks
    number, _ = make(desk, country="TR")
    with writing(desk.store) as session:
        session.get_one(Alert, desk.alert_id).untold = True
    desk.do("teammate", "dismiss")
    end_and_tell(desk.context(desk.now), number, actor="roamwatch")
    assert "told" not in desk.words()
    assert not desk.alert.untold


def test_of_two_silences_the_longer_one_keeps_it_quiet(both_desks: Desk) -> None:
    desk = both_desks
    first, quiet = make(desk, country="TR")
    second, none = make(desk, topic="imei", until=date(2027, 1, 31))
    assert (quiet, none) == (1, 0)
    with reading(desk.store) as session:
        assert quiet_counts(session) == {first: 1}
    assert end_and_tell(desk.context(desk.now), first, actor="roamwatch") == 0
    assert desk.alert.silence_id == second
    assert desk.words() == ["raised", "silenced", "silenced"]


def test_ending_it_again_changes_nothing(desk: Desk) -> None:
    number, _ = make(desk, country="TR")
    end_and_tell(desk.context(desk.now), number, actor="owner@example.com")
    before = desk.words()
    assert end_and_tell(desk.context(desk.now), number, actor="teammate@example.com") == 0
    assert desk.words() == before


def test_making_and_ending_stand_in_the_audit_trail(desk: Desk) -> None:
    number, _ = make(desk, country="TR", source_id="")
    end_and_tell(desk.context(desk.now), number, actor="owner@example.com")
    with reading(desk.store) as session:
        lines = session.exec(
            select(AuditEntry).where(AuditEntry.subject == f"silence:{number}")
        ).all()
    assert [(line.action, line.actor, line.note) for line in lines] == [
        ("created", "teammate@example.com", "Planned."),
        ("ended", "owner@example.com", "Planned."),
    ]
    assert lines[0].detail["until"] == "2026-12-16"


def test_what_is_quiet_does_not_escalate(desk: Desk) -> None:
    make(desk, country="TR")
    assert escalate_due(desk.context(desk.now + timedelta(days=9))) == 0


def test_a_digest_leaves_out_what_is_quiet_and_has_it_once_it_is_told(stage: Stage) -> None:
    number, _ = make(stage, country="TR")
    stage.change()
    stage.raise_all()
    day = timedelta(days=1)
    with reading(stage.store) as session:
        assert raised_between(session, stage.now - day, stage.now + day) == []
    end_and_tell(context(stage, stage.now + 3 * day), number, actor="roamwatch")
    with reading(stage.store) as session:
        assert raised_between(session, stage.now + 2 * day, stage.now + 4 * day) == [1]
        assert raised_between(session, stage.now + 3 * day, stage.now + 4 * day) == []


def test_what_was_raised_before_somebody_silenced_it_is_in_the_digest_all_the_same(
    stage: Stage,
) -> None:
    stage.change()
    stage.raise_all()
    make(stage, country="TR")
    day = timedelta(days=1)
    with reading(stage.store) as session:
        assert session.exec(select(Alert.silence_id)).one() is not None
        assert raised_between(session, stage.now - day, stage.now + day) == [1]


def test_what_a_silence_keeps_back_is_asked_for_by_who_must_not_say_that_nothing_changed(
    stage: Stage,
) -> None:
    make(stage, country="TR")
    stage.change()
    stage.raise_all()
    day = timedelta(days=1)
    with reading(stage.store) as session:
        assert raised_between(session, stage.now - day, stage.now + day) == []
        assert raised_between(session, stage.now - day, stage.now + day, quiet=True) == [1]
