"""Texts that are said by ``gettext`` where they are used, and are not marked where they stand."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from webapp.wording.labels import all_texts, texts_of
from webapp.wording.sayings import SAYINGS

#: Module → its tables of texts. A string anywhere within one is a text.
TABLES = {
    "webapp.errorpages": ("_HELP",),
    "webapp.feedback.wording": ("_VERDICTS", "_HEADINGS"),
    "webapp.wording.clockwords": ("_PER", "_STATUS"),
    "webapp.signon.refusals": ("TEXTS",),
    "webapp.signon.passwords": ("OFF",),
    "webapp.reading": ("_VERBS", "_PROPOSED"),
    "webapp.views.alerts": ("_WORK_LABELS",),
    "webapp.alerts.acts": ("_LINES",),
    "webapp.accounts.token_forms": ("TERMS", "WORDS"),
    "webapp.alerts.advice": ("_TEXTS",),
    "webapp.alerts.severity": ("_STATUS", "_KIND"),
    "webapp.views.countries": ("_KINDS",),
    "webapp.views.documents": ("_SHOW",),
    "webapp.views.clocks": ("_PARTS",),
    "webapp.views.fleet": ("_LIVE",),
}
#: Module → its tables that have two texts for a count.
PAIRS = {"webapp.wording.clockwords": ("THINGS",), "webapp.views.alerts": ("_DONE",)}
#: The same, each by itself.
SINGLE_PAIRS = {"webapp.alerts.advice": ("_PROFILES", "_IMSIS", "_SWAPS")}
#: Stored words that pages show by ``label`` and that are in no enumeration.
WORDS = (
    *("waiting", "open", "mine", "unassigned", "watched", "overdue", "escalated", "snoozed"),
    *("quiet", "all", "assigned", "commented", "scheduled", "started", "woken", "raised", "moved"),
    *("linked", "unlinked", "created", "alert", "silence", "authority", "stance", "summary"),
    *("applies_to", "channel", "status", "direction", "kind", "topic", "country", "backlog"),
    *("system", "light", "dark", "severity", "sims", "share", "foreign", "time", "scope", "limit"),
)
#: States, kinds and codes of faults that pages show by ``label`` and that stand as constants elsewhere.
CODES = (
    *("running", "stopping", "cancelled", "partial", "not_modified", "law", "regulator"),
    *("law_firm", "trade_press", "vendor", "trade_view", "unclear", "repealed"),
    *("bad_check_digit", "bad_date", "bad_json"),
    *("backwards", "country_mcc_differ", "cut_off", "duplicate_eid", "duplicate_in_file"),
    *("missing_column", "no_beginning", "no_place", "nul_byte", "open_quote", "open_session"),
    *("too_many_cells", "unclear_technology", "unknown_country", "unknown_mcc", "unknown_sim"),
    *("unmapped_status", "unreadable_entry", "bad_address", "bad_answer", "challenge"),
    *("connection", "crawl", "dns", "empty_answer", "empty_feed", "empty_listing", "front_page"),
    *("not_a_feed", "our_fault", "private_address", "redirect_loop", "robots"),
    *("snapshot_damaged", "snapshot_missing", "timeout", "too_large", "truncated", "pdf_broken"),
    *("pdf_truncated", "unknown_format", "extractor_crashed", "extractor_timeout"),
    *("unrecordable", "topics", "jurisdictions", "acts", "dates"),
)
#: Titles of filters, headings in tables.
TITLES = ("State", "Severity", "Topic", "Country", "Blind spots", "In trouble")
#: Why an alert is as loud as it is, of what is stored with it in English.
REASONS = (
    *("a core topic", "a neighbouring topic", "it makes things stricter", "it makes things easier"),
    *("its date is today", "no live SIM is there now", "none of them roams", "it is a ban"),
    "it speaks of retail customers only, an IoT fleet may be outside",
    "it was published long before it came to light here",
)


def texts() -> Iterator[tuple[Any, str]]:
    """Each text with the file where it stands."""
    for text in (*all_texts(), *texts_of((*WORDS, *CODES))):
        yield text, "webapp/wording/labels.py"
    for title in TITLES:
        yield title, "webapp/listing.py"
    for reason in REASONS:
        yield reason, "webapp/alerts/severity.py"
    for source, said in SAYINGS.items():
        yield from ((text, source) for text in said)
    for module, names in TABLES.items():
        for name in names:
            yield from ((text, _file(module)) for text in _strings(_table(module, name)))
    for module, names in PAIRS.items():
        for name in names:
            yield from ((pair, _file(module)) for pair in _table(module, name).values())
    for module, names in SINGLE_PAIRS.items():
        yield from ((_table(module, name), _file(module)) for name in names)


def _file(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _table(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield str(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _strings(one)
