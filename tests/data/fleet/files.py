"""Small fleet files for tests."""

from stdnum import luhn

HEADERS = ("ICCID", "IMSI", "SIM Status", "Country", "Last Seen", "Technology")
SEEN = "2026-11-15T07:30:00Z"


def iccid(number: int, *, checked: bool = True, length: int = 19) -> str:
    """The ICCID with this number; ``length`` digits before the check digit."""
    bare = f"894902{number:0{length - 6}d}"
    return bare + luhn.calc_check_digit(bare) if checked else bare


def row(number: int, **changed: str) -> dict[str, str]:
    """A good row: a German SIM, active, seen in Brazil yesterday."""
    values = {
        "ICCID": iccid(number),
        "IMSI": f"26201{number:010d}",
        "SIM Status": "Active",
        "Country": "BR",
        "Last Seen": SEEN,
        "Technology": "SGP.32",
    }
    return values | {name.replace("_", " "): value for name, value in changed.items()}


def csv_of(
    *rows: dict[str, str], headers: tuple[str, ...] = HEADERS, delimiter: str = ","
) -> bytes:
    """The bytes of a file with these rows."""
    lines = [delimiter.join(headers)]
    lines += [delimiter.join(values.get(header, "") for header in headers) for values in rows]
    return ("\n".join(lines) + "\n").encode()
