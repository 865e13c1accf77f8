"""Russia's portal of publication: what is asked, where it is read, how far it is followed."""

from datetime import date

import pytest

from crawler.errors import BadAnswerError
from tests.crawler.spiders.asking import asked, make_task, read
from tests.replica.publishers import as_json, pravo_page
from tests.replica.server import Page

TASK = make_task("pravo", "http://pravo.example/api/Documents", language="ru")
ACT = {"0001202611160019": "О порядке регистрации абонентских устройств"}
PAGE_1 = "http://pravo.example/api/Documents?PageSize=100&Index=1&SortedBy=6&SortDestination=1"


def test_people_read_the_card_and_machines_the_pdf() -> None:
    (entry,) = read(TASK, pravo_page(ACT), url=PAGE_1).entries
    assert entry.url == "http://pravo.example/document/0001202611160019"
    assert entry.fetch_url == "http://pravo.example/file/pdf?eoNumber=0001202611160019"
    assert entry.title == "Приказ Министерства О порядке регистрации абонентских устройств"
    assert entry.published_on == date(2026, 11, 16)


def test_each_word_is_a_search_of_its_own_within_a_block() -> None:
    options = {"search": ["роуминг", "IMEI"], "block": "federal_authorities"}
    first, second = asked(make_task("pravo", TASK.url, options=options))
    assert "Block=federal_authorities" in first
    assert "Name=%D1%80%D0%BE%D1%83" in first
    assert second.endswith("Name=IMEI")
    assert asked(TASK) == [PAGE_1]


def test_the_following_page_keeps_the_question() -> None:
    url = PAGE_1 + "&Name=IMEI"
    listed = read(TASK, pravo_page(ACT, page=1, pages=3), url=url)
    assert listed.next_url == url.replace("Index=1", "Index=2")
    assert read(TASK, pravo_page(ACT, page=3, pages=3), url=url).next_url == ""


def test_pages_that_were_read_before_are_not_asked_again() -> None:
    page = pravo_page(ACT, page=1, pages=3)
    seen = make_task("pravo", TASK.url, since=date(2026, 11, 17))
    assert read(seen, page, url=PAGE_1).next_url == ""
    missed = make_task("pravo", TASK.url, since=date(2026, 11, 1))
    assert read(missed, page, url=PAGE_1).next_url != ""


def test_an_act_without_a_number_harms_no_other() -> None:
    good = {"eoNumber": "1", "title": "A", "viewDate": "2.11.2026"}
    acts = [{"title": "no number"}, {"eoNumber": "../x"}, good, {**good, "viewDate": "16.11.2026"}]
    page = as_json({"items": [*acts, "nonsense"], "currentPage": "one"})
    odd, plain = read(TASK, page).entries
    assert (odd.title, odd.published_on) == ("A", None)
    assert plain.published_on == date(2026, 11, 16)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"<html>", b'{"items": 1}'])
def test_what_is_no_list_of_acts_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(TASK, Page(body=body))
