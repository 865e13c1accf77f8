"""What of a version is news, how it is read, and what a change of a group becomes."""

import pytest

from analysis.recording import (
    expand,
    news_of,
    read_version,
)  # fmt: skip
from analysis.types import Change, Quote
from data.words import ChangeKind, ChangeStatus, Direction, Topic, VersionCause
from tests.analysis.versions import NOW, ORDER, payload


def test_a_new_publication_is_news() -> None:
    assert (news_of(payload()).news, news_of(payload()).spans) == (True, None)


def test_the_first_look_at_a_watched_page_is_none() -> None:
    assert not news_of(payload(watched_page=True)).news


def test_of_a_changed_page_only_what_changed_is_news() -> None:
    old = ORDER.replace("30 days", "60 days")
    found = news_of(payload(watched_page=True, cause=VersionCause.CHANGED, previous_text=old))
    assert found.news
    assert found.spans is not None
    assert ["30 days" in ORDER[slice(*span)] for span in found.spans] == [True]


@pytest.mark.parametrize("watched", [True, False])
def test_a_better_extractor_makes_no_news(watched: bool) -> None:
    again = payload(cause=VersionCause.RE_EXTRACTED, previous_text="x", watched_page=watched)
    assert not news_of(again).news


def test_a_newer_analyser_makes_no_news() -> None:
    assert not news_of(payload(read_before=True)).news


def test_a_text_that_breaks_the_analysis_becomes_a_named_error() -> None:
    outcome = read_version(payload(text=None))
    assert (outcome.reading, outcome.error) == (None, "TypeError")


def test_a_change_outside_the_changed_passage_is_not_given() -> None:
    text = ORDER + "\n\nOur office moved to another street."
    changed = payload(text=text, cause=VersionCause.CHANGED, previous_text=ORDER)
    outcome = read_version(changed)
    assert outcome.reading is not None
    assert outcome.reading.changes == ()


def _change(country: str, group: str = "") -> Change:
    return Change(
        country=country, topic=Topic.ROAMING, is_change=True, kind=ChangeKind.NEW_RULE,
        status=ChangeStatus.ADOPTED, direction=Direction.NEUTRAL, confidence=0.9, via_group=group,
        evidence=(Quote(start=0, end=1, quote="x", rule="r"),),
    )  # fmt: skip


def test_a_group_s_act_is_recorded_for_each_member() -> None:
    found = dict(expand([_change("GCC", "GCC")], NOW))
    assert set(found) == {"AE", "BH", "KW", "OM", "QA", "SA"}
    assert {change.via_group for change in found.values()} == {"GCC"}


def test_a_member_that_is_named_itself_stays_itself() -> None:
    found = dict(expand([_change("GCC", "GCC"), _change("OM")], NOW))
    assert found["OM"].via_group == ""


def test_the_whole_world_is_not_expanded() -> None:
    assert [country for country, _ in expand([_change("INT", "INT")], NOW)] == ["INT"]


def test_a_change_without_a_country_is_not_recorded() -> None:
    assert expand([_change("")], NOW) == []
