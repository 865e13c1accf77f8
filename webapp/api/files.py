"""A file that is the whole body of a request: kept where the worker finds it, hashed on the way."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.api.problems import Refusal
from webapp.context import current
from webapp.security import MAX_UPLOAD_BYTES
from webapp.uploads import folder

_PIECE = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """It lies in the uploads' folder under ``stored``."""

    stored: str
    path: Path
    size: int
    sha256: str


@contextmanager
def received(media: tuple[str, ...]) -> Iterator[SentFile]:
    """Take the body in. The file goes away again when the block raises."""
    if request.mimetype not in media:
        raise Refusal(415, "media_type", f"send the file as it is, as {' or '.join(media)}")
    request.max_content_length = MAX_UPLOAD_BYTES
    place = folder(current().settings)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / uuid.uuid4().hex
    done = False
    try:
        size, digest = _copy(path)
        yield SentFile(stored=path.name, path=path, size=size, sha256=digest)
        done = True
    finally:
        if not done:
            path.unlink(missing_ok=True)


def _copy(path: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        while piece := request.stream.read(_PIECE):
            size += len(piece)
            if size > MAX_UPLOAD_BYTES:
                raise RequestEntityTooLarge
            digest.update(piece)
            file.write(piece)
    return size, digest.hexdigest()
