"""A text is read as far as it takes to see that it has no topic, and never less."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.passages import ACTS, DATES, LIMITS, TOPICS, Passages, word_count
from analysis.pipeline import analyse
from analysis.subjects import (
    UNREAD,
    UNREAD_OF_DATES,
    UNREAD_OF_THE_BODY,
    may_be_subject,
    subjects,
)
from analysis.topic_words import TopicWords

ORDER = "Permanent roaming of foreign SIMs is prohibited. "
PIECES = st.sampled_from(
    [
        ORDER, "Foreign SIMs must be regis-\ntered within 30 days.\n", "IME\u00adI is a number. ",
        "The perma\u200bnent ro\u00adaming of de\u200bvices ends on 1 May 2027. ", "Handsets are sold. ",
        "The board thanked the staff of the library for the year.\n\n", "Annual report of the board\n",
        "This Order enters into force on 2 June 2027. ", "Article 5. Operators shall block the IMEI. ",
        "Personal\u00a0data shall be stored\nin the coun-\ntry. ", "eSIM profiles, roaming and M2M. ",
    ]
)  # fmt: skip
FILLER = "The committee heard the report on the accounts and closed the meeting at noon. " * 90
TEXTS = st.tuples(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from([0, 1, 4]))


def passages(
    text: str, title: str = "", windows: Sequence[tuple[int, int]] | None = None
) -> Passages:
    """The whole text as one passage, or its windows."""
    words = TopicWords(text, title, "en")
    return Passages(text, title, "en", "GB", windows or [(0, len(text))], words.folded, words.firm)


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_what_is_turned_away_early_has_no_topic_when_read_whole(
    made: tuple[list[str], int],
) -> None:
    """With soft hyphens, zero-width signs and broken lines, short and long."""
    pieces, times = made
    text = (FILLER * times).join(pieces) + FILLER * times
    gated, whole = (analyse(text, language="en", country="GB", gated=g) for g in (True, False))
    assert gated.topics or not whole.topics


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8))
def test_each_step_keeps_what_the_last_one_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    words = word_count(text, "en")
    read = passages(text)
    by_topics = may_be_subject(read.outline(TOPICS), words, unread=UNREAD)
    by_head = may_be_subject(read.outline(ACTS, head=True), words, unread=UNREAD_OF_THE_BODY)
    by_cues = may_be_subject(read.outline(ACTS), words, unread=UNREAD_OF_DATES)
    found = bool(subjects(read.outline(DATES, LIMITS), words, statute=True))
    assert by_topics >= by_head >= by_cues >= found


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["", "Order on roaming"]))
def test_topics_are_the_same_by_the_outline_as_by_the_whole_reading(
    pieces: list[str], title: str
) -> None:
    text = "".join(pieces)
    read = passages(text, title)
    outline = read.outline(TOPICS, ACTS, DATES, LIMITS)
    words = word_count(text, "en")
    assert subjects(outline, words) == subjects(read.read(), words)


def test_steps_give_what_reading_at_once_gives() -> None:
    text = ORDER + FILLER + ORDER
    stepwise = passages(text, "Order on roaming")
    stepwise.outline(TOPICS)
    stepwise.outline(ACTS, head=True)
    assert stepwise.read() == passages(text, "Order on roaming").read()


@pytest.mark.parametrize(("head", "marked"), [(True, False), (False, True)])
def test_cues_are_looked_for_at_the_head_only_if_asked_so(head: bool, marked: bool) -> None:
    text = FILLER + ORDER
    read = passages(text, windows=[(0, 1000), (len(FILLER), len(text))])
    read.outline(TOPICS)
    last = read.outline(ACTS, head=head)[-1]
    assert bool(last.values("acts")) is marked


def test_a_word_in_passing_may_not_be_a_subject_once_the_head_is_read() -> None:
    text = "The board met.\n\n" + FILLER * 3 + "A visitor asked about roaming. " + FILLER * 3
    assert not may_be_subject(passages(text).outline(TOPICS), word_count(text, "en"), unread=UNREAD)
