"""The archive keeps bytes under their hash and notices every damage."""

import hashlib
import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive, SnapshotDamagedError, SnapshotMissingError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "snapshots")


def file_of(archive: Archive, sha256: str) -> Path:
    return archive.root / sha256[:2] / sha256[2:4] / f"{sha256}.zst"


def files_in(archive: Archive) -> list[Path]:
    return [path for path in archive.root.rglob("*") if path.is_file()]


def test_the_key_is_the_sha256_of_the_bytes(archive: Archive) -> None:
    assert archive.put(b"a rule") == hashlib.sha256(b"a rule").hexdigest()


def test_what_goes_in_comes_out(archive: Archive) -> None:
    body = bytes(range(256)) * 500
    assert archive.get(archive.put(body)) == body


def test_an_empty_body_is_kept_too(archive: Archive) -> None:
    assert archive.get(archive.put(b"")) == b""


@given(body=st.binary(max_size=4096))
def test_any_bytes_come_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    archive = Archive(tmp_path_factory.getbasetemp() / "any-bytes")
    assert archive.get(archive.put(body)) == body


def test_equal_bytes_are_kept_once(archive: Archive) -> None:
    archive.put(b"same")
    archive.put(b"same")
    assert len(files_in(archive)) == 1


def test_a_second_put_leaves_the_first_file_alone(archive: Archive) -> None:
    path = file_of(archive, archive.put(b"same"))
    before = path.stat().st_ino
    archive.put(b"same")
    assert path.stat().st_ino == before


def aged(archive: Archive, body: bytes, *, days: int) -> str:
    """Bytes that nobody has used for so long."""
    sha256 = archive.put(body)
    moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(file_of(archive, sha256), (moment, moment))
    return sha256


@pytest.mark.parametrize("use", ["put", "touch"])
def test_bytes_that_are_seen_again_or_opened_are_in_use(archive: Archive, use: str) -> None:
    sha256 = aged(archive, b"rule", days=400)
    if use == "put":
        archive.put(b"rule")
    else:
        assert archive.touch(sha256)
    used = archive.last_used(sha256)
    assert used is not None
    assert datetime.now(UTC) - used < timedelta(minutes=5)


def test_bytes_that_we_do_not_hold_were_never_used(archive: Archive) -> None:
    assert archive.last_used("0" * 64) is None
    assert not archive.touch("0" * 64)


def test_unused_bytes_are_removed_for_good(archive: Archive) -> None:
    sha256 = aged(archive, b"rule", days=400)
    assert archive.remove(sha256, unused_since=datetime.now(UTC) - timedelta(days=90))
    assert sha256 not in archive
    assert files_in(archive) == []
    assert archive.remove(sha256, unused_since=datetime.now(UTC))


def test_bytes_used_since_the_decision_stay(archive: Archive) -> None:
    sha256 = aged(archive, b"rule", days=10)
    assert not archive.remove(sha256, unused_since=datetime.now(UTC) - timedelta(days=90))
    assert archive.get(sha256) == b"rule"
    assert len(files_in(archive)) == 1


def test_bytes_put_while_they_are_removed_are_there_afterwards(archive: Archive) -> None:
    body = b"rule" * 500
    limit = datetime.now(UTC) - timedelta(days=90)
    for _ in range(30):
        sha256 = aged(archive, body, days=400)
        with ThreadPoolExecutor(2) as pool:
            gone = pool.submit(archive.remove, sha256, unused_since=limit)
            put = pool.submit(archive.put, body)
            gone.result()
            put.result()
        assert archive.get(sha256) == body
        assert len(files_in(archive)) == 1


