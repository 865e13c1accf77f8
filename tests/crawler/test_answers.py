from typing import Any

import pytest
from scrapy.http import Response

from crawler.answers import Answer, charset_of, retry_after


def response(body: bytes = b"", **headers: str) -> Response:
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://r.example/a", headers=named, body=body)


def test_headers_are_lower_case_single_lines() -> None:
    answer = Answer.of(Response("https://r.example/", headers={"ETag": ['"a"', '"b"']}))
    assert answer.headers == {"etag": '"a"'}


def test_control_characters_and_endless_values_do_not_enter() -> None:
    answer = Answer.of(response(ETag="a\x00b\x1b[31m" + "x" * 10_000))
    assert answer.headers["etag"].startswith("ab[31mx")
    assert len(answer.headers["etag"]) == 500


def test_media_type_and_charset_come_apart() -> None:
    answer = Answer.of(response(Content_Type='Text/HTML; charset="ISO-8859-9"'))
    assert (answer.media_type, answer.charset) == ("text/html", "iso-8859-9")


def test_an_answer_that_declares_nothing_has_neither() -> None:
    answer = Answer.of(response())
    assert (answer.media_type, answer.charset) == ("", "")


@pytest.mark.parametrize("header", ["text/html", "text/html; charset", "charset=", ";;;charset=;"])
def test_a_broken_content_type_names_no_charset(header: str) -> None:
    assert charset_of(header) == ""


def test_the_text_is_read_in_the_declared_charset() -> None:
    body = "Öffentliche Anhörung zur Nummerierung".encode("latin-1")
    answer = Answer.of(response(body, Content_Type="text/html; charset=iso-8859-1"))
    assert answer.text() == "Öffentliche Anhörung zur Nummerierung"


def test_only_headers_that_are_evidence_are_kept() -> None:
    answer = Answer.of(
        response(ETag='"a"', Date="Mon, 16 Nov 2026 08:00:00 GMT", Set_Cookie="s=1", Server="x")
    )
    assert answer.evidence == {"etag": '"a"', "date": "Mon, 16 Nov 2026 08:00:00 GMT"}


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("max-age=600", 600.0),
        ("public, max-age=600", 600.0),
        ("s-maxage=60, max-age=600", 600.0),
        ("s-maxage=60", None),
        ("no-cache, max-age=600", None),
        ("no-store", None),
        ("max-age=soon", None),
        ("", None),
    ],
)
def test_cache_control_says_how_long_an_answer_holds(control: str, seconds: float | None) -> None:
    assert Answer.of(response(Cache_Control=control)).max_age == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("99999999999999999999", 365 * 86400.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Mon, 16 Nov 2026 08:02:00 GMT", 120.0),
        ("Mon, 16 Nov 2026 07:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    answer = response(Retry_After=value, Date="Mon, 16 Nov 2026 08:00:00 GMT")
    assert retry_after(answer) == seconds


def test_a_retry_date_without_the_servers_own_date_says_nothing() -> None:
    assert retry_after(response(Retry_After="Mon, 16 Nov 2026 08:02:00 GMT")) is None
