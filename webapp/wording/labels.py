"""What stored words are called on pages. Everything here is in the catalogues without being marked."""

import inspect
from collections.abc import Iterable
from enum import StrEnum

from data import words as stored
from data.queries.coverage import STALE
from webapp.language import gettext

#: Words whose sentence-case spelling is not simply the word with spaces.
_LABELS = {
    "sims": "SIMs",
    "roaming": "Permanent roaming",
    "instant": "At once",
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
    "iccid_scientific": "ICCID in scientific notation",
    "iccid_rounded": "ICCID rounded by a spreadsheet",
    "iccid_missing": "ICCID missing",
    "bad_iccid": "No valid ICCID",
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


def english(word: str | None) -> str:
    """A stored word in sentence case: ``new_rule`` becomes “New rule”."""
    if not word:
        return "Unknown"
    if word in _LABELS:
        return _LABELS[word]
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]


def label(word: str | None) -> str:
    """A stored word in sentence case, in the reader's language."""
    return gettext(english(word))


def phrase(word: str) -> str:
    """A stored word as it stands inside a sentence: ``permanent roaming``, ``IMEI registration``."""
    return gettext(_inside(word))


def _inside(word: str) -> str:
    text = "under consultation" if word == stored.ChangeStatus.CONSULTATION else english(word)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def blind_spot(word: str) -> str:
    """A blind spot in plain words."""
    return gettext(_BLIND_SPOTS[word]) if word in _BLIND_SPOTS else label(word)


def strategy(word: str) -> str:
    """A way to connect devices, in plain words."""
    return gettext(_STRATEGIES[word]) if word in _STRATEGIES else label(word)


def texts_of(words: Iterable[str]) -> list[str]:
    """What these words are called, alone and inside a sentence."""
    return [text for word in words for text in dict.fromkeys((english(word), _inside(word)))]


def all_texts() -> list[str]:
    """Every text that this module can say of itself, for the catalogues."""
    kinds = [kind for _, kind in inspect.getmembers(stored, inspect.isclass)]
    words = [word.value for kind in kinds if issubclass(kind, StrEnum) for word in kind]
    texts = ["Unknown", *texts_of([*words, *_LABELS])]
    return [*texts, *_BLIND_SPOTS.values(), *_STRATEGIES.values()]
