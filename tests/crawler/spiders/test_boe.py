"""Spain's gazette: which days are asked, and what an issue's contents say."""

from datetime import date

import pytest

from crawler.choosing import concerns_us
from crawler.errors import BadAnswerError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import BOE_NONE, boe_issue
from tests.replica.server import Page

TASK = make_task("boe", "https://boe.example/api/boe/sumario", language="es")
DAY = date(2026, 11, 16)
CNMC = "COMISIÓN NACIONAL DE LOS MERCADOS Y LA COMPETENCIA"
ISSUE = boe_issue(
    DAY,
    {
        "1": {"MINISTERIO DE HACIENDA": [("BOE-A-2026-1", "Orden sobre tasas")]},
        "3": {CNMC: [("BOE-A-2026-2", "Resolución sobre numeración M2M & itinerancia")]},
        "5A": {"MINISTERIO DE DEFENSA": [("BOE-B-2026-3", "Anuncio de licitación")]},
    },
)


def test_an_item_has_its_page_title_day_and_issuer() -> None:
    entry = read(TASK, ISSUE).entries[1]
    assert entry.url == "/diario_boe/txt.php?id=BOE-A-2026-2"
    assert entry.title == "Resolución sobre numeración M2M & itinerancia"
    assert (entry.published_on, entry.issuer) == (DAY, CNMC)
    assert entry.about == "Telecomunicaciones"


def test_only_the_sections_of_the_source_are_read() -> None:
    task = make_task("boe", TASK.url, options={"sections": ["1", "3"]})
    assert len(read(TASK, ISSUE).entries) == 3
    assert [entry.url[-1] for entry in read(task, ISSUE).entries] == ["1", "2"]


def test_a_department_or_a_word_says_what_concerns_us() -> None:
    entries = read(TASK, ISSUE).entries
    by_issuer = {"departments": ["Comision Nacional de los Mercados"]}
    assert [concerns_us(entry, by_issuer) for entry in entries] == [False, True, False]
    by_word = {"words": ["licitacion"]}
    assert [concerns_us(entry, by_word) for entry in entries] == [False, False, True]


def test_the_last_days_are_asked_the_newest_first() -> None:
    days = asked(TASK)
    assert days[0] == "https://boe.example/api/boe/sumario/20261116"
    assert (len(days), days[-1][-8:]) == (7, "20261110")


def test_after_an_outage_every_missed_day_is_asked_up_to_a_month() -> None:
    task = make_task("boe", TASK.url, since=date(2026, 11, 1))
    assert asked(task)[-1].endswith("/20261031")
    task = make_task("boe", TASK.url, since=date(2025, 1, 1))
    assert len(asked(task)) == 31


def test_a_day_without_an_issue_is_empty_and_no_fault() -> None:
    assert read(TASK, BOE_NONE).entries == ()


@pytest.mark.parametrize(
    "body", [b"<html>maintenance</html>", b"{}", b"", b"<response><status><code>500</code>"]
)
def test_what_is_no_contents_of_an_issue_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(TASK, Page(body=body))


def test_entities_of_the_senders_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "roaming">]>' + ISSUE.body.replace(b"tasas", b"&a;")
    bomb = bomb.replace(b"<?xml version='1.0' encoding='utf-8'?>", b"")
    assert "roaming" not in read(TASK, Page(body=bomb)).entries[0].title
