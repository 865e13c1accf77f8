"""The language of a text, with and without a hint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analysis.identify import _identifier, identify

ENGLISH = "The operators shall register all devices before the end of the year, said the board. "
FRENCH = "Les opérateurs doivent enregistrer tous les appareils avant la fin de l'année en cours. "
TURKISH = (
    "İşletmeciler yıl sonuna kadar bütün cihazları kayıt altına almakla yükümlüdür ve bildirir. "
)


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (FRENCH, "fr"), (TURKISH, "tr")])
def test_a_long_text_tells_its_language(text: str, code: str) -> None:
    assert identify(text * 4) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("電信事業提供境外漫遊門號服務，應查核入出境紀錄，查無者應停止提供服務。", "zh"),
        ("基础电信企业应当建立漫游驻留监测机制，每季度向所在地通信管理局报送情况。", "zh"),
        ("外国端末は、本邦の電気通信網に継続して百八十日を超えて接続してはならない。", "ja"),
        ("단말장치는 국내 이동통신망에 연속하여 180일을 초과하여 접속할 수 없다.", "ko"),
    ],
)
def test_a_script_tells_its_language(text: str, code: str) -> None:
    assert identify(text * 4) == identify(text * 4, "en") == code


def test_a_foreign_name_in_its_script_does_not_decide() -> None:
    assert identify(ENGLISH * 3 + "工业和信息化部 (MIIT), 総務省") == "en"


def test_a_clear_text_overrules_a_wrong_hint() -> None:
    assert identify(FRENCH * 5, "en") == "fr"


def test_a_short_text_is_in_the_language_that_the_source_says() -> None:
    assert identify("IMEI 2026", "pt-BR") == "pt"


@pytest.mark.parametrize("hint", ["", "und"])
def test_nothing_to_go_by_is_undetermined(hint: str) -> None:
    assert identify("12345 67890", hint) == "und"


def test_a_title_in_another_language_does_not_decide() -> None:
    assert identify("Public consultation\n\n" + TURKISH * 20) == "tr"


LIBRARY = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
PIECES = st.sampled_from(
    [ENGLISH, FRENCH, TURKISH, "漫遊", "роуминг ", "\u00ad", "é", "A", "\ud800", ""]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_walk_says_what_the_library_says(text: str) -> None:
    assert _identifier().classify(text) == LIBRARY.classify(text)
