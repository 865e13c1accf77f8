"""A publication as it was archived, fit to be looked at: nothing in it runs, nothing is asked of anybody.

What holds it is the browser: the frame's sandbox, and the policy that comes with the bytes, under
which only pictures that stand in the page itself are shown. One thing no policy forbids, to open a
connection and ask nothing: for ``<link rel="preconnect">``, for a frame within the page and for a
link that is clicked. So such elements are given other names in the markup.
"""

import re

from werkzeug.http import parse_options_header

from crawler.archive import Archive, SnapshotDamagedError, SnapshotMissingError
from crawler.extract.charset import decode
from data.models import Snapshot

#: What the frame's answer is under, whoever shows it. Styles are not let in: they would need
#: ``unsafe-inline``, and those in files of their own are not archived.
FRAME_POLICY = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
#: What comes as what. A PDF or an office file would need a program that runs what is in it.
SHOWN = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
}
#: The longest that is shown, in bytes; every browser stays quick with it.
MOST = 5_000_000
#: Whatever leads elsewhere: elements with content, and those without.
_LEADS = re.compile(
    r"<(/?)(a|fencedframe|form|frameset|iframe|object|portal)(?=[\s/>])", re.IGNORECASE
)
_POINTS = re.compile(r"<(area|base|embed|frame|link)(?=[\s/>])", re.IGNORECASE)


def why_not(snapshot: Snapshot, archive: Archive) -> str:
    """Why a snapshot is not shown: ``removed``, ``missing``, ``kind`` or ``long``; empty when it is."""
    if snapshot.removed_at is not None:
        return "removed"
    if snapshot.media_type not in SHOWN:
        return "kind"
    if snapshot.size > MOST:
        return "long"
    # What somebody looks at is in use: retention leaves it alone.
    return "" if archive.touch(snapshot.sha256) else "missing"


def framed(snapshot: Snapshot, archive: Archive, *, language: str) -> str | None:
    """The page for the frame; None when there is none to show."""
    if why_not(snapshot, archive):
        return None
    try:
        body = archive.get(snapshot.sha256)
    except (SnapshotMissingError, SnapshotDamagedError):
        return None
    said = parse_options_header(str(snapshot.headers.get("content-type", "")))[1]
    text = decode(body, declared=said.get("charset", ""), language=language)
    return led_nowhere(text)


def led_nowhere(markup: str) -> str:
    """The markup without an element that leads elsewhere; what stands in them stays.

    A tag begins with these very characters, whatever stands around it: so nothing needs to be parsed.
    """
    return _POINTS.sub(r"<wbr data-was-\1", _LEADS.sub(r"<\1x-\2", markup))
