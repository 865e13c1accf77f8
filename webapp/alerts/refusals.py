"""Why an act on an alert cannot be done. Callers read attributes, never the text."""

from data.errors import RoamwatchError
from data.models import Alert, AuditEntry
from webapp.wording.filters import label


class AlertNotFoundError(RoamwatchError):
    """No alert has this number."""

    code = "alert_not_found"

    def __init__(self, alert_id: int) -> None:
        self.alert_id = alert_id
        super().__init__(f"there is no alert {alert_id}")


class InvalidTransition(RoamwatchError):  # noqa: N818  # named like the other refusals of a state machine
    """The alert's state does not allow the act.

    ``state`` is the state that the alert has now; ``by`` and ``at`` say who changed the alert last
    and when, ``did`` what (empty and None when the trail does not say).
    """

    code = "invalid_transition"

    def __init__(self, alert: Alert, *, action: str, last: AuditEntry | None) -> None:
        self.alert_id, self.action, self.state = alert.id or 0, action, alert.state
        self.by = last.actor if last else ""
        self.at = last.at if last else None
        self.did = last.action if last else ""
        who = f", by {self.by}" if self.by else ""
        when = f" on {self.at:%Y-%m-%d at %H:%M} UTC" if self.at else ""
        super().__init__(
            f"alert {self.alert_id} is {label(self.state).lower()}{who}{when}; "
            f"it cannot be changed by “{action}” now"
        )


class StaleAlert(InvalidTransition):
    """The alert was changed since the person read it. Nothing was done."""

    code = "stale_alert"


class ActError(RoamwatchError):
    """Something given with an act is missing or wrong. ``field`` is which: ``note``, ``day``, …"""

    field = ""

    def __init__(self, action: str, message: str) -> None:
        self.action = action
        super().__init__(message)


class NoteError(ActError):
    """The act needs a note (closing says why), or the note is too long."""

    code = field = "note"


class DayError(ActError):
    """The act needs another day."""

    code = field = "day"


class PersonError(ActError):
    """Whom the alert was to be given to cannot see it or cannot act on it."""

    code = field = "person"


class LinkError(ActError):
    """What was to be attached is no address of the web, or has no place left."""

    code = field = "link"
