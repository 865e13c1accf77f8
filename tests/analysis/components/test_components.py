"""The pipeline: what it is made of, its sentences, and that it reads without loss. On blank pipelines."""

import pytest

from analysis.components import COMPONENTS, GROUPS, build
from tests.analysis.components.reading import read


def test_every_component_writes_its_span_group_and_says_so() -> None:
    nlp = build("en")
    assert tuple(nlp.pipe_names) == COMPONENTS
    for name in COMPONENTS[1:]:
        assert "doc.spans" in nlp.get_pipe_meta(name).assigns
    assert set(read("Nothing here.").spans) == set(GROUPS)


def test_the_pipeline_of_a_language_is_built_once() -> None:
    assert build("en") is build("en")


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "th", "vi", "xx", "fi", "qq"])
def test_a_language_without_segmenter_or_file_still_reads_without_loss(language: str) -> None:
    text = "IMEI 登録は必要です。  roaming\nการลงทะเบียน eSIM"
    assert read(text, language).text == text


def test_a_span_keeps_the_rule_that_made_it() -> None:
    doc = read("Permanent roaming is discussed.")
    (span,) = doc.spans["topics"]
    assert span.id_.startswith("roaming.")


def test_spans_are_found_at_their_offsets_after_invisible_characters() -> None:
    text = "The perma\u00adnent\u200b roam\u00ading of SIMs."
    doc = read(text)
    (span,) = doc.spans["topics"]
    assert text[span.start_char : span.end_char] == "perma\u00adnent\u200b roam\u00ading"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One rule. Another rule.", 2),
        ("Under Art. 5 of the Act no. 12 it applies.", 1),
        ("It applies to e.g. trackers and to Ltd. companies.", 1),
        ("Heading\nThe rule follows in a much longer line of text than the heading had.", 2),
        ("a rule that goes on over\nbroken lines because it was\nset in narrow columns.", 1),
        ("The list:\n- first item\n- second item", 3),
        ("Is it? Yes! It is.", 3),
        ("", 0),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    doc = read(text)
    assert len(list(doc.sents)) == count


def test_german_ordinals_end_no_sentence() -> None:
    assert len(list(read("Sie tritt am 1. Januar 2027 in Kraft.", "de").sents)) == 1


def test_chinese_sentences_end_at_their_full_stop() -> None:
    assert len(list(read("第一条规定。第二条规定。", "zh").sents)) == 2


@pytest.mark.parametrize(
    ("text", "language", "sentences"),
    [
        ("各省：\n　　一、停止受理；\n　　二、关闭语音功能。\n　　（三）其他", "zh", 4),
        ("境外卡可以使用吗？不可以！90日后停机；逾期注销。", "zh", 4),
        ("第一条　目的\n第二条　この省令は、公布の日から施行する。ただし、第三条を除く。", "ja", 3),
        ("이 고시는 2026. 3. 1. 시행한다. 다만, 제5조는 2026. 9. 1.부터 시행한다.", "ko", 2),
        ("□ 개정 이유\nㅇ 로밍 단말\n가. 적용 대상\n제3조(신고) 사업자는 신고한다.", "ko", 4),
        ("시행일은 ’26. 7. 1. 예정이다. 이상", "ko", 2),
    ],
)
def test_sentences_of_east_asia_end_at_their_own_signs(
    text: str, language: str, sentences: int
) -> None:
    assert len(list(read(text, language).sents)) == sentences
