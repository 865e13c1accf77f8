from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import Development
from data.queries.changes import (
    ChangeFilter,
    alerts_of,
    change_countries,
    count_changes,
    count_changes_by,
    list_changes,
    sample_developments,
)
from data.queries.days_ahead import count_days, days_ahead
from data.queries.pages_countries import (
    changes_by_country_and_topic,
    developments_of,
    groups_of,
    source_countries,
    sources_watching,
)
from tests.factories import (
    NOW,
    make_alert,
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_source,
    make_version,
)

TODAY = NOW.date()


def change(
    session: Session,
    title: str,
    *countries: str,
    moved: int = 0,
    sample: bool = False,
    **values: Any,
) -> Development:
    """A development of these countries that moved so many days ago."""
    source = make_source(session, country=countries[0], sample=sample)
    version = make_version(session, make_document(session, source))
    changes = [make_change(session, version, country=code, **values) for code in countries]
    return make_development(session, *changes, title=title, moved_at=NOW - timedelta(days=moved))


def titles(session: Session, **words: Any) -> list[str]:
    return [row.title for row in list_changes(session, ChangeFilter(**words), limit=50)]


def test_what_moved_last_comes_first(store: Engine) -> None:
    with writing(store) as session:
        change(session, "old", "TR", moved=9)
        change(session, "new", "DE", moved=1)
    with reading(store) as session:
        assert titles(session) == ["new", "old"]


def test_changes_are_filtered_and_counted(store: Engine) -> None:
    with writing(store) as session:
        change(session, "a", "TR", topic="imei", status="proposed", direction="neutral", moved=1)
        change(session, "b", "TR", "DE", moved=2)
        change(session, "c", "BR", status="proposed", direction="loosening", moved=3)
    with reading(store) as session:
        assert titles(session, topic="imei") == ["a"]
        assert titles(session, status="proposed") == ["a", "c"]
        assert titles(session, direction="tightening", country="DE") == ["b"]
        assert titles(session, country="TR") == ["a", "b"]
        assert count_changes(session, ChangeFilter(country="TR")) == 2
        assert count_changes_by(session, "status", ChangeFilter(status="adopted")) == {
            "proposed": 2,
            "adopted": 1,
        }
        assert change_countries(session) == ["BR", "DE", "TR"]


def test_samples_and_alerts_of_changes_are_told(store: Engine) -> None:
    with writing(store) as session:
        sample = change(session, "made up", "TR", sample=True)
        real = change(session, "real", "TR")
        rule = make_change(
            session, make_version(session, make_document(session, make_source(session)))
        )
        first = make_alert(session, real, make_fleet(session), rule, title="first")
        make_alert(session, real, make_fleet(session), rule, title="second")
        numbers = [sample.id or 0, real.id or 0]
    with reading(store) as session:
        assert sample_developments(session, numbers) == {sample.id}
        assert sample_developments(session, []) == set()
        assert {key: alert.id for key, alert in alerts_of(session, numbers).items()} == {
            real.id: first.id
        }


def test_the_days_ahead_are_told_soonest_first_and_past_ones_not(store: Engine) -> None:
    def in_days(count: int) -> date:
        return TODAY + timedelta(days=count)

    with writing(store) as session:
        change(session, "both", "TR", effective_on=in_days(30), deadline_on=in_days(5))
        change(session, "half past", "DE", effective_on=in_days(2), deadline_on=in_days(-2))
        change(session, "today", "BR", effective_on=TODAY)
        change(session, "past", "FR", effective_on=in_days(-1))
        change(session, "never", "FR", effective_on=None)
    with reading(store) as session:
        found = days_ahead(session, today=TODAY, limit=10)
        assert [(item.development.title, item.what, item.day) for item in found] == [
            ("today", "effective", TODAY),
            ("half past", "effective", in_days(2)),
            ("both", "deadline", in_days(5)),
            ("both", "effective", in_days(30)),
        ]
        soonest = days_ahead(session, today=TODAY, limit=2)
        assert [item.development.title for item in soonest] == ["today", "half past"]


def test_days_are_counted_and_what_is_no_change_has_none(store: Engine) -> None:
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=5)
    with writing(store) as session:
        change(session, "one", "TR", effective_on=first, deadline_on=last)
        change(session, "two", "DE", effective_on=first)
        change(session, "before", "DE", effective_on=TODAY)
        change(session, "after", "DE", deadline_on=last + timedelta(days=1))
        change(session, "no change", "FR", effective_on=first).kind = "none"
    with reading(store) as session:
        assert count_days(session, first=first, last=last) == {
            (first, "effective"): 2,
            (last, "deadline"): 1,
        }
        chosen = ChangeFilter(days=(last, last))
        assert [row.title for row in list_changes(session, chosen, limit=9)] == ["one"]
        assert {item.development.title for item in days_ahead(session, today=TODAY, limit=10)} == {
            "one",
            "two",
            "before",
            "after",
        }


def test_changes_are_counted_per_country_and_topic_once_each(store: Engine) -> None:
    with writing(store) as session:
        change(session, "a", "TR", "DE")
        change(session, "b", "TR", topic="imei")
        change(session, "c", "TR")
    with reading(store) as session:
        assert changes_by_country_and_topic(session) == {
            "TR": {"roaming": 2, "imei": 1},
            "DE": {"roaming": 1},
        }


def test_a_country_lists_what_touches_it_and_a_group_what_names_it(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session, country="EU")
        version = make_version(session, make_document(session, source))
        changes = [
            make_change(session, version, country=code, via_group="EU") for code in ("DE", "FR")
        ]
        make_development(session, *changes, title="of the group", moved_at=NOW)
        change(session, "own", "DE", moved=2)
    with reading(store) as session:
        german = developments_of(session, "DE", limit=10)
        assert [row.title for row in german] == ["of the group", "own"]
        assert [row.title for row in developments_of(session, "EU", limit=10)] == ["of the group"]
        assert [row.title for row in developments_of(session, "DE", limit=1)] == ["of the group"]
        assert titles(session, country="EU") == ["of the group"]
        assert titles(session, country="DE") == ["of the group", "own"]


def test_who_watches_a_country_is_its_own_sources_and_those_of_its_groups(store: Engine) -> None:
    with writing(store) as session:
        make_source(session, "de-one", country="DE")
        make_source(session, "de-off", country="DE", enabled=False)
        make_source(session, "eu-one", country="EU")
        make_source(session, "br-one", country="BR")
    groups = groups_of("DE", today=TODAY)
    with reading(store) as session:
        found = sources_watching(session, {"DE", *groups})
        assert [source.id for source in found] == ["de-one", "eu-one"]
        assert source_countries(session) == {"DE", "EU", "BR"}


def test_a_country_knows_its_groups_of_the_day() -> None:
    assert "EU" in groups_of("DE", today=TODAY)
    assert "EU" not in groups_of("GB", today=TODAY)
    assert "EU" in groups_of("GB", today=date(2010, 1, 1))
    assert "INT" not in groups_of("DE", today=TODAY)
