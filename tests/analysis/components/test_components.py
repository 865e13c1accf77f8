"""Each component marks what it says, and only that. On blank pipelines."""

import pytest
from spacy.tokens import Doc

from analysis.components import COMPONENTS, GROUPS, build


def read(text: str, language: str = "en", **facts: str) -> Doc:
    """A text after the whole pipeline."""
    nlp = build(language)
    doc = nlp.make_doc(text)
    doc.user_data |= facts
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def marks(text: str, group: str, language: str = "en", **facts: str) -> list[tuple[str, str]]:
    """``(text, value)`` of one span group."""
    doc = read(text, language, **facts)  # a span group does not outlive its doc
    return [(span.text, span.label_) for span in doc.spans[group]]


def values(text: str, group: str, language: str = "en") -> list[str]:
    """Only the values."""
    return [value for _, value in marks(text, group, language)]


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


# topics


def test_a_strong_word_is_enough() -> None:
    assert values("IMEI registration is required.", "topics") == ["imei"]


def test_a_weak_word_alone_is_not() -> None:
    assert values("Handsets are popular this year.", "topics") == []


def test_a_weak_word_counts_in_company() -> None:
    assert "imei" in values("Handsets that nobody registered will be blocked.", "topics")


def test_company_may_stand_in_the_next_sentence() -> None:
    assert "imei" in values("Handsets are concerned. Importers must register them.", "topics")


@pytest.mark.parametrize(
    "text",
    [
        "Wolves roam the forest near the mobile network tower.",
        "The best travel eSIM for your holiday has low roaming prices.",
        "Dial *#06# to find your IMEI.",
    ],
)
def test_an_anti_word_cancels_the_topic_in_its_sentence(text: str) -> None:
    assert not set(values(text, "topics")) & {"roaming", "esim", "imei"}


def test_finnish_for_example_is_no_esim() -> None:
    assert values("Tietoja kerätään, esim. nimi ja osoite.", "topics", "fi") == []


def test_retail_words_are_marked_beside_the_topic() -> None:
    assert "roaming:retail" in values("Retail roaming charges per minute fall.", "topics")


# jurisdictions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in Türkiye", "TR"),
        ("The TRAI said", "IN"),
        ("Nigerian operators", "NG"),
        ("the European Union", "EU"),
        ("IN BRAZIL", "BR"),
        ("the GCC states", "GCC"),
    ],
)
def test_a_name_an_authority_or_a_people_gives_the_country(text: str, code: str) -> None:
    assert values(text, "jurisdictions") == [code]


@pytest.mark.parametrize("text", ["tell us more", "turkey meat", "chad, a friend", "in mali"])
def test_small_letters_are_no_country(text: str) -> None:
    assert values(text, "jurisdictions") == []


def test_russian_case_endings_are_read() -> None:
    assert values("операторы России и Казахстана", "jurisdictions", "ru") == ["RU", "KZ"]


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("ru", "сети Чехии", "CZ"),
        ("ru", "операторы Дании", "DK"),
        ("ru", "рынок Ирана", "IR"),
        ("ru", "в Египте", "EG"),
        ("ru", "узбекистанские номера", "UZ"),
        ("ru", "карты из Кыргызской Республики", "KG"),
        ("it", "schede turche", "TR"),
        ("it", "carte della Federazione russa", "RU"),
        ("nl", "Belgische simkaarten", "BE"),
        ("pl", "w polskich sieciach", "PL"),
        ("pl", "karty z Niemiec", "DE"),
        ("zh", "據土耳其官方公報", "TR"),
        ("zh", "歐盟委員會", "EU"),
        ("zh", "香港特区政府", "HK"),
        ("ja", "タイの事業者", "TH"),
        ("ja", "米国商務省は", "US"),
        ("ko", "미국에서는 금지된다", "US"),
        ("ko", "과학기술정보통신부는 고시한다", "KR"),
    ],
)
def test_countries_are_found_in_inflected_forms(language: str, text: str, code: str) -> None:
    assert values(text, "jurisdictions", language) == [code]


def test_a_term_after_publication_behind_which_an_act_applies_is_its_effect() -> None:
    (found,) = values("本规定自公布之日起三十日后施行。", "dates", "zh")
    assert found == "effective:publication+30d"


@pytest.mark.parametrize("text", ["タイプ別に", "リアルタイムで", "マリンサービス"])
def test_a_piece_of_a_katakana_word_is_no_country(text: str) -> None:
    assert values(text, "jurisdictions", "ja") == []


def test_a_piece_of_a_thai_word_is_no_place() -> None:
    assert values("ผู้ให้บริการในประเทศไทย", "jurisdictions", "th") == ["TH"]


def test_common_words_that_begin_like_a_country_are_none() -> None:
    text = "Данные о грузах, чехлах, палатах, индексах, максимальных сиренах и кораблях."
    assert values(text, "jurisdictions", "ru") == []


def test_the_longest_name_wins() -> None:
    assert values("Papua New Guinea", "jurisdictions") == ["PG"]


# acts


def test_kind_status_and_direction_are_marked() -> None:
    found = set(values("The Commission has repealed the order; it is no longer required.", "acts"))
    assert {"kind:repeal", "direction:loosening"} <= found


def test_a_negated_cue_is_turned() -> None:
    assert "not-direction:tightening" in values("The use is not prohibited.", "acts")


def test_a_negation_in_another_sentence_turns_nothing() -> None:
    assert "direction:tightening" in values("It is not. Prohibited are SIMs.", "acts")


def test_the_longer_cue_of_a_family_wins() -> None:
    found = values("Registration shall not be required.", "acts")
    assert "direction:loosening" in found
    assert "direction:tightening" not in found


def test_exceptions_and_old_rules_are_marked() -> None:
    found = values("It does not apply to M2M; previously the limit was lower.", "acts")
    assert {"modality:exception", "modality:past", "scope:m2m"} <= set(found)


# dates


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


# limits


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
