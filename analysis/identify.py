"""Which language a text is in. Script or py3langid decides; a source's own word breaks doubt."""

import re
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon import supported

UNKNOWN = "und"
_LETTERS = re.compile(r"[^\W\d_]+")
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
#: The library's automaton knows no feature of more bytes: its state after these is its state.
_LONGEST = 6


@cache
def _identifier() -> Any:
    """The library's identifier, but for its walk over the bytes: here all at once, by numpy."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    class Quick(LanguageIdentifier):  # type: ignore[misc]  # untyped
        _moves: NDArray[np.uint32]
        _rows: NDArray[np.int64]
        _features: NDArray[np.int64]

        def _raw_score(self, text: bytes) -> NDArray[np.float32]:
            visits = _visits(text, self._moves, self._rows, self._features)
            if not visits:
                return super()._raw_score(text)  # type: ignore[no-any-return]
            return self._sparse_score(visits, self.nb_ptc)  # type: ignore[no-any-return]

    made = Quick.from_model_file(MODEL_FILE, norm_probs=True)
    made._moves = np.asarray(made.tk_nextmove)
    made._rows = np.asarray(made._rowbase)
    made._features = np.asarray(made.tk_output)
    return made


def _visits(
    text: bytes, moves: NDArray[Any], rows: NDArray[Any], features: NDArray[Any]
) -> dict[int, int]:
    """How often each feature occurs, in the order of its first place."""
    letters = np.frombuffer(text, dtype=np.uint8)
    states = np.zeros(len(letters), dtype=np.int64)
    for back in range(min(_LONGEST, len(letters)) - 1, -1, -1):
        states[back:] = moves[rows[states[back:]] + letters[: len(letters) - back]]
    found = features[states]
    return Counter(found[found >= 0].tolist())


def identify(text: str, hint: str = "") -> str:
    """ISO 639-1 code of the text's main language, ``und`` when nothing is sure.

    ``hint`` (a BCP 47 tag of the caller or source) is believed for short texts and in
    doubt; a long text that is clearly in another language overrules it.
    """
    base = hint.replace("_", "-").split("-")[0].lower()
    base = "" if base == UNKNOWN else base
    sample = _sample(text)
    letters = sum(map(len, _LETTERS.findall(sample)))
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
