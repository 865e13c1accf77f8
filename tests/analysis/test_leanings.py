"""Single signs of direction, from statements made by hand."""

import pytest

from analysis.leanings import asks_for_comments, limit_falls, recognises
from analysis.statements import BODY, LEAD, TITLE
from tests.analysis.made import statement


@pytest.mark.parametrize(("place", "told"), [(TITLE, True), (LEAD, True), (BODY, False)])
def test_a_recognition_is_told_at_the_head(place: str, told: bool) -> None:
    assert recognises([statement(place=place, topics="data_localisation:partner")]) is told


@pytest.mark.parametrize(
    ("limits", "falls"),
    [
        ("old:120 new:90", 1.0),
        ("old:90 new:180", -1.0),
        ("new:90", 0.0),
        ("old:90", 0.0),
        ("old:90 new:90", 0.0),
        ("", 0.0),
    ],
)
def test_a_limit_falls_or_rises_only_beside_the_old_one(limits: str, falls: float) -> None:
    assert limit_falls([statement(limits=limits)]) == falls


def test_only_the_text_says_how_to_comment() -> None:
    assert asks_for_comments(statement(place=LEAD, acts="kind:consultation"))
    assert not asks_for_comments(statement(place=TITLE, acts="kind:consultation"))
    assert not asks_for_comments(statement(acts="kind:new_rule"))
