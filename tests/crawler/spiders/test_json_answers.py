"""What the readers of JSON APIs share."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.spiders.json_answers import (
    day_in,
    json_of,
    moment_in,
    objects,
    plain,
    text_of,
    texts_of,
)


def answer(body: bytes) -> Answer:
    return Answer(url="https://api.example/", status=200, headers={}, body=body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"[" * 100_000, b"\xff\xfe{"])
def test_what_is_no_json_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError, match="not JSON"):
        json_of(answer(body))


@pytest.mark.parametrize("found", [None, 7, "text", {"items": []}])
def test_what_is_no_list_is_a_typed_error(found: Any) -> None:
    with pytest.raises(BadAnswerError, match="no list"):
        objects(answer(b""), found)


def test_of_a_list_only_objects_count() -> None:
    assert list(objects(answer(b""), [{"a": 1}, "b", None, [{}], {}])) == [{"a": 1}, {}]


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (None, ""), (7, ""), (["a"], "")])
def test_a_text_is_a_text_or_nothing(value: Any, text: str) -> None:
    assert text_of({"name": value}, "name") == text
    assert text_of({}, "name") == ""


def test_texts_of_a_list_leave_out_what_is_none() -> None:
    assert texts_of({"names": ["a", None, 3, "b"]}, "names") == ["a", "b"]
    assert texts_of({"names": "ab"}, "names") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-16", date(2026, 11, 16)),
        ("20261116", date(2026, 11, 16)),
        ("2026-11-16T23:59:59", date(2026, 11, 16)),
        ("2026-02-30", None),
        ("16.11.2026", None),
        ("", None),
    ],
)
def test_a_day_stands_at_the_beginning(text: str, day: date | None) -> None:
    assert day_in(text) == day


def test_a_moment_without_a_zone_counts_as_utc() -> None:
    assert moment_in("2026-11-16T08:00:00") == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert moment_in("2026-11-16T08:00:00+03:00") == datetime(2026, 11, 16, 5, tzinfo=UTC)
    assert moment_in("soon") is None


def test_markup_becomes_one_line() -> None:
    assert plain("<p>SIM &amp; <b>eSIM</b>\n&#8211; rules</p>\n") == "SIM & eSIM – rules"
