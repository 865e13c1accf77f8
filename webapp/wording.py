"""How words, numbers and times of the store are said to people. Registered as template filters."""

from datetime import UTC, date, datetime
from typing import Protocol
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask

from data import countries
from data.queries.coverage import STALE

#: Words whose sentence-case spelling is not simply the word with spaces.
_LABELS = {
    "roaming": "Permanent roaming",
    "reopened": "Re-opened",
    "apprise": "Chat service",
    "mail": "E-mail",
    "pending": "Waits",
    "sent": "Taken",
    "dead": "Given up",
    "imei": "IMEI registration",
    "data_localisation": "Data localisation",
    "sim_registration": "SIM registration",
    "numbering": "Numbering",
    "type_approval": "Type approval",
    "esim": "eSIM",
    "multi_imsi": "Multi-IMSI",
    "euicc_sgp02": "eUICC SGP.02",
    "euicc_sgp22": "eUICC SGP.22",
    "euicc_sgp32": "eUICC SGP.32",
    "single": "Single IMSI",
    "page": "Watched page",
    "federal_register": "Federal Register",
    "pdf_list": "List of files",
    "wordpress": "WordPress",
    "govuk": "GOV.UK",
    "boe": "BOE (Spain)",
    "dziennik_ustaw": "Dziennik Ustaw (Poland)",
    "pravo": "pravo.gov.ru (Russia)",
    "dou": "Diário Oficial (Brazil)",
    "tls": "TLS broken",
    "unproven": "Not read yet",
    "re-extracted": "Read again by us",
    "first": "First seen",
    "flapping": "Held back: goes to and fro",
    "nothing_new": "Says nothing new",
    "per": "Counted per",
    "limit_days": "Days",
    "limits": "How days are counted",
    "as_of": "As of",
    "not_by_roaming": "Not by roaming",
    "only_with": "Only with conditions",
    "may": "May go",
    "local_imsi": "Local IMSI",
    "register_imei": "Register the IMEI",
    "register_subscriber": "Register the subscriber",
    "local_storage": "Keep data in the country",
    "certify": "Certify the device",
    "swap_sim": "Swap the SIM",
    "local_profile": "Local profile",
    "no_text": "No text found",
    "scan": "No text: a scan",
    "ocr_failed": "No text: a scan that Tesseract cannot read",
    "needs_javascript": "Page needs JavaScript",
    "attachment_unread": "A file of it was not read",
    "not_a_file": "The link leads to a page, not to a file",
    "not_followed": "Not fetched: too many files",
    "legacy_format": "Old office format",
    "encrypted": "Wants a password",
    "office_broken": "Damaged file",
    "unsafe_xml": "Refused: unsafe file",
}
#: Why silence in a country proves nothing (:func:`data.queries.coverage.blind_spots`).
_BLIND_SPOTS = {
    "no_source": "No primary source watches it",
    "only_group": "Watched only through a group; no source of its own",
    "no_rule_maker": "No telecom regulator or ministry among its own sources",
    "never_read": "None of its sources was ever read",
    "only_inferred": "The addresses of all its sources are inferred, none was seen answering",
    "none_healthy": "None of its sources is healthy",
    "not_verified": f"No good read within {STALE.days} days",
}
#: Ways to connect devices in a country (:class:`analysis.shipping.types.Strategy`).
_STRATEGIES = {
    "local_profile": "A local SIM or profile",
    "euicc": "eUICC with a local profile in reserve",
    "multi_imsi": "Multi-IMSI with a local IMSI",
    "roaming": "Plain roaming",
    "ask_first": "Ask first",
}
#: Codes that stand where a country is expected, and are none.
_NO_COUNTRY = {"": "Unknown", "-": "Unknown", "901": "International (901)"}
#: Languages written from right to left (CLDR, the modern ones).
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
#: Seconds of a unit, up to how many seconds it is used, its name.
_UNITS = ((60, 3600, "minute"), (3600, 86_400, "hour"), (86_400, 60 * 86_400, "day"))


