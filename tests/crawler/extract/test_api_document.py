"""Documents that come as JSON."""

import json
from datetime import date
from typing import Any

import pytest

from crawler.attachments import attachments_in
from crawler.extract import ExtractError, Extraction, extract
from tests.replica.publishers import govuk_item, wordpress_post

TEXT = (
    "<p>The authority asks for views on rules for devices that roam for longer than a year.</p>"
    "<h2>How to respond</h2><ul><li>In writing, by the last day of January.</li></ul>"
)


def read(body: bytes, url: str = "https://gov.example/api/content/a-paper") -> Extraction:
    return extract(body, url=url, media_type="application/json")


def govuk(**details: Any) -> Extraction:
    return read(govuk_item("Roaming of devices", TEXT, **details).body)


def test_a_content_item_gives_title_text_day_and_language() -> None:
    found = govuk()
    assert found.title == "Roaming of devices"
    assert (found.published_on, found.language) == (date(2026, 11, 2), "en")
    assert "longer than a year" in found.text
    assert "In writing, by the last day of January." in found.text
    assert "What the paper is about, in a sentence." in found.text
    assert found.problem == ""


def test_attachments_and_notes_of_change_are_part_of_the_text() -> None:
    found = govuk(
        attachments=[{"title": "Impact assessment", "url": "/media/impact.pdf"}, {"title": "?"}],
        change_history=[
            {"note": "Added the outcome.", "public_timestamp": "2026-11-16T09:30:00.000+00:00"},
            {"public_timestamp": "2026-11-02T09:30:00.000+00:00"},
        ],
    )
    assert "Impact assessment" in found.text
    assert "2026-11-16: Added the outcome." in found.text


def test_a_consultation_tells_its_days_and_its_outcome() -> None:
    found = govuk(
        opening_date="2026-11-02T09:30:00+00:00",
        closing_date="2027-01-31T23:45:00+00:00",
        final_outcome_detail="<p>We will go ahead with the limit.</p>",
        final_outcome_documents=["<section><a href='/media/r.pdf'>Response of ours</a></section>"],
    )
    assert "Closing date: 2027-01-31" in found.text
    assert "Opening date: 2026-11-02" in found.text
    assert "We will go ahead with the limit." in found.text


def test_a_guide_is_read_with_all_its_parts() -> None:
    parts = [{"title": f"Part {n}", "body": f"<p>Rule number {n} of all.</p>"} for n in (1, 2)]
    found = read(govuk_item("Guide", "", parts=parts).body)
    assert "Part 2" in found.text
    assert "Rule number 2 of all." in found.text


def test_the_moment_of_the_latest_edit_alone_is_no_change() -> None:
    edited = govuk_item("Roaming of devices", TEXT).body.replace(b"2026-11-16T09", b"2026-11-27T09")
    assert read(edited).text == govuk().text


def test_a_text_in_several_types_is_read_once() -> None:
    body = [
        {"content_type": "text/govspeak", "content": "## Markup"},
        {"content_type": "text/html", "content": TEXT},
    ]
    found = read(
        govuk_item("Guide", "").body.replace(
            b'"body": ""', b'"body": %s' % json.dumps(body).encode()
        )
    )
    assert "longer than a year" in found.text
    assert "## Markup" not in found.text


def test_a_wordpress_post_is_read() -> None:
    found = read(wordpress_post("SIM &amp; IMEI", TEXT).body, "https://r.example/wp-json/7")
    assert (found.title, found.published_on) == ("SIM & IMEI", date(2026, 11, 16))
    assert "longer than a year" in found.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"rendered": broken',
        b'{"id": 1, "title": {"rendered": "no content"}}',
        b'{"base_path": "/a", "content_id": "b", "details": 7}',
    ],
)
def test_json_of_another_kind_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(ExtractError) as caught:
        read(body)
    assert caught.value.code == "unknown_format"


def test_scripts_in_the_text_stay_out() -> None:
    found = read(wordpress_post("T", TEXT + "<script>alert('x')</script>").body)
    assert "alert" not in found.text


def test_the_files_of_a_document_are_found_for_it() -> None:
    item = govuk_item(
        "Roaming of devices",
        TEXT + "<p><a href='/media/annex.pdf'>Annex</a></p>",
        attachments=[
            {"title": "Impact assessment", "url": "https://assets.example/impact.pdf"},
            {"title": "The same as a page", "url": "/government/publications/a-paper/html"},
        ],
    )
    found = attachments_in(item.body, url="https://gov.example/api/content/a-paper")
    assert {link.url for link in found} == {
        "https://gov.example/media/annex.pdf",
        "https://assets.example/impact.pdf",
    }
    post = wordpress_post("T", TEXT + "<p><a href='/up/2026/rules.pdf'>Rules (PDF)</a></p>")
    (link,) = attachments_in(post.body, url="https://r.example/wp-json/7")
    assert link.url == "https://r.example/up/2026/rules.pdf"
