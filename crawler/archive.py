"""Raw snapshots on disk: content-addressed by SHA-256, compressed, each verified when read.

Layout: ``<root>/ab/cd/<sha256>.zst``. Equal bytes are kept once. A file appears whole or
not at all: a crash leaves at most a temporary file that nothing reads.
"""

import contextlib
import hashlib
import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from data.errors import RoamwatchError

_SUFFIX = ".zst"
_LEVEL = 6
_HEX = frozenset("0123456789abcdef")


class SnapshotMissingError(RoamwatchError):
    """The archive holds nothing under this hash."""

    code = "snapshot_missing"

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"no snapshot {sha256} in the archive; restore it from a backup")


class SnapshotDamagedError(RoamwatchError):
    """The stored bytes are not those that were put: a broken disk, or somebody's hand."""

    code = "snapshot_damaged"

    def __init__(self, sha256: str, reason: str) -> None:
        self.sha256 = sha256
        self.reason = reason
        super().__init__(f"snapshot {sha256} is damaged ({reason}); restore it from a backup")


@dataclass(frozen=True, kw_only=True)
class ArchiveCheck:
    """What :meth:`Archive.verify` found."""

    checked: int
    damaged: tuple[str, ...]
    """Hashes whose stored bytes no longer match."""


class Archive:
    """Snapshots under one folder. Safe for many processes and threads at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, body: bytes) -> str:
        """Keep ``body``; return its SHA-256 in hex. On return the bytes are on the disk."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self._path(sha256)
        if self.touch(sha256):
            return sha256
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(path.parent.parent)
        packed = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(body)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".put-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return sha256

    def touch(self, sha256: str) -> bool:
        """Note that these bytes are in use: seen again, opened, given away. Whether we hold them."""
        path = self._path(sha256)
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        # Set aside between the look at the name and the note, the note came too late for :meth:`remove`.
        return path.exists()

    def last_used(self, sha256: str) -> datetime | None:
        """When these bytes were last put or touched; None when we do not hold them."""
        try:
            return datetime.fromtimestamp(self._path(sha256).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def remove(self, sha256: str, *, unused_since: datetime) -> bool:
        """Take bytes out for good, unless they were used since; whether they are gone.

        First they are set aside, so that whoever puts the same bytes meanwhile writes them anew.
        """
        path = self._path(sha256)
        aside = path.with_name(f".gone-{sha256}.tmp")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        used = aside.stat().st_mtime >= unused_since.timestamp()
        if used:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink()
        _sync_folder(path.parent)
        return not used

    def get(self, sha256: str) -> bytes:
        """The bytes that were put under ``sha256``, verified.

        Raises :class:`SnapshotMissingError` or :class:`SnapshotDamagedError`.
        """
        try:
            packed = self._path(sha256).read_bytes()
        except FileNotFoundError as exc:
            raise SnapshotMissingError(sha256) from exc
        try:
            body = zstandard.ZstdDecompressor().decompress(packed)
        except zstandard.ZstdError as exc:
            raise SnapshotDamagedError(sha256, "cannot be unpacked") from exc
        if hashlib.sha256(body).hexdigest() != sha256:
            raise SnapshotDamagedError(sha256, "its bytes have another hash")
        return body

    def __contains__(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def hashes(self) -> Iterator[str]:
        """Every hash in the archive, in the order of the folders."""
        for path in sorted(self.root.glob(f"??/??/*{_SUFFIX}")):
            yield path.name.removesuffix(_SUFFIX)

    def verify(
        self, sample: int | None = None, *, chooser: random.Random | None = None
    ) -> ArchiveCheck:
        """Read ``sample`` snapshots chosen at random (all when None) and check their hashes."""
        hashes = list(self.hashes())
        if sample is not None and sample < len(hashes):
            # A spot check, no secret: which ones are looked at may be guessed.
            hashes = (chooser or random.Random()).sample(hashes, sample)  # noqa: S311
        damaged = tuple(sha256 for sha256 in hashes if not self._is_whole(sha256))
        return ArchiveCheck(checked=len(hashes), damaged=damaged)

    def _is_whole(self, sha256: str) -> bool:
        try:
            self.get(sha256)
        except SnapshotDamagedError:
            return False
        return True

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not _HEX.issuperset(sha256):
            raise ValueError(f"not a SHA-256 in lower-case hex: {sha256!r}")
        return self.root / sha256[:2] / sha256[2:4] / (sha256 + _SUFFIX)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
