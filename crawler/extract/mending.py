"""UTF-8 that was taken for an old charset and encoded again: “fÃ¼r” is “für”.

Mended line by line, because such text often stands in a page whose own frame is right. A
line counts as damaged only if all of it, read back, is valid UTF-8 with letters of the
language: by chance that does not happen.
"""

import codecs
import re
from collections.abc import Callable

#: What the bytes were taken for, the usual first.
_THROUGH = ("cp1252", "cp1251", "cp1254", "cp1250")
_BEYOND = re.compile(r"[^\x00-\x7f]")
#: First bytes of UTF-8 sequences as those charsets show them; without one nothing is damaged.
_LEADS = re.compile(r"[\u00c2-\u00f4\u0410-\u0434\u0102-\u0155\u011e\u0130\u015e][^\x00-\x7f]")


def _as_byte(error: UnicodeError) -> tuple[bytes, int]:
    """Bytes that a charset leaves undefined pass through as control characters."""
    assert isinstance(error, UnicodeEncodeError)
    letters = error.object[error.start : error.end]
    if any(ord(letter) > 0xFF for letter in letters):
        raise error
    return bytes(map(ord, letters)), error.end


codecs.register_error("roamwatch-as-byte", _as_byte)


def mend(text: str, *, fits: Callable[[str], bool]) -> str:
    """The text with its damaged lines mended. ``fits``: whether a text is one of its language."""
    if not _LEADS.search(text):
        return text
    lines = text.split("\n")
    mended = [_mended(line, fits) if _LEADS.search(line) else line for line in lines]
    return "\n".join(mended)


def _mended(line: str, fits: Callable[[str], bool]) -> str:
    for charset in _THROUGH:
        try:
            read = line.encode(charset, "roamwatch-as-byte").decode("utf-8")
        except UnicodeError:
            continue
        # Real damage makes two or more characters of each one.
        if 2 * len(_BEYOND.findall(read)) <= len(_BEYOND.findall(line)) and fits(read):
            return read
    return line
