"""How much of an original text came through crawling and extraction, in words."""

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"\w+")


def word_recall(original: str, extracted: str) -> float:
    """Share of the original's words (each as often as it stands there) found in ``extracted``.

    Soft hyphens, ligatures and the width of letters make no difference. In Chinese and
    other scripts without spaces a run of letters counts as one word per letter.
    """
    wanted = Counter(_words(original))
    if not wanted:
        return 1.0
    lost = wanted - Counter(_words(extracted))
    return 1.0 - lost.total() / wanted.total()


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    spaced = re.sub(r"([\u3040-\u30ff\u3400-\u9fff])", r" \1 ", plain)
    return _WORD.findall(spaced)
