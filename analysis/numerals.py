"""Numbers written in Han characters: 一百八十, 二十四, 二〇二六, 両, 元."""

import re

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "元": 1, "两": 2, "兩": 2, "壱": 1, "弐": 2, "参": 3,
}  # fmt: skip
_POWERS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
#: A run of them, for expressions over folded text.
HAN_NUMBER = "[〇零○一二三四五六七八九两兩十百千]{1,9}"
_RUN = re.compile(f"[{''.join((*_DIGITS, *_POWERS))}]+")


def han_value(text: str) -> int | None:
    """The value of a number in Han characters; None for anything else.

    Both ways of writing are read: by place (二〇二六) and by power (一百零五, 十二).
    """
    if not _RUN.fullmatch(text):
        return None
    if not any(sign in _POWERS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, None
    for sign in text:
        if sign in _POWERS:
            total += _POWERS[sign] * (1 if digit is None else digit)
            digit = None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)
