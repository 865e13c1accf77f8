"""One plain letter for each letter: small, without its marks, in its usual form.

Every character keeps its place; what is one character to none or to several is left to
:mod:`analysis.folding`.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

#: Scripts written without spaces between words (Thai, Lao, Myanmar, Khmer, kana, Han).
SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
HANGUL = "\uac00-\ud7a3"
ARABIC = "\u0620-\u064a\u0671-\u06d3"
#: Scripts that attach their particles to Latin letters: IMEI를, الـIMEI.
ATTACHING = f"{HANGUL}{ARABIC}"
INVISIBLE = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0300-\u036f\u064b-\u065f\u0670\u0640"
)
_SIMPLE = {
    "。": ".", "；": ";", "！": "!", "？": "?", "؟": "?", "؛": ";",
    "\t": " ", "\r": " ", "\f": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n",
    "‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "ı": "i", "ø": "o", "đ": "d", "ł": "l",
    # Written either way at the end of Arabic words; and the Persian letters that some keyboards give.
    "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "،": ",",
}  # fmt: skip
_HANZI = Path(__file__).parents[1] / "data" / "seed" / "hanzi.toml"
#: Older Ukrainian acts write a Latin i among Cyrillic letters: змiн, вiд.
_CYRILLIC_I = re.compile("[\u0430-\u044f\u0454\u0456]i|i[\u0430-\u044f\u0454\u0456]")
_LATIN_I = re.compile("(?<=[\u0430-\u044f\u0454\u0456])i|i(?=[\u0430-\u044f\u0454\u0456])")


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters of Chinese → simplified ones."""
    pairs = "".join(tomllib.loads(_HANZI.read_text(encoding="utf-8"))["pairs"].split())
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@lru_cache(maxsize=65536)
def plain_letter(char: str) -> str:
    """The one character that stands for ``char``; itself where there is no plainer one."""
    if char in _SIMPLE:
        return _SIMPLE[char]
    if char > "\u2fff" and char in _simplified():
        return _simplified()[char]
    if char.isspace():
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None and unicodedata.category(char) == "Nd":
        return str(digit)
    code = ord(char)
    if 0xFB50 <= code <= 0xFEFF and len(shaped := unicodedata.normalize("NFKC", char)) == 1:
        return _SIMPLE.get(shaped) or (plain_letter(shaped) if shaped != char else char)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0).lower()
    if code < 0x0700 or 0x1E00 <= code < 0x2000:
        base, *marks = list(unicodedata.normalize("NFD", char))
        if marks and all(unicodedata.category(mark) == "Mn" for mark in marks):
            return _SIMPLE.get(base, base)
    return char


def letter_by_letter(text: str) -> str:
    """Small and plain, each character still in its place."""
    plain = text.replace("İ", "i").lower()
    for char in set(plain):
        if char > "\x7f" or char in "\t\r\f\v`":
            better = plain_letter(char)
            if better != char:
                plain = plain.replace(char, better)
    return _LATIN_I.sub("і", plain) if _CYRILLIC_I.search(plain) else plain
