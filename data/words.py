"""The words of the design: one spelling of each, for code, database, API and pages."""

from enum import StrEnum


class Topic(StrEnum):
    """What a rule is about. The first three are the core; the others are neighbours."""

    ROAMING = "roaming"
    IMEI = "imei"
    DATA_LOCALISATION = "data_localisation"
    SIM_REGISTRATION = "sim_registration"
    NUMBERING = "numbering"
    TYPE_APPROVAL = "type_approval"
    ESIM = "esim"


CORE_TOPICS = (Topic.ROAMING, Topic.IMEI, Topic.DATA_LOCALISATION)


class ChangeKind(StrEnum):
    """What sort of act changes (or would change) a rule."""

    NEW_RULE = "new_rule"
    AMENDMENT = "amendment"
    REPEAL = "repeal"
    EXTENSION = "extension"
    CONSULTATION = "consultation"
    ENFORCEMENT = "enforcement"
    GUIDANCE = "guidance"
    NONE = "none"


class ChangeStatus(StrEnum):
    """How far the change has come."""

    IN_FORCE = "in_force"
    ADOPTED = "adopted"
    PROPOSED = "proposed"
    CONSULTATION = "consultation"
    NONE = "none"


class Direction(StrEnum):
    """Whether life gets harder for a roaming fleet."""

    TIGHTENING = "tightening"
    LOOSENING = "loosening"
    NEUTRAL = "neutral"


class Stance(StrEnum):
    """How a country stands to a fleet on a topic, the strictest first.

    ``no_rule_found``: looked, found nothing; never to be read as ``permitted``.
    """

    PROHIBITED = "prohibited"
    RESTRICTED = "restricted"
    CONDITIONAL = "conditional"
    PERMITTED = "permitted"
    NO_RULE_FOUND = "no_rule_found"


class LimitShape(StrEnum):
    """How the days (or the share) of a limit are counted."""

    CONSECUTIVE = "consecutive"
    CUMULATIVE = "cumulative"
    CALENDAR_YEAR = "calendar_year"
    SHARE = "share"
    BAN = "ban"


class LimitPer(StrEnum):
    """What a limit is counted per."""

    SIM = "sim"
    IMSI = "imsi"
    IMEI = "imei"


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


class SimState(StrEnum):
    """Administrative state; the platform's own word is kept beside it."""

    STOCK = "stock"
    TEST = "test"
    READY = "ready"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    UNKNOWN = "unknown"


#: States in which a SIM may connect. *Live* also asks that it was seen lately.
CAN_CONNECT = (SimState.TEST, SimState.READY, SimState.ACTIVE)


class SimTechnology(StrEnum):
    """What can be done about a SIM from afar depends on this."""

    SINGLE = "single"
    MULTI_IMSI = "multi_imsi"
    EUICC_SGP02 = "euicc_sgp02"
    EUICC_SGP22 = "euicc_sgp22"
    EUICC_SGP32 = "euicc_sgp32"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How loudly an alert speaks. Ordered by :data:`SEVERITY_ORDER`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


SEVERITY_ORDER = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


class AlertState(StrEnum):
    """How far the work on an alert has come. What leads from one to another: ``webapp.alerts.states``."""

    NEW = "new"
    REOPENED = "reopened"
    """Somebody had taken or closed it; then the development moved, SIMs grew, or it was given back."""
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


#: Nobody has taken it yet, or nobody has it any more.
WAITING = (AlertState.NEW, AlertState.REOPENED)
#: Worked to its end.
CLOSED = (AlertState.RESOLVED, AlertState.DISMISSED)
#: Still to be worked.
OPEN = (*WAITING, AlertState.ACKNOWLEDGED, AlertState.IN_PROGRESS)


class FeedbackVerdict(StrEnum):
    """What an officer says of a finding."""

    WRONG = "wrong"
    """It is a change, but not this: topic, place, kind, status, direction, dates or limits."""
    NO_CHANGE = "no_change"
    """It is about the topic, and nothing changes."""
    OFF_TOPIC = "off_topic"
    MISSED = "missed"
    """The analysis did not find it."""
    UNDONE = "undone"
    """An earlier word no longer holds."""


class ProposalState(StrEnum):
    """What became of a proposal for the rule ledger."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"
    """Its development moved, or was found to be none, before anybody decided."""
    NOTHING_NEW = "nothing_new"
    """The development moved, and says of the rule what an accepted entry of it says already."""


class DeliveryState(StrEnum):
    """Outbox state. ``sent`` is written only after the receiver took the message."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


class ChannelKind(StrEnum):
    """How a channel reaches people; each is a file in ``webapp/delivery/``."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    APPRISE = "apprise"


class ChannelState(StrEnum):
    """Whether a channel is used."""

    ACTIVE = "active"
    DISABLED = "disabled"
    """Its receiver is gone, or its owner switched it off."""
    REMOVED = "removed"
    """Kept for the deliveries that went over it; its secrets are forgotten."""


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
    IMPORT = "import"
    """Sending fleet files, and seeing what became of them; nothing else."""
    ADMIN = "admin"
    """Tokens of everybody."""
