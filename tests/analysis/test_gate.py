"""The gate lets nothing be lost, and reads only passages of long texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import weights
from analysis.components.passage import Role
from analysis.folding import fold
from analysis.gate import WHOLE, may_pass, windows_of
from analysis.matching import Hit
from analysis.statements import BODY, LEAD, TITLE, Statement
from analysis.subjects import most_points, topic_features
from analysis.topic_words import TopicWords
from data.words import Topic
from tests.analysis.made import statement

FILLER = "The board approved the accounts of the library and thanked the staff. " * 400
MENTION = "Permanent roaming of SIMs is prohibited in the country."
FINAL = "This Order enters into force on 1 March 2027."


def spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """The passages that would be read."""
    folded = fold(text)
    return windows_of(folded, text, language, hits_in(text, language))


def hits_in(text: str, language: str) -> list[Hit[Role]]:
    """The topic words that count."""
    return TopicWords(text, "", language).telling


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the IMEI of it", "en"), ("itinerância permanente", "pt"), ("KAYITLI IMEI", "tr"),
        ("the eSIM profile", "en"), ("permanent roam\u00ading of SIMs", "en"),
        ("IMEI", "nl"),
    ],
)  # fmt: skip
def test_a_topic_word_of_its_language_opens_the_gate(text: str, language: str) -> None:
    hits = hits_in(text, language)
    assert may_pass(hits, [], 1500, 150)


@pytest.mark.parametrize("text", ["", "Library opening hours", "The weather was fine."])
def test_other_texts_do_not_pass(text: str) -> None:
    assert not may_pass(hits_in(text, "en"), [], 1500, 150)


def test_a_title_apart_opens_the_gate() -> None:
    assert may_pass([], [Topic.IMEI], 1500, 150)


def test_one_mention_deep_in_a_book_does_not() -> None:
    text = FILLER * 9 + MENTION + FILLER * 9
    hits = hits_in(text, "en")
    assert hits
    assert not may_pass(hits, [], 1500, len(text) // 6)


PLACED = st.builds(
    statement,
    place=st.sampled_from([TITLE, LEAD, BODY]),
    topics=st.sampled_from(["", "roaming", "roaming roaming imei", "esim", "roaming:retail"]),
    acts=st.sampled_from(
        ["", "kind:repeal", "document:act", "document:other", "modality:duty", "modality:exception"]
    ),
)


@given(st.lists(PLACED, min_size=1, max_size=12), st.integers(1, 300_000))
def test_no_text_gets_more_points_than_the_gate_thinks_possible(
    statements: list[Statement], words: int
) -> None:
    for topic in Topic:
        features = topic_features(topic, statements, words)
        if features is None:
            continue
        about = [s for s in statements if s.about(topic)]
        hits = sum(s.values("topics").count(topic.value) for s in about if s.place != TITLE)
        most = most_points(topic, hits, head=_at_the_head(about, statements), words=words)
        assert weights.score("topic", features) <= most + 1e-9


def _at_the_head(about: list[Statement], statements: list[Statement]) -> bool:
    first = next((s for s in statements if s.place != TITLE), None)
    return any(s.place in (TITLE, LEAD) or s == first for s in about)


def test_a_short_text_is_read_whole() -> None:
    text = f"A. {MENTION} B."
    assert spans(text) == [(0, len(text))]


def test_a_long_text_is_read_around_its_hits_its_start_and_its_end() -> None:
    text = FILLER + MENTION + FILLER
    at = text.index(MENTION)
    found = spans(text)
    assert len(text) > WHOLE
    assert sum(end - start for start, end in found) < len(text) / 2
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert any(start <= at and at + len(MENTION) <= end for start, end in found)


def test_final_provisions_are_read_though_far_from_the_topic() -> None:
    text = FILLER + MENTION + FILLER + FINAL + FILLER
    at = text.index(FINAL)
    assert any(start <= at and at + len(FINAL) <= end for start, end in spans(text))


HAN_FILLER = "委员会审议了图书馆的年度账目，并对全体职员表示感谢。各馆应做好防火工作。" * 500
HAN_MENTION = "境外物联网卡不得长期驻留境内网络。"


def test_final_provisions_in_chinese_are_read_whole() -> None:
    final = "本规定自2027年3月1日起施行。"
    text = HAN_FILLER + HAN_MENTION + HAN_FILLER + final + HAN_FILLER
    at = text.index(final)
    found = spans(text, "zh")
    assert any(start <= at and at + len(final) <= end for start, end in found)
    assert sum(end - start for start, end in found) < len(text) / 2


def test_passages_in_chinese_begin_and_end_with_sentences() -> None:
    text = HAN_FILLER + HAN_MENTION + HAN_FILLER
    for start, end in spans(text, "zh"):
        assert start == 0 or text[start - 1] == "。"
        assert text[end - 1] == "。"


def test_passages_stand_apart_and_in_order() -> None:
    text = (FILLER[:3000] + MENTION) * 12
    found = spans(text)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_weak_words_without_company_open_nothing() -> None:
    text = FILLER + "Handsets are sold in shops. " + FILLER
    assert spans(text) == []


def test_a_text_full_of_hits_is_still_read_in_bounds() -> None:
    text = (MENTION + " ") * 3000
    found = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in found)


@pytest.mark.parametrize("length", [20, 60, 100])
def test_a_passage_holds_the_whole_of_a_long_sentence(length: int) -> None:
    recital = (
        "Whereas " + "the operators of the networks shall keep the records of each line, " * length
    )
    recital += f"and {MENTION.lower()}"
    text = f"{FILLER}\n\n{recital} {FILLER}"
    begin = text.index("Whereas")
    (around,) = [span for span in spans(text) if span[0] <= text.index("roaming") < span[1]]
    whole = length < 100  # of a sentence of more than 6,000 characters the beginning may be missing
    assert (around[0] <= begin) is whole
    assert text[around[0] :].startswith(("Whereas", "The board")) is whole
    assert around[1] >= begin + len(recital)
