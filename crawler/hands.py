"""Reading documents in a child process: a crash, a hang or a memory bomb ends only the child.

The child gets one JSON line per document on its standard input (the hash of a snapshot,
not its bytes) and answers with one. JSON, because what comes back from a process that
chewed on hostile bytes is only data.
"""

import json
import logging
import os
import resource
import select
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Protocol, Self

from crawler.archive import Archive
from crawler.extract import extract
from crawler.extract.ocr import OcrLimits
from crawler.extract.types import Extraction, Section
from data.errors import RoamwatchError

logger = logging.getLogger(__name__)

#: Address space of a child, in bytes. A document that needs more is a bomb.
_MAX_MEMORY = 3 * 1024**3
_PIPE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Job:
    """One snapshot to read, with what is known of it."""

    sha256: str
    url: str
    media_type: str
    charset: str
    language: str
    options: Mapping[str, Any] = field(default_factory=dict)
    ocr_pages: int = 0
    """Read so many pictures of pages; 0: none."""
    ocr_seconds: float = 0.0
    """Time for those, on top of what any document may take."""


class Hand(Protocol):
    """Something that reads documents, one at a time."""

    def read(self, job: Job) -> Extraction:
        """Never raises for what a document is: faults are the extraction's ``problem``."""

    def close(self) -> None:
        """Give up what it holds."""


class OwnHand:
    """Reads in this very process."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def read(self, job: Job) -> Extraction:
        """See :class:`Hand`."""
        try:
            return extract(
                self._archive.get(job.sha256),
                url=job.url,
                media_type=job.media_type,
                charset=job.charset,
                language=job.language,
                options=job.options,
                ocr=OcrLimits(pages=job.ocr_pages, seconds=job.ocr_seconds)
                if job.ocr_pages
                else None,
            )
        except RoamwatchError as exc:
            return Extraction(text="", problem=exc.code)
        except MemoryError:
            return Extraction(text="", problem="too_large")
        except Exception:
            # Parsers of strangers' bytes fail in ways that nobody has listed.
            logger.exception("reading %s failed", job.url)
            return Extraction(text="", problem="extractor_crashed")

    def close(self) -> None:
        """Nothing to give up."""


class ChildHand:
    """Reads in a child process, which is started when first needed and replaced when it dies."""

    def __init__(self, archive: Archive, *, timeout: float, module: str = "crawler.hands") -> None:
        self._root = archive.root
        self._timeout = timeout
        self._module = module
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = Lock()
        """Guards the two above."""
        self._asking = Lock()
        """Held while an answer is awaited; who holds it may touch the pipes."""

    def read(self, job: Job) -> Extraction:
        """See :class:`Hand`."""
        with self._asking:
            return self._read(job)

    def _read(self, job: Job) -> Extraction:
        child = self._running()
        if child is None:
            return Extraction(text="", problem="extractor_crashed")
        try:
            line = _ask(
                child,
                json.dumps(asdict(job)).encode() + b"\n",
                seconds=self._timeout + job.ocr_seconds,
            )
        except TimeoutError:
            line, problem = b"", "extractor_timeout"
        else:
            problem = "extractor_crashed"
        if line.endswith(b"\n"):
            return _from_json(json.loads(line))
        with self._lock:
            self._child = None
        _end(child)
        return Extraction(text="", problem=problem)

    def close(self) -> None:
        """End the child, for good; from any thread, also while it reads."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            # A thread that waits for its answer hears now that there will be none.
            with self._asking:
                _end(child)

    def _running(self) -> "subprocess.Popen[bytes] | None":
        """The child, started when there is none yet; None when closed."""
        with self._lock:
            if self._child is None and not self._closed:
                self._child = subprocess.Popen(  # noqa: S603  # this very program
                    [sys.executable, "-m", self._module, str(self._root)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    # Ctrl-C on a terminal is for the parent, which ends its children.
                    start_new_session=True,
                )
            return self._child


class Hands:
    """As many hands as the settings say, each with one document at a time."""

    def __init__(self, make: Callable[[], Hand], count: int) -> None:
        self._all = [make() for _ in range(max(count, 1))]
        self._free = list(self._all)
        self.count = len(self._all)
        self.closed = False

    def read(self, job: Job) -> Extraction:
        """Read with a free hand; call from at most :attr:`count` threads at once."""
        hand = self._free.pop()
        try:
            return hand.read(job)
        finally:
            self._free.append(hand)

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all children, also those at work; what they were reading is to be thrown away."""
        self.closed = True
        for hand in self._all:
            hand.close()


def _ask(child: "subprocess.Popen[bytes]", line: bytes, *, seconds: float) -> bytes:
    """The child's answer; empty, or without its end, when it died over the question.

    Raises :class:`TimeoutError`.
    """
    assert child.stdin is not None
    assert child.stdout is not None
    end = monotonic() + seconds
    answers = select.poll()
    answers.register(child.stdout, select.POLLIN)
    answer = bytearray()
    try:
        child.stdin.write(line)
        child.stdin.flush()
    except BrokenPipeError:
        return b""
    while not answer.endswith(b"\n"):
        if not answers.poll(max(0.0, end - monotonic()) * 1000):
            raise TimeoutError
        some = os.read(child.stdout.fileno(), _PIPE)
        if not some:
            break
        answer += some
    return bytes(answer)


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def _to_json(extraction: Extraction) -> bytes:
    published = extraction.published_on
    values = {
        "text": extraction.text,
        "title": extraction.title,
        "language": extraction.language,
        "published_on": published and published.isoformat(),
        "problem": extraction.problem,
        "ocr": extraction.ocr,
        # By place, not by name: there are many.
        "sections": [
            (one.start, one.end, one.kind, one.level, one.page) for one in extraction.sections
        ],
    }
    return json.dumps(values).encode() + b"\n"


def _from_json(values: dict[str, Any]) -> Extraction:
    published = values.pop("published_on")
    sections = tuple(
        Section(start=start, end=end, kind=kind, level=level, page=page)
        for start, end, kind, level, page in values.pop("sections")
    )
    return Extraction(
        **values,
        published_on=date.fromisoformat(published) if published else None,
        sections=sections,
    )


def main(root: str) -> None:
    """Be a child: read jobs until the parent closes the pipe."""
    # The crawl comes first; reading takes what processor time is left.
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    hand = OwnHand(Archive(Path(root)))
    for line in sys.stdin.buffer:
        answers.write(_to_json(hand.read(Job(**json.loads(line)))))
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
