"""Words of what is watched, and how it does."""

from enum import StrEnum


class SourceKind(StrEnum):
    """How a source is read; one spider each."""

    FEED = "feed"
    LISTING = "listing"
    PDF_LIST = "pdf_list"
    PAGE = "page"
    SITEMAP = "sitemap"
    WORDPRESS = "wordpress"
    GOVUK = "govuk"
    FEDERAL_REGISTER = "federal_register"
    BOE = "boe"
    DZIENNIK_USTAW = "dziennik_ustaw"
    PRAVO = "pravo"
    DOU = "dou"


class Certainty(StrEnum):
    """How sure a source's address is: seen answering, seen in a reference, or inferred."""

    PROVEN = "proven"
    SEEN = "seen"
    INFERRED = "inferred"


class SourceRole(StrEnum):
    """Primary sources are evidence; secondary ones may only corroborate."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Health(StrEnum):
    """What we know of a source, never assumed: ``unproven`` until it was first tried."""

    UNPROVEN = "unproven"
    HEALTHY = "healthy"
    FAILING = "failing"
    BLOCKED = "blocked"
    """A bot check, a login, a consent page or a firewall stands where the page should be."""
    TLS = "tls"
    """No trustworthy encrypted connection: its certificate is broken."""
    EMPTY = "empty"
    """It answers with fewer entries than the catalogue asserts."""
    SILENT = "silent"
    """It answers, and is quieter than its own past allows."""
    MOVED = "moved"
    """It is read at another address than the catalogue's, which nobody has confirmed."""


#: Words of a source that cannot be read.
UNREAD = (Health.FAILING, Health.BLOCKED, Health.TLS, Health.EMPTY)


#: Words of a source that asks for somebody's attention. ``unproven`` waits for its first read.
TROUBLE = (*UNREAD, Health.SILENT, Health.MOVED)


#: Words of a source whose good read vouches for “nothing new”.
VOUCHING = (Health.HEALTHY, Health.MOVED)


#: The kind of trouble that is ours: no source is to blame for it.
OUTAGE = "outage"


class VersionCause(StrEnum):
    """Why a version exists. Only ``first`` and ``changed`` are news; ``re-extracted`` never is.

    ``flapping``: the page has gone back to a text once before and does so again. It is held
    back, and becomes ``changed`` when it stays.
    """

    FIRST = "first"
    CHANGED = "changed"
    RE_EXTRACTED = "re-extracted"
    FLAPPING = "flapping"
