"""Acts on alerts in words, for mails and pages. Pure."""

from webapp.wording import label

_BY_SOMEBODY = {
    "acknowledged": "{actor} acknowledged it",
    "assigned": "{actor} gave it to you",
    "commented": "{actor} commented",
    "dismissed": "{actor} dismissed it",
    "reopened": "{actor} re-opened it",
    "resolved": "{actor} resolved it",
    "scheduled": "{actor} set the day by which it is due",
    "snoozed": "{actor} snoozed it",
    "started": "{actor} started work on it",
}
_BY_ITSELF = {
    "escalated": "Nobody has taken this alert",
    "reopened": "It is open again",
    "told": "A silence has ended",
    "woken": "It is back from its snooze",
}


def act_sentence(action: str, actor: str) -> str:
    """What happened to an alert, as a sentence without its full stop."""
    if action in _BY_ITSELF and (actor == "roamwatch" or action not in _BY_SOMEBODY):
        return _BY_ITSELF[action]
    return _BY_SOMEBODY.get(action, f"{label(action)} by {{actor}}").format(actor=actor)
