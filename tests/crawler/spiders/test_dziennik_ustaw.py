"""Poland's gazette: a year of acts, and where people and machines read each."""

import json
from datetime import date

import pytest

from crawler.choosing import concerns_us
from crawler.errors import BadAnswerError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import as_json, dziennik_year
from tests.replica.server import Page

TASK = make_task("dziennik_ustaw", "https://api.example/eli/acts/DU", language="pl")
YEAR = "https://api.example/eli/acts/DU/2026"


def test_people_read_the_card_and_machines_the_act_in_force() -> None:
    (entry,) = read(TASK, dziennik_year(2026, {17: "Rozporządzenie o numeracji"}), url=YEAR).entries
    assert entry.url == "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20260000017"
    assert entry.fetch_url == YEAR + "/17/text.pdf"
    assert entry.title == "Rozporządzenie o numeracji"
    assert entry.published_on == date(2026, 2, 17), "the day of the gazette, not of the act"


def test_an_act_without_a_pdf_is_read_as_a_page() -> None:
    (entry,) = read(TASK, dziennik_year(2026, {1: "Ustawa"}, textPDF=False), url=YEAR).entries
    assert entry.fetch_url == YEAR + "/1/text.html"


def test_the_newest_act_comes_first() -> None:
    entries = read(TASK, dziennik_year(2026, {1: "A", 3: "C", 2: "B"}), url=YEAR).entries
    assert [entry.title for entry in entries] == ["C", "B", "A"]


def test_keywords_of_the_api_are_looked_at_besides_the_title() -> None:
    page = dziennik_year(2026, {1: "Ustawa o zmianie ustaw"}, keywords=["telekomunikacja"])
    (entry,) = read(TASK, page, url=YEAR).entries
    assert concerns_us(entry, {"words": ["telekomunikac"]})
    assert not concerns_us(entry, {"words": ["rolnictw"]})


def test_an_act_without_a_place_in_the_gazette_harms_no_other() -> None:
    acts = [{"title": "no address"}, "nonsense", {"ELI": "DU/2026/x", "address": "W", "pos": 1}]
    good = json.loads(dziennik_year(2026, {5: "Ustawa"}).body)["items"]
    entries = read(TASK, as_json({"items": acts + good}), url=YEAR).entries
    assert [entry.title for entry in entries] == ["Ustawa"]


def test_last_year_is_asked_as_long_as_something_of_it_may_be_unread() -> None:
    assert asked(TASK) == [YEAR]
    assert [url[-4:] for url in asked(TASK, today=date(2027, 1, 3))] == ["2027", "2026"]
    task = make_task("dziennik_ustaw", TASK.url, since=date(2026, 10, 1))
    assert [url[-4:] for url in asked(task, today=date(2027, 6, 1))] == ["2027", "2026"]


@pytest.mark.parametrize("body", [b"[]", b"{}", b"<html>", b'{"items": {}}'])
def test_what_is_no_year_of_acts_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(TASK, Page(body=body))
