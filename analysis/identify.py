"""Which language a text is in. py3langid decides; a source's own word for it breaks doubt."""

import re
from functools import cache
from typing import Any

from analysis.lexicon import supported

UNKNOWN = "und"
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 120
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
    if letters < 20 or (base and letters < _ENOUGH):
        return base or UNKNOWN
    found, probability = _identifier().classify(sample)
    if found == base or (base in supported() and probability < 0.97):
        return base
    if probability < 0.6:
        return base or UNKNOWN
    return str(found)


def _sample(text: str) -> str:
    """Start and middle: a title in another language must not decide."""
    if len(text) <= _SAMPLE:
        return text
    middle = len(text) // 2
    return text[: _SAMPLE // 2] + " " + text[middle : middle + _SAMPLE // 2]