def test_bytes_set_aside_while_their_use_is_noted_are_written_anew(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = aged(archive, b"rule", days=400)
    utime = os.utime

    def late(path: Path) -> None:
        """The name is looked up, the bytes are removed, and only then the note is written."""
        handle = os.open(path, os.O_RDONLY)
        assert archive.remove(sha256, unused_since=datetime.now(UTC) - timedelta(days=90))
        utime(handle)
        os.close(handle)

    monkeypatch.setattr(os, "utime", late)
    assert archive.put(b"rule") == sha256
    assert archive.get(sha256) == b"rule"


def test_files_lie_two_folders_deep(archive: Archive) -> None:
    sha256 = archive.put(b"somewhere")
    assert files_in(archive) == [file_of(archive, sha256)]


def test_the_files_are_compressed(archive: Archive) -> None:
    sha256 = archive.put(b"word " * 20_000)
    assert file_of(archive, sha256).stat().st_size < 1_000


def test_a_missing_snapshot_is_named(archive: Archive) -> None:
    unknown = hashlib.sha256(b"never put").hexdigest()
    with pytest.raises(SnapshotMissingError) as caught:
        archive.get(unknown)
    assert (caught.value.code, caught.value.sha256) == ("snapshot_missing", unknown)


def test_a_flipped_byte_is_noticed(archive: Archive) -> None:
    sha256 = archive.put(os.urandom(5_000))
    path = file_of(archive, sha256)
    packed = bytearray(path.read_bytes())
    packed[len(packed) // 2] ^= 1
    path.write_bytes(packed)
    with pytest.raises(SnapshotDamagedError) as caught:
        archive.get(sha256)
    assert (caught.value.code, caught.value.sha256) == ("snapshot_damaged", sha256)


@pytest.mark.parametrize("kept", [0, 1, 10, 400])
def test_a_file_that_was_cut_is_noticed(archive: Archive, kept: int) -> None:
    sha256 = archive.put(os.urandom(1_000))
    path = file_of(archive, sha256)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SnapshotDamagedError):
        archive.get(sha256)


def test_other_bytes_under_the_same_name_are_noticed(archive: Archive) -> None:
    sha256 = archive.put(b"the rule says 90 days")
    forged = zstandard.ZstdCompressor().compress(b"the rule says 900 days")
    file_of(archive, sha256).write_bytes(forged)
    with pytest.raises(SnapshotDamagedError) as caught:
        archive.get(sha256)
    assert "hash" in caught.value.reason


@pytest.mark.parametrize("key", ["", "abc", "../../etc/passwd", "A" * 64, "g" * 64])
def test_a_key_that_is_no_hash_never_becomes_a_path(archive: Archive, key: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        archive.get(key)


def test_contains_says_whether_a_snapshot_is_there(archive: Archive) -> None:
    sha256 = archive.put(b"here")
    assert sha256 in archive
    assert hashlib.sha256(b"not here").hexdigest() not in archive


def test_a_failed_write_leaves_nothing_behind(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        archive.put(b"makes the folders")
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            archive.put(b"does not fit")
    assert len(files_in(archive)) == 1
    assert hashlib.sha256(b"does not fit").hexdigest() not in archive


def test_many_threads_may_put_the_same_bytes_at_once(archive: Archive) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(archive.put, [b"the same page"] * 40))
    assert len(keys) == 1
    assert len(files_in(archive)) == 1
    assert archive.get(keys.pop()) == b"the same page"


def test_hashes_lists_every_snapshot_once(archive: Archive) -> None:
    put = {archive.put(f"page {number}".encode()) for number in range(20)}
    listed = list(archive.hashes())
    assert set(listed) == put
    assert listed == sorted(listed)


def test_an_archive_without_a_folder_is_empty(archive: Archive) -> None:
    assert list(archive.hashes()) == []
    assert archive.verify().checked == 0


def test_a_temporary_file_is_no_snapshot(archive: Archive) -> None:
    sha256 = archive.put(b"whole")
    (file_of(archive, sha256).parent / ".put-half.tmp").write_bytes(b"half")
    assert list(archive.hashes()) == [sha256]


def test_verify_reads_everything_and_names_the_damaged(archive: Archive) -> None:
    keys = [archive.put(f"page {number}".encode()) for number in range(10)]
    file_of(archive, keys[3]).write_bytes(b"scribble")
    check = archive.verify()
    assert (check.checked, check.damaged) == (10, (keys[3],))


def test_verify_of_a_sample_reads_that_many(archive: Archive) -> None:
    for number in range(10):
        archive.put(f"page {number}".encode())
    assert archive.verify(4, chooser=random.Random(1)).checked == 4
    assert archive.verify(99).checked == 10
