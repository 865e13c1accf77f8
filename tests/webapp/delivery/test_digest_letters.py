"""What a digest says, and how long it may be."""

import re
from datetime import date, timedelta

import pytest

from data.models import Mute
from data.queries.alert_facts import QuoteFacts
from data.queries.pages_clocks import COUNTS, LimitCounts
from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts, make_limit
from tests.webapp.delivery.reading import coverage, digest, letter, text_of
from webapp.delivery.letters import MAX_DATES, MAX_ITEMS, MAX_NAMED
from webapp.delivery.types import Outage, PlanReminder, SourceTrouble


def test_a_long_digest_stays_below_what_mail_programs_cut(settings: Settings) -> None:
    long = QuoteFacts(quote="w" * 700, language="en", page=None)
    many = tuple(make_facts(alert_id=n, evidence=(long,)) for n in range(500))
    ahead = tuple((date(2026, 12, 20), "deadline", facts) for facts in many)
    blind = tuple((f"X{n}", ("no_rule_maker", "none_healthy")) for n in range(200))
    trouble = tuple(
        SourceTrouble(
            source_id=f"source-of-some-authority-{n}", title="t" * 150, country="BR",
            health="blocked", reason="r" * 300, since=NOW, sample=False,
        )
        for n in range(400)
    )  # fmt: skip
    notice = digest(raised=many, ahead=ahead, trouble=trouble, coverage=coverage(blind=blind))
    message = letter(notice, settings)
    html = text_of(message, "html")
    assert len(html.encode()) < 100_000
    for body in (html, text_of(message)):
        assert f"And {500 - MAX_ITEMS} more alerts" in body
        assert f"And {500 - MAX_DATES} more dates" in body
        assert f"And {200 - MAX_NAMED} more countries" in body
        assert f"And {400 - MAX_NAMED} more sources in trouble" in body


