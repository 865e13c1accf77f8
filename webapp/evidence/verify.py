"""Check an evidence pack: python3 verify.py, in the folder into which it was unpacked.

Needs Python 3.8 or newer and nothing else. It says what was checked, and ends with 0 when all of
it holds, with 1 when anything does not.
"""

import gzip
import hashlib
import json
import sys
import zlib
from pathlib import Path
from typing import Any, Dict, Iterator  # noqa: UP035  # Python 3.8 reads this, too

Row = Dict[str, Any]  # noqa: UP006


def check(folder: Path) -> Iterator[str]:
    """One sentence for each thing that is not as it was packed."""
    yield from _manifest(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {row["path"]: row for row in manifest["files"]}
    here = {
        str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    }
    for name in sorted(here - set(listed) - {"manifest.json", "manifest.sha256"}):
        yield f"{name} is not part of the pack"
    for name, row in listed.items():
        if name not in here:
            yield f"{name} is missing"
        elif _sha256((folder / name).read_bytes()) != row["sha256"]:
            yield f"{name} was changed"
    yield from _quotes(folder, manifest["quotes"])
    yield from _trail(folder)
    yield from _snapshots(folder, manifest["snapshots"])


def _manifest(folder: Path) -> Iterator[str]:
    """The manifest against its own hash; the installation's audit trail holds that hash, too."""
    said = (folder / "manifest.sha256").read_text(encoding="utf-8").split()
    found = _sha256((folder / "manifest.json").read_bytes())
    if said != [found, "manifest.json"]:
        yield "manifest.json or manifest.sha256 was changed"


def _quotes(folder: Path, quotes: "list[Row]") -> Iterator[str]:
    """Each quote stands at its place in its text, counted in characters."""
    for row in quotes:
        text = (folder / row["text"]).read_bytes().decode("utf-8")
        if text[row["start"] : row["end"]] != row["quote"]:
            yield f"{row['text']} does not hold the quote at {row['start']} to {row['end']}"


def _trail(folder: Path) -> Iterator[str]:
    """Each act has the digest that it was written with."""
    for line in (folder / "trail.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        digest = entry.pop("digest")
        said = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        if _sha256(said.encode("utf-8")) != digest:
            yield f"entry {entry['seq']} of the trail was changed"


def _snapshots(folder: Path, snapshots: "list[Row]") -> Iterator[str]:
    """The bytes of each snapshot are in the WARC file, under their hash."""
    bodies = set(_bodies(gzip.decompress((folder / "snapshots.warc.gz").read_bytes())))
    for row in snapshots:
        if row["in_pack"] and row["sha256"] not in bodies:
            yield f"snapshots.warc.gz does not hold {row['url']} ({row['sha256']})"


def _bodies(warc: bytes) -> Iterator[str]:
    """SHA-256 of the body of each answer (ISO 28500: a header, its length, two empty lines)."""
    at = 0
    while at < len(warc):
        end = warc.index(b"\r\n\r\n", at)
        lines = warc[at:end].split(b"\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
        begin, length = end + 4, int(fields[b"content-length"])
        if fields[b"warc-type"] == b"response":
            answer = warc[begin : begin + length]
            yield _sha256(answer[answer.index(b"\r\n\r\n") + 4 :])
        at = begin + length + 4


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Say how the pack is."""
    folder = Path(__file__).resolve().parent
    try:
        faults = list(check(folder))
    except (OSError, ValueError, KeyError, EOFError, TypeError, zlib.error) as exc:
        faults = [f"the pack cannot be read: {exc!r}"]
    for fault in faults:
        sys.stdout.write(f"NOT AS PACKED: {fault}\n")
    if not faults:
        sys.stdout.write("All files, quotes, acts and snapshots are as they were packed.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
