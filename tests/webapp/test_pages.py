"""What the other pages say: overview, changes, countries, documents, sources."""

import re

from flask import Flask
from sqlalchemy import Engine

from crawler.archive import Archive
from data.db import writing
from data.models import Attachment, Document, Snapshot
from tests.factories import (
    NOW,
    make_document,
    make_fleet,
    make_sims,
    make_source,
    make_version,
)
from tests.webapp.conftest import SignIn
from tests.webapp.filled import PAGES, client_of


def text_of(page: str) -> str:
    """A page as it reads: without tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace(" ;", ";").replace(" ,", ",")


def get(app: Flask, path: str, name: str = "owner") -> str:
    page = client_of(app, name).get(path)
    assert page.status_code == 200
    return page.text


def test_the_overview_says_in_one_sentence_how_things_stand(filled_app: Flask) -> None:
    text = text_of(get(filled_app, "/"))
    assert (
        "4 alerts need you; 14,454 live SIMs in 16 countries; 3 of 9 sources in trouble, "
        "1 not read yet" in text
    )


def test_every_number_of_the_overview_leads_to_what_it_counts(filled_app: Flask) -> None:
    page = get(filled_app, "/")
    client = client_of(filled_app, "owner")
    expected = {
        "/alerts?state=waiting": "4 alerts",
        "/fleet/sims?live=yes": "14,454 SIMs",
        "/countries?show=live": "16",
        "/sources?health=trouble": "3 in trouble",
        "/fleet/sims?live=yes&country=TR": "2,404 SIMs",
    }
    for address, text in expected.items():
        assert f'href="{address.replace("&", "&amp;")}"' in page, address
        assert text in text_of(client.get(address).text), address


def test_an_empty_store_says_what_to_do(sign_in: SignIn) -> None:
    client = sign_in("owner")
    text = text_of(client.get("/").text)
    assert "No alert needs you; no live SIM is known" in text
    assert "Import the fleet" in text
    for path, hint in (
        ("/changes", "No rule change found yet"),
        ("/countries", "roamwatch init"),
        ("/documents", "roamwatch crawl --due"),
        ("/sources", "roamwatch init"),
        ("/fleet", "No fleet is known yet"),
        ("/fleet/sims", "import a file"),
    ):
        assert hint in text_of(client.get(path).text), path


def test_silence_is_never_told_as_health(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        make_source(session, "one", health="unproven", last_success_at=None)
        make_sims(session, make_fleet(session), 3)
    client = sign_in("owner")
    overview, country = text_of(client.get("/").text), text_of(client.get("/countries/TR").text)
    assert "1 not read yet" in overview
    assert "none of the" not in overview
    assert "is in good health: silence means nothing" in country
    assert "1 country has live SIMs and no source in good health" in text_of(
        client.get("/countries").text
    )


def test_samples_are_told_on_every_page(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    for path in PAGES:
        assert "no real authority said it" in client.get(path).text, path


def test_without_samples_no_page_speaks_of_them(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        make_source(session, "real")
    client = sign_in("owner")
    assert "Sample" not in client.get("/sources").text
    assert "Sample" not in client.get("/sources/real").text


def test_each_item_of_a_sample_is_marked(filled_app: Flask) -> None:
    badge = '<span class="badge badge-sample">Sample</span>'
    for path, least in (("/alerts", 6), ("/changes", 7), ("/documents", 30), ("/sources", 9)):
        assert get(filled_app, path).count(badge) >= least, path
    for path in ("/alerts/1", "/changes/1", "/documents/1", "/sources/tr-btd", "/fleet"):
        assert badge in get(filled_app, path), path


def test_the_exposure_marks_countries_with_open_alerts(filled_app: Flask) -> None:
    page = get(filled_app, "/")
    row = next(part for part in page.split("<tr>") if ">Brazil</a>" in part)
    assert 'href="/alerts?state=waiting&amp;country=BR"' in row
    assert 'width="60.7"' in row
    quiet = next(part for part in page.split("<tr>") if ">France</a>" in part)
    assert "open alerts" not in quiet


def test_a_change_that_touches_nobody_says_so(filled_app: Flask) -> None:
    text = text_of(get(filled_app, "/changes/7"))
    assert "It raised no alert" in text
    assert "Countries touched Belgium, Germany, France" in text


def test_a_change_that_raised_an_alert_leads_to_it(filled_app: Flask) -> None:
    page = get(filled_app, "/changes/1")
    assert 'href="/alerts/1"' in page
    assert "2,404 live SIMs, alert new" in text_of(page)
    assert "90 consecutive days" in text_of(page)


def test_the_matrix_tells_sims_changes_and_who_watches(filled_app: Flask) -> None:
    page = get(filled_app, "/countries")
    row = next(part for part in page.split("<tr>") if ">Türkiye<" in part)
    assert "2,404" in row
    assert 'href="/changes?country=TR&amp;topic=roaming"' in row
    assert "1 of 1" in row
    blind = next(part for part in page.split("<tr>") if ">Japan<" in part)
    assert '<span class="badge badge-high">none</span>' in blind


def test_the_matrix_can_be_narrowed(filled_app: Flask) -> None:
    assert ">Japan<" in get(filled_app, "/countries?show=blind")
    assert ">Türkiye<" not in get(filled_app, "/countries?show=blind")
    assert ">Japan<" not in get(filled_app, "/countries?show=changes")


def test_a_country_tells_when_it_was_verified_and_by_whom(filled_app: Flask) -> None:
    text = text_of(get(filled_app, "/countries/tr"))
    assert "2,404 live SIMs; last verified 42 minutes ago by 1 of 1 source" in text
    assert "nobody watches it: silence means nothing" in text_of(get(filled_app, "/countries/JP"))


def test_a_group_lists_its_members_of_the_day(filled_app: Flask) -> None:
    page = get(filled_app, "/countries/EU")
    assert "A group of 27 countries" in text_of(page)
    assert 'href="/countries/MT"' in page
    assert "The EU explains fair use" in page
    assert 'href="/countries/EU">European Union' in get(filled_app, "/countries/DE")


def test_documents_are_searched_and_the_words_kept(filled_app: Flask) -> None:
    page = get(filled_app, "/documents?q=imei&country=NG")
    assert "Registration of device identities" in page
    assert 'value="imei"' in page
    assert '<input type="hidden" name="country" value="NG">' in page
    assert "Market report" not in page


def test_a_document_that_could_not_be_read_says_why(filled_app: Flask) -> None:
    page = get(filled_app, "/documents?show=unread")
    assert "No text found" in page
    number = re.search(r'href="/documents/(\d+)"', page)
    assert number is not None
    text = text_of(get(filled_app, f"/documents/{number[1]}"))
    assert "could not be read the last 2 times: The document holds no text." in text
    assert "No text yet" in text


def test_a_document_shows_its_text_with_marks_and_its_versions(filled_app: Flask) -> None:
    page = get(filled_app, "/documents/1")
    assert 'lang="tr" dir="ltr"' in page
    for style in ("evidence", "topics", "limits"):
        assert f'<mark class="mark-{style}"' in page
    assert 'href="/documents/1/difference?old=1&amp;new=2"' in page
    older = get(filled_app, "/documents/1?version=1")
    assert "en fazla 120 gün" in older
    assert "Text of version 1" in older


def test_a_difference_marks_the_numbers_that_changed(filled_app: Flask) -> None:
    page = get(filled_app, "/documents/1/difference?old=1&new=2")
    assert "<del>240</del>" in page
    assert "<ins>90</ins>" in page
    assert "The texts are the same" in get(filled_app, "/documents/1/difference?old=2&new=2")


def test_a_text_of_two_megabytes_comes_in_parts(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        document: Document = make_document(session, make_source(session))
        make_version(session, document, "Head\n\n" + "x" * 2_000_000)
        number = document.id
    client = sign_in("owner")
    page = client.get(f"/documents/{number}")
    assert len(page.data) < 150_000
    assert "part 1 of 51" in page.text
    assert "part 51 of 51" in client.get(f"/documents/{number}?part=51").text


def test_raw_bytes_are_saved_never_shown(app: Flask, sign_in: SignIn, sqlite_store: Engine) -> None:
    body = b"<script>alert(1)</script>"
    sha256 = Archive(app.extensions["roamwatch"].settings.snapshots).put(body)
    with writing(sqlite_store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        session.get_one(Snapshot, version.snapshot_id).sha256 = sha256
        number = version.snapshot_id
    answer = sign_in("stranger").get(f"/documents/snapshots/{number}")
    assert answer.data == body
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_document_shows_its_files_each_with_its_bytes_and_its_faults(
    app: Flask, sign_in: SignIn, sqlite_store: Engine
) -> None:
    sha256 = Archive(app.extensions["roamwatch"].settings.snapshots).put(b"%PDF- of the annex")
    with writing(sqlite_store) as session:
        version = make_version(
            session, make_document(session, make_source(session)), "Page\n\nAnnex"
        )
        version.attachments = [{"start": 6, "end": 11, "name": "<b>annex.pdf", "ocr": False}]
        snapshot_id = version.snapshot_id
        annex = Attachment(
            position=0, url="https://a.example/annex.pdf", name="<b>annex.pdf", sha256=sha256, size=18,
            media_type="application/pdf", fetched_at=NOW, error="http_500",
            error_message="the server answered 500", snapshot_id=snapshot_id,
        )  # fmt: skip
        gone = Attachment(
            position=1, url="https://a.example/2.pdf", name="2.pdf", error="http_404",
            error_message="the server answered 404", snapshot_id=snapshot_id,
        )  # fmt: skip
        session.add_all([annex, gone])
        session.flush()
        number, held, missing = version.document_id, annex.id, gone.id
    client = sign_in("owner")
    page = client.get(f"/documents/{number}").text
    assert "<b>annex" not in page
    assert "File <bdi>&lt;b&gt;annex.pdf</bdi>" in page
    text = text_of(page)
    assert "Not fetched the last time; this is what we hold: the server answered 500" in text
    assert "Not fetched: the server answered 404" in text
    assert f'href="/documents/attachments/{held}"' in page
    assert f'href="/documents/attachments/{missing}"' not in page
    answer = client.get(f"/documents/attachments/{held}")
    assert (answer.data, answer.mimetype) == (b"%PDF- of the annex", "application/octet-stream")
    assert client.get(f"/documents/attachments/{missing}").status_code == 404


def test_a_scan_says_what_to_do_and_a_text_from_pictures_what_to_mind(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        document = make_document(session, make_source(session))
        make_version(session, document, "", problem="scan")
        other = make_document(session, make_source(session))
        make_version(session, other, "Read letter by letter", ocr=True)
        waiting, read = document.id, other.id
    client = sign_in("owner")
    assert "Install Tesseract" in text_of(client.get(f"/documents/{waiting}").text)
    assert "letters and numbers may be wrong" in text_of(client.get(f"/documents/{read}").text)


def test_a_source_in_trouble_says_why_and_since_when(filled_app: Flask) -> None:
    board, page = get(filled_app, "/sources"), get(filled_app, "/sources/ng-nca")
    assert "No whole answer within 60 seconds" in board
    assert "failed. So since 14 Nov 2026; last good read 2 days ago" in text_of(page)
    assert page.count('badge-high">Failed<') == 8
    assert "Failures in a row 5" in text_of(page)


def test_a_source_never_read_says_that_nothing_is_known(filled_app: Flask) -> None:
    text = text_of(get(filled_app, "/sources/us-fsc"))
    assert "Not read yet: nothing is known of it" in text
    assert "Never tried" in text


def test_readiness_needs_a_store_with_its_schema(app: Flask, sqlite_store: Engine) -> None:
    client = app.test_client()
    assert client.get("/readyz").json == {"status": "ok"}
    with writing(sqlite_store) as session:
        session.connection().exec_driver_sql("DROP TABLE alembic_version")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "OperationalError"}
    assert client.get("/healthz").status_code == 200
