"""Addresses of documents: one spelling of each, so that one document is known once."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

#: Longer ones are no addresses of publications; PostgreSQL could not index them either.
MAX_LENGTH = 2000
#: Parameters that say where a reader came from, not what is shown.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|_ga|mkt_tok|at_medium|at_campaign)$")
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def document_address(url: str, *, base: str = "") -> str:
    """The address under which a document is known; empty if it is none that we fetch.

    Relative ones are completed from ``base``. Scheme and host in lower case, no
    default port, no fragment, no session, no tracking parameters, ASCII only.
    """
    if not url.strip():
        return ""
    try:
        parts = urlsplit(safe_url_string(urljoin(base, url.strip())))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or parts.username is not None:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[scheme]:
        netloc += f":{port}"
    path = _SESSION.sub("", parts.path) or "/"
    address = urlunsplit((scheme, netloc, path, _query(parts.query), ""))
    return address if len(address) <= MAX_LENGTH else ""


def _query(query: str) -> str:
    """The query without tracking parameters; the others keep order and spelling."""
    return "&".join(
        part for part in query.split("&") if part and not _TRACKING.match(part.partition("=")[0])
    )
