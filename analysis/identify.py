"""Which language a text is in. Script or py3langid decides; a source's own word breaks doubt."""

import re
from functools import cache
from typing import Any

from analysis.lexicon import supported

UNKNOWN = "und"
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 120
#: Scripts that name their language: kana beside Han is Japanese, Han alone Chinese of either script
#: (the library spreads traditional Chinese over Cantonese and others, and is sure of none).
_SCRIPTS = {
    "ko": re.compile("[가-힣]"),
    "ja": re.compile("[ぁ-ゖァ-ヺ]"),
    "zh": re.compile("[\u3400-\u9fff\uf900-\ufaff]"),
}
_KANA = 0.08
_SAMPLE = 2000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str, hint: str = "") -> str:
    """ISO 639-1 code of the text's main language, ``und`` when nothing is sure.

    ``hint`` (a BCP 47 tag of the caller or source) is believed for short texts and in
    doubt; a long text that is clearly in another language overrules it.
    """
    base = hint.replace("_", "-").split("-")[0].lower()
    base = "" if base == UNKNOWN else base
    sample = _sample(text)
    letters = len(_LETTER.findall(sample))
    if letters < 20:
        return base or UNKNOWN
    if script := _by_script(sample, letters):
        return script
    if base and letters < _ENOUGH:
        return base
    found, probability = _identifier().classify(sample)
    if found == base or (base in supported() and probability < 0.97):
        return base
    if probability < 0.6:
        return base or UNKNOWN
    return str(found)


def _by_script(sample: str, letters: int) -> str:
    """The language whose script most of the letters are in; empty where the script tells none."""
    korean, kana, han = (len(signs.findall(sample)) for signs in _SCRIPTS.values())
    if 2 * korean > letters:
        return "ko"
    if 2 * (kana + han) > letters:
        return "ja" if kana > _KANA * (kana + han) else "zh"
    return ""


def _sample(text: str) -> str:
    """Start and middle: a title in another language must not decide."""
    if len(text) <= _SAMPLE:
        return text
    middle = len(text) // 2
    return text[: _SAMPLE // 2] + " " + text[middle : middle + _SAMPLE // 2]
