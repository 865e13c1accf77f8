"""Characters: what is invisible goes, what is equal becomes equal."""

import re
import unicodedata

# Letters between which a (non-)joiner is orthography, not decoration: Arabic script
# (Persian writes it inside words) and the scripts of India and Sri Lanka.
_JOINING = "\u0600-\u061b\u061d-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
    # Control characters (databases refuse NUL) and lone surrogates (UTF-8 refuses them).
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
    f"|(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])"
)
_SPACE = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n[ \n]*")


def clean_line(text: str) -> str:
    """One line: every run of white space is one space; trimmed; NFC; nothing invisible."""
    return _SPACE.sub(" ", _visible(text).replace("\n", " ")).strip()


def clean_lines(text: str) -> str:
    """As :func:`clean_line`, but line breaks stay (single ones)."""
    text = _SPACE.sub(" ", _visible(text).replace("\r\n", "\n").replace("\r", "\n"))
    return _AROUND_NEWLINE.sub("\n", text).strip()


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
