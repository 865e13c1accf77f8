"""From a text to a reading: the promises that hold for every text."""

import json
import pickle
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.evaluate import read_gold
from analysis.lexicon import SEED, supported
from analysis.pipeline import analyse
from analysis.types import Reading
from data.words import ChangeKind, ChangeStatus, Direction, LimitShape, Topic

ORDER = (
    "Permanent roaming of foreign SIMs limited\n\n"
    "The Nigerian Communications Commission has imposed a new rule on operators. "
    "Foreign SIMs in M2M devices must not stay in permanent roaming on a Nigerian network for "
    "more than ninety (90) consecutive days. The rule takes effect on 1 March 2027. "
    "Comments on the guidelines may be sent until 15 January 2027."
)
AUCTION = (
    "Recommendations on the auction of spectrum\n\n"
    + "The reserve price per block is set for each service area, and licensees shall meet the "
    "roll-out obligations in three phases of two years each. "
    * 80
    + "Roaming agreements shall not count towards roll-out obligations. "
    + "Payment may be made in twenty equal instalments by the successful bidders. " * 80
)
GOLD = [
    pytest.param(item, id=item.id)
    for code in sorted(supported())
    for item in read_gold(SEED / "gold" / f"{code}.jsonl")[:6]
]


def read(text: str, **hints: str) -> Reading:
    """A reading of a text published on a fixed day."""
    return analyse(text, published=date(2026, 11, 2), **hints)  # type: ignore[arg-type]


def test_an_order_is_read_whole() -> None:
    found = read(ORDER, language="en")
    (change,) = (c for c in found.changes if c.topic is Topic.ROAMING)
    assert found.relevant
    assert found.countries == ("NG",)
    assert change.status is ChangeStatus.ADOPTED
    assert change.kind is ChangeKind.NEW_RULE
    assert change.direction is Direction.TIGHTENING
    assert change.effective_on == date(2027, 3, 1)
    assert change.deadline_on == date(2027, 1, 15)
    assert [(limit.days, limit.shape) for limit in change.limits] == [(90, LimitShape.CONSECUTIVE)]
    assert change.scope["devices"] == "m2m"
    assert 0.5 < change.confidence <= 1
    assert change.reasons


def test_one_mention_in_a_long_text_is_no_subject() -> None:
    found = read(AUCTION, language="en", country="IN")
    assert (found.relevant, found.changes, found.topics) == (False, (), ())


def test_a_text_without_any_topic_word_is_not_read_further() -> None:
    found = read("The committee discussed the budget of the library. " * 20)
    assert (found.relevant, found.marks, found.language) == (False, (), "en")


def test_an_empty_text_is_an_empty_reading() -> None:
    found = read("")
    assert (found.relevant, found.language) == (False, "und")


@pytest.mark.parametrize("item", GOLD)
def test_every_quote_is_found_at_its_offsets(item: object) -> None:
    text, gold = item.text, item.gold  # type: ignore[attr-defined]  # an Item, typed loosely here
    found = analyse(text, title=gold["title"], country=gold["country"], language=gold["lang"])
    for change in found.changes:
        assert change.evidence
        for quote in change.evidence:
            assert text[quote.start : quote.end] == quote.quote
            assert quote.rule
    for mark in found.marks:
        assert 0 <= mark.start < mark.end <= len(text)


def test_the_same_text_gives_the_same_reading() -> None:
    assert read(ORDER) == read(ORDER)


def test_a_reading_travels_between_processes() -> None:
    found = read(ORDER)
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_reading_is_json_with_the_keys_of_the_design() -> None:
    values = json.loads(json.dumps(read(ORDER).as_json()))
    assert {"language", "relevant", "topics", "countries", "changes"} <= set(values)
    assert {
        "country", "topic", "is_change", "kind", "status", "direction", "effective_on",
        "deadline_on", "limits", "confidence", "evidence",
    } <= set(values["changes"][0])  # fmt: skip
    assert set(values["changes"][0]["evidence"][0]) == {"start", "end", "quote", "rule"}


def test_only_changes_that_touch_the_news_are_given() -> None:
    start = ORDER.index("Foreign SIMs in")
    inside = analyse(ORDER, language="en", news=[(start, start + 40)])
    outside = analyse(
        ORDER + "\n\nVisits: many.", language="en", news=[(len(ORDER) + 2, len(ORDER) + 9)]
    )
    assert inside.changes
    assert outside.changes == ()


def test_the_title_may_stand_apart_or_begin_the_text() -> None:
    title, _, body = ORDER.partition("\n\n")
    apart = analyse(body, title=title, language="en", published=date(2026, 11, 2))
    within = read(ORDER, language="en")
    assert apart.topics == within.topics
    assert {c.kind for c in apart.changes} == {c.kind for c in within.changes}


def test_evidence_never_quotes_a_title_that_is_not_in_the_text() -> None:
    title, _, body = ORDER.partition("\n\n")
    found = analyse(body, title=title, language="en")
    assert all(body[q.start : q.end] == q.quote for c in found.changes for q in c.evidence)


def test_an_unsupported_language_is_said_to_be_so() -> None:
    assert "sv" not in supported()
    text = "Myndigheten har beslutat att IMEI-registrering av apparater blir obligatorisk. " * 4
    found = read(text, language="sv")
    assert not found.supported
    assert found.language == "sv"


def test_a_group_act_names_the_group() -> None:
    text = ORDER.replace("The Nigerian Communications Commission", "The European Union").replace(
        "a Nigerian", "any"
    )
    found = analyse(text, country="EU", language="en")
    assert found.countries == ("EU",)
    assert {change.via_group for change in found.changes} == {"EU"}


def test_soft_hyphens_and_broken_lines_change_nothing() -> None:
    broken = ORDER.replace("permanent", "perma\u00adnent").replace(" days", "\ndays")
    plain, odd = read(ORDER, language="en"), read(broken, language="en")
    assert plain.topics == odd.topics
    assert [c.limits for c in plain.changes] == [c.limits for c in odd.changes]


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("aeIMEI roaming SIM 90 days.\n\u00ad漫游()-<>&é"), max_size=300
    )
)
def test_no_text_breaks_the_analysis_and_offsets_always_fit(text: str) -> None:
    whole = f"{text}\n\n{ORDER}"
    found = analyse(whole, language="en", country="NG")
    assert found.changes
    assert all(whole[q.start : q.end] == q.quote for c in found.changes for q in c.evidence)
