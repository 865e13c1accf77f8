"""Which redirects are moves."""

import pytest

from crawler.moves import Move, domain_of, move_of

OLD = "http://www.authority.gov.tr/decisions"


@pytest.mark.parametrize(
    "answered",
    [
        OLD,
        "https://www.authority.gov.tr/decisions",
        "https://authority.gov.tr/decisions/",
        "https://authority.gov.tr/Decisions/index.html",
        "https://authority.gov.tr:443/decisions",
    ],
)
def test_completing_an_address_is_no_move(answered: str) -> None:
    assert move_of(OLD, answered, [301]) is None


def test_no_redirect_is_no_move() -> None:
    assert move_of(OLD, "https://elsewhere.example/", []) is None


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_to_another_page_is_a_move(status: int) -> None:
    to = "https://authority.gov.tr/en/rulings"
    assert move_of(OLD, to, [status]) == Move(to=to, permanent=True)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_one_within_the_domain_is_none(status: int) -> None:
    assert move_of(OLD, "https://web2.authority.gov.tr/x", [status]) is None
    assert move_of(OLD, "https://authority.gov.tr/x", [301, status]) is None


def test_another_domain_is_a_move_even_for_now() -> None:
    to = "https://bthk.gov.tr/decisions"
    assert move_of(OLD, to, [302]) == Move(to=to, permanent=False)


@pytest.mark.parametrize("statuses", [[301], [302], [301, 302]])
def test_a_deep_page_that_leads_to_the_front_page_is_gone(statuses: list[int]) -> None:
    move = move_of(OLD, "https://authority.gov.tr/", statuses)
    assert move is not None
    assert move.gone


def test_a_front_page_that_leads_to_a_front_page_is_not_gone() -> None:
    move = move_of("http://old.example/", "https://new.example/", [301])
    assert move == Move(to="https://new.example/", permanent=True)


def test_a_question_in_the_address_is_part_of_it() -> None:
    assert move_of(f"{OLD}?lang=tr", f"{OLD}?lang=en", [301]) is not None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.ofcom.org.uk/x", "ofcom.org.uk"),
        ("https://duyuru.btk.gov.tr", "btk.gov.tr"),
        ("http://127.0.0.1:8040/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("no address", ""),
    ],
)
def test_the_registered_name_of_an_address(url: str, domain: str) -> None:
    assert domain_of(url) == domain
