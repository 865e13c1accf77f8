"""Pictures of every kind of mail, to be looked at: ``python -m tests.e2e.mails OUT_DIR [WORD…]``.

Widths of a phone and of a reading pane, light and dark, from made-up news with awkward titles
and quotes; with words, only mails whose name has one of them.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from data.models import ClockLimit
from data.queries.alert_facts import AlertFacts, ClockFacts, QuoteFacts
from data.queries.pages_clocks import COUNTS, LimitCounts
from data.settings import Settings
from tests.e2e.browser import chromium
from tests.webapp.alerts.facts import NOW, make_facts, make_limit
from tests.webapp.delivery.reading import coverage, digest, letter, text_of
from webapp.delivery.types import (
    AddressNotice,
    AlertNotice,
    ChannelNotice,
    Notice,
    Outage,
    PasswordNotice,
    PlanReminder,
    SourceTrouble,
)

WIDTHS = (360, 800)
SCHEMES = ("light", "dark")
_ARABIC = QuoteFacts(
    quote="لا يجوز نقل بيانات المشتركين خارج المملكة إلا بموافقة الهيئة، ويسري هذا الشرط "
    "على أجهزة إنترنت الأشياء (IoT) اعتبارا من 1 يناير 2027.",
    language="ar",
    page=None,
)
_LONG_TITLE = (
    "Resolution on the conditions under which subscriber identity modules of foreign operators that "
    "remain on national networks for longer than the periods laid down in Annex III are to be "
    "registered, suspended or disconnected"
)


def _saudi() -> AlertFacts:
    return make_facts(
        alert_id=8, jurisdiction="SA", countries=("SA",), topic="data_localisation",
        title="نقل بيانات المشتركين خارج المملكة", kind="amendment", status="proposed",
        severity="medium", effective_on=date(2027, 1, 1), deadline_on=date(2026, 12, 9),
        limits=(), evidence=(_ARABIC,), live_sims=391, foreign_sims=391, by_country={"SA": 391},
        authority="Commission for Telecom Conformity", fleet="Trackers",
        reason="Saudi Arabia proposed an amendment on data localisation; 391 live SIMs are there.",
    )  # fmt: skip


def _brazil() -> AlertFacts:
    quote = QuoteFacts(
        quote="É vedada a permanência de dispositivos em roaming por prazo superior a 90 dias.",
        language="pt",
        page=12,
    )
    return make_facts(
        alert_id=9, jurisdiction="BR", countries=("BR",), topic="roaming", title=_LONG_TITLE,
        severity="low", confirmed=False, evidence=(quote, quote, quote, quote), live_sims=1,
        foreign_sims=0, by_country={"BR": 1}, effective_on=None, published_on=date(2025, 2, 3),
        backlog=True, document_url=f"https://authority.example/{'long-path/' * 12}2026-211.pdf",
    )  # fmt: skip


def _over() -> AlertFacts:
    limit = make_limit(3, "BR", 90)
    counts = {
        "fine": 1700, "approaching": 212, "over": 48, "unknown": 3, "perhaps_over": 9, "in_7": 31,
        "in_30": 120, "in_90": 300,
    }  # fmt: skip
    return make_facts(
        alert_id=10, jurisdiction="BR", countries=("BR",), topic="roaming", kind="none",
        status="none", title="48 SIMs over 90 days in a row in Brazil", live_sims=48,
        foreign_sims=0, by_country={"BR": 48}, evidence=(), effective_on=None,
        limits=({"days": 90, "shape": "consecutive", "per": "sim"},),
        published_on=None, reason="48 SIMs of Meters have been in Brazil for more than 90 days.",
        clock=ClockFacts(limit=limit, counts=counts),
    )  # fmt: skip


def _trouble(number: int, country: str, health: str, reason: str) -> SourceTrouble:
    return SourceTrouble(
        source_id=f"{country.lower()}-{number}", title="Press releases and decisions",
        country=country, health=health, reason=reason, since=NOW - timedelta(days=number),
        sample=False,
    )  # fmt: skip


def _standing(limit: ClockLimit, *, over: int, near: int, soon: int) -> LimitCounts:
    counts = dict.fromkeys(COUNTS, 0) | {"over": over, "approaching": near, "in_7": soon}
    return LimitCounts(limit=limit, counts=counts)


def _full(**values: Any) -> Notice:
    seen = coverage(
        live=16, verified=12, unchanged=("DE", "FR", "GB", "IN", "AU", "AE", "JP", "MX", "BE", "SG"),
        unchanged_since=NOW - timedelta(hours=19),
        blind=(("NG", ("none_healthy",)), ("CN", ("no_rule_maker", "only_inferred"))),
        outages=(
            Outage(since=NOW - timedelta(hours=9), until=NOW - timedelta(hours=7),
                   reason="6 of 7 hosts did not answer."),
        ),
    )  # fmt: skip
    turkey, saudi, brazil = make_facts(), _saudi(), _brazil()
    return digest(
        raised=(turkey, saudi, brazil),
        moved=((make_facts(alert_id=11, jurisdiction="IN"), "From proposed to adopted."),),
        ahead=(
            (date(2026, 12, 9), "deadline", saudi),
            (date(2027, 1, 1), "effective", saudi),
            (date(2027, 3, 1), "effective", turkey),
        ),
        trouble=(
            _trouble(2, "IN", "blocked", "A challenge page answers in place of the list"),
            _trouble(40, "NG", "failing", "The host did not answer within 60 seconds"),
        ),
        clocks=(
            _standing(make_limit(8, "TR", 120, per="imei"), over=48, near=1212, soon=31),
            _standing(make_limit(9, "BR", 90), over=0, near=7, soon=2),
        ),
        plans=(
            PlanReminder(fleet_id=1, fleet="Meters", country="TR",
                         reasons=("its review was due on 15 Nov 2026",)),
        ),
        coverage=seen,
        zone="Europe/Istanbul",
        **values,
    )  # fmt: skip


def notices() -> dict[str, Notice]:
    """Each kind of mail by the name of its picture."""
    quiet = coverage(
        live=16, verified=16, unchanged_since=NOW - timedelta(hours=19),
        unchanged=("DE", "TR", "BR", "US", "GB", "FR", "IN", "AU", "AE", "SA", "JP", "CN", "MX",
                   "NG", "BE", "SG"),
    )  # fmt: skip
    week, days = NOW - timedelta(days=7), NOW - timedelta(days=3)
    return {
        "raised": AlertNotice(facts=make_facts(), event="raised", note=""),
        "raised-rtl": AlertNotice(facts=_saudi(), event="raised", note=""),
        "raised-long": AlertNotice(facts=_brazil(), event="raised", note=""),
        "moved": AlertNotice(facts=make_facts(), event="moved", note="From proposed to adopted."),
        "clock": AlertNotice(facts=_over(), event="raised", note=""),
        "work": AlertNotice(
            facts=make_facts(), event="commented", note="See ticket 7:\nwho registers them?",
            actor="teammate@fleet.test",
        ),
        "daily": _full(),
        "daily-late": _full(late=True, covers_from=days),
        "weekly": _full(period="weekly", covers_from=week),
        "weekly-quiet": digest(period="weekly", covers_from=week, coverage=quiet),
        "sample": AlertNotice(facts=make_facts(sample=True), event="raised", note=""),
        "channel": ChannelNotice(
            channel_id=1, what="off", kind="webhook", name="Ticket system",
            address="https://hooks.fleet.test/in", reason="the receiver is gone (HTTP 410)",
            since=NOW,
        ),
        "password": PasswordNotice(user_id=1, mark="x", until=NOW),
        "address": AddressNotice(user_id=1, mark="x", new="new@fleet.test", until=NOW),
        "readdressed": AddressNotice(user_id=1, mark="", new="new@fleet.test", until=None),
    }  # fmt: skip


def opened(browser: Browser, html: str, *, width: int, scheme: str) -> Page:
    """A page that shows a mail as a mail program would, without our pages' policies."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_content(html)
    return page


def pages(browser: Browser, settings: Settings, words: list[str]) -> Iterator[tuple[str, Page]]:
    """Each mail at each width in each scheme, with the name of its picture."""
    for name, notice in notices().items():
        if words and not any(word in name for word in words):
            continue
        html = text_of(letter(notice, settings, reader_id=12), "html")
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = opened(browser, html, width=width, scheme=scheme)
                yield f"{name}-{width}-{scheme}", page
                page.context.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.load(
        instance=arguments.folder, base_url="https://roamwatch.fleet.example", secret_key="k" * 40
    )
    count = 0
    with chromium() as browser:
        for name, page in pages(browser, settings, arguments.words):
            page.screenshot(path=arguments.folder / f"{name}.png", full_page=True)
            count += 1
    print(f"{count} pictures in {arguments.folder}")  # noqa: T201  # the result of the command


if __name__ == "__main__":
    main()
