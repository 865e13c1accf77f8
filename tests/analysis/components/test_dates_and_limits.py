"""Dates with their role and limits with their shape."""

import pytest

from tests.analysis.components.reading import marks, values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It enters into force on 1 May 2027.", "effective:2027-05-01"),
        ("Comments must be received no later than 1 May 2027.", "deadline:2027-05-01"),
        ("The Act of 1 May 2017 is old law of 1 May 2017.", "other:2017-05-01"),
        ("It enters into force upon publication.", "effective:publication+0d"),
        ("It takes effect on the day following its publication.", "effective:publication+1d"),
        ("It enters into force six months after its publication.", "effective:publication+6m"),
        ("It takes effect 90 days after publication.", "effective:publication+90d"),
        ("Reply within 30 days of publication of this notice.", "deadline:publication+30d"),
        (
            "It applies from the first day of the third month following its publication.",
            "effective:publication/3",
        ),
    ],
)
def test_the_nearest_cue_gives_a_date_its_role(text: str, value: str) -> None:
    assert value in values(text, "dates")


def test_two_dates_in_a_sentence_each_take_their_own_cue() -> None:
    text = "Comments are due by 1 May 2027 and the rule takes effect on 1 July 2027."
    assert values(text, "dates") == ["deadline:2027-05-01", "effective:2027-07-01"]


def test_a_short_cue_far_away_gives_no_role() -> None:
    text = "By the way, the members of the board met again and again in the year 3 May 2027."
    assert not values(text, "dates")[0].startswith("deadline")


def test_the_order_of_day_and_month_is_the_country_s() -> None:
    text = "It takes effect on 03/04/2027."
    assert marks(text, "dates", country="US") == [("03/04/2027", "effective:2027-03-04")]
    assert marks(text, "dates", country="GB") == [("03/04/2027", "effective:2027-04-03")]


def test_a_term_after_publication_behind_which_an_act_applies_is_its_effect() -> None:
    (found,) = values("本规定自公布之日起三十日后施行。", "dates", "zh")
    assert found == "effective:publication+30d"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a SIM may roam for ninety (90) consecutive days", "consecutive:90::sim"),
        ("a SIM may roam 120 days in a calendar year", "calendar_year:120::sim"),
        ("a SIM may roam for more than 60 days in any four months", "cumulative:60:120:sim"),
        ("a SIM may roam for more than 48 hours", "consecutive:2::sim"),
        ("an unregistered IMEI is blocked after 30 days of use", "consecutive:30::imei"),
        ("a foreign SIM may stay for at most six months", "consecutive:180::sim"),
        ("permanent roaming of SIMs is prohibited", "ban:::sim"),
    ],
)
def test_a_limit_has_its_number_and_shape(text: str, value: str) -> None:
    assert values(text, "limits") == [value]


@pytest.mark.parametrize(
    "text",
    ["Recordings are kept for more than 90 days.", "The fee is due within 30 days of the invoice."],
)
def test_a_length_of_time_about_something_else_is_no_limit(text: str) -> None:
    assert values(text, "limits") == []


def test_a_limit_is_marked_under_its_most_telling_shape_only() -> None:
    assert len(values("for more than 90 consecutive days a SIM is connected", "limits")) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They were notified on 27 November 2026 and come into effect on 26 April 2027.", "en"),
        ("The order, signed on 27 November 2026, enters into force on 26 April 2027.", "en"),
        ("La norma del 27 de noviembre de 2026 entra en vigor el 26 de abril de 2027.", "es"),
        ("Le texte du 27 novembre 2026 entre en vigueur le 26 avril 2027.", "fr"),
        ("Die Verordnung vom 27. November 2026 tritt am 26. April 2027 in Kraft.", "de"),
    ],
)
def test_a_cue_right_before_a_day_is_not_also_the_day_befores(text: str, language: str) -> None:
    found = values(text, "dates", language)
    assert [value for value in found if value.startswith("effective")] == ["effective:2027-04-26"]


def test_a_cue_behind_its_day_stays_with_it_where_verbs_come_last() -> None:
    text = "Düzenleme 1 Mart 2026 tarihinde yürürlüğe girer, 1 Haziran 2026 raporu ayrıdır."
    assert "effective:2026-03-01" in values(text, "dates", "tr")
