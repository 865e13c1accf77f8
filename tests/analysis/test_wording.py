"""The model of wording: its terms, its points, what it learns and keeps in its file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import wording, wording_fit
from analysis.pipeline import analyse
from analysis.train import lesson_items
from analysis.unnamed import hinted
from data.words import Topic

CAMPED = "Foreign cards may not camp on our networks for longer than a season. "
SOLD = "Whoever buys a prepaid line shows an identity card at the counter. "


def label(text: str, topics: list[str], *, kind: str = "new_rule") -> dict[str, Any]:
    return {
        "title": "", "text": text, "topics": topics, "is_change": True, "change_kind": kind,
        "status": "adopted", "direction": "tightening",
    }  # fmt: skip


@pytest.fixture(scope="module")
def fitted() -> wording_fit.Fitted:
    """Fitted on six texts, of which three speak of roaming and three of registration."""
    ends = ("It starts in May.", "It starts in June.", "It starts in July.")
    camped = [label(CAMPED + end, ["roaming"]) for end in ends]
    sold = [label(SOLD + end, ["sim_registration"], kind="repeal") for end in ends]
    return wording_fit.fit([*camped, *sold])


def test_terms_are_words_their_beginnings_and_pairs() -> None:
    found = wording.terms(wording.plain("Foreign SIM cards, 2026"))
    assert {
        " foreign ",
        " fore",
        " foreig",
        " foreign sim ",
        " foreign sim",
        " cards 0000 ",
    } <= found


def test_where_words_are_not_set_apart_runs_of_signs_are_terms() -> None:
    found = wording.terms(wording.plain("境外卡停用"))
    assert {"境外", "境外卡", "外卡停用"} <= found


@pytest.mark.parametrize("code", ["en", "tr", "ar", "zh", "ja", "ko", "th"])
def test_known_rows_are_those_of_the_terms(code: str) -> None:
    model = wording.load()
    labels = [item.gold for item in lesson_items() if item.gold["lang"] == code]
    for label in labels[::9]:
        said = wording.head(str(label["title"]), str(label["text"]))
        rows = {model.rows[term] for term in wording.terms(said) if term in model.rows}
        assert rows
        assert wording.known_rows(said, model) == rows


def test_points_are_for_what_the_examples_spoke_of(fitted: wording_fit.Fitted) -> None:
    said = wording.points("", "Cards from foreign networks camp here.", fitted.model)
    assert said["topic roaming"] > 0 > said["topic sim_registration"]
    assert said["kind new_rule"] > said["kind repeal"]


def test_of_unknown_words_nothing_is_said(fitted: wording_fit.Fitted) -> None:
    assert set(wording.points("", "Xyz qrs.", fitted.model).values()) == {0.0}


def test_a_lot_of_changes_alone_teaches_what_they_do_and_nothing_of_topics() -> None:
    ends = ("It starts in May.", "It starts in June.", "It starts in July.")
    camped = [label(CAMPED + end, ["roaming"]) for end in ends]
    sold = [label(SOLD + end, ["sim_registration"]) for end in ends]
    lifted = label("An identity card leaves the counter.", ["imei"], kind="repeal")
    fit = wording_fit.fit([*camped, *sold]).model
    more = wording_fit.fit([*camped, *sold, *[lifted | {"changes_only": True}] * 3]).model
    assert more.rows == fit.rows
    for column, name in enumerate(fit.classes):
        same = np.allclose(fit.weights[:, column], more.weights[:, column])
        assert same is name.startswith(("topic", "change")), name


def test_a_text_does_not_speak_for_itself(fitted: wording_fit.Fitted) -> None:
    """Points without the text itself are smaller than with it, and still on the right side."""
    seen = wording.points("", CAMPED + "It starts in May.", fitted.model)
    assert 0 < fitted.unseen[0]["topic roaming"] < seen["topic roaming"]


def test_leaving_one_out_is_what_fitting_without_it_gives() -> None:
    ends = ("", "Now. ", "Soon. ", "At once. ")
    labels = [label(CAMPED * 3 + end, ["roaming"]) for end in ends]
    labels += [label(SOLD * 3 + end, []) for end in ends]
    whole = wording_fit.fit(labels).unseen[0]["topic roaming"]
    rest = wording_fit.fit(labels[1:]).model
    # Rarity is counted over seven texts instead of eight: near, not equal.
    known = wording.points("", str(labels[0]["text"]), rest)["topic roaming"]
    assert whole == pytest.approx(known, abs=0.3)


def test_a_line_or_the_first_page_of_a_book_proves_little() -> None:
    said = {"topic roaming": 3.0, "change": 2.0}
    text = wording.settled(said, 300, 2_000)
    assert text == {"topic roaming": pytest.approx(1.8), "change": pytest.approx(2.0)}
    for little in (wording.settled(said, 15, 100), wording.settled(said, 300, 60_000)):
        assert all(0 < little[name] < 0.2 * value for name, value in text.items())


def test_what_is_written_is_read_again(fitted: wording_fit.Fitted, tmp_path: Path) -> None:
    path = tmp_path / "wording.npz"
    wording_fit.save(fitted.model, path)
    assert wording_fit.alike(wording.load(path), fitted.model)
    assert not wording_fit.alike(wording.load(), fitted.model)


def test_the_shipped_model_is_small_and_knows_every_topic() -> None:
    assert wording.FILE.stat().st_size < 8_000_000
    assert {f"topic {topic}" for topic in Topic} < set(wording.load().classes)


def test_a_subject_told_by_its_wording_alone_has_its_quote_and_says_so() -> None:
    lessons = [item for item in lesson_items() if item.gold.get("plain") and item.gold["is_change"]]
    readings = [
        (item, analyse(item.text, language=str(item.gold["lang"]), title=str(item.gold["title"])))
        for item in lessons[::12]
    ]
    told = [
        (item, change)
        for item, reading in readings
        for change in reading.changes
        if any(".wording:" in quote.rule for quote in change.evidence)
    ]
    assert len(told) > 5
    for item, change in told:
        assert any("unnamed" in reason for reason in change.reasons)
        for quote in change.evidence:
            assert item.text[quote.start : quote.end] == quote.quote


def test_reading_whole_tells_what_the_gated_reading_tells() -> None:
    for item in lesson_items()[::25]:
        language, title = str(item.gold["lang"]), str(item.gold["title"])
        gated = analyse(item.text, language=language, title=title)
        whole = analyse(item.text, language=language, title=title, gated=False)
        assert gated.changes == whole.changes


def test_without_any_word_of_a_topic_its_wording_must_say_more_and_of_data_says_nothing() -> None:
    worded = {"topic imei": 1.5, "topic esim": 0.3, "topic data_localisation": 2.0, "change": 1.0}
    assert hinted(worded, {Topic.ESIM}, whole=True) == {
        "topic imei": 1.0, "topic esim": 0.3, "topic data_localisation": 0.0, "change": 1.0,
    }  # fmt: skip


def test_the_beginning_of_a_long_text_tells_no_topic_of_which_it_has_no_word() -> None:
    worded = {"topic imei": 1.5, "topic esim": -0.3, "topic roaming": 0.4}
    assert hinted(worded, {Topic.ROAMING}, whole=False) == {
        "topic imei": 0.0, "topic esim": -0.3, "topic roaming": 0.4,
    }  # fmt: skip