def country_name(code: str) -> str:
    """English name of a country or group; the code itself when it is none that we know."""
    return _NO_COUNTRY.get(code) or countries.name(code)


def language_name(tag: str) -> str:
    """English name of a language by its BCP 47 tag: “Turkish”; the tag when CLDR has no name."""
    if tag in ("", "und"):
        return "Unknown language"
    return str(Locale("en").languages.get(tag.split("-")[0].lower(), tag))


def direction(tag: str) -> str:
    """What goes into ``dir``: ``rtl``, ``ltr``, or ``auto`` where the language is not known."""
    if tag in ("", "und"):
        return "auto"
    return "rtl" if tag.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def label(word: str | None) -> str:
    """A stored word in sentence case: ``new_rule`` becomes “New rule”."""
    if not word:
        return "Unknown"
    if word in _LABELS:
        return _LABELS[word]
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]


def blind_spot(word: str) -> str:
    """A blind spot in plain words."""
    return _BLIND_SPOTS.get(word) or label(word)


def strategy(word: str) -> str:
    """A way to connect devices, in plain words."""
    return _STRATEGIES.get(word) or label(word)


def host(address: str) -> str:
    """The host of an address."""
    return urlsplit(address).hostname or address


def sentence(text: object) -> str:
    """With a capital letter at its beginning; the rest, ``IMEI`` and ``TR`` in it, stays."""
    # What a macro wrote stays markup: it is escaped already.
    words = text if isinstance(text, str) else str(text)
    return words[:1].upper() + words[1:]


def number(value: int | float | None) -> str:
    """With a comma between thousands; a dash for nothing."""
    return "–" if value is None else f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """``one`` or ``many`` (by default with an s), without the number."""
    return one if count == 1 else many or f"{one}s"


def size(count: int) -> str:
    """A number of bytes, in the unit that keeps it short."""
    value = float(count)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def ago(moment: datetime, now: datetime) -> str:
    """How long before (or after) ``now``: “3 hours ago”, “in 2 days”; the day itself when far."""
    seconds = abs((now - moment).total_seconds())
    past = moment <= now
    if seconds < 60:
        return "just now" if past else "in a moment"
    for unit_seconds, upto, unit in _UNITS:
        if seconds < upto:
            count = int(seconds // unit_seconds)
            text = f"{count} {plural(count, unit)}"
            return f"{text} ago" if past else f"in {text}"
    return day(moment.date())


def exact(moment: datetime) -> str:
    """The exact moment, to the minute, in UTC."""
    return moment.astimezone(UTC).strftime("%-d %b %Y, %H:%M UTC")


def day(value: date) -> str:
    """A day as people write it: 1 Jan 2027."""
    return value.strftime("%-d %b %Y")


def days_away(value: date, today: date) -> str:
    """How far a day is: “today”, “in 46 days”, “12 days ago”; months and years when far."""
    days = (value - today).days
    if days in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    count, unit = abs(days), "day"
    if count >= 730:
        count, unit = count // 365, "year"
    elif count >= 90:
        count, unit = count // 30, "month"
    text = f"{count} {plural(count, unit)}"
    return f"in {text}" if days > 0 else f"{text} ago"


class Placed(Protocol):
    """A quote that knows where it stands: evidence, or what a letter says of it."""

    @property
    def page(self) -> int | None: ...
    @property
    def file(self) -> str: ...
    @property
    def ocr(self) -> bool: ...


def place(item: Placed) -> str:
    """Where a quote stands: “page 3 of annex.pdf, read from a picture”; empty for a plain page's text."""
    where = item.file
    if item.page:
        where = f"page {item.page}" + (f" of {item.file}" if item.file else "")
    return ", ".join(filter(None, (where, "read from a picture" if item.ocr else "")))


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.filters.update(
        ago=ago,
        blind_spot=blind_spot,
        country=country_name,
        day=day,
        direction=direction,
        days_away=days_away,
        exact=exact,
        host=host,
        label=label,
        language=language_name,
        number=number,
        place=place,
        plural=plural,
        sentence=sentence,
        size=size,
        strategy=strategy,
    )
