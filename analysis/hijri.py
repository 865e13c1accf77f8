"""Dates of the Hijri calendar, as Saudi Arabia counts it (Umm al-Qura), in a folded text."""

import re
from collections.abc import Iterator
from datetime import date

from hijridate import Hijri

_MONTHS = {
    "محرم": 1, "صفر": 2, "ربيع الاول": 3, "ربيع الاخر": 4, "ربيع الثاني": 4, "جمادي الاولي": 5,
    "جمادي الاخره": 6, "جمادي الثانيه": 6, "جمادي الاخر": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10,
    "ذو القعده": 11, "ذي القعده": 11, "ذو الحجه": 12, "ذي الحجه": 12, "muharram": 1, "safar": 2,
    "rajab": 7, "shaban": 8, "sha'ban": 8, "ramadan": 9, "shawwal": 10,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY, _NUMBER, _SLASH = r"(?P<d{0}>[0-3]?\d)", r"(?P<m{0}>1[0-2]|0?[1-9])", r" ?[/.\-] ?"
_YEAR = r"(?P<y{0}>1[34]\d\d)(?!\d)"
#: هـ, or H in English.
_SIGN = r" ?(?:ه(?!\w)|h\b)?"
_HIJRI = re.compile(
    r"(?<![\d/.\-])(?:"
    rf"{_DAY.format(1)} (?:من )?(?:شهر )?(?:ال)?(?P<n1>{_NAMES}),? "
    rf"(?:من )?(?:ل?عام |ل?سنه )?{_YEAR.format(1)}{_SIGN}"
    rf"|{_DAY.format(2)}{_SLASH}{_NUMBER.format(2)}{_SLASH}{_YEAR.format(2)}{_SIGN}"
    rf"|{_YEAR.format(3)}{_SLASH}{_NUMBER.format(3)}{_SLASH}{_DAY.format(3)}(?!\d){_SIGN})"
)
_CENTURIES = re.compile(r"1[34]\d\d(?!\d)")
#: The same day follows in the other calendar, which is then the one to believe.
_ALSO = re.compile(r"(?: ?\(?,? ?)(?:ال)?(?:موافق|corresponding to)")


def find_hijri(folded: str, language: str) -> Iterator[tuple[int, int, date]]:
    """``(start, end, day)`` of each Hijri date with a year that no Gregorian one stands beside.

    Numbers alone (12/09/1433) are one in Arabic only; elsewhere H must follow.
    """
    if not _CENTURIES.search(folded):
        return
    for match in _HIJRI.finditer(folded):
        form = "1" if match["y1"] else "2" if match["y2"] else "3"
        month = _MONTHS[match["n1"]] if form == "1" else int(match[f"m{form}"])
        bare = form != "1" and language != "ar" and not match.group().endswith(("h", "ه"))
        if bare or _ALSO.match(folded, match.end()):
            continue
        try:
            day = Hijri(int(match[f"y{form}"]), month, int(match[f"d{form}"])).to_gregorian()
        except (ValueError, OverflowError):
            continue  # no such day, or a year outside of the tables (1343 to 1500)
        yield match.start(), match.end(), date(day.year, day.month, day.day)
