"""What goes into a WARC file comes out again, byte for byte, through two public readers."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fastwarc.warc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from crawler.archive import Archive
from crawler.warc import Exported, write_warc
from data.queries.archive import Capture

NOW = datetime(2026, 11, 16, 8, 30, 15, 250_000, tzinfo=UTC)
ONE = Capture(
    source_id="de-a", authority="Authority", document_url="https://r.example/1", document_title="Décision",
    seq=1, file="", url="https://r.example/1", fetched_at=NOW, media_type="text/html",
    headers={"content-type": "text/html; charset=utf-8", "etag": '"1"',
             "date": "Mon, 16 Nov 2026 08:30:15 GMT"},
    sha256="", size=0, removed_at=None,
)  # fmt: skip


def put(archive: Archive, body: bytes, **facts: Any) -> Capture:
    return replace(ONE, sha256=archive.put(body), size=len(body), **facts)


def written(archive: Archive, *captures: Capture) -> tuple[bytes, Exported]:
    out = io.BytesIO()
    done = write_warc(out, archive, captures, name="x.warc.gz", software="Roamwatch 1", now=NOW)
    return out.getvalue(), done


def records(warc: bytes, kind: str) -> list[tuple[Any, bytes]]:
    return [
        (record, record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
        if record.rec_type == kind
    ]


def check(warc: bytes, folder: Path) -> None:
    """warcio's own check: it exits with 1 when something is wrong."""
    file = folder / "x.warc.gz"
    file.write_bytes(warc)
    with pytest.raises(SystemExit) as ended:
        warcio(["check", str(file)])
    assert ended.value.code == 0


def test_a_response_has_its_bytes_its_headers_its_time_and_its_digests(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    warc, done = written(archive, put(archive, b"<html>1"))
    check(warc, tmp_path)
    ((record, body),) = records(warc, "response")
    assert body == b"<html>1"
    assert record.rec_headers.get_header("WARC-Target-URI") == "https://r.example/1"
    assert record.rec_headers.get_header("WARC-Date") == "2026-11-16T08:30:15.250000Z"
    assert record.rec_headers.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert record.http_headers.get_statuscode() == "200"
    assert record.http_headers.get_header("ETag") == '"1"'
    assert record.http_headers.get_header("Content-Length") == "7"
    assert (done.responses, done.revisits, done.bytes, done.broken) == (1, 0, 7, [])


def test_each_answer_has_what_we_know_of_it_beside_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    one = put(archive, b"%PDF", file="annex.pdf", seq=3)
    warc, _ = written(archive, one)
    ((record, body),) = records(warc, "metadata")
    assert json.loads(body) == {
        "source": "de-a", "authority": "Authority", "document": "https://r.example/1", "title": "Décision",
        "seq": 3, "file": "annex.pdf", "sha256": one.sha256, "size": 4,
    }  # fmt: skip
    ((response, _),) = records(warc, "response")
    assert record.rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header(
        "WARC-Record-ID"
    )


def test_the_same_bytes_again_refer_to_the_first(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = put(archive, b"A"), put(archive, b"A", url="https://r.example/2", seq=2)
    warc, done = written(archive, first, put(archive, b"B"), second)
    check(warc, tmp_path)
    assert (done.responses, done.revisits, done.bytes) == (2, 1, 2)
    ((record, _),) = records(warc, "revisit")
    assert record.rec_headers.get_header("WARC-Refers-To-Target-URI") == "https://r.example/1"
    assert record.rec_headers.get_header("WARC-Refers-To-Date") == "2026-11-16T08:30:15.250000Z"
    (original, _), _ = records(warc, "response")
    digest = original.rec_headers.get_header("WARC-Payload-Digest")
    assert record.rec_headers.get_header("WARC-Payload-Digest") == digest


def test_missing_damaged_and_removed_bytes_are_counted_and_the_rest_goes_on(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    gone = replace(ONE, sha256="0" * 64, size=1)
    removed = put(archive, b"old", removed_at=NOW)
    warc, done = written(archive, gone, removed, put(archive, b"whole"))
    assert (done.responses, done.removed, done.broken) == (1, 1, ["0" * 64])
    assert [body for _, body in records(warc, "response")] == [b"whole"]


def test_headers_that_a_stranger_wrote_break_no_record(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    headers = {"content-disposition": 'x="сhарset"\r\nSet-Cookie: a', "content-encoding": "gzip"}
    warc, _ = written(archive, put(archive, b"body", headers=headers, media_type=""))
    check(warc, tmp_path)
    ((record, body),) = records(warc, "response")
    assert body == b"body"
    assert record.http_headers.get_header("Set-Cookie") is None
    assert record.http_headers.get_header("Content-Encoding") is None


def test_an_empty_export_is_a_valid_file(tmp_path: Path) -> None:
    warc, _ = written(Archive(tmp_path))
    check(warc, tmp_path)
    ((record, _),) = records(warc, "warcinfo")
    assert record.rec_headers.get_header("WARC-Filename") == "x.warc.gz"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(bodies=st.lists(st.binary(max_size=3000), max_size=8))
def test_what_goes_in_comes_out_through_two_readers(bodies: list[bytes], tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    captures = [
        put(archive, body, url=f"https://r.example/{n}", fetched_at=NOW + timedelta(seconds=n))
        for n, body in enumerate(bodies)
    ]
    warc, done = written(archive, *captures)
    check(warc, tmp_path)
    once = list(dict.fromkeys(bodies))
    assert (done.responses, done.revisits) == (len(once), len(bodies) - len(once))
    assert [body for _, body in records(warc, "response")] == once
    kinds = fastwarc.warc.WarcRecordType.response
    found = fastwarc.warc.ArchiveIterator(io.BytesIO(warc), record_types=kinds, parse_http=True)
    assert [record.reader.read() for record in found] == once
    every = fastwarc.warc.ArchiveIterator(io.BytesIO(warc), parse_http=False)
    assert all(record.verify_block_digest() for record in every)
