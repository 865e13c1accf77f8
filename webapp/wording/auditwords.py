"""Lines of the audit trail in plain words, for administrators. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from data.models import AuditEntry
from data.words import SEVERITY_ORDER, ChannelKind
from webapp.language import ENGLISH, speaking
from webapp.wording.filters import country_name, day, label, plural

Tell = Callable[[AuditEntry], str]
_SCOPES = {"feed": "feeds", "import": "fleet files", "admin": "everybody's tokens"}


def told(entry: AuditEntry) -> str:
    """What was done, as a line in English; acts without words of their own by their word."""
    tell = _TOLD.get((entry.subject.partition(":")[0], entry.action))
    if tell is None:
        return label(entry.action)
    with speaking(ENGLISH):
        return tell(entry)


def tells_note(entry: AuditEntry) -> bool:
    """Whether the line holds the note already."""
    kind = entry.subject.partition(":")[0]
    return kind in ("token", "person", "fleet", "source") and (kind, entry.action) in _TOLD


def about(entry: AuditEntry) -> str:
    """What was acted on: “Token 9”, “Source tr-btd”."""
    kind, _, name = entry.subject.partition(":")
    return f"{label(kind)} {name}" if kind else ""


def _token_made(entry: AuditEntry) -> str:
    words = [_SCOPES.get(word, word) for word in str(entry.detail.get("scope", "")).split()]
    opens = f" for {', '.join(words)}" if words else ""
    ends = entry.detail.get("ends")
    until = f", until {day(date.fromisoformat(ends))}" if ends else ", without an end"
    return f"Made the token “{entry.note}”{opens}{until if words else ''}"


def _person_changed(entry: AuditEntry) -> str:
    was, became = entry.detail.get("was", {}), entry.detail.get("became", {})
    said = []
    if was.get("role") != became.get("role"):
        said.append(f"{was.get('role')} before, {became.get('role')} now")
    if was.get("active") != became.get("active"):
        said.append("may sign in again" if became.get("active") else "may no longer sign in")
    return f"Changed {entry.note}: {', '.join(said) or 'nothing'}"


def _sessions_ended(entry: AuditEntry) -> str:
    count = int(entry.detail.get("sessions", 0))
    return f"Ended {count} {plural(count, 'session')} of {entry.note}"


def _members(entry: AuditEntry) -> str:
    people = entry.detail.get("members", ())
    return f"“{entry.note}” is seen by {', '.join(people) or 'everybody'}"


def _channel(verb: str) -> Tell:
    def tell(entry: AuditEntry) -> str:
        kind, name = entry.detail.get("kind", ""), entry.detail.get("name", "")
        what = {ChannelKind.WEBHOOK: "webhook", ChannelKind.MAIL: "own mail"}.get(kind, label(kind))
        host = entry.detail.get("host")
        named = f" “{name}”" if name else ""
        return f"{verb} the {what.lower()}{named}" + (f" to {host}" if host else "")

    return tell


def _wish(verb: str) -> Tell:
    return lambda entry: f"{verb}: {_asked(entry.detail.get('became', entry.detail))}"


def _asked(asked: Mapping[str, Any]) -> str:
    places = ", ".join(map(country_name, asked.get("countries", ()))) or "wherever SIMs are live"
    words = [*asked.get("topics", ()), *asked.get("kinds", ()), *asked.get("statuses", ())]
    loud = str(asked.get("severity"))
    loud += "" if loud == SEVERITY_ORDER[0] else " or worse"
    return "; ".join((places, *map(label, words), loud, label(asked.get("pace"))))


def _mute(verb: str) -> Tell:
    def tell(entry: AuditEntry) -> str:
        detail = entry.detail
        place = country_name(detail["country"]) if detail.get("country") else "every country"
        topic = label(detail["topic"]) if detail.get("topic") else "every topic"
        words = [place, topic, *filter(None, [detail.get("source")])]
        return f"{verb}: {', '.join(words)}, until {day(date.fromisoformat(detail['until']))}"

    return tell


def _source_changed(entry: AuditEntry) -> str:
    was, became = entry.detail.get("was", {}), entry.detail.get("became", {})
    if set(was) == {"enabled"}:
        return f"“{entry.note}” is {'watched again' if became['enabled'] else 'no longer watched'}"
    return f"The catalogue says otherwise of “{entry.note}”: {', '.join(map(_field, sorted(was)))}"


def _source_edited(entry: AuditEntry) -> str:
    became = entry.detail.get("became", {})
    address = f" {became['url']}" if "url" in became else ""
    return (
        f"Changed of the source “{entry.note}”: {', '.join(map(_field, sorted(became)))}{address}"
    )


def _field(name: str) -> str:
    return {"url": "address", "enabled": "whether it is watched"}.get(name, label(name).lower())


def _sources_added(entry: AuditEntry) -> str:
    count = len(entry.detail.get("sources", ()))
    return f"{count:,} {plural(count, 'source')} of the catalogue added"


_TOLD: dict[tuple[str, str], Tell] = {
    ("token", "created"): _token_made,
    ("token", "revoked"): lambda entry: f"Revoked the token “{entry.note}”",
    ("person", "added"): lambda entry: f"Added {entry.note} as {entry.detail.get('role')}",
    ("person", "changed"): _person_changed,
    ("person", "link_made"): lambda entry: f"Made a one-time sign-in link for {entry.note}",
    ("person", "password_set"): lambda entry: f"{entry.note} set a new password",
    ("person", "password_link_made"): lambda entry: (
        f"Made a link to a new password for {entry.note}"
    ),
    ("person", "address_changed"): lambda entry: (
        f"{entry.detail.get('was')} has the address {entry.note} now"
    ),
    ("person", "codes_on"): lambda entry: f"{entry.note} is asked for codes at sign-in",
    ("person", "codes_off"): lambda entry: f"{entry.note} is asked for no codes any more",
    ("person", "recovery_code_used"): lambda entry: f"{entry.note} used a recovery code",
    ("person", "linked"): lambda entry: f"Linked {entry.note} with a company account",
    ("person", "released"): lambda entry: f"Released the company account of {entry.note}",
    ("person", "sessions_ended"): _sessions_ended,
    ("person", "unsubscribed"): lambda entry: f"Stopped the own mails: {entry.note}",
    ("person", "resubscribed"): lambda entry: f"Wants the own mails again: {entry.note}",
    ("fleet", "added"): lambda entry: f"Made the fleet “{entry.note}”",
    ("fleet", "removed"): lambda entry: f"Removed the fleet “{entry.note}” with its SIMs",
    ("fleet", "changed"): _members,
    ("channel", "created"): _channel("Made"),
    ("channel", "switched_on"): _channel("Switched on"),
    ("channel", "switched_off"): _channel("Switched off"),
    ("channel", "secret_changed"): _channel("Gave a new secret to"),
    ("channel", "removed"): _channel("Removed"),
    ("subscription", "created"): _wish("Subscribed"),
    ("subscription", "changed"): _wish("Changed a subscription"),
    ("subscription", "removed"): _wish("Took a subscription back"),
    ("mute", "created"): _mute("Muted for themselves"),
    ("mute", "ended"): _mute("Ended the own mute"),
    ("source", "added"): _sources_added,
    ("source", "changed"): _source_changed,
    ("source", "edited"): _source_edited,
}
