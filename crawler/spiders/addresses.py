"""Addresses that are made, not listed: a source's own with more in its query."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit


def with_query(url: str, values: Mapping[str, str] | list[tuple[str, str]]) -> str:
    """``url`` with parameters added; what it says itself stands, and comes first."""
    parts = urlsplit(url)
    given = {pair.partition("=")[0] for pair in parts.query.split("&")}
    pairs = values.items() if isinstance(values, Mapping) else values
    added = urlencode([(name, text) for name, text in pairs if name not in given], quote_via=quote)
    query = "&".join(part for part in (parts.query, added) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
