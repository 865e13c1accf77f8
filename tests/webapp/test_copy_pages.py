"""The archived copy: its own policy, what is shown at all, and why something is not."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from crawler.archive import Archive
from data.db import writing
from data.models import Snapshot
from tests.factories import NOW, make_document, make_source, make_version
from tests.webapp.conftest import SignIn
from webapp.security import CONTENT_SECURITY_POLICY
from webapp.texts.copies import FRAME_POLICY, MOST, led_nowhere

Keep = Callable[..., int]
PAGE = b"<!doctype html><LINK rel=preconnect href=//x.test><h1>Rule</h1><link\n rel=icon href=x>"


@pytest.fixture
def keep(app: Flask, sqlite_store: Engine) -> Keep:
    """Archives a body; the number of its snapshot."""

    def kept(body: bytes = PAGE, media_type: str = "text/html", **values: object) -> int:
        sha256 = Archive(app.extensions["roamwatch"].settings.snapshots).put(body)
        with writing(sqlite_store) as session:
            version = make_version(session, make_document(session, make_source(session)))
            snapshot = session.get_one(Snapshot, version.snapshot_id)
            given = {"sha256": sha256, "media_type": media_type, "size": len(body), **values}
            for name, value in given.items():
                setattr(snapshot, name, value)
            return version.snapshot_id

    return kept


def test_the_page_says_of_when_it_is_and_frames_it_in_a_sandbox(
    sign_in: SignIn, keep: Keep
) -> None:
    number = keep(fetched_at=NOW.replace(hour=5), url="https://r.test/a?b=<c>")
    answer = sign_in("stranger").get(f"/documents/snapshots/{number}/copy")
    assert (
        f'<iframe class="copy" sandbox src="/documents/snapshots/{number}/copy/frame"'
        in answer.text
    )
    assert "fetched 16 Nov 2026, 05:00 UTC" in answer.text
    assert "https://r.test/a?b=&lt;c&gt;" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy == f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_frame_has_the_strictest_policy_and_no_links_to_other_files(
    sign_in: SignIn, keep: Keep
) -> None:
    answer = sign_in("stranger").get(f"/documents/snapshots/{keep()}/copy/frame")
    assert answer.headers["Content-Security-Policy"] == FRAME_POLICY
    assert FRAME_POLICY.startswith("sandbox; default-src 'none'; img-src data:;")
    assert "allow" not in FRAME_POLICY
    assert "unsafe" not in FRAME_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-DNS-Prefetch-Control"] == "off"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.content_type == "text/html; charset=utf-8"
    assert "<h1>Rule</h1>" in answer.text
    assert "<link" not in answer.text.lower()


@pytest.mark.parametrize(
    ("markup", "becomes"),
    [
        ('<A\nhref="x">go</A >', '<x-A\nhref="x">go</x-A >'),
        ("<iframe/src=x></iframe>", "<x-iframe/src=x></x-iframe>"),
        (
            "<frameset><frame src=x></frameset>",
            "<x-frameset><wbr data-was-frame src=x></x-frameset>",
        ),
        ("<object><embed src=x></object>", "<x-object><wbr data-was-embed src=x></x-object>"),
        ("<abbr>a</abbr><article><basefont>", "<abbr>a</abbr><article><basefont>"),
        ("<<link>", "<<wbr data-was-link>"),
    ],
)
def test_what_leads_elsewhere_gets_another_name(markup: str, becomes: str) -> None:
    assert led_nowhere(markup) == becomes


def test_the_frame_is_no_page_by_itself(sign_in: SignIn, keep: Keep) -> None:
    number = keep()
    headers = {"Sec-Fetch-Dest": "document"}
    answer = sign_in("stranger").get(f"/documents/snapshots/{number}/copy/frame", headers=headers)
    assert answer.status_code == 302
    assert answer.location == f"/documents/snapshots/{number}/copy"


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        ("<p>Öffentlich <link></p>".encode("utf-16"), ""),
        ("<p>Öffentlich <link></p>".encode("latin-1"), "text/html; charset=iso-8859-1"),
    ],
)
def test_it_is_read_in_its_charset_before_links_are_looked_for(
    sign_in: SignIn, keep: Keep, body: bytes, declared: str
) -> None:
    number = keep(body, headers={"content-type": declared})
    text = sign_in("stranger").get(f"/documents/snapshots/{number}/copy/frame").text
    assert "<p>Öffentlich <wbr data-was-link></p>" in text


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("text/html", "text/html"),
        ("application/xhtml+xml", "text/html"),
        ("text/plain", "text/plain"),
        ("application/pdf", ""),
        ("image/svg+xml", ""),
        ("text/xml", ""),
        ("", ""),
    ],
)
def test_only_pages_and_plain_texts_are_shown(
    sign_in: SignIn, keep: Keep, media_type: str, shown: str
) -> None:
    number, client = keep(media_type=media_type), sign_in("stranger")
    frame = client.get(f"/documents/snapshots/{number}/copy/frame")
    page = client.get(f"/documents/snapshots/{number}/copy").text
    assert (frame.mimetype if frame.status_code == 200 else "") == shown
    assert ("<iframe" in page) is bool(shown)
    assert ("Not shown here" in page) is not bool(shown)
    assert f"/documents/snapshots/{number}" in page


def test_a_pdf_is_saved_as_one_and_everything_else_as_bytes(sign_in: SignIn, keep: Keep) -> None:
    client = sign_in("stranger")
    for media_type, ending in (("application/pdf", '.pdf"'), ("text/html", '.bin"')):
        answer = client.get(f"/documents/snapshots/{keep(media_type=media_type)}")
        assert answer.headers["Content-Disposition"].endswith(ending)
        assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"removed_at": NOW}, "Its bytes were removed"),
        ({"sha256": "0" * 64}, "Not in the archive"),
        ({"size": MOST + 1}, "Too long to be shown"),
    ],
)
def test_what_cannot_be_shown_says_why(
    sign_in: SignIn, keep: Keep, values: dict[str, object], says: str
) -> None:
    number, client = keep(**values), sign_in("stranger")
    page = client.get(f"/documents/snapshots/{number}/copy")
    assert says in page.text
    assert "<iframe" not in page.text
    assert client.get(f"/documents/snapshots/{number}/copy/frame").status_code == 404
    assert client.get("/documents/snapshots/99/copy").status_code == 404


def test_a_damaged_file_is_not_shown(app: Flask, sign_in: SignIn, keep: Keep) -> None:
    number = keep()
    (file,) = app.extensions["roamwatch"].settings.snapshots.glob("??/??/*.zst")
    file.write_bytes(b"broken")
    assert sign_in("owner").get(f"/documents/snapshots/{number}/copy/frame").status_code == 404
