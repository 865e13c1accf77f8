"""The map on the overview, and the file of its shapes."""

import re

import pytest
from flask import Flask

from tests.webapp.filled import client_of
from webapp.worldmap.shapes import world


def page(app: Flask, path: str = "/") -> str:
    return client_of(app, "owner").get(path).text


def address(text: str) -> str:
    found = re.search(r'href="(/shapes-[0-9a-f]+\.svg)#TR"', text)
    assert found is not None
    return found[1]


def test_the_shapes_are_one_file_kept_for_good(filled_app: Flask) -> None:
    answer = filled_app.test_client().get(address(page(filled_app)))
    assert answer.mimetype == "image/svg+xml"
    assert answer.cache_control.immutable
    drawn = set(re.findall(r'id="([A-Z]{2})"', answer.text))
    assert drawn == {code for code, place in world().places.items() if not place.dot}


def test_every_country_leads_to_its_page(filled_app: Flask) -> None:
    text = page(filled_app)
    assert all(f'href="/countries/{code}"' in text for code in world().places)


def test_the_address_chooses_the_topic(filled_app: Flask) -> None:
    assert "Türkiye: IMEI registration –" in page(filled_app, "/?topic=imei")
    assert "Türkiye: Permanent roaming –" in page(filled_app)


@pytest.mark.parametrize("topic", ["", "nonsense", "ROAMING", "<script>"])
def test_an_absurd_topic_shows_the_first(filled_app: Flask, topic: str) -> None:
    assert "Türkiye: Permanent roaming –" in page(filled_app, f"/?topic={topic}")
