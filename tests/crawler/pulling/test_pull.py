"""Pulls that go wrong: nothing good is lost, nothing wrong enters, and the next one goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web

from data.db import writing
from data.models import PlatformAccount
from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import Fault, refused, reply
from tests.crawler.pulls import Pulls


def _at(count: int, answer: Callable[[], web.Response], path: str = "/sims") -> Fault:
    """A fault of the request number ``count`` whose path ends so."""
    seen = [0]

    def fault(request: web.Request) -> web.Response | None:
        seen[0] += request.path.endswith(path)
        return answer() if request.path.endswith(path) and seen[0] == count else None

    return fault


def _from(count: int, answer: Callable[[], web.Response], path: str = "/sims") -> Fault:
    """The same from that request on."""
    seen = [0]

    def fault(request: web.Request) -> web.Response | None:
        seen[0] += request.path.endswith(path)
        return answer() if request.path.endswith(path) and seen[0] >= count else None

    return fault


def test_a_platform_that_asks_to_slow_down_is_waited_for(pulls: Pulls) -> None:
    platform = fake("soracom", 35)
    platform.fault = _at(2, lambda: refused(429, **{"Retry-After": "17"}))
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.finished, report.added) == (True, 35)
    assert 17.0 in pulls.slept


def test_a_platform_that_asks_for_an_hour_is_left_alone_for_an_hour(pulls: Pulls) -> None:
    platform = fake("soracom", 35)
    platform.fault = _from(3, lambda: refused(429, **{"Retry-After": "3600"}))
    account = pulls.account(platform)
    report = pulls.pull(platform, account)
    assert (report.finished, report.error_code, report.added) == (False, "throttled", 20)
    stored = pulls.stored(account)
    assert stored.next_pull_at == pulls.now + timedelta(hours=1)
    assert max(pulls.slept) < 60


@pytest.mark.parametrize("wait", ["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_platform_that_asks_for_ages_is_asked_again_after_a_day(pulls: Pulls, wait: str) -> None:
    platform = fake("soracom", 35)
    platform.fault = _from(3, lambda: refused(429, **{"Retry-After": wait}))
    account = pulls.account(platform)
    assert pulls.pull(platform, account).error_code == "throttled"
    assert pulls.stored(account).next_pull_at == pulls.now + timedelta(days=1)


def test_brackets_nested_without_end_are_an_answer_that_nobody_can_read(pulls: Pulls) -> None:
    platform = fake("soracom", 35)
    platform.fault = _at(3, lambda: web.Response(body=b"[" * 200_000))
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.error_code, report.added) == ("unreadable_answer", 20)


def test_a_fault_of_ours_costs_its_account_alone_and_is_logged(
    pulls: Pulls, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    platform = fake("soracom", 35)
    account = pulls.account(platform)

    async def broken(*_: object) -> object:
        raise AttributeError("a bug")

    monkeypatch.setattr("crawler.pulling.pull._Pull._sign_in", broken)
    report = pulls.pull(platform, account)
    assert (report.finished, report.error_code) == (False, "our_fault")
    assert "on our side (AttributeError)" in report.error
    assert pulls.stored(account).next_pull_at > pulls.now
    assert "a bug" in caplog.text


def test_an_error_that_passes_is_not_noticed(pulls: Pulls) -> None:
    platform = fake("1nce", 25)
    platform.fault = _at(2, lambda: refused(503))
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.finished, report.added, report.error) == (True, 25, "")


@pytest.mark.parametrize("name", ["soracom", "kore", "1nce", "emnify", "hologram", "cisco"])
def test_a_pull_that_died_goes_on_at_its_page_and_ends_with_the_same_fleet(
    name: str, pulls: Pulls
) -> None:
    path = {"kore": "/Sims", "emnify": "/sim", "hologram": "/devices", "cisco": "/devices"}
    platform = fake(name, 45)
    platform.fault = _from(4, lambda: refused(500), path.get(name, "/sims"))
    account = pulls.account(platform)
    first = pulls.pull(platform, account)
    assert (first.finished, first.error_code, first.added) == (False, "unavailable", 30)
    platform.fault, platform.asked = None, []
    second = pulls.pull(platform, account)
    assert (second.finished, second.resumed, second.import_id) == (True, True, first.import_id)
    assert (second.rows, second.added, second.refused) == (45, 45, 0)
    assert set(pulls.sims()) == {sim.iccid for sim in platform.sims}
    listed = [one for one in platform.asked if path.get(name, "/sims") + "?" in one]
    assert len([one for one in listed if "Usage" not in one]) == 2


def test_a_pull_that_died_long_ago_begins_anew(pulls: Pulls) -> None:
    platform = fake("soracom", 35)
    platform.fault = _from(3, lambda: refused(500))
    account = pulls.account(platform)
    first = pulls.pull(platform, account)
    platform.fault = None
    pulls.now += timedelta(hours=25)
    second = pulls.pull(platform, account)
    assert (second.resumed, second.finished) == (False, True)
    assert second.import_id != first.import_id
    assert (second.rows, second.added, second.unchanged) == (35, 15, 20)


def test_failures_wait_longer_and_longer_but_never_for_good(pulls: Pulls) -> None:
    platform = fake("soracom", 5)
    platform.fault = _from(1, lambda: refused(500))
    account = pulls.account(platform)
    waits = []
    for _ in range(10):
        pulls.pull(platform, account)
        waits.append(pulls.stored(account).next_pull_at - pulls.now)
    assert waits[:3] == [timedelta(minutes=minutes) for minutes in (5, 10, 20)]
    assert waits[-1] == timedelta(hours=12)


def test_a_token_that_ends_early_is_fetched_anew(pulls: Pulls) -> None:
    platform = fake("1nce", 25)
    platform.fault = _at(2, lambda: refused(401))
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.finished, report.added) == (True, 25)
    assert platform.tokens == 2


def test_pages_that_go_on_for_ever_are_stopped(pulls: Pulls) -> None:
    platform = fake("onomondo", 10)
    handle = platform.handle
    numbers = iter(range(1, 1000))

    def for_ever(served: object, request: web.Request) -> web.Response:
        import json

        answer = handle(platform, request)
        assert isinstance(answer.body, bytes)
        body = json.loads(answer.body)
        body["pagination"] = {"has_more": True, "next_page": str(-next(numbers))}
        body["sims"] = body["sims"] or json.loads(json.dumps(first))
        first[:] = body["sims"]
        return reply(body)

    first: list[object] = []
    platform.handle = for_ever
    account = pulls.account(platform)
    report = pulls.pull(platform, account)
    assert (report.finished, report.error_code) == (False, "endless")
    assert len(platform.asked) < 10
    assert len(pulls.sims()) == 10
    assert pulls.stored(account).cursor == ""


def test_a_page_that_names_itself_as_the_next_is_stopped(pulls: Pulls) -> None:
    platform = fake("soracom", 500)
    handle = platform.handle

    def again(served: object, request: web.Request) -> web.Response:
        answer = handle(platform, request)
        if request.path == "/sims":
            answer.headers["x-soracom-next-key"] = "10"
        return answer

    platform.handle = again
    report = pulls.pull(platform, pulls.account(platform))
    assert report.error_code == "endless"


def test_a_field_that_changed_its_type_costs_its_entry_only(pulls: Pulls) -> None:
    platform = fake("onomondo", 12)
    platform.sims[4].extra = {"imei": {"value": "35"}}
    platform.sims[7].extra = {"iccid": None}
    platform.sims[9].extra = {"imsi": int(platform.sims[9].imsi)}
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.finished, report.rows, report.added, report.refused) == (True, 12, 10, 2)
    reasons = [fault.message for fault in pulls.faults() if fault.refused]
    assert any("imei" in reason for reason in reasons)
    stored = pulls.sims()[platform.sims[9].iccid]
    assert stored.imsi == platform.sims[9].imsi
    # Identifiers are shown by their last digits at most.
    assert not any(platform.sims[4].iccid in reason for reason in reasons)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (
            lambda: web.Response(text="<html>Login</html>", content_type="text/html"),
            "unreadable_answer",
        ),
        (lambda: reply({"sims": {}}), "unreadable_answer"),
        (lambda: reply({"message": "gone"}), "unreadable_answer"),
        (lambda: refused(403), "sign_in"),
        (lambda: refused(404), "refused_request"),
        (
            lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1/"}),
            "refused_request",
        ),
    ],
)
def test_an_answer_that_is_none_is_named(
    answer: Callable[[], web.Response], code: str, pulls: Pulls
) -> None:
    platform = fake("onomondo", 25)
    platform.fault = _from(2, answer)
    account = pulls.account(platform)
    report = pulls.pull(platform, account)
    assert (report.finished, report.error_code, report.added) == (False, code, 10)
    stored = pulls.stored(account)
    assert stored.error == report.error
    assert stored.error != ""


def test_a_private_address_is_refused_where_it_is_not_allowed(pulls: Pulls) -> None:
    platform = fake("onomondo", 5)
    pulls.settings = pulls.settings.model_copy(update={"allow_private_addresses": False})
    report = pulls.pull(platform, pulls.account(platform))
    assert (report.error_code, platform.asked) == ("private_address", [])


def test_another_secret_key_says_that_credentials_must_be_entered_again(pulls: Pulls) -> None:
    platform = fake("onomondo", 5)
    account = pulls.account(platform)
    with writing(pulls.engine) as session:
        session.get_one(PlatformAccount, account).sealed = "gAAAAA"
    report = pulls.pull(platform, account)
    assert report.error_code == "sealed"
    assert "enter them again" in report.error


def test_what_a_platform_does_not_tell_stays_as_it_was_imported(pulls: Pulls) -> None:
    platform = fake("cisco", 3)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    with writing(pulls.engine) as session:
        for sim in pulls.sims().values():
            kept = session.merge(sim)
            kept.visited_country, kept.visited_mcc = "TR", "286"
    pulls.now += timedelta(hours=12)
    pulls.pull(platform, account)
    assert {sim.visited_country for sim in pulls.sims().values()} == {"TR"}


def test_only_what_changed_is_asked_for_until_a_week_is_over(pulls: Pulls) -> None:
    platform = fake("cisco", 3)
    account = pulls.account(platform)
    asked = []
    for hours in (0, 12, 24 * 8):
        pulls.now += timedelta(hours=hours)
        platform.asked = []
        pulls.pull(platform, account)
        asked.append(next(one for one in platform.asked if "modifiedSince" in one))
    assert "modifiedSince=2005-01-01" in asked[0]
    assert "modifiedSince=2026-11-20T09:30:00Z" in asked[1]
    assert "modifiedSince=2005-01-01" in asked[2]


def test_credentials_are_neither_stored_nor_logged_in_the_clear(
    pulls: Pulls, caplog: pytest.LogCaptureFixture
) -> None:
    platform = fake("soracom", 5)
    platform.fault = _from(1, lambda: refused(500))
    account = pulls.account(platform)
    report = pulls.pull(platform, account)
    stored = pulls.stored(account)
    for text in (stored.model_dump_json(), repr(report), caplog.text):
        assert "key two" not in text
        assert "keyId-owner" not in text
