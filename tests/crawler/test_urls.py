import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import MAX_LENGTH, document_address


@pytest.mark.parametrize(
    ("spelling", "address"),
    [
        ("HTTPS://Regulator.Example:443/News#top", "https://regulator.example/News"),
        ("http://regulator.example:80", "http://regulator.example/"),
        ("http://regulator.example:8080/a", "http://regulator.example:8080/a"),
        ("https://r.example/a?utm_source=feed&id=7&utm_medium=rss", "https://r.example/a?id=7"),
        ("https://r.example/a?id=7&&fbclid=x", "https://r.example/a?id=7"),
        ("https://r.example/a;jsessionid=0A1B?id=7", "https://r.example/a?id=7"),
        ("https://r.example/é/ñ?q=ü", "https://r.example/%C3%A9/%C3%B1?q=%C3%BC"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("  https://r.example/a\n", "https://r.example/a"),
    ],
)
def test_one_document_has_one_spelling(spelling: str, address: str) -> None:
    assert document_address(spelling) == address


def test_a_relative_address_is_completed_from_where_it_stands() -> None:
    base = "https://r.example/news/index.html"
    assert document_address("../a.pdf", base=base) == "https://r.example/a.pdf"
    assert document_address("//other.example/a", base=base) == "https://other.example/a"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "mailto:press@r.example",
        "javascript:void(0)",
        "file:///etc/passwd",
        "data:text/html,hello",
        "ftp://r.example/a",
        "https://user:word@r.example/",
        "http://[not-an-address/",
        "http://r.example:port/",
        "https://",
        "https://r.example/" + "a" * MAX_LENGTH,
    ],
)
def test_what_is_no_fetchable_address_is_empty(other: str) -> None:
    assert document_address(other) == ""


@given(st.text(max_size=80))
def test_any_text_gives_an_ascii_address_or_nothing_and_the_spelling_is_final(text: str) -> None:
    address = document_address(text, base="https://r.example/list/")
    assert address.isascii()
    assert document_address(address) == address
