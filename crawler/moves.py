"""Whether an address that redirects has moved, and where to. Pure.

A redirect that only completes the address (https, ``www``, a slash) is none. A permanent
one to another page, or any to another domain, is a move: it is followed, but the new
address is kept, shown and proposed until somebody confirms it in the catalogue. A deep
page that leads to a front page has not moved: it is gone, and its site does not say so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

#: RFC 9110, 15.4.2 and 15.4.9.
_PERMANENT = frozenset({301, 308})
_INDEX = re.compile(r"/(?:index|default|home)\.[a-z]{3,5}$")


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where an address leads that should have answered itself."""

    to: str
    permanent: bool
    """The servers say that it is for good; otherwise only that it is another domain."""
    gone: bool = False
    """It leads to a site's front page, in place of the page that was asked for."""


def move_of(asked: str, answered: str, statuses: Sequence[int]) -> Move | None:
    """What it means that ``asked`` was answered by ``answered``, over redirects of these statuses."""
    if not statuses or _plain(asked) == _plain(answered):
        return None
    permanent = all(status in _PERMANENT for status in statuses)
    deep = _plain(asked)[1] not in ("", "/")
    if deep and _plain(answered)[1:] == ("", ""):
        return Move(to=answered, permanent=permanent, gone=True)
    if permanent or domain_of(asked) != domain_of(answered):
        return Move(to=answered, permanent=permanent)
    return None


def domain_of(url: str) -> str:
    """The name that somebody registered: ``btk.gov.tr`` of ``https://www.btk.gov.tr/``."""
    host = (urlsplit(url).hostname or "").lower()
    found = _suffixes()(host)
    return found.top_domain_under_public_suffix or host


def _plain(url: str) -> tuple[str, str, str]:
    """Host, path and query of an address, without what sites complete by themselves."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    path = _INDEX.sub("", parts.path.lower()).rstrip("/")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return host + port, path, parts.query


@cache
def _suffixes() -> "TLDExtract":
    # Imported late: most crawls see no redirect to another host. The list is the package's own.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
