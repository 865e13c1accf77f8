"""An act that changes an earlier one is an amendment, in whatever words its new duties are told."""

import pytest

from analysis.kinds import DECIDES, KINDS, kind_of, kind_options
from analysis.statements import LEAD, TITLE, Statement
from analysis.types import Mark
from analysis.weighing import weigh
from data.words import ChangeKind, Topic
from tests.analysis.made import mark, statement
from tests.analysis.phrases import labels

AMENDMENT = ChangeKind.AMENDMENT.value


def cues(statements: list[Statement]) -> dict[str, float]:
    """The features that speak for an amendment."""
    return kind_options(weigh(Topic.IMEI, statements, 900))[AMENDMENT]


def sentence(*marks: Mark, place: str = LEAD) -> Statement:
    """One sentence of 200 characters."""
    return Statement(0, 200, place, marks)


def test_a_cue_beside_the_name_of_an_act_alters_it() -> None:
    found = cues([sentence(mark("acts", "kind:amendment"), mark("acts", "document:act", 20))])
    assert (found["alters an act"], found["alters an act in lead"]) == (1.0, 1.0)
    assert found["alters an act in title"] == 0.0


def test_the_name_may_stand_before_the_cue() -> None:
    found = cues([sentence(mark("acts", "document:act"), mark("acts", "kind:amendment", 20))])
    assert found["alters an act"] == 1.0


def test_whoever_names_the_limit_of_before_changes_a_rule() -> None:
    assert cues([sentence(mark("limits", "old:120::"))])["alters a limit"] == 1.0
    assert cues([sentence(mark("limits", "consecutive:60::sim"))])["alters a limit"] == 0.0


def test_an_act_far_from_the_cue_is_another_matter() -> None:
    found = cues([sentence(mark("acts", "kind:amendment"), mark("acts", "document:act", 120))])
    assert found["alters an act"] == 0.0


def test_a_cue_of_several_words_may_span_the_name() -> None:
    cue = mark("acts", "kind:amendment", rule="supplements ... (law|act)", width=40)
    assert cues([sentence(cue, mark("acts", "document:act", 30))])["alters an act"] == 1.0


def test_a_cue_that_is_itself_the_name_alters_nothing() -> None:
    cue = mark("acts", "kind:amendment", width=10)
    found = cues([sentence(cue, mark("acts", "document:act", width=10))])
    assert found["alters an act"] == 0.0


def test_what_a_text_tells_of_the_past_alters_nothing_now() -> None:
    old = sentence(
        mark("acts", "kind:amendment"), mark("acts", "document:act", 20),
        mark("acts", "modality:past", 40),
    )  # fmt: skip
    assert cues([old])["alters an act"] == 0.0


def test_duties_told_as_new_do_not_hide_that_an_act_is_altered() -> None:
    statements = [
        statement(place=TITLE, topics="imei", acts="kind:new_rule"),
        statement(place=LEAD, topics="imei", acts="kind:amendment document:act", start=100),
        statement(place=LEAD, topics="imei", acts="kind:new_rule modality:duty", start=200),
    ]
    assert kind_of(weigh(Topic.IMEI, statements, 900))[0] is ChangeKind.AMENDMENT


def test_how_an_act_stands_to_older_ones_is_told_to_each_kind() -> None:
    said = [
        statement(place=LEAD, topics="imei", acts="drafting:replaces"),
        statement(topics="imei", acts="drafting:alone", start=100),
        statement(topics="imei", acts="drafting:edition modality:past", start=200),
    ]
    options = kind_options(weigh(Topic.IMEI, said, 900))
    for kind in KINDS:
        told = {name: options[kind][f"{name} {kind}"] for name in ("edition", "replaces", "alone")}
        assert told == {"edition": 0.0, "replaces": 1.0, "alone": 1.0}
        assert options[kind][f"replaces in lead {kind}"] == 1.0
        assert options[kind][f"alone in lead {kind}"] == 0.0


