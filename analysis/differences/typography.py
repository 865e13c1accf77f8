"""What of a text counts: white space, quotation marks, dashes and invisible signs do not."""

import re
import unicodedata

_QUOTES = frozenset("'\"`´′″‵‶„‚‟‛「」『』〝〞＂＇")
_DASHES = frozenset("−‐‑‒–—―")
#: Fullwidth letters, ligatures and the like are other shapes of the same sign. Raised and lowered
#: digits are not: 10² is not 102.
_SAME_SIGN = ("<wide>", "<narrow>", "<compat>", "<noBreak>", "<isolated>", "<initial>", "<medial>",
              "<final>")  # fmt: skip
_GROUPED = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_KEPT_SPACE = "\x1f"


class _Shapes(dict[int, str]):
    """Filled as signs are met: ``str.translate`` asks for each only once."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _shape(chr(code))
        return shape


def _shape(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _QUOTES or category in ("Pi", "Pf"):
        return '"'
    if sign in _DASHES or category == "Pd":
        return "-"
    if category == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if sign.isspace():
        return " "
    if unicodedata.decomposition(sign).startswith(_SAME_SIGN):
        return unicodedata.normalize("NFKC", sign)
    return sign


_SHAPES = _Shapes()


def plain(text: str) -> str:
    """One shape for every quotation mark, dash, space and letter; nothing invisible.

    Offsets do not survive. White space stays, as spaces.
    """
    return unicodedata.normalize("NFC", text).translate(_SHAPES)


def key(text: str) -> str:
    """What two passages have in common that are the same but for layout and typography.

    White space plays no part (a line may break anywhere), except between the digits of two
    numbers; ``1 000`` is ``1000``.
    """
    shaped = _GROUPED.sub("", plain(text))
    return "".join(_BETWEEN_DIGITS.sub(_KEPT_SPACE, shaped).split(" "))
