"""Words of who may do what."""

from enum import StrEnum


class FirstStep(StrEnum):
    """What a new installation still needs after its first account, in this order."""

    FLEET = "fleet"
    SUBSCRIPTIONS = "subscriptions"
    MAIL = "mail"
    REPLAY = "replay"


class Role(StrEnum):
    """What a person may do."""

    ADMIN = "admin"
    OFFICER = "officer"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What a machine's token opens; none opens more than its owner may."""

    FEED = "feed"
    """Feeds only: such a token may stand in an address."""
    READ = "read"
    """Feeds, and all that the API shows."""
    WORK = "work"
    """The same, and the work of an officer: alerts, proposals."""
    NOTIFY = "notify"
    """What ``read`` opens, and what its owner is told of: watching, subscriptions, webhooks."""
    IMPORT = "import"
    """Sending fleet files, and seeing what became of them; nothing else."""
    ADMIN = "admin"
    """Tokens of everybody."""
