"""The archive as a WARC file (ISO 28500, WARC 1.1), which public replay tools open.

Each answer is a ``response`` record with the headers that we kept, the same bytes again a
``revisit`` that refers to the first, and beside each a ``metadata`` record (JSON) with what we
know of it: source, document, SHA-256. Bodies are as they were after content decoding, and say so
by their Content-Length; the status was a success, or there would be no snapshot.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive, SnapshotDamagedError, SnapshotMissingError
from data.queries.archive import Capture

_METADATA = "application/json"
#: Not true of the body any more, or not of this connection.
_DROPPED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


@dataclass(kw_only=True)
class Exported:
    """What went into the file, and what could not."""

    responses: int = 0
    revisits: int = 0
    removed: int = 0
    """Answers whose bytes retention has taken out of the archive."""
    bytes: int = 0
    """Of the bodies, before compression."""
    broken: list[str] | None = None
    """Hashes whose bytes are missing or damaged."""


def write_warc(
    out: BinaryIO,
    archive: Archive,
    captures: Iterable[Capture],
    *,
    name: str,
    software: str,
    now: datetime,
) -> Exported:
    """Write the captures to ``out``, gzipped record by record. ``name`` is the file's own."""
    return _Export(out, archive, name=name, software=software, now=now).run(captures)


class _Export:
    def __init__(
        self, out: BinaryIO, archive: Archive, *, name: str, software: str, now: datetime
    ) -> None:
        self._archive = archive
        self._writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        self._first: dict[str, tuple[str, str, str]] = {}
        """SHA-256 → digest, address and time of the record that has the bytes."""
        facts = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        info = self._writer.create_warcinfo_record(name, facts)
        info.rec_headers.replace_header("WARC-Date", _date(now))
        self._writer.write_record(info)

    def run(self, captures: Iterable[Capture]) -> Exported:
        done = Exported(broken=[])
        assert done.broken is not None
        for one in captures:
            if one.removed_at is not None:
                done.removed += 1
                continue
            try:
                is_revisit = self._write(one)
            except (SnapshotMissingError, SnapshotDamagedError) as exc:
                done.broken.append(exc.sha256)
                continue
            done.revisits += is_revisit
            done.responses += not is_revisit
            done.bytes += 0 if is_revisit else one.size
        return done

    def _write(self, one: Capture) -> bool:
        """One answer with its facts; whether its bytes are in the file already."""
        first = self._first.get(one.sha256)
        if first is None:
            record = self._response(one)
        else:
            digest, url, moment = first
            record = self._writer.create_revisit_record(
                one.url,
                digest,
                url,
                moment,
                http_headers=_http(one),
                warc_headers_dict={"WARC-Date": _date(one.fetched_at)},
            )
        self._writer.write_record(record)
        headers = record.rec_headers
        if first is None:
            digest = headers.get_header("WARC-Payload-Digest")
            self._first[one.sha256] = (digest, one.url, _date(one.fetched_at))
        self._metadata(one, headers.get_header("WARC-Record-ID"))
        return first is not None

    def _response(self, one: Capture) -> Any:
        body = self._archive.get(one.sha256)
        return self._writer.create_warc_record(
            one.url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=_http(one),
            warc_headers_dict={"WARC-Date": _date(one.fetched_at)},
        )

    def _metadata(self, one: Capture, record_id: str) -> None:
        facts = {
            "source": one.source_id,
            "authority": one.authority,
            "document": one.document_url,
            "title": one.document_title,
            "seq": one.seq,
            "file": one.file,
            "sha256": one.sha256,
            "size": one.size,
        }
        body = json.dumps(facts, ensure_ascii=False).encode()
        self._writer.write_record(
            self._writer.create_warc_record(
                one.url,
                "metadata",
                payload=io.BytesIO(body),
                length=len(body),
                warc_content_type=_METADATA,
                warc_headers_dict={
                    "WARC-Date": _date(one.fetched_at),
                    "WARC-Concurrent-To": record_id,
                },
            )
        )


def _http(one: Capture) -> StatusAndHeaders:
    kept = [
        ("-".join(word.capitalize() for word in name.split("-")), _line(str(value)))
        for name, value in one.headers.items()
        if name not in _DROPPED
    ]
    if "content-type" not in one.headers and one.media_type:
        kept.append(("Content-Type", one.media_type))
    kept.append(("Content-Length", str(one.size)))
    return StatusAndHeaders("200 OK", kept, protocol="HTTP/1.1")


def _line(value: str) -> str:
    """One line of Latin-1, as HTTP headers are."""
    return " ".join(value.split()).encode("latin-1", "replace").decode("latin-1")


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
