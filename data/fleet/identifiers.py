"""Identifiers of SIMs and devices as files hold them: ICCID, IMSI, IMEI, EID, MSISDN.

Every identifier is text. Faults in the ICCID refuse the row, since it is the row's key;
faults in the others are warnings and leave the value out only where it cannot be one.
No message repeats an identifier.
"""

import re
from dataclasses import dataclass

#: What Excel and its kind make of long digits: 8.91E+19, 8,91E+19.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d{1,3}")
#: How exporters force text: ="8949…", '8949….
_QUOTED = re.compile(r"""=?"(.*)"|'(.*)""")
_GAPS = str.maketrans("", "", " -\u00a0\u202f\t.")
_PLAIN = bytes.maketrans(b"0123456789", bytes(range(10)))
#: Each second digit counts twice, as the sum of the digits of its double.
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
AS_TEXT = "format the column as text in the spreadsheet and export again"


class CellError(ValueError):
    """A cell cannot be used; ``code`` is a stable word, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Iccid:
    """An ICCID (ITU-T E.118) as received, and its key: the digits without the check digit.

    Files come with and without the check digit, so 19 digits may be 18 and a check digit
    or 19 bare ones. ``other`` is the second reading where one is possible; whoever matches
    against stored SIMs tries both.
    """

    digits: str
    key: str
    other: str = ""
    check_failed: bool = False


def luhn_ok(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit (ISO/IEC 7812-1) of those before it."""
    backwards = digits[::-1].encode()
    total = sum(backwards[0::2].translate(_PLAIN)) + sum(backwards[1::2].translate(_DOUBLED))
    return total % 10 == 0


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet turned the digits into a floating-point number and lost the rest."""
    return _SCIENTIFIC.fullmatch(text) is not None


def read_iccid(text: str, *, nineteen_checked: bool = True) -> Iccid:
    """Read an ICCID of 18 to 20 digits, padding ``F`` taken off.

    ``nineteen_checked`` says what 19 digits are in this file: with their check digit (18 + 1,
    the length E.118 gives) or bare. One file comes from one exporter, so
    :func:`nineteen_are_checked` settles it for the file; then an ICCID whose check digit
    fails is kept and marked.
    Raises :class:`CellError` ``iccid_missing``, ``iccid_scientific``, ``iccid_rounded``, ``bad_iccid``.
    """
    digits = text if text.isdecimal() and text.isascii() else _digits_of_iccid(text)
    length = len(digits)
    if length == 20:
        return _twenty(digits)
    if length == 19:
        return _nineteen(digits, nineteen_checked)
    if length == 18:
        return Iccid(digits, digits)
    raise CellError("bad_iccid", f"the ICCID has {length} digits instead of 18 to 20")


def nineteen_are_checked(sample: list[str]) -> bool:
    """Whether a file's 19-digit ICCIDs end in a check digit, judged by those of its beginning.

    One in ten bare numbers passes the check by chance, nearly all true ones do: more than
    half means with check digit. Without any, nothing depends on it.
    """
    nineteen = [digits for digits in map(str.strip, sample) if len(digits) == 19]
    nineteen = [digits for digits in nineteen if digits.isascii() and digits.isdecimal()]
    passed = sum(luhn_ok(digits) for digits in nineteen)
    return passed * 2 > len(nineteen) if nineteen else True


def _digits_of_iccid(text: str) -> str:
    plain = clean(text)
    if not plain:
        raise CellError("iccid_missing", "the row has no ICCID")
    if is_scientific(plain):
        raise CellError(
            "iccid_scientific",
            f"the ICCID reads {plain[:24]}, a spreadsheet rounded it; {AS_TEXT}",
        )
    digits = plain.translate(_GAPS).rstrip("Ff")
    if not (digits.isascii() and digits.isdecimal()):
        raise CellError("bad_iccid", "the ICCID holds something else than digits")
    return digits


def _twenty(digits: str) -> Iccid:
    ok = luhn_ok(digits)
    if not ok:
        _refuse_rounded(digits)
    bare = digits[:19]
    return Iccid(digits, bare, bare[:18] if luhn_ok(bare) else "", not ok)


def _nineteen(digits: str, checked: bool) -> Iccid:
    ok = luhn_ok(digits)
    if not ok:
        _refuse_rounded(digits)
    if checked:
        return Iccid(digits, digits[:18], digits, not ok)
    return Iccid(digits, digits, digits[:18] if ok else "")


def _refuse_rounded(digits: str) -> None:
    # A spreadsheet keeps 15 significant digits: of 20, the last five become zeros.
    if not digits[15:].strip("0"):
        raise CellError(
            "iccid_rounded",
            f"the ICCID's digits after the fifteenth are zeros, a spreadsheet rounded it; {AS_TEXT}",
        )


def read_imsi(text: str) -> str:
    """An IMSI (ITU-T E.212) of 14 or 15 digits; empty stays empty."""
    return _read_digits(text, "imsi", "IMSI", (14, 15))


def read_imei(text: str) -> tuple[str, bool]:
    """An IMEI of 14 (bare), 15 (with check digit) or 16 digits (IMEISV), and whether its check holds."""
    digits = _read_digits(text, "imei", "IMEI", (14, 15, 16))
    if not digits.strip("0"):
        return "", True
    return digits, len(digits) != 15 or luhn_ok(digits)


def read_eid(text: str) -> tuple[str, bool]:
    """An EID of 32 digits, and whether it leaves 1 when divided by 97 (GSMA SGP.02, SGP.29)."""
    digits = _read_digits(text, "eid", "EID", (32,))
    return digits, not digits or int(digits) % 97 == 1


def read_msisdn(text: str) -> str:
    """A telephone number's digits (at most 15, ITU-T E.164), without plus sign and gaps."""
    if text.isdecimal() and text.isascii() and 3 <= len(text) <= 15:
        return text
    plain = clean(text).lstrip("+")
    for mark in "()/":
        plain = plain.replace(mark, "")
    return _read_digits(plain, "msisdn", "MSISDN", tuple(range(3, 16)))


def clean(text: str) -> str:
    """A cell without the blanks and quotes around it that exporters add to force text."""
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    return (quoted.group(1) or quoted.group(2) or "").strip() if quoted else text


def _read_digits(text: str, word: str, title: str, lengths: tuple[int, ...]) -> str:
    if text.isdecimal() and text.isascii() and len(text) in lengths:
        return text
    plain = clean(text)
    if is_scientific(plain):
        raise CellError(
            f"{word}_scientific", f"the {title} was rounded by a spreadsheet; {AS_TEXT}"
        )
    digits = plain.translate(_GAPS)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdecimal()):
        raise CellError(f"bad_{word}", f"the {title} holds something else than digits")
    if len(digits) not in lengths:
        shape = str(lengths[0]) if len(lengths) == 1 else f"{lengths[0]} to {lengths[-1]}"
        raise CellError(f"bad_{word}", f"the {title} has {len(digits)} digits instead of {shape}")
    return digits
