import pytest
from flask import Flask

from webapp.listing import (
    Page,
    country_arg,
    country_filter,
    filter_group,
    here,
    page_of,
    word_arg,
)


def test_links_keep_the_other_filters_and_forget_the_page(app: Flask) -> None:
    with app.test_request_context("/alerts?state=open&topic=imei&page=3"):
        assert here(state="resolved", page="") == "/alerts?state=resolved&topic=imei"
        assert here(state="", topic="", page="") == "/alerts"


def test_a_link_keeps_the_parts_of_its_own_address(app: Flask) -> None:
    with app.test_request_context("/countries/TR?page=2&code=XX"):
        assert here(page="") == "/countries/TR"


def test_each_word_that_would_show_something_has_its_link_and_count(app: Flask) -> None:
    with app.test_request_context("/alerts?severity=low"):
        group = filter_group(
            "Severity", "severity", ("high", "medium", "low"), chosen="low", counts={"high": 4}
        )
    assert [(choice.text, choice.count, choice.active) for choice in group.choices] == [
        ("All", None, False),
        ("High", 4, False),
        ("Low", 0, True),
    ]
    assert group.choices[1].href == "/alerts?severity=high"
    assert (group.chosen, group.narrowed) == ("Low", True)


def test_without_counts_every_word_has_its_link(app: Flask) -> None:
    with app.test_request_context("/fleet/sims"):
        group = filter_group("Live", "live", ("yes", "no"), chosen="", labels={"yes": "Live"})
    assert [choice.text for choice in group.choices] == ["All", "Live", "No"]
    assert [choice.count for choice in group.choices] == [None, None, None]
    assert (group.chosen, group.narrowed) == ("All", False)


def test_countries_stand_in_the_order_of_their_names(app: Flask) -> None:
    with app.test_request_context("/alerts"):
        group = country_filter({"TR", "DE", "AE"}, chosen="BR")
    assert [choice.text for choice in group.choices] == [
        "All",
        "Brazil",
        "Germany",
        "Türkiye",
        "United Arab Emirates",
    ]
    assert not group.folded
    assert group.chosen == "Brazil"


def test_a_country_s_link_keeps_the_other_filters_whatever_they_say(app: Flask) -> None:
    with app.test_request_context("/documents?q=country%3DANY+%26+ANY&country=BR&page=3"):
        group = country_filter({"TR", "-"}, chosen="BR")
        assert [choice.href for choice in group.choices] == [
            here(country=code, page="") for code in ("", "BR", "TR", "-")
        ]


def test_many_countries_are_folded(app: Flask) -> None:
    codes = ("TR", "DE", "AE", "FR", "GB", "US", "IN", "JP", "CN")
    with app.test_request_context("/alerts"):
        assert country_filter(codes, chosen="").folded


def test_words_of_the_address_are_ours_or_nothing(app: Flask) -> None:
    with app.test_request_context("/alerts?state=open&topic=drop%20table&country=tr"):
        assert word_arg("state", ("open",)) == "open"
        assert word_arg("topic", ("imei",)) == ""
        assert word_arg("missing", ("imei",)) == ""
        assert country_arg() == "TR"


@pytest.mark.parametrize(("code", "taken"), [("EU", "EU"), ("int", "INT"), ("ZZ", ""), ("", "")])
def test_a_country_may_be_a_group(app: Flask, code: str, taken: str) -> None:
    with app.test_request_context(f"/alerts?country={code}"):
        assert country_arg() == taken


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("1", 1), ("3", 3), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 30, 1)],
)
def test_the_page_asked_for_or_the_nearest(app: Flask, asked: str, number: int) -> None:
    with app.test_request_context(f"/alerts?page={asked}"):
        assert page_of(101, size=50).number == number


def test_a_page_knows_its_stretch_and_its_neighbours(app: Flask) -> None:
    with app.test_request_context("/alerts?state=open&page=2"):
        page = page_of(101, size=50)
        assert (page.offset, page.first, page.last, page.pages) == (50, 51, 100, 3)
        assert page.previous_href == "/alerts?state=open&page=1"
        assert page.next_href == "/alerts?state=open&page=3"
        last = Page(number=3, size=50, total=101)
        assert (last.first, last.last, last.next_href) == (101, 101, "")


def test_an_empty_list_has_one_empty_page() -> None:
    page = Page(number=1, size=50, total=0)
    assert (page.pages, page.first, page.last) == (1, 0, 0)
    assert page.previous_href == ""
