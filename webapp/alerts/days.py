"""Whether a change sets limits that clocks run against. Pure."""

from analysis.clocking.limits import TOPICS, read_limit
from data.models import Development, RuleChange
from data.words import ChangeKind, ChangeStatus, Topic


def limits_days(development: Development, change: RuleChange) -> bool:
    """Whether it limits days of presence, so that how SIMs stand against it is (or will be) counted."""
    return (
        Topic(development.topic) in TOPICS
        and development.kind not in (ChangeKind.REPEAL, ChangeKind.NONE)
        and development.status != ChangeStatus.NONE
        and any(read_limit(values) is not None for values in change.limits)
    )
