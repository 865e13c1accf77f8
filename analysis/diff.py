"""What is new in a page: passages of the new text that the old one did not have."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

#: A unit is a sentence, or a line where lines are shorter.
_UNIT = re.compile(r"[^\n]+?(?:[.!?;](?=\s|$)|[。！？；]|(?=\n)|$)")
_DIGITS_ONLY = re.compile(r"[\d\W_]+")


def changed_spans(old: str, new: str) -> list[tuple[int, int]]:
    """``(start, end)`` in ``new`` of sentences and lines that ``old`` does not have as often.

    White space and Unicode composition play no part, nor does the order: a passage that
    only moved is not new. Neighbouring spans are joined. What was only taken away leaves
    no span. Linear in the length of both texts.
    """
    known = Counter(key for _, _, key in _units(old))
    spans: list[tuple[int, int]] = []
    joinable = False
    for start, end, key in _units(new):
        if known[key] > 0:
            known[key] -= 1
            joinable = False
            continue
        if joinable:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        joinable = True
    return [span for span in spans if not _DIGITS_ONLY.fullmatch(new[slice(*span)])]


def _units(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _UNIT.finditer(text):
        key = " ".join(unicodedata.normalize("NFC", match.group()).split())
        if key:
            yield match.start(), match.end(), key
