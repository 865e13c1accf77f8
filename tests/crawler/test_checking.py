"""What a check calls its sources, against a real server and store."""

import asyncio
from datetime import date, timedelta

from sqlmodel import select

from crawler.checking import CheckVerdict, judge_checks
from crawler.items import SourceResult
from crawler.runner import check_sources
from data.db import reading, writing
from data.models import Fetch, Source
from tests.crawler.conftest import World
from tests.replica.faults import CHALLENGE, CONSENT
from tests.replica.server import Page, redirect, rss


def check(world: World, *ids: str) -> dict[str, CheckVerdict]:
    results = asyncio.run(check_sources(world.engine, world.settings, ids, clock=world.clock))
    assert all(0 < one.seconds < 600 for one in results)
    return dict(zip(ids, judge_checks(world.engine, results, now=world.clock()), strict=True))


def test_each_is_called_by_the_health_rules_and_nothing_is_recorded(world: World) -> None:
    pages = world.replica.pages
    pages["/bots"], pages["/wall"] = Page(body=CHALLENGE), Page(body=CONSENT)
    pages["/none"], pages["/old"] = Page(body=rss({})), redirect("/good", status=301)
    world.source("good", "feed", world.replica.feed("/good", {"/1": "One"}))
    for name in ("bots", "wall", "none", "old", "gone"):
        world.source(name, "feed", world.replica.url(f"/{name}"))
    found = check(world, "good", "bots", "wall", "none", "old", "gone")
    assert {name: one.health for name, one in found.items()} == {
        "good": "healthy",
        "bots": "blocked",
        "wall": "blocked",
        "none": "empty",
        "old": "moved",
        "gone": "failing",
    }
    assert found["good"].reason == ""
    assert "consent" in found["wall"].reason
    assert "/good" in found["old"].reason
    with reading(world.engine) as session:
        assert {one.health for one in session.exec(select(Source))} == {"unproven"}
        assert session.exec(select(Fetch)).all() == []


def test_a_listing_whose_newest_day_is_long_ago_is_called_silent(world: World) -> None:
    world.source("a", "feed", world.replica.url("/a"))
    today = world.clock().date()
    days = (today + timedelta(days=9), date(2001, 2, 3))
    result = SourceResult(source_id="a", outcome="ok", items=2, days=days)
    [verdict] = judge_checks(world.engine, [result], now=world.clock())
    # A day in the future is no sign of life.
    assert (verdict.health, verdict.newest) == ("silent", date(2001, 2, 3))


def test_one_failure_of_a_source_that_was_read_is_judged_as_in_a_crawl(world: World) -> None:
    world.source("a", "feed", world.replica.url("/a"))
    with writing(world.engine) as session:
        row = session.exec(select(Source)).one()
        row.health, row.last_success_at = "healthy", world.clock()
    world.replica.pages["/a"] = Page(status=503)
    verdict = check(world, "a")["a"]
    assert verdict.health == "healthy"
    assert "last attempt failed" in verdict.reason
