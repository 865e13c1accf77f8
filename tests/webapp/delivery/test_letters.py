"""What a mail says and how it is built: headers, both bodies, and nothing that crawled text could do."""

import re
from datetime import timedelta

import pytest

from data.queries.alert_facts import QuoteFacts
from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.reading import Page, digest, letter, raised, text_of
from webapp.delivery.headers import message_id
from webapp.delivery.letters import MAX_QUOTE, MAX_QUOTES, compose
from webapp.delivery.types import (
    AlertNotice,
    Outgoing,
    TransportError,
)

HOSTILE = "<img src=x onerror=alert(1)>\r\nBcc: all@example.com\u202e"


def test_the_subject_says_country_topic_what_and_when(settings: Settings) -> None:
    assert letter(raised(), settings)["Subject"] == (
        "Türkiye: IMEI registration – new rule, adopted, effective 1 Mar 2027"
    )


def test_an_update_says_so_and_what_moved(settings: Settings) -> None:
    notice = AlertNotice(facts=make_facts(), event="moved", note="From proposed to adopted.")
    message = letter(notice, settings)
    assert message["Subject"].startswith("Update, Türkiye: IMEI registration")
    for kind in ("plain", "html"):
        assert "From proposed to adopted." in text_of(message, kind)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_mail_holds_all_that_one_needs_to_act(settings: Settings, kind: str) -> None:
    body = text_of(letter(raised(), settings), kind)
    for needed in (
        "new rule, adopted",
        "1 Mar 2027",
        "12 Nov 2026",
        "1,200 live SIMs, 1,100 roaming",
        "kaydedilmeyen cihazlar şebekeye alınmaz",
        "Turkish",
        "page 3",
        "https://authority.example/kararlar/2026-211",
        "Register their IMEIs before 1 Mar 2027",
        "+20",
        "a core topic",
        f"{settings.base_url}/alerts/7",
    ):
        assert needed.casefold() in body.casefold()


def test_the_quote_is_marked_with_its_language_and_its_direction(settings: Settings) -> None:
    quote = QuoteFacts(quote="يجب حفظ البيانات داخل المملكة.", language="ar", page=None)
    html = text_of(letter(raised(evidence=(quote,)), settings), "html")
    assert re.search(r'<blockquote [^>]*lang="ar"[^>]*dir="auto"|dir="auto"[^>]*lang="ar"', html)


def test_crawled_text_stays_text_in_every_part(settings: Settings) -> None:
    quote = QuoteFacts(quote=HOSTILE, language="en", page=None)
    facts = {
        "title": HOSTILE,
        "reason": HOSTILE,
        "authority": HOSTILE,
        "document_title": HOSTILE,
        "fleet": HOSTILE,
        "document_url": "javascript:alert(1)",
        "evidence": (quote,),
    }
    message = letter(raised(**facts), settings)
    page = Page(text_of(message, "html"))
    assert "img" not in page.tags
    assert "script" not in page.tags
    assert not any(link.startswith("javascript") for link in page.links)
    assert message["Bcc"] is None
    assert not any("\u202e" in text_of(message, kind) for kind in ("plain", "html"))


def test_the_mail_loads_nothing_from_anywhere(settings: Settings) -> None:
    for notice in (raised(), digest(raised=(make_facts(),))):
        html = text_of(letter(notice, settings), "html")
        assert Page(html).loads == []
        assert "url(" not in html
        assert "@import" not in html


def test_styles_stand_inline_and_dark_mode_in_its_one_block(settings: Settings) -> None:
    html = text_of(letter(raised(), settings), "html")
    assert re.search(r'<h1 style="[^"]*font-size', html)
    assert html.count("<style") == 1
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_a_recipient_with_a_line_break_is_refused_for_good(settings: Settings) -> None:
    for address in (
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\nX: y",
        "no-at-sign",
        "a b@example.com",
        "@example.com",
        "a@",
        "",
        "a@example.com, b@example.com",
    ):
        with pytest.raises(TransportError) as caught:
            letter(raised(), settings, recipient=address)
        assert caught.value.permanent


def test_a_title_of_ten_thousand_characters_leaves_the_subject_short(settings: Settings) -> None:
    message = letter(raised(title="x" * 10_000, jurisdiction="y" * 10_000), settings)
    assert len(message["Subject"]) <= 180
    assert len(text_of(message, "html")) < 60_000


def test_no_header_line_is_longer_than_mail_allows(settings: Settings) -> None:
    outgoing = Outgoing(
        key="k" * 60, recipient="owner@example.com", notice=raised(), created_at=NOW
    )
    raw = compose(outgoing, settings)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    head = raw.split(b"\r\n\r\n")[0]
    assert all(byte < 128 for byte in head)


