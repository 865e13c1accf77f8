from datetime import date
from typing import Any

import pytest

from crawler.errors import BLOCKING, EMPTY
from crawler.health import SourceFacts, Verdict, judge
from data.words import Health

TODAY = date(2026, 11, 16)


def verdict(**facts: Any) -> Verdict:
    values: dict[str, Any] = {
        "kind": "feed",
        "error": "",
        "message": "",
        "failures": 0,
        "before": "healthy",
        "ever_read": True,
        "newest": date(2026, 11, 10),
        "max_silence_days": 90,
    }
    return judge(SourceFacts(**{**values, **facts}), today=TODAY)


def test_a_source_that_answers_with_fresh_news_is_healthy() -> None:
    assert verdict() == Verdict(health=Health.HEALTHY, reason="")


def test_one_quiet_day_too_many_is_silence() -> None:
    assert verdict(newest=date(2026, 8, 18)).health is Health.HEALTHY
    quiet = verdict(newest=date(2026, 8, 17))
    assert quiet.health is Health.SILENT
    assert "2026-08-17" in quiet.reason
    assert "91 days" in quiet.reason


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


@pytest.mark.parametrize("code", ["http_404", "not_a_feed", "tls", "too_large", "redirect_loop"])
def test_a_fault_that_will_not_pass_fails_at_once(code: str) -> None:
    bad = verdict(error=code, message="it is gone", failures=1)
    assert bad == Verdict(health=Health.FAILING, reason=f"It is gone ({code}).")


@pytest.mark.parametrize("code", ["timeout", "connection", "http_503", "http_429"])
@pytest.mark.parametrize("before", ["healthy", "silent"])
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
