"""A pack holds all that stands behind an alert, checks itself, and tells of a single changed byte."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from sqlalchemy import Engine
from sqlmodel import select

from crawler.archive import Archive
from data.audit import record
from data.db import reading, writing
from data.models import AuditEntry, Document, Version
from data.settings import Settings
from tests.factories import (
    NOW,
    QUOTE,
    TEXT,
    make_alert,
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_source,
    make_story,
    make_version,
)
from webapp.context import Context
from webapp.evidence.making import NoSuchAlertError, make_pack

OLD = TEXT.replace("90", "120")
#: Crawled words with everything that must not get out of its place.
HOSTILE = "<script>alert(1)</script> \u202e../../etc/passwd\n"

Packed = dict[str, bytes]
Make = Callable[..., Packed]


@pytest.fixture
def context(store: Engine, store_settings: Settings) -> Context:
    return Context(engine=store, settings=store_settings, clock=lambda: NOW)


@pytest.fixture
def make(context: Context) -> Make:
    def packed(alert_id: int, **values: object) -> Packed:
        out = io.BytesIO()
        make_pack(context, alert_id, out, actor="owner@fleet.test", **values)  # type: ignore[arg-type]
        with zipfile.ZipFile(out) as pack:
            assert pack.testzip() is None
            return {name: pack.read(name) for name in pack.namelist()}

    return packed


@pytest.fixture
def alert_id(context: Context) -> int:
    """A law whose 120 days became 90, archived both times."""
    archive = Archive(context.settings.snapshots)
    for text in (OLD, TEXT):
        archive.put(text.encode())
    with writing(context.engine) as session:
        document = make_document(session, make_source(session), title=HOSTILE)
        make_version(session, document, OLD)
        change = make_change(session, make_version(session, document, TEXT, seq=2))
        development = make_development(session, change)
        return make_alert(session, development, make_fleet(session), change).id or 0


def unpacked(packed: Packed, folder: Path) -> Path:
    for name, data in packed.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def verified(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_its_own_script_finds_it_whole(make: Make, alert_id: int, tmp_path: Path) -> None:
    code, said = verified(unpacked(make(alert_id), tmp_path / "pack"))
    assert (code, said) == (0, "All files, quotes, acts and snapshots are as they were packed.\n")


def test_one_changed_byte_in_any_file_is_found(make: Make, alert_id: int, tmp_path: Path) -> None:
    packed = make(alert_id)
    rng = random.Random(6)
    checked = [name for name in packed if name != "verify.py"]
    for name in checked:
        changed = bytearray(packed[name])
        changed[rng.randrange(len(changed))] ^= 1
        folder = tmp_path / name.replace("/", "_")
        code, said = verified(unpacked(packed | {name: bytes(changed)}, folder))
        assert code == 1, name
        assert "NOT AS PACKED" in said
    assert len(checked) == 9


def test_a_file_taken_out_or_put_in_is_found(make: Make, alert_id: int, tmp_path: Path) -> None:
    packed = make(alert_id)
    without = {name: data for name, data in packed.items() if name != "exposure.json"}
    assert "exposure.json is missing" in verified(unpacked(without, tmp_path / "a"))[1]
    more = packed | {"texts/other.txt": b"x"}
    assert "texts/other.txt is not part" in verified(unpacked(more, tmp_path / "b"))[1]


def test_whoever_makes_the_manifest_anew_is_told_apart_by_the_trail(
    make: Make, alert_id: int, context: Context
) -> None:
    packed = make(alert_id)
    with reading(context.engine) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "evidence_packed")).one()
    assert packed["manifest.sha256"].decode() == f"{entry.detail['manifest']}  manifest.json\n"
    assert entry.actor == "owner@fleet.test"
    assert entry.alert_id == alert_id


def test_each_quote_is_a_slice_of_its_text(make: Make, alert_id: int) -> None:
    packed = make(alert_id)
    (quote,) = json.loads(packed["manifest.json"])["quotes"]
    assert packed[quote["text"]].decode()[quote["start"] : quote["end"]] == QUOTE


def test_the_answers_before_and_after_are_in_the_warc(make: Make, alert_id: int) -> None:
    packed = make(alert_id)
    bodies = [
        one.reader.read()
        for one in ArchiveIterator(
            io.BytesIO(packed["snapshots.warc.gz"]), record_types=WarcRecordType.response
        )
    ]
    assert sorted(bodies) == sorted([OLD.encode(), TEXT.encode()])


def test_the_difference_shows_what_was_and_what_is(make: Make, alert_id: int) -> None:
    lines = make(alert_id)["difference.txt"].decode().splitlines()
    assert any(line.startswith("- ") and "120" in line for line in lines)
    assert any(line.startswith("+ ") and "90" in line for line in lines)


def test_the_difference_is_to_the_version_before_though_other_bytes_lie_between(
    context: Context, make: Make
) -> None:
    """A page with a counter: other bytes, the same text, no version."""
    archive = Archive(context.settings.snapshots)
    for text in (OLD, TEXT, "noise"):
        archive.put(text.encode())
    with writing(context.engine) as session:
        document = make_document(session, make_source(session))
        make_version(session, document, OLD)
        noise = session.get_one(Version, make_version(session, document, "noise", seq=2).id)
        session.delete(noise)
        change = make_change(session, make_version(session, document, TEXT, seq=3))
        development = make_development(session, change)
        number = make_alert(session, development, make_fleet(session), change).id or 0
    lines = make(number)["difference.txt"].decode().splitlines()
    assert any(line.startswith("- ") and "120" in line for line in lines)
    assert any(line.startswith("+ ") and "90" in line for line in lines)


def test_crawled_words_are_text_in_the_summary_and_no_file_names(make: Make, alert_id: int) -> None:
    packed = make(alert_id)
    page = packed["summary.html"].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert all(name.replace("/", "").replace("-", "").replace(".", "").isalnum() for name in packed)


def test_an_act_on_the_alert_stands_in_the_pack_as_it_was_hashed(
    make: Make, alert_id: int, context: Context, tmp_path: Path
) -> None:
    with writing(context.engine) as session:
        record(
            session, actor="owner@fleet.test", action="commented", alert_id=alert_id,
            note="Größe „ş“ \U0001f4f6 checked", now=NOW,
        )  # fmt: skip
    packed = make(alert_id)
    notes = [json.loads(line)["note"] for line in packed["trail.jsonl"].splitlines()]
    assert "Größe „ş“ \U0001f4f6 checked" in notes
    assert verified(unpacked(packed, tmp_path / "pack"))[0] == 0
    forged = packed["trail.jsonl"].replace(b"checked", b"ignored")
    assert (
        "of the trail was changed"
        in verified(unpacked(packed | {"trail.jsonl": forged}, tmp_path / "forged"))[1]
    )


def test_bytes_that_are_gone_are_told_and_the_rest_is_packed(
    make: Make, alert_id: int, context: Context, tmp_path: Path
) -> None:
    for path in context.settings.snapshots.rglob("*"):
        if path.is_file():
            path.unlink()
    packed = make(alert_id)
    assert [row["in_pack"] for row in json.loads(packed["manifest.json"])["snapshots"]] == [
        False
    ] * 2
    assert "not in the archive any more" in packed["summary.html"].decode()
    assert verified(unpacked(packed, tmp_path / "pack"))[0] == 0


def test_the_same_alert_at_the_same_moment_gives_the_same_texts(make: Make, alert_id: int) -> None:
    one, other = make(alert_id), make(alert_id)
    assert {name for name in one if one[name] != other[name]} <= {
        # Each pack is an act of its own, and each WARC record has a number of its own.
        "trail.jsonl", "snapshots.warc.gz", "summary.html", "manifest.json", "manifest.sha256",
    }  # fmt: skip


def test_an_alert_that_is_not_there_or_not_in_sight_gives_no_pack(
    make: Make, alert_id: int
) -> None:
    with pytest.raises(NoSuchAlertError, match="999"):
        make(999)
    with pytest.raises(NoSuchAlertError):
        make(alert_id, sight=frozenset())


def test_no_identifier_of_a_sim_leaves_in_a_pack(context: Context, make: Make) -> None:
    with writing(context.engine) as session:
        alert = make_story(session)
        assert session.exec(select(Document)).first() is not None
        number = alert.id or 0
    packed = make(number)
    everything = b"".join(packed[name] for name in packed if not name.endswith(".gz"))
    assert b"8949" not in everything
    assert b'"live_sims": 12' in everything