def test_a_digest_counts_in_its_subject_and_lists_the_loudest_first(settings: Settings) -> None:
    notice = digest(
        raised=(
            make_facts(alert_id=1, title="First"),
            make_facts(alert_id=2, title="Second", severity="low", backlog=True, confirmed=False),
        ),
        moved=((make_facts(alert_id=3, title="Third"), "From proposed to adopted."),),
    )
    message = letter(notice, settings)
    assert message["Subject"] == (
        "Roamwatch daily digest, 16 Nov 2026: 2 new alerts (1 high), 1 moved"
    )
    for kind in ("plain", "html"):
        body = text_of(message, kind)
        assert body.index("First") < body.index("Second") < body.index("Third")
        assert "From the backlog: published 12 Nov 2026." in body
        assert body.count("Only the trade press reports it so far.") == 1
        assert "From proposed to adopted." in body


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_says_what_we_could_see_and_what_not(settings: Settings, kind: str) -> None:
    seen = coverage(
        live=6,
        verified=3,
        unchanged=("DE", "FR"),
        unchanged_since=NOW - timedelta(hours=9),
        blind=(("BR", ("no_rule_maker", "none_healthy")), ("KE", ("no_source",))),
    )
    trouble = SourceTrouble(
        source_id="br-1",
        title="News",
        country="BR",
        health="blocked",
        reason="A challenge page answers.",
        since=NOW - timedelta(days=3),
        sample=False,
    )
    message = letter(digest(period="weekly", coverage=seen, trouble=(trouble,)), settings)
    body = text_of(message, kind)
    told = " ".join(re.sub(r"<[^>]+>", "", body).split())
    since = "each verified 15 Nov 2026, 23:00 UTC or later"
    assert f"Nothing changed in 2 of 6 countries with live SIMs, {since}. Of the rest we" in told
    assert (
        "3 of 6 countries with live SIMs were verified within 3 days. Unchanged: Germany," in told
    )
    assert (
        "Brazil: No telecom regulator or ministry among its own sources. "
        "None of its sources is healthy Kenya: No primary source watches it" in told
    )
    assert "Our own connection" not in told
    assert "blocked since 13 Nov 2026. A challenge page answers." in body
    assert message["Subject"].endswith("no new alerts, 1 source in trouble")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_owns_up_to_outages_of_our_own(settings: Settings, kind: str) -> None:
    over = Outage(since=NOW - timedelta(hours=9), until=NOW - timedelta(hours=7), reason="6 of 7.")
    now = Outage(since=NOW - timedelta(hours=1), until=None, reason="<b>7 of 7")
    notice = digest(coverage=coverage(live=1, verified=1, outages=(over, now)))
    body = text_of(letter(notice, settings), kind)
    assert "was down from 15 Nov 2026, 23:00 UTC to 16 Nov 2026, 01:00 UTC; no source is" in body
    assert "has been down since 16 Nov 2026, 07:00 UTC; no source is blamed for it." in body
    assert ("<b>7" in body) is (kind == "plain")
    assert "Nothing changed" not in body
    assert "Blind spots" not in body


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_with_news_a_digest_says_beside_it_where_nothing_changed(
    settings: Settings, kind: str
) -> None:
    seen = coverage(live=3, verified=2, unchanged=("DE",), unchanged_since=NOW)
    notice = digest(raised=(make_facts(),), coverage=seen, zone="America/St_Johns")
    told = " ".join(re.sub(r"<[^>]+>", "", text_of(letter(notice, settings), kind)).split())
    assert "1 new alert (1 high)." in told
    assert "Nothing changed in 1 of them, each verified 16 Nov 2026, 04:30 UTC−3:30" in told


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_never_takes_silence_for_no_change(settings: Settings, kind: str) -> None:
    blind = digest(period="weekly", coverage=coverage(live=3))
    assert "this is no sign that nothing changed" in text_of(letter(blind, settings), kind)
    whole = coverage(live=2, verified=2, unchanged=("DE", "FR"), unchanged_since=NOW)
    quiet = text_of(letter(digest(period="weekly", coverage=whole), settings), kind)
    assert "Nothing changed in the 2 countries with live SIMs" in quiet
    assert "Of the rest" not in quiet


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_without_live_sims_a_digest_says_what_to_do(settings: Settings, kind: str) -> None:
    body = text_of(letter(digest(), settings), kind)
    assert "No country with live SIMs is known: import the fleet." in body


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_says_what_its_reader_muted(settings: Settings, kind: str) -> None:
    muted = Mute(
        user_id=1, country="TR", topic="imei", until=date(2026, 12, 3), why="w", created_at=NOW
    )
    text = " ".join(text_of(letter(digest(muted=(muted,)), settings), kind).split())
    assert "so not told here: Türkiye, IMEI registration, until 3 Dec 2026." in text


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_names_the_plans_that_want_a_review(settings: Settings, kind: str) -> None:
    plan = PlanReminder(
        fleet_id=1, fleet="Meters <b>", country="TR", reasons=("its review was due on 15 Nov 2026",)
    )
    text = text_of(letter(digest(plans=(plan,)), settings), kind)
    assert "plans to review" in text.lower()
    assert "its review was due on 15 Nov 2026" in text
    assert "/plans/1/TR" in text
    assert kind == "plain" or "Meters <b>" not in text


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_names_the_clocks_near_their_limit(settings: Settings, kind: str) -> None:
    row = LimitCounts(
        limit=make_limit(8, "TR", 120, per="imei"),
        counts=dict.fromkeys(COUNTS, 0) | {"over": 1234, "approaching": 212, "in_7": 31},
    )
    text = text_of(letter(digest(clocks=(row,)), settings), kind)
    assert "clocks near their limit" in text.lower()
    assert "120 days in a row, per device (IMEI)" in text
    assert "1,234 over, 212 approaching, 31 more within 7 days if they stay" in text
    assert "/clocks/8" in text
    assert "clocks near" not in text_of(letter(digest(), settings), kind).lower()


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_lists_dates_ahead_and_says_when_it_is_late(settings: Settings, kind: str) -> None:
    start = NOW - timedelta(days=3)
    notice = digest(
        late=True, covers_from=start, ahead=((date(2026, 12, 20), "deadline", make_facts()),)
    )
    message = letter(notice, settings)
    body = text_of(message, kind)
    assert message["Subject"].startswith("Roamwatch daily digest, 13–16 November 2026: ")
    assert "20 Dec 2026" in body
    assert "eadline, Türkiye" in body
    said = "covers 13–16 November 2026: no digest was made in between."
    assert said in re.sub(r"<[^>]+>", "", body)
    assert "in between" not in text_of(letter(digest(), settings), kind)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_digest_tells_its_time_by_the_readers_clocks(settings: Settings, kind: str) -> None:
    late_evening = NOW.replace(hour=22)
    notice = digest(
        zone="Asia/Tokyo", covers_from=late_evening - timedelta(days=1), covers_to=late_evening
    )
    message = letter(notice, settings)
    assert message["Subject"].startswith("Roamwatch daily digest, 17 Nov 2026: ")
    said = "From 16 Nov 2026, 07:00 to 17 Nov 2026, 07:00, Asia/Tokyo."
    assert said in text_of(message, kind)


def test_a_digest_with_a_sample_in_it_marks_each_made_up_item(settings: Settings) -> None:
    notice = digest(raised=(make_facts(sample=True, title="Made up"), make_facts(title="Real")))
    message = letter(notice, settings)
    assert message["Subject"].startswith("[Sample] ")
    assert "[Sample] Made up" in text_of(message)
    assert "[Sample] Real" not in text_of(message)
