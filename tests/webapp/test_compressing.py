"""Answers are compressed for whoever takes that, and the same without."""

import gzip

import pytest
from flask import Flask

from tests.webapp.filled import client_of

TAKES = {"Accept-Encoding": "br;q=1, gzip;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/alerts", "/api/docs"])
def test_text_comes_compressed_and_says_the_same(filled_app: Flask, path: str) -> None:
    client = client_of(filled_app, "owner")
    plain, short = client.get(path), client.get(path, headers=TAKES)
    assert short.headers["Content-Encoding"] == "gzip"
    assert int(short.headers["Content-Length"]) == len(short.data) < len(plain.data) / 3
    told = gzip.decompress(short.data)
    # A form's token is another one each second.
    assert abs(len(told) - len(plain.data)) < 50
    assert told[:2000].partition(b"<body")[0] == plain.data[:2000].partition(b"<body")[0]
    for answer in (plain, short):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "identity", "gzip;q=0", "br"])
def test_who_does_not_take_it_gets_the_page_as_it_is(filled_app: Flask, asked: str) -> None:
    answer = client_of(filled_app, "owner").get("/alerts", headers={"Accept-Encoding": asked})
    assert "Content-Encoding" not in answer.headers
    assert b"<h1>" in answer.data


@pytest.mark.parametrize(
    "path", ["/alerts/news", "/healthz", "/static/icon.svg", "/api/v1/openapi.json"]
)
def test_events_small_answers_files_and_what_has_an_etag_go_as_they_are(
    filled_app: Flask, path: str
) -> None:
    answer = client_of(filled_app, "owner").get(path, headers=TAKES)
    assert "Content-Encoding" not in answer.headers
    answer.close()


def test_the_first_page_is_small_with_all_that_it_loads(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    parts = [rule.rule for rule in filled_app.url_map.iter_rules() if rule.endpoint in
             ("stylesheet", "shapes") or rule.endpoint.startswith("script-")]  # fmt: skip
    sizes = [len(client.get(path, headers=TAKES).data) for path in ("/", *parts)]
    assert sum(sizes) < 75_000
