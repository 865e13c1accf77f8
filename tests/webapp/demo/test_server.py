"""The sample server: what a crawler relies on from any decent web server."""

import http.client
from collections.abc import Iterator
from datetime import date

import pytest

from webapp.demo.errors import PortBusyError
from webapp.demo.server import HOST, SampleServer
from webapp.demo.site import Page, ready, tag_of

DAY = date(2026, 11, 2)
PAGE = ready("çalışma".encode("iso-8859-9"), "text/html; charset=iso-8859-9", published=DAY)


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with SampleServer() as running:
        running.serve({"/a.html": PAGE, "/broken": ready(b"no", "text/plain", status=500)})
        yield running


def ask(
    server: SampleServer, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def test_a_page_comes_with_its_bytes_charset_tag_and_date(server: SampleServer) -> None:
    answer, body = ask(server, "/a.html")

    assert answer.status == 200
    assert body.decode("iso-8859-9") == "çalışma"
    assert answer.getheader("Content-Type") == "text/html; charset=iso-8859-9"
    assert answer.getheader("ETag") == f'"{PAGE.tag}"'
    assert answer.getheader("Last-Modified") == "Mon, 02 Nov 2026 09:00:00 GMT"


def test_the_tag_that_we_gave_brings_304_without_a_body(server: SampleServer) -> None:
    answer, body = ask(server, "/a.html", If_None_Match=f'"{PAGE.tag}"')

    assert (answer.status, body) == (304, b"")
    assert answer.getheader("ETag") == f'"{PAGE.tag}"'


def test_the_date_that_we_gave_brings_304(server: SampleServer) -> None:
    answer, body = ask(server, "/a.html", If_Modified_Since="Mon, 02 Nov 2026 09:00:00 GMT")

    assert (answer.status, body) == (304, b"")


@pytest.mark.parametrize(
    "since",
    ["Sun, 01 Nov 2026 09:00:00 GMT", "yesterday", "Mon, 02 Nov 2026 09:00:00 -0000", ""],
    ids=["older", "no date", "no zone", "empty"],
)
def test_a_date_that_does_not_cover_the_page_brings_the_page(
    server: SampleServer, since: str
) -> None:
    answer, body = ask(server, "/a.html", If_Modified_Since=since)

    assert answer.status == 200
    assert body == PAGE.body


def test_a_foreign_tag_outranks_a_matching_date(server: SampleServer) -> None:
    answer, _ = ask(
        server,
        "/a.html",
        If_None_Match='"other"',
        If_Modified_Since="Mon, 02 Nov 2026 09:00:00 GMT",
    )

    assert answer.status == 200


def test_an_error_page_is_never_answered_with_304(server: SampleServer) -> None:
    answer, body = ask(server, "/broken", If_None_Match="*")

    assert (answer.status, body) == (500, b"no")


def test_head_tells_the_length_and_sends_nothing(server: SampleServer) -> None:
    answer, body = ask(server, "/a.html", method="HEAD")

    assert answer.status == 200
    assert answer.getheader("Content-Length") == str(len(PAGE.body))
    assert body == b""


def test_an_unknown_path_is_404(server: SampleServer) -> None:
    answer, body = ask(server, "/../etc/passwd")

    assert answer.status == 404
    assert b"Not found" in body


def test_a_path_may_hold_any_letters_and_a_query(server: SampleServer) -> None:
    server.serve({"/corpus/%E6%B3%95.html": PAGE})

    answer, _ = ask(server, "/corpus/%e6%b3%95.html?from=feed")

    assert answer.status == 200


def test_serving_another_site_replaces_the_first(server: SampleServer) -> None:
    server.serve({"/b.html": PAGE})

    assert ask(server, "/a.html")[0].status == 404
    assert ask(server, "/b.html")[0].status == 200


def test_one_connection_serves_several_requests(server: SampleServer) -> None:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    bodies = []
    for _ in range(3):
        connection.request("GET", "/a.html")
        bodies.append(connection.getresponse().read())
    connection.close()

    assert bodies == [PAGE.body] * 3


def test_a_page_is_made_when_asked_for_and_only_once(server: SampleServer) -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        return b"late"

    server.serve({"/late": Page(media_type="text/plain", tag=tag_of("late"), make=make)})
    assert made == []

    ask(server, "/late", If_None_Match=f'"{tag_of("late")}"')
    assert made == []

    assert [ask(server, "/late")[1] for _ in range(2)] == [b"late", b"late"]
    assert made == [1]


def test_a_taken_port_is_one_clear_sentence(server: SampleServer) -> None:
    with pytest.raises(PortBusyError, match=f"port {server.port} is taken") as caught:
        SampleServer(port=server.port)

    assert caught.value.port == server.port


def test_after_stopping_the_port_is_free_again() -> None:
    with SampleServer() as first:
        port = first.port
        ask(first, "/")

    with SampleServer(port=port) as second:
        assert second.base_url == f"http://127.0.0.1:{port}"


def test_parts_of_a_tag_do_not_run_into_each_other() -> None:
    assert tag_of("ab", "c") != tag_of("a", "bc")
    assert tag_of("a", b"b") == tag_of("a", "b")
