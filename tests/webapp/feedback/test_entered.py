"""What officers enter: read field by field, refused in words, hostile text kept harmless."""

from datetime import date

import pytest

from tests.webapp.feedback.stage import MISSED
from webapp.feedback.entered import MAX_NOTE, MOST_LIMITS, Entered, filled, limit_rows, place, read

FORM = {
    "verdict": "wrong",
    "topic": "roaming",
    "place": "TR",
    "kind": "amendment",
    "status": "adopted",
    "direction": "tightening",
    "effective_on": "2027-03-01",
    "deadline_on": "",
    "days-0": "90",
    "shape-0": "consecutive",
    "per-0": "sim",
    "window-0": "",
}


def entered(**values: str) -> Entered:
    return read({**FORM, **{name.replace("_0", "-0"): text for name, text in values.items()}})


def test_a_whole_form_is_read() -> None:
    found = entered(note="  See the annex. ")
    assert found.errors == {}
    assert found.note == "See the annex."
    assert found.right == {
        "jurisdiction": "TR",
        "topic": "roaming",
        "kind": "amendment",
        "status": "adopted",
        "direction": "tightening",
        "effective_on": "2027-03-01",
        "deadline_on": None,
        "limits": [{"days": 90, "shape": "consecutive", "per": "sim", "window_days": None}],
    }
    assert date.fromisoformat(found.right["effective_on"]) == date(2027, 3, 1)


def test_an_empty_form_names_every_field() -> None:
    assert set(read({}).errors) == {"verdict", "place", "topic", "kind", "status", "direction"}
    assert "quote" in read({}, missed=True).errors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tr", "TR"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Türkiye (TR)", "TR"),
        ("eu", "EU"),
        ("Brasil", "BR"),
        ("Nowhere", ""),
        ("", ""),
        (")" * 300, ""),
        ("((((", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_place_is_a_code_or_a_name(text: str, code: str) -> None:
    assert place(text) == code


@pytest.mark.parametrize("text", ["1 March", "2027-02-30", "9999-01-01", "0001-01-01", "٢٠٢٧"])
def test_a_day_that_is_none_is_refused_and_kept_as_typed(text: str) -> None:
    found = entered(effective_on=text)
    assert list(found.errors) == ["effective_on"]
    assert found.right["effective_on"] == text


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ({"days_0": "0"}, "from 1 to 3650"),
        ({"days_0": "-5"}, "from 1 to 3650"),
        ({"days_0": "9" * 400}, "from 1 to 3650"),
        ({"days_0": "٩٠"}, "from 1 to 3650"),
        ({"days_0": ""}, "how many days"),
        ({"shape_0": ""}, "how the days"),
        ({"shape_0": "nonsense"}, "how this limit is counted"),
        ({"per_0": "car"}, "how this limit is counted"),
        ({"shape_0": "cumulative", "window_0": "30"}, "shorter"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(row: dict[str, str], refusal: str) -> None:
    assert refusal in entered(**row).errors["limits"]


def test_a_ban_needs_no_days_and_an_empty_row_is_no_limit() -> None:
    assert entered(shape_0="ban", days_0="").right["limits"] == [
        {"days": None, "shape": "ban", "per": "sim", "window_days": None}
    ]
    assert entered(shape_0="", days_0="").right["limits"] == []


def test_a_window_belongs_to_a_sum_of_days_only() -> None:
    assert entered(shape_0="cumulative", window_0="365").right["limits"][0]["window_days"] == 365
    assert entered(window_0="365").right["limits"][0]["window_days"] is None


@pytest.mark.parametrize("verdict", ["no_change", "off_topic"])
def test_what_is_no_change_needs_a_reason_and_nothing_else(verdict: str) -> None:
    assert list(read({"verdict": verdict}).errors) == ["note"]
    found = read({"verdict": verdict, "note": "Old rule.", "effective_on": "rubbish"})
    assert (found.errors, found.right) == ({}, {})


def test_an_overlong_note_is_refused_not_cut() -> None:
    found = entered(note="x" * (MAX_NOTE + 1))
    assert "2001 characters; 2000 are allowed" in found.errors["note"]
    assert len(found.note) == MAX_NOTE + 1


def test_a_note_loses_what_could_turn_a_line_around() -> None:
    assert entered(note="safe \u202egnp.exe\u2069\x07 end").note == "safe gnp.exe  end"


def test_a_quote_keeps_the_line_breaks_of_the_text() -> None:
    found = read({**MISSED, "quote": " one\r\ntwo \r\n"}, missed=True)
    assert (found.quote, found.errors) == ("one\ntwo", {})


def test_nobody_can_choose_the_word_of_a_missed_finding_or_none() -> None:
    assert "verdict" in read({**FORM, "verdict": "missed"}).errors
    assert "kind" in read({**FORM, "kind": "none"}).errors


def test_as_many_limits_as_a_text_sets_are_shown_and_read_and_one_more_can_be_added() -> None:
    limits = [
        {"days": 10 * number, "shape": "consecutive", "per": "sim", "window_days": None}
        for number in range(1, 8)
    ]
    form = filled({"jurisdiction": "TR", **FORM, "limits": limits})
    assert limit_rows(form) == 8
    assert read(FORM | form).right["limits"] == limits
    assert limit_rows({}) == 3
    assert limit_rows({"shape-2": "ban"}) == 4
    assert limit_rows({f"days-{MOST_LIMITS - 1}": "9"}) == MOST_LIMITS


@pytest.mark.parametrize("text", ["9999-01-01", "0202-01-01"])
def test_a_year_that_nobody_can_mean_is_refused_as_one(text: str) -> None:
    assert entered(effective_on=text).errors == {
        "effective_on": "The year must lie from 1900 to 2200."
    }
