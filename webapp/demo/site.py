"""What the demo's server serves: answers by path, made when first asked for."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer. ``tag`` names its content (it becomes the ETag); ``make`` gives the bytes."""

    media_type: str
    tag: str
    make: Callable[[], bytes]
    modified: datetime | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def body(self) -> bytes:
        """The bytes, made once."""
        return self.make()


#: Path (``/br/news/1.html``) → answer.
Site = Mapping[str, Page]


def ready(
    body: bytes, media_type: str, *, published: date | None = None, status: int = 200
) -> Page:
    """A page whose bytes are at hand."""
    return Page(
        media_type=media_type,
        tag=tag_of(body),
        make=lambda: body,
        modified=morning(published) if published else None,
        status=status,
    )


def tag_of(*parts: bytes | str) -> str:
    """A short name for a content made of ``parts``."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:20]


def morning(day: date) -> datetime:
    """Nine o'clock UTC: the hour at which authorities of the demo publish."""
    return datetime.combine(day, time(9), UTC)
