import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.errors import BadAddressError, RedirectError
from crawler.middlewares.redirects import Redirects

START = Request("https://r.example/a/b?q=1", headers={"If-None-Match": '"e"'})


def follow(
    location: str | bytes, *, status: int = 302, request: Request = START
) -> Request | Response:
    response = Response(request.url, status=status, headers={"Location": location})
    return Redirects(limit=3).process_response(request, response)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_with_the_same_headers(status: int) -> None:
    target = follow("/c", status=status)
    assert isinstance(target, Request)
    assert target.url == "https://r.example/c"
    assert target.headers["If-None-Match"] == b'"e"'
    assert target.meta["redirect_urls"] == [START.url]


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("c#part", "https://r.example/a/c"),
        ("?q=2", "https://r.example/a/b?q=2"),
        (" /c ", "https://r.example/c"),
        ("/é".encode(), "https://r.example/%C3%A9"),
        (b"/\xe9", "https://r.example/%E9"),
    ],
)
def test_targets_are_completed_and_spelt_out(location: str | bytes, target: str) -> None:
    request = follow(location)
    assert isinstance(request, Request)
    assert request.url == target


@pytest.mark.parametrize("status", [200, 300, 304, 305, 404])
def test_other_answers_pass(status: int) -> None:
    assert isinstance(follow("/c", status=status), Response)


def test_a_redirect_to_nowhere_passes_as_it_is() -> None:
    response = Response(START.url, status=302)
    assert Redirects(limit=3).process_response(START, response) is response


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "ftp://r.example/", "http://[", "http:///x"],
)
def test_only_the_web_is_followed(location: str) -> None:
    with pytest.raises(BadAddressError):
        follow(location)


def test_a_circle_is_seen_at_once() -> None:
    second = follow("/c")
    assert isinstance(second, Request)
    with pytest.raises(RedirectError, match="lead back"):
        follow(START.url, request=second)


def test_a_page_that_redirects_to_itself_is_a_circle() -> None:
    with pytest.raises(RedirectError):
        follow(START.url)


def test_the_limit_holds() -> None:
    request: Request | Response = START
    for n in range(3):
        assert isinstance(request, Request)
        request = follow(f"/{n}", request=request)
    assert isinstance(request, Request)
    with pytest.raises(RedirectError, match="more than 3"):
        follow("/end", request=request)
