"""The check before shipping for pages, programs and commands: one question, one answer."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from analysis.remedies import LocalOffer
from analysis.shipping.check import check
from analysis.shipping.types import Answer, Shipment
from data import countries
from data.errors import RoamwatchError
from data.queries.pages_countries import groups_of
from data.words import SimTechnology
from webapp.alerts.wording import one_line
from webapp.rules.remedies import offers_of
from webapp.rules.rulebook import Ledger, When, ledger

#: Countries in one question.
MOST = 60
_NAMES = {"yes": True, "no": False, "": None}


class ShipmentError(RoamwatchError):
    """A word of the question cannot be used; ``field`` names it, the message says what to give."""

    code = "shipment"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class TogetherError(ShipmentError):
    """Each word can be used, and not all of them together."""


def shipment_of(words: Mapping[str, str], places: Iterable[str], *, today: When) -> Shipment:
    """The question from words as forms, addresses and commands give them.

    ``places`` are codes, English names or groups, each alone or as ``TR:500`` (devices), also
    several with commas. ``words``: ``sims``, ``technology``, ``home``, ``days``, ``certified``.
    Raises :class:`ShipmentError`.
    """
    codes: dict[str, int | None] = {}
    for text in places:
        for one in text.replace(";", ",").split(","):
            if one.strip():
                _join(codes, _place(one, today))
    if not codes:
        raise ShipmentError("country", "name at least one country, such as TR or TR:500")
    if len(codes) > MOST:
        raise TogetherError("country", f"ask for at most {MOST} countries at once")
    technology = words.get("technology", "").strip() or SimTechnology.UNKNOWN.value
    if technology not in {word.value for word in SimTechnology}:
        known = ", ".join(word.value for word in SimTechnology)
        raise ShipmentError("technology", f"the technology is one of {known}")
    certified = words.get("certified", "").strip().lower()
    if certified not in _NAMES:
        raise ShipmentError("certified", "certified is yes or no")
    return Shipment(
        countries=tuple(codes),
        sims=number_of(words, "sims", 1_000_000_000),
        sims_by_country={code: count for code, count in codes.items() if count is not None},
        technology=SimTechnology(technology),
        home=_home(words.get("home", "")),
        days=number_of(words, "days", 36_500),
        certified=_NAMES[certified],
    )


def answer(session: Session, shipment: Shipment, today: When) -> Answer:
    """The answer by the ledger of today and what is noted of local service; two statements."""
    groups = groups_by_country(shipment, today)
    places = {*shipment.countries, *(group for found in groups.values() for group in found)}
    known = ledger(session, today, places=places)
    return answer_from(known, shipment, today, offers=offers_of(session))


def answer_from(
    known: Ledger, shipment: Shipment, today: When, *, offers: Sequence[LocalOffer] = ()
) -> Answer:
    """The answer by a ledger at hand."""
    groups = groups_by_country(shipment, today)
    return check(shipment, known, groups, on=today.on, offers=offers)


def groups_by_country(shipment: Shipment, today: When) -> dict[str, list[str]]:
    """Each country's groups on the day."""
    return {code: groups_of(code, today=today.on) for code in shipment.countries}


def _place(text: str, today: When) -> dict[str, int | None]:
    name, _, number = text.strip().partition(":")
    count = None
    if number:
        if not (number.strip().isascii() and number.strip().isdigit() and len(number) < 11):
            raise ShipmentError("country", f"“{text.strip()}”: devices are a whole number")
        count = int(number) or None
    code = _code(name.strip())
    if countries.is_group(code):
        if count is not None:
            raise ShipmentError("country", f"{code} is a group: give devices per country")
        return dict.fromkeys(sorted(countries.members(code, today.on)))
    return {code: count}


def _join(codes: dict[str, int | None], more: dict[str, int | None]) -> None:
    """Take ``more`` in; a country named again keeps its devices, and two numbers contradict."""
    for code, count in more.items():
        held = codes.get(code)
        if held is not None and count is not None and held != count:
            raise TogetherError(
                "country", f"{code} stands twice, with {held:,} and with {count:,} devices"
            )
        codes[code] = held if count is None else count


def _code(text: str) -> str:
    """Alpha-2 or group by code or English name."""
    upper = text.upper()
    if countries.is_country(upper) or (countries.is_group(upper) and upper != countries.WORLD):
        return upper
    folded = text.casefold()
    for code in countries.codes():
        if countries.name(code).casefold() == folded:
            return code
    said = one_line(text, 60)
    raise ShipmentError(
        "country", f"“{said}” is no country or group; use a code such as TR, or its English name"
    )


def _home(text: str) -> str:
    text = text.strip()
    if text in ("", "901"):
        return text
    code = code_of(text, "home")
    if not countries.is_country(code):
        raise ShipmentError("home", f"“{text}” is no country: name the home network's")
    return code


def code_of(text: str, field: str) -> str:
    """A country or group by code or English name, for ``field`` of a form. Raises :class:`ShipmentError`."""
    try:
        return _code(text)
    except ShipmentError as exc:
        raise ShipmentError(field, str(exc)) from exc


def number_of(words: Mapping[str, str], name: str, most: int) -> int | None:
    """The ``days``, ``sims`` or ``window`` of a form, 1 to ``most``; None where it is left out.

    Raises :class:`ShipmentError`.
    """
    text = words.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 11 and 1 <= int(text) <= most):
        raise ShipmentError(name, f"{name} is a whole number from 1 to {most:,}")
    return int(text)
