"""Words of what a rule says and how it changes."""

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
