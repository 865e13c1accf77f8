"""Addresses that are made."""

import pytest

from crawler.spiders.addresses import with_query


@pytest.mark.parametrize(
    ("url", "values", "made"),
    [
        ("https://r.example/a", {"x": "1"}, "https://r.example/a?x=1"),
        ("https://r.example/a?x=2", {"x": "1", "y": "3"}, "https://r.example/a?x=2&y=3"),
        ("https://r.example/a?k%5B%5D=7#top", {"x": "1"}, "https://r.example/a?k%5B%5D=7&x=1"),
        ("https://r.example/a", {}, "https://r.example/a"),
        ("https://r.example/a", {"q": "сети связи"}, "https://r.example/a?q=%D1%81%D0%B5%D1%82%D0%B8%20%D1%81%D0%B2%D1%8F%D0%B7%D0%B8"),
    ],
)  # fmt: skip
def test_what_an_address_says_itself_stands_and_the_rest_is_added(
    url: str, values: dict[str, str], made: str
) -> None:
    assert with_query(url, values) == made


def test_a_parameter_may_stand_several_times() -> None:
    pairs = [("organisations[]", "a"), ("organisations[]", "b")]
    assert with_query("https://r.example/", pairs) == (
        "https://r.example/?organisations%5B%5D=a&organisations%5B%5D=b"
    )
