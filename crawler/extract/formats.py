"""What a format module gives the registry, and what it is given to read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.extract.ocr import OcrLimits
from crawler.extract.types import Extraction


@dataclass(frozen=True, kw_only=True)
class RawDocument:
    """A body with everything that is known about it."""

    body: bytes
    url: str
    media_type: str
    charset: str
    language: str
    options: Mapping[str, Any]
    ocr: OcrLimits | None = None
    """Read pictures of pages, too, up to here; None: do not."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """One text format: how to recognise it and how to read it."""

    name: str
    media_types: frozenset[str]
    sniff: Callable[[bytes], bool]
    """Whether a body can only be this format. Cheap, and never raises."""
    read: Callable[[RawDocument], Extraction]
    order: int = 50
    """Who is asked first; lower is earlier."""
