import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.errors import ConnectError, CrawlError, CutShortError, SlowError, StatusError
from crawler.middlewares.patience import Patience

ASKED = Request("https://r.example/a")


def patience(status: int, **headers: str) -> Patience:
    found = Patience()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found.process_response(ASKED, Response(ASKED.url, status=status, headers=named))
    return found


def test_a_host_that_says_429_is_left_alone() -> None:
    found = patience(429, Retry_After="600")
    with pytest.raises(StatusError) as caught:
        found.process_request(Request("https://r.example/b"))
    assert caught.value.code == "http_429"
    assert caught.value.retry_after is not None
    assert 590 < caught.value.retry_after <= 600


def test_without_a_time_it_is_left_alone_too() -> None:
    with pytest.raises(StatusError) as caught:
        patience(429).process_request(ASKED)
    assert caught.value.retry_after is None


def test_a_503_that_names_a_time_asks_for_patience() -> None:
    with pytest.raises(StatusError, match="503"):
        patience(503, Retry_After="60").process_request(ASKED)


@pytest.mark.parametrize(
    ("status", "headers"), [(503, {}), (500, {"Retry_After": "60"}), (200, {})]
)
def test_other_answers_ask_for_none(status: int, headers: dict[str, str]) -> None:
    patience(status, **headers).process_request(ASKED)


def test_other_hosts_are_asked_as_before() -> None:
    patience(429).process_request(Request("https://other.example/a"))


def silent(count: int, error: type[CrawlError] = SlowError) -> Patience:
    found = Patience()
    for _ in range(count):
        found.process_exception(ASKED, error(ASKED.url, "nothing came"))
    return found


@pytest.mark.parametrize("error", [SlowError, ConnectError])
def test_a_host_that_does_not_answer_is_given_up_after_five_attempts(
    error: type[CrawlError],
) -> None:
    silent(4, error).process_request(ASKED)
    with pytest.raises(ConnectError) as caught:
        silent(5, error).process_request(ASKED)
    assert caught.value.code == "connection"


def test_one_answer_makes_good_for_all_silence_before() -> None:
    found = silent(4)
    found.process_response(ASKED, Response(ASKED.url, status=404))
    found.process_exception(ASKED, SlowError(ASKED.url, "nothing came"))
    found.process_request(ASKED)


def test_other_faults_are_answers_of_a_kind() -> None:
    silent(50, CutShortError).process_request(ASKED)
