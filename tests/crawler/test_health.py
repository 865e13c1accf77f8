from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawler.errors import BLOCKING, EMPTY
from crawler.health import SPELL, SourceFacts, Verdict, count_falls, hold, judge
from crawler.moves import Move
from crawler.silence import Allowance
from data.words import UNREAD, Health

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def verdict(**facts: Any) -> Verdict:
    values: dict[str, Any] = {
        "kind": "feed",
        "error": "",
        "message": "",
        "failures": 0,
        "before": "healthy",
        "ever_read": True,
        "newest": date(2026, 11, 10),
        "allowed": Allowance(days=90, longest=30, gaps=20),
    }
    return judge(SourceFacts(**{**values, **facts}), now=NOW)


def test_a_source_that_answers_with_fresh_news_is_healthy() -> None:
    assert verdict() == Verdict(health=Health.HEALTHY, reason="")


def test_one_quiet_day_too_many_is_silence() -> None:
    assert verdict(newest=date(2026, 8, 18)).health is Health.HEALTHY
    quiet = verdict(newest=date(2026, 8, 17))
    assert quiet.health is Health.SILENT
    assert "2026-08-17" in quiet.reason
    assert "91 days ago" in quiet.reason
    assert "its longest pause in 20 was 30 days, and 90 are allowed" in quiet.reason


def test_a_watched_page_may_stay_as_it_is_for_years() -> None:
    assert verdict(kind="page", newest=date(2020, 1, 1)).health is Health.HEALTHY


def test_a_list_without_dates_is_not_called_silent() -> None:
    assert verdict(newest=None).health is Health.HEALTHY


@pytest.mark.parametrize("code", sorted(BLOCKING))
def test_being_kept_out_is_blocked(code: str) -> None:
    assert verdict(error=code, failures=2).health is Health.BLOCKED


@pytest.mark.parametrize("code", sorted(EMPTY))
def test_too_few_entries_are_empty(code: str) -> None:
    assert verdict(error=code, failures=1).health is Health.EMPTY


@pytest.mark.parametrize(
    "code", ["http_404", "not_a_feed", "front_page", "too_large", "redirect_loop"]
)
def test_a_fault_that_will_not_pass_fails_at_once(code: str) -> None:
    bad = verdict(error=code, message="it is gone", failures=1)
    assert bad == Verdict(health=Health.FAILING, reason=f"It is gone ({code}).")


@pytest.mark.parametrize("code", ["timeout", "connection", "http_503", "http_429"])
@pytest.mark.parametrize("before", ["healthy", "silent", "moved"])
def test_one_stumble_does_not_change_the_word_but_is_told(code: str, before: str) -> None:
    stumble = verdict(error=code, message="slow", failures=1, before=before)
    assert stumble.health == before
    assert code in stumble.reason


def test_the_second_stumble_in_a_row_is_failing() -> None:
    bad = verdict(error="timeout", message="slow", failures=2)
    assert bad.health is Health.FAILING
    assert "2 attempts in a row" in bad.reason


def test_a_source_never_read_gets_no_grace() -> None:
    assert verdict(error="dns", failures=1, ever_read=False, before="unproven").health is (
        Health.FAILING
    )


def test_a_source_in_trouble_gets_no_grace_for_another_trouble() -> None:
    assert verdict(error="timeout", failures=1, before="blocked").health is Health.FAILING


def test_a_broken_certificate_has_a_word_of_its_own() -> None:
    bad = verdict(error="tls", message="the certificate has expired", failures=1)
    assert bad == Verdict(health=Health.TLS, reason="The certificate has expired (tls).")


# moved


NEW = "https://new.example/decisions"


def test_a_permanent_redirect_is_a_move_at_once_and_names_the_new_address() -> None:
    moved = verdict(move=Move(to=NEW, permanent=True))
    assert moved.health is Health.MOVED
    assert NEW in moved.reason
    assert "catalogue" in moved.reason


def test_another_domain_is_a_move_when_it_answers_twice() -> None:
    elsewhere = Move(to=NEW, permanent=False)
    assert verdict(move=elsewhere).health is Health.HEALTHY
    assert verdict(move=elsewhere, moved_before="https://other.example/").health is Health.HEALTHY
    assert verdict(move=elsewhere, moved_before=NEW).health is Health.MOVED


def test_a_moved_source_that_fails_is_failing() -> None:
    assert verdict(before="moved", error="http_404", failures=1).health is Health.FAILING


# flapping


@pytest.mark.parametrize("before", UNREAD)
def test_the_first_good_read_ends_a_first_trouble(before: Health) -> None:
    assert verdict(before=before, falls=1, well_since=NOW).health is Health.HEALTHY


def test_a_source_that_fell_often_has_to_answer_well_for_longer() -> None:
    held = verdict(before="blocked", falls=3, well_since=NOW - DAY)
    assert held.health is Health.BLOCKED
    assert "2026-11-15 08:00 UTC" in held.reason
    assert "fell 3 times" in held.reason
    assert "2 days" in held.reason
    assert verdict(before="blocked", falls=3, well_since=NOW - 2 * DAY).health is Health.HEALTHY


def test_the_hold_grows_with_the_falls_and_has_an_end() -> None:
    assert [hold(falls).days for falls in range(7)] == [0, 0, 1, 2, 4, 4, 4]


@pytest.mark.parametrize(
    ("falls", "before", "since", "expected"),
    [
        (0, "healthy", None, 1),
        (1, "healthy", NOW - SPELL, 2),
        (1, "healthy", NOW - SPELL - DAY, 1),
        (4, "healthy", NOW - SPELL - DAY, 1),
        (2, "failing", NOW - 30 * DAY, 3),
        (0, "unproven", NOW, 1),
    ],
)
def test_falls_within_a_week_of_coming_back_are_counted_together(
    falls: int, before: str, since: datetime | None, expected: int
) -> None:
    assert count_falls(falls, before=before, since=since, now=NOW) == expected