def test_in_a_book_one_such_sentence_counts_less() -> None:
    edit = statement(topics="imei", acts="drafting:edits drafting:alone")
    book = [edit, *[statement(topics="imei", start=100 * n) for n in range(1, 100)]]
    options = kind_options(weigh(Topic.IMEI, book, 900))
    assert options["amendment"]["edits an act"] == DECIDES / 4
    assert options["new_rule"]["alone new_rule"] == 1 / 4


def test_one_day_edited_into_another_is_told_to_extensions_too() -> None:
    days = "none:2026-01-01 none:2026-10-01"
    for dates, told in ((days, 1.0), ("none:2026-01-01", 0.0)):
        said = statement(topics="imei", acts="drafting:edits", dates=dates)
        options = kind_options(weigh(Topic.IMEI, [said], 900))
        assert options["amendment"]["swaps days amendment"] == told
        assert options["extension"]["swaps days extension"] == told


def test_a_new_rule_without_a_word_of_an_older_one_stays_new() -> None:
    statements = [
        statement(place=TITLE, topics="imei", acts="kind:new_rule"),
        statement(place=LEAD, topics="imei", acts="kind:new_rule document:act", start=100),
    ]
    assert kind_of(weigh(Topic.IMEI, statements, 900))[0] is ChangeKind.NEW_RULE


def test_a_wide_cue_of_a_new_rule_swallows_no_other_cue() -> None:
    text = "Décision du 4 mai 2026 modifiant la décision établissant le plan de numérotation"
    assert "kind:amendment" in labels("fr", text)


ALTERING = {
    "en": "The order inserts a new section after section 12 of the Act.",
    "es": "Entraron en vigor las reformas y adiciones a diversas disposiciones de la ley.",
    "pt": "A agência muda as regras e o texto também altera o regulamento de numeração.",
    "fr": "Projet de loi visant à modifier les conditions d'identification.",
    "de": "Hintergrund ist eine Neufassung des Telekommunikationsgesetzes.",
    "tr": "Kanuna eklenecek maddelerle abonelik şartları değişecek.",
    "ru": "Вступили в силу изменения, внесенные в Правила регистрации.",
    "uk": "Проєкт доповнює закон новою статтею про договори.",
    "ja": "政府は携帯電話の法改正を行う方針を明らかにした。",
    "zh": "决定对管理办法作如下修改。",
    "pl": "Ustawa o zmianie ustawy dodaje się ust. 3a w brzmieniu.",
    "nl": "Besluit tot wijziging van het besluit nummering.",
    "id": "Menteri merevisi peraturan tentang registrasi.",
    "ko": "국무회의에서 시행령 일부개정안을 의결하였다.",
    "vi": "Thông tư sửa đổi, bổ sung một số điều của Thông tư 12.",
    "ro": "Ordinul modifică decizia privind numerotația.",
}


@pytest.mark.parametrize("language", ALTERING)
def test_each_language_says_that_an_act_is_altered(language: str) -> None:
    assert "kind:amendment" in labels(language, ALTERING[language])


CUTTING = {
    "en": "About 3 million SIMs will be cut: the operator will deactivate 40,000 a week.",
    "es": "El regulador continuará con el bloqueo de 40 mil equipos.",
    "pt": "O governo vai aplicar multas às operadoras.",
    "de": "Der Anbieter sperrt rund 40.000 Karten.",
    "tr": "Yaklaşık 45 bin telefon ağa kapatılıyor.",
    "ru": "Оператор заблокирует 40 тысяч номеров.",
    "uk": "Заблоковано 40 тисяч номерів.",
    "zh": "三家企业因登记不到位被约谈。",
    "ja": "総務省は業務改善命令を出した。",
}


@pytest.mark.parametrize("language", CUTTING)
def test_each_language_says_that_a_standing_rule_is_carried_out(language: str) -> None:
    assert "kind:enforcement" in labels(language, CUTTING[language])
