from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from data.db import reading, writing
from data.models import Alert, RuleChange
from data.queries.alert_page import alert_page, evidence_of, publications
from data.queries.alerts import (
    AlertFilter,
    count_alerts,
    count_alerts_by,
    count_alerts_by_country,
    list_alerts,
    open_alerts_by_country,
)
from data.queries.shell import shell_counts
from tests.factories import (
    NOW,
    QUOTE,
    TEXT,
    make_alert,
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_source,
    make_story,
    make_version,
)


def story(session: Session, title: str, country: str, topic: str, **values: object) -> Alert:
    """An alert of one country and topic."""
    source = make_source(session, country=country, sample=title.startswith("sample"))
    version = make_version(session, make_document(session, source))
    change = make_change(session, version, country=country, topic=topic)
    development = make_development(session, change)
    return make_alert(session, development, make_fleet(session), change, title=title, **values)


def fill(session: Session) -> None:
    story(session, "low", "TR", "roaming", severity="low", severity_score=10)
    story(session, "sample medium", "BR", "imei", severity="medium", severity_score=50)
    story(session, "high", "TR", "imei", severity="high", severity_score=80)
    story(session, "done", "DE", "roaming", severity="high", severity_score=95, state="resolved")
    story(session, "higher", "TR", "roaming", severity="high", severity_score=90)


def filter_of(words: Any) -> AlertFilter:
    return AlertFilter(**dict(words))


def titles(session: Session, **words: Any) -> list[str]:
    return [row.alert.title for row in list_alerts(session, AlertFilter(**words), limit=50)]


def test_what_is_still_to_be_done_comes_first_the_loudest_of_it_before_the_rest(
    store: Engine,
) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        assert titles(session) == ["higher", "high", "sample medium", "low", "done"]


def test_filters_narrow_the_list_and_its_count_alike(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    expected = {
        (("state", "resolved"),): ["done"],
        (("severity", "high"), ("state", "new")): ["higher", "high"],
        (("topic", "imei"),): ["high", "sample medium"],
        (("country", "TR"),): ["higher", "high", "low"],
        (("country", "TR"), ("topic", "imei")): ["high"],
        (("country", "JP"),): [],
    }
    with reading(store) as session:
        for words, found in expected.items():
            assert titles(session, **dict(words)) == found
            assert count_alerts(session, filter_of(words)) == len(found)


def test_each_filter_counts_what_its_other_words_would_show(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        chosen = AlertFilter(state="new", severity="high")
        assert count_alerts_by(session, "severity", chosen) == {"high": 2, "medium": 1, "low": 1}
        assert count_alerts_by(session, "state", chosen) == {
            "new": 2,
            "resolved": 1,
            "waiting": 2,
            "open": 2,
        }
        assert count_alerts_by(session, "topic", chosen) == {"imei": 1, "roaming": 1}


def test_a_list_is_cut_into_pages(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        pages = [
            [row.alert.title for row in list_alerts(session, AlertFilter(), limit=2, offset=start)]
            for start in (0, 2, 4, 6)
        ]
    assert pages == [["higher", "high"], ["sample medium", "low"], ["done"], []]


def test_a_row_knows_its_fleet_and_whether_it_rests_on_a_sample(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        rows = {row.alert.title: row for row in list_alerts(session, AlertFilter(), limit=50)}
        assert rows["sample medium"].sample
        assert not rows["high"].sample
        assert rows["high"].fleet.startswith("Fleet ")
        development = rows["high"].development
        assert development is not None
        assert development.topic == "imei"


def test_a_groups_alert_is_found_under_each_member(store: Engine) -> None:
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session, country="EU")))
        changes = [
            make_change(session, version, country=code, via_group="EU") for code in ("DE", "FR")
        ]
        development = make_development(session, *changes)
        make_alert(session, development, make_fleet(session), changes[0], title="for all")
    with reading(store) as session:
        assert titles(session, country="DE") == titles(session, country="FR") == ["for all"]
        assert titles(session, country="EU") == ["for all"]
        assert titles(session, country="BE") == titles(session, country="GCC") == []
        assert count_alerts_by_country(session, AlertFilter()) == {"DE": 1, "FR": 1}
        assert open_alerts_by_country(session) == {"DE": 1, "FR": 1}


def test_only_open_alerts_stand_beside_their_countries(store: Engine) -> None:
    with writing(store) as session:
        fill(session)
    with reading(store) as session:
        assert open_alerts_by_country(session) == {"TR": 3, "BR": 1}


def test_the_frame_counts_open_alerts_troubled_sources_and_tells_of_samples(store: Engine) -> None:
    with reading(store) as session:
        empty = shell_counts(session)
        assert (empty.open_alerts, empty.sources_in_trouble, empty.samples) == (0, 0, False)
    with writing(store) as session:
        fill(session)
        make_source(session, health="failing")
        make_source(session, health="blocked", enabled=False)
        make_source(session, health="unproven")
    with reading(store) as session:
        counts = shell_counts(session)
        assert (counts.open_alerts, counts.sources_in_trouble, counts.samples) == (4, 1, True)


def test_a_sample_fleet_alone_is_told_too(store: Engine) -> None:
    with writing(store) as session:
        make_fleet(session, sample=True)
    with reading(store) as session:
        assert shell_counts(session).samples


def test_an_alerts_page_has_every_row_that_it_stands_on(store: Engine) -> None:
    with writing(store) as session:
        number = make_story(session).id or 0
    with reading(store) as session:
        page = alert_page(session, number)
        assert page is not None
        assert page.version.text == TEXT
        assert page.snapshot.id == page.version.snapshot_id
        assert page.change.document_id == page.document.id
        assert page.source.id == page.document.source_id
        assert page.impact is not None
        assert page.impact.live_sims == page.alert.live_sims
        assert [item.quote for item in page.evidence] == [QUOTE]
        assert [event.action for event in page.events] == ["raised"]
        assert alert_page(session, number + 1) is None


def test_an_alert_whose_impact_is_not_counted_yet_still_has_a_page(store: Engine) -> None:
    with writing(store) as session:
        alert = make_story(session)
        page = alert_page(session, alert.id or 0)
        assert page is not None
        session.delete(page.impact)
        session.flush()
        again = alert_page(session, alert.id or 0)
        assert again is not None
        assert again.impact is None


def test_each_publication_of_a_development_stands_once_the_oldest_first(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session)
        later = make_version(session, make_document(session, source, title="later"))
        first = make_version(session, make_document(session, source, title="first"))
        changes: list[RuleChange] = [
            make_change(session, later, country="DE", detected_at=NOW),
            make_change(session, first, country="DE", detected_at=NOW - timedelta(days=3)),
            make_change(session, first, country="FR", detected_at=NOW - timedelta(days=3)),
        ]
        number = make_development(session, *changes).id or 0
    with reading(store) as session:
        found = publications(session, number)
        assert [item.document.title for item in found] == ["first", "later"]
        assert found[0].source.id == source.id
        assert publications(session, number + 1) == []


def test_evidence_stands_in_the_order_of_the_text(store: Engine) -> None:
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        change = make_change(session, version)
        other = make_change(session, version, country="DE", quote="Operators report")
        (evidence,) = evidence_of(session, other.id or 0)
        evidence.rule_change_id = change.id or 0
        session.add(evidence)
    with reading(store) as session:
        found = evidence_of(session, change.id or 0)
        assert [item.quote for item in found] == [QUOTE, "Operators report"]
        assert len(session.exec(select(Alert)).all()) == 0