def test_message_id_follows_the_key_and_the_thread_the_first_mail(settings: Settings) -> None:
    first = letter(raised(), settings, key="alert:7:mail:1")
    later = letter(raised(), settings, key="alert:7:moved", thread_key="alert:7:mail:1")
    assert first["Message-ID"] == message_id("alert:7:mail:1", settings)
    assert first["Message-ID"] != later["Message-ID"]
    assert later["In-Reply-To"] == first["Message-ID"]
    assert later["References"] == f"{first['References']} {first['Message-ID']}"
    assert first["In-Reply-To"] is None


def test_machine_mail_is_marked_as_such(settings: Settings) -> None:
    message = letter(raised(), settings.model_copy(update={"mail_from": "watch@fleet.example"}))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Roamwatch alerts <alerts.roamwatch.fleet.example>"
    assert message["From"] == "Roamwatch <watch@fleet.example>"
    assert message["X-Roamwatch-Key"] == "alert:7:mail:1"
    assert message["Date"].datetime == NOW


def test_samples_are_marked_in_subject_and_both_bodies(settings: Settings) -> None:
    message = letter(raised(sample=True), settings)
    assert message["Subject"].startswith("[Sample] ")
    assert "SAMPLE" in text_of(message)
    assert "made-up authorities" in text_of(message, "html")
    assert "ample" not in letter(raised(), settings)["Subject"]


def test_only_some_quotes_are_shown_and_the_rest_is_counted(settings: Settings) -> None:
    quotes = tuple(
        QuoteFacts(quote=f"passage {n} " + "w" * 2000, language="en", page=None)
        for n in range(MAX_QUOTES + 2)
    )
    html = text_of(letter(raised(evidence=quotes), settings), "html")
    assert "passage 2" in html
    assert "passage 3" not in html
    assert "2 more passages" in html
    assert "w" * MAX_QUOTE not in html


def test_what_the_text_says_is_shown_before_what_it_is_called(settings: Settings) -> None:
    said = "Devices are registered within 120 days."
    quotes = tuple(
        QuoteFacts(quote=text, language="en", page=None)
        for text in ("REGISTRATION of devices  with foreign SIMs", said)
    )
    html = text_of(letter(raised(evidence=quotes), settings), "html")
    assert said in html
    assert "REGISTRATION" not in html
    only = text_of(letter(raised(evidence=quotes[:1]), settings), "html")
    assert "REGISTRATION" in only


def test_advice_looks_at_the_day_of_the_mail(settings: Settings) -> None:
    later = NOW + timedelta(days=200)
    body = text_of(letter(raised(), settings, created_at=later))
    assert "Register their IMEIs now" in body


@pytest.mark.parametrize(
    ("event", "actor", "said"),
    [
        ("assigned", "owner@example.com", "owner@example.com gave it to you"),
        ("commented", "owner@example.com", "owner@example.com commented"),
        ("resolved", "owner@example.com", "owner@example.com resolved it"),
        ("reopened", "owner@example.com", "owner@example.com re-opened it"),
        ("escalated", "roamwatch", "Nobody has taken this alert"),
        ("woken", "roamwatch", "It is back from its snooze"),
        ("told", "roamwatch", "A silence has ended"),
        ("linked", "owner@example.com", "Linked by owner@example.com"),
    ],
)
def test_what_is_done_with_an_alert_is_said_first(
    settings: Settings, event: str, actor: str, said: str
) -> None:
    notice = AlertNotice(facts=make_facts(), event=event, note="See <b>ticket</b> 7.", actor=actor)
    message = letter(notice, settings)
    assert message["Subject"].startswith(f"{said} – Türkiye: ")
    text, html = text_of(message, "plain"), text_of(message, "html")
    assert f"{said}.\n\nSee <b>ticket</b> 7." in text.replace("\r\n", "\n")
    assert f"<strong>{said}.</strong>" in html
    assert "See &lt;b&gt;ticket&lt;/b&gt; 7." in html


def test_a_comment_cannot_bring_a_header_or_a_direction_of_its_own(settings: Settings) -> None:
    note = "one\r\nBcc: all@example.com\u202e two"
    notice = AlertNotice(facts=make_facts(), event="commented", note=note, actor="o@example.com")
    message = letter(notice, settings)
    assert message["Bcc"] is None
    assert "\u202e" not in text_of(message, "plain") + text_of(message, "html")
