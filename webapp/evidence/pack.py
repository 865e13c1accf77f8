"""Writes an alert's pack: a ZIP of plain files, a manifest of their hashes, a script that checks them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from crawler.archive import Archive
from crawler.warc import Exported, write_warc
from data.queries.archive import Capture
from webapp.evidence.content import Content, Text
from webapp.wording.clockwords import limit_sentence
from webapp.wording.filters import (
    country_name,
    day,
    direction,
    exact,
    label,
    language_name,
    number,
    place,
    plural,
)

FORMAT = 1
_NAME = "snapshots.warc.gz"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A pack that was written."""

    manifest: str
    """SHA-256 of its manifest, by which anybody can tell this pack from another."""
    files: int
    snapshots: int
    missing: tuple[str, ...]
    """Addresses of which the bytes are gone or damaged; the pack says so, too."""


def write_pack(
    out: BinaryIO,
    content: Content,
    archive: Archive,
    captures: Sequence[Capture],
    *,
    now: datetime,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Write the pack to ``out``: its files, their manifest, and the manifest's own hash."""
    warc, exported = _warc(archive, _told(captures, step), now)
    broken = set(exported.broken or ())
    listed = [_listed(one, broken) for one in captures]
    texts = {f"texts/{_name(one)}.txt": one for one in content.texts}
    made = {name: one.version.text.encode() for name, one in texts.items()}
    made |= {
        "alert.json": _json(_facts(content)),
        "difference.txt": _difference(content).encode(),
        "exposure.json": _json(content.exposure),
        "trail.jsonl": b"".join(_line(entry) for entry in content.trail),
        _NAME: warc,
        "verify.py": (files("webapp") / "evidence" / "verify.py").read_bytes(),
        "summary.html": _summary(content, texts, listed, now),
    }
    quotes = [{"text": name, **quote} for name, one in texts.items() for quote in one.quotes]
    manifest = _manifest(content, made, quotes, listed, now)
    digest = hashlib.sha256(manifest).hexdigest()
    made |= {"manifest.json": manifest, "manifest.sha256": f"{digest}  manifest.json\n".encode()}
    _zip(out, made, now)
    missing = tuple(row["url"] for row in listed if not row["in_pack"])
    return Made(
        manifest=digest, files=len(made), snapshots=len(listed) - len(missing), missing=missing
    )


def _told(captures: Sequence[Capture], step: Callable[[int, int], None]) -> Iterator[Capture]:
    """The captures, with a word before each."""
    for done, one in enumerate(captures):
        step(done, len(captures))
        yield one
    step(len(captures), len(captures))


def _manifest(
    content: Content,
    made: dict[str, bytes],
    quotes: list[dict[str, Any]],
    listed: list[dict[str, Any]],
    now: datetime,
) -> bytes:
    return _json(
        {
            "format": FORMAT,
            "software": _software(),
            "alert": content.alert.id,
            "made_at": now.isoformat(),
            "files": [
                {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
                for name, data in sorted(made.items())
            ],
            "quotes": quotes,
            "snapshots": listed,
        }
    )


def _zip(out: BinaryIO, made: dict[str, bytes], now: datetime) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted(made.items()):
            info = zipfile.ZipInfo(name, now.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)


def _warc(archive: Archive, captures: Iterable[Capture], now: datetime) -> tuple[bytes, Exported]:
    out = io.BytesIO()
    done = write_warc(out, archive, captures, name=_NAME, software=_software(), now=now)
    return out.getvalue(), done


def _listed(one: Capture, broken: set[str]) -> dict[str, Any]:
    return {
        "url": one.url,
        "document": one.document_url,
        "file": one.file,
        "fetched_at": one.fetched_at.isoformat(),
        "sha256": one.sha256,
        "size": one.size,
        "in_pack": one.removed_at is None and one.sha256 not in broken,
    }


def _facts(content: Content) -> dict[str, Any]:
    alert, development, limit = content.alert, content.development, content.limit
    return {
        "alert": {
            "id": alert.id,
            "title": alert.title,
            "reason": alert.reason,
            "severity": alert.severity,
            "severity_parts": alert.severity_parts,
            "state": alert.state,
            "created_at": alert.created_at.isoformat(),
            "fleet": content.fleet.name,
        },
        "development": development.model_dump(mode="json") if development else None,
        "limit": limit.model_dump(mode="json") if limit else None,
        "publications": [
            {
                "text": f"texts/{_name(one)}.txt",
                "title": one.publication.document.title,
                "url": one.publication.document.url,
                "authority": one.publication.source.authority_name,
                "language": one.version.language,
                "version": one.snapshot.seq,
                "snapshot_sha256": one.snapshot.sha256,
                "extractor": one.version.extractor,
                "change": one.publication.change.model_dump(mode="json"),
            }
            for one in content.texts
        ],
    }


def _name(one: Text) -> str:
    """A file name from numbers alone: crawled words never name a file."""
    return f"document-{one.version.document_id}-version-{one.snapshot.seq}"


def _difference(content: Content) -> str:
    """Lines taken out and put in, as in a patch; empty when there was no version before."""
    signs = {"same": "  ", "old": "- ", "new": "+ ", "gap": "  "}
    return "".join(
        signs[line.kind]
        + (
            f"[{line.skipped} unchanged]"
            if line.kind == "gap"
            else "".join(r.text for r in line.runs)
        )
        + "\n"
        for line in content.difference
    )


def _summary(
    content: Content, texts: dict[str, Text], listed: list[dict[str, Any]], now: datetime
) -> bytes:
    page = _environment().get_template("summary.html")
    return page.render(
        content=content,
        texts=texts,
        snapshots=listed,
        now=now,
        software=_software(),
        limit=limit_sentence(content.limit) if content.limit else "",
    ).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("webapp", "templates/evidence"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = (day, direction, exact, label, number, place, plural)
    environment.filters.update({word.__name__: word for word in words})
    environment.filters.update(country=country_name, language=language_name)
    return environment


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _line(entry: dict[str, Any]) -> bytes:
    return (json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _software() -> str:
    return f"Roamwatch {version('roamwatch')}"
