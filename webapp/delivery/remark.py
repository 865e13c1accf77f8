"""A notice in a few lines, for chat services. Pure.

Such services read marks in a text: mentions that call everybody, links that say one thing and
lead elsewhere. So the signs that make them are replaced in what was crawled or typed.
"""

from webapp.alerts import wording
from webapp.alerts.acts import act_sentence
from webapp.delivery.types import (
    AlertNotice,
    ChannelNotice,
    DigestNotice,
    Outgoing,
    TransportError,
)

_HARMLESS = str.maketrans({"@": "＠", "<": "‹", ">": "›", "`": "'", "[": "(", "]": ")", "*": "∗"})
MAX_TITLE, MAX_LINE = 160, 300


def remark(outgoing: Outgoing, *, base_url: str) -> tuple[str, str]:
    """Title and text of a notice."""
    notice = outgoing.notice
    if isinstance(notice, AlertNotice):
        return _of_alert(notice, base_url)
    if isinstance(notice, DigestNotice):
        counts = (
            f"{wording.count_of(len(notice.raised), 'new alert')}, {len(notice.moved)} moved, "
            f"{wording.count_of(len(notice.trouble), 'source')} in trouble."
        )
        return f"{wording.label(notice.period)} digest", f"{counts}\n{base_url}/alerts"
    if not isinstance(notice, ChannelNotice):
        raise TransportError("a link to a password goes by mail alone", permanent=True)
    if notice.what == "test":
        return "Test", f"Messages of Roamwatch reach you this way.\n{base_url}/channels"
    why = plain(notice.reason, MAX_LINE)
    return (
        f"A channel was switched off: {plain(notice.name, 60)}",
        f"Nothing is sent over it any more: {why}\n{base_url}/channels",
    )


def plain(text: str, limit: int) -> str:
    """One line in which no service finds a mention, a link or a format."""
    return wording.one_line(text, limit).translate(_HARMLESS)


def _of_alert(notice: AlertNotice, base_url: str) -> tuple[str, str]:
    facts = notice.facts
    title = (
        f"{'[Sample] ' if facts.sample else ''}{wording.label(facts.severity)}: "
        f"{wording.country_name(facts.jurisdiction)}, {wording.phrase(facts.topic)}"
    )
    lines = [
        plain(facts.title, MAX_TITLE),
        ", ".join(filter(None, (wording.what(facts), wording.when(facts)))),
        wording.count_of(facts.live_sims, "live SIM"),
    ]
    if notice.event != "raised":
        told = plain(notice.note, MAX_LINE)
        lines.insert(0, f"{plain(act_sentence(notice.event, notice.actor), 200)}. {told}".strip())
    return title, "\n".join([*lines, f"{base_url}/alerts/{facts.alert_id}"])
