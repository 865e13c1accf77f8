"""A page that goes to and fro: two changes are told, the rest is held back until it stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from crawler.flapping import PastText, goes_to_and_fro, has_stayed, release_settled
from data.db import reading
from data.models import Document, Version
from data.queries.analysis import load_version, pending_versions
from tests.crawler.conftest import World


def past(now: datetime, texts: Sequence[str], *, days_apart: float = 1) -> list[PastText]:
    """These texts one after the other, the last of them a step before ``now``."""
    first = now - timedelta(days=days_apart * len(texts))
    return [
        PastText(text_sha256=text, since=first + timedelta(days=days_apart * place))
        for place, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("texts", "new", "held_back"),
    [
        ("", "A", False),
        ("A", "B", False),
        ("AB", "A", False),
        ("ABA", "B", True),
        ("ABA", "C", False),
        ("ABC", "A", False),
        ("ABCA", "B", True),
        ("ABAB", "A", True),
        ("ABABA", "C", False),
    ],
)
def test_the_second_return_within_a_month_is_held_back(
    now: datetime, texts: str, new: str, held_back: bool
) -> None:
    assert goes_to_and_fro(past(now, texts), new, now=now) is held_back


def test_returns_that_lie_months_apart_are_changes(now: datetime) -> None:
    assert not goes_to_and_fro(past(now, "ABA", days_apart=40), "B", now=now)


def test_a_text_that_stood_for_years_counts_until_it_was_left(now: datetime) -> None:
    years = PastText(text_sha256="A", since=now - timedelta(days=900))
    assert goes_to_and_fro([years, *past(now, "BA")], "B", now=now)


def test_a_text_has_stayed_when_it_was_seen_three_days_later(now: datetime) -> None:
    assert not has_stayed(now, None)
    assert not has_stayed(now, now + timedelta(days=2, hours=23))
    assert has_stayed(now, now + timedelta(days=3))


def watch(world: World) -> None:
    world.source("p", "page", world.replica.url("/rule"))


def say(world: World, days: str) -> None:
    """The page says another limit from now on, and is read half a day later."""
    text = f"Foreign SIM cards may roam for {days} days. " + "The rest of the rule stays. " * 9
    world.replica.html("/rule", "Rule of roaming", text)
    world.clock.forward(hours=12)
    world.crawl("p", every_document=True)


def causes(world: World) -> list[str]:
    with reading(world.engine) as session:
        return list(session.exec(select(Version.cause).order_by(col(Version.id))))


def the_document(world: World) -> Document:
    with reading(world.engine) as session:
        return session.exec(select(Document)).one()


def pending(world: World) -> list[int]:
    with reading(world.engine) as session:
        return pending_versions(session, analyser="x", limit=100)


def test_a_flapping_page_is_held_back_and_shown(stored_world: World) -> None:
    world = stored_world
    watch(world)
    for days in ("120", "90", "120", "90", "120"):
        say(world, days)
    assert causes(world) == ["first", "changed", "changed", "flapping", "flapping"]
    since = the_document(world).flapping_since
    assert since is not None
    assert since == world.clock.now - timedelta(hours=12)
    assert len(pending(world)) == 3


def test_what_stays_is_told_against_what_was_told_last(stored_world: World) -> None:
    world = stored_world
    watch(world)
    for days in ("120", "90", "120", "90"):
        say(world, days)
    assert release_settled(world.engine) == 0
    for _ in range(6):
        say(world, "90")
    assert release_settled(world.engine) == 1
    assert release_settled(world.engine) == 0
    assert causes(world) == ["first", "changed", "changed", "changed"]
    assert the_document(world).flapping_since is None
    with reading(world.engine) as session:
        payload = load_version(session, pending_versions(session, analyser="x", limit=9)[-1])
    assert payload is not None
    assert "for 90 days" in payload.text
    assert payload.previous_text is not None
    assert "for 120 days" in payload.previous_text


def test_a_new_text_ends_the_to_and_fro_at_once(stored_world: World) -> None:
    world = stored_world
    watch(world)
    for days in ("120", "90", "120", "90", "60"):
        say(world, days)
    assert causes(world)[-2:] == ["flapping", "changed"]
    assert the_document(world).flapping_since is None
    with reading(world.engine) as session:
        payload = load_version(session, pending(world)[-1])
    assert payload is not None
    assert payload.previous_text is not None
    assert "for 120 days" in payload.previous_text
