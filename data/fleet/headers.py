"""Which column of a file holds what: headers of many platforms' exports, matched after folding.

Folding lowers the case and drops everything but letters and digits, so that ``Last MCC``,
``last_mcc`` and ``LastMCC`` are one. Sources: portals, importers and API fields of the platforms
in ``seed/platforms.toml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.fleet.errors import MissingColumnError

#: Field → folded headers, the best first.
ALIASES: dict[str, tuple[str, ...]] = {
    "iccid": (
        "iccidwithluhn", "iccid", "icc", "simiccid", "iccid1", "currenticcid", "simnumber",
        "simcardnumber", "simserialnumber", "iccidnumber", "simid", "sim", "identifier",
    ),
    "imsi": ("currentimsi", "activeimsi", "imsi", "primaryimsi", "imsi1", "networkidentifier"),
    "imsi_2": ("imsi2", "imsi3", "imsi4", "secondaryimsi", "imsis", "allimsis"),
    "msisdn": (
        "msisdn", "primarymsisdn", "mdn", "mobilenumber", "phonenumber", "telephonenumber", "cli",
    ),
    "imei": (
        "currentimei", "lastimei", "detectedimei", "imeiwithluhn", "imei", "imeisv", "deviceimei",
    ),
    "eid": ("eid", "euiccid", "euicceid"),
    "status": (
        "simstatus", "simstate", "status", "state", "subscriptionstate", "subscriptionstatus",
        "lifecyclestate", "nativestatus", "activated",
    ),
    "country": (
        "visitedcountry", "lastseencountry", "lastcountry", "currentcountry", "isocountry",
        "countryiso", "visitediso2", "iso2", "locationcountry", "networkcountry", "country",
        "countryname", "countrycode",
    ),
    "mcc": (
        "visitedmcc", "lastmcc", "currentmcc", "networkmcc", "mcc", "mobilecountrycode", "plmn",
        "mccmnc",
    ),
    "tadig": ("visitedtadig", "lasttadig", "tadig", "tadigcode"),
    "activated": (
        "dateactivated", "activationdate", "activateddate", "firstactivatedat", "activatedat",
        "activatedon", "activation", "whenclaimed",
    ),
    "method": ("method", "presencemethod", "eventtype"),
    "technology": (
        "technology", "simtechnology", "euiccspec", "euicctype", "simtype", "type",
    ),
}  # fmt: skip
#: Moments at which the network saw the SIM: every such column counts, the latest wins.
SEEN = frozenset(
    (
        "lastseen", "lastseenat", "lastseenon", "lastsessionstart", "lastsessiontime", "lastsession",
        "lastconnecttime", "lastconnection", "lastconnectiondate", "lastonline", "lastcameonlineat",
        "onlineat", "datesessionstarted", "lastlocationupdatetime", "lastactivity", "lastupdated",
        "sessionbegin", "lastseendate", "lastused", "lastusage", "lastdatasession", "lastattach",
        "lastregistration", "lastevent",
    )
)  # fmt: skip
#: Ends of a session: zeros there mean that it is still open (Hologram).
SESSION_END = frozenset(
    ["lastsessionstop", "lastsessionend", "sessionend", "datesessionended", "lastcdr"]
)
#: Taken as a moment only where nothing better stands in the file.
SEEN_LAST_RESORT = frozenset({"lastlocation"})

#: Where a session, or a stay, began.
STARTS = frozenset(
    [
        "lastsessionstart", "sessionstart", "sessionbegin", "datesessionstarted", "start",
        "starttime", "startedat", "begin", "firstseen", "firstseenat", "firstseenon", "firstat",
    ]
)  # fmt: skip
#: Where a stay ended, in files that list stays.
ENDS = SESSION_END | frozenset(
    [
        "sessionstop", "stop", "stoptime", "end", "endtime", "endedat", "lastseen", "lastseenat",
        "lastseenon", "lastat",
    ]
)  # fmt: skip
#: Whole histories, from the first sighting to the last: stays only in files that list stays.
_HISTORY = frozenset(["firstseen", "firstseenat", "firstseenon", "firstat"])

_PLACE = ("country", "mcc", "tadig")
_REQUIRED = (
    ("iccid", "ICCID", "ICCID, SIM number or sim_iccid"),
    ("status", "state of the SIM", "status, state or SIM status"),
    ("country", "visited country", "country, last country, last MCC or TADIG"),
    ("last_seen", "last sign of life", "last_seen, last session start or last connect time"),
)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where each field stands. Positions count from 0."""

    headers: tuple[str, ...]
    fields: dict[str, int]
    seen: tuple[int, ...]
    session_end: tuple[int, ...]
    ignored: tuple[str, ...]
    repeated: tuple[str, ...]
    """Headers that stand more than once; the first one is read."""
    more_imsis: tuple[int, ...] = ()
    """Where further IMSIs of a multi-IMSI SIM stand."""
    start: int | None = None
    """Where the stay or session began, if the file says."""
    end: int | None = None
    """Where it ended."""
    stays: bool = False
    """The file lists where SIMs were and when (several rows per SIM), not the SIMs themselves."""

    def header(self, field: str) -> str:
        """The file's own word for a field; empty when it has none."""
        if field == "last_seen":
            return self.headers[(*self.seen, *self.session_end)[0]]
        return self.headers[self.fields[field]] if field in self.fields else ""

    def as_json(self) -> dict[str, str]:
        """Field → header as the file has it."""
        found = {field: self.headers[place] for field, place in self.fields.items()}
        if self.stays and self.start is not None and self.end is not None:
            return found | {"first_at": self.headers[self.start], "last_at": self.headers[self.end]}
        moments = [self.headers[place] for place in (*self.seen, *self.session_end)]
        return found | {"last_seen": ", ".join(moments)}


def fold(header: str) -> str:
    """A header without case, blanks and punctuation."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def map_columns(headers: Sequence[str], chosen: Mapping[str, str] | None = None) -> Columns:
    """Find each field's column; raises :class:`MissingColumnError` for the first that is missing.

    ``chosen`` (field → folded header, empty: not read) goes before what the headers tell; a
    column that is chosen for one field is none of another's.
    """
    every, repeated = _places(headers)
    chosen = {field: word for field, word in (chosen or {}).items() if not word or word in every}
    taken = set(chosen.values())
    places = {folded: place for folded, place in every.items() if folded not in taken}
    fields = _fields(places, every, chosen)
    start = next((place for folded, place in places.items() if folded in STARTS), None)
    end = next((place for folded, place in places.items() if folded in ENDS), None)
    stays = "status" not in fields and start is not None and end is not None
    if not stays and start is not None and fold(headers[start]) in _HISTORY:
        start = None
    seen, ends = _moments(places)
    if "last_seen" in chosen:
        seen, ends = tuple(every[word] for word in [chosen["last_seen"]] if word), ()
    more = tuple(places[alias] for alias in ALIASES["imsi_2"] if alias in places)
    used = {*fields.values(), *more, *seen, *ends, start, end}
    columns = Columns(
        headers=tuple(headers),
        fields=fields,
        seen=seen,
        session_end=ends,
        ignored=tuple(h for place, h in enumerate(headers) if place not in used),
        repeated=repeated,
        more_imsis=more,
        start=start,
        end=end,
        stays=stays,
    )
    _check(columns)
    return columns


def _places(headers: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The column of each header, folded, the first of those that stand twice; and what repeats it."""
    places: dict[str, int] = {}
    repeated = []
    for place, header in enumerate(headers):
        folded = fold(header)
        if folded in places:
            repeated.append(header)
        elif folded:
            places[folded] = place
    return places, tuple(repeated)


def _fields(
    places: Mapping[str, int], every: Mapping[str, int], chosen: Mapping[str, str]
) -> dict[str, int]:
    """The column of each field: as chosen, else by the best of its headers."""
    fields = {
        field: next(places[alias] for alias in aliases if alias in places)
        for field, aliases in ALIASES.items()
        if field not in chosen and not places.keys().isdisjoint(aliases)
    }
    return fields | {
        field: every[word] for field, word in chosen.items() if word and field in ALIASES
    }


def _moments(places: Mapping[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns that tell when a SIM was seen, and those that tell when its session ended."""
    seen = [place for folded, place in places.items() if folded in SEEN]
    ends = [place for folded, place in places.items() if folded in SESSION_END]
    if not seen and not ends:
        seen = [place for folded, place in places.items() if folded in SEEN_LAST_RESORT]
    return tuple(seen), tuple(ends)


def _check(columns: Columns) -> None:
    have = set(columns.fields)
    if have.intersection(_PLACE):
        have.add("country")
    if columns.seen or columns.session_end:
        have.add("last_seen")
    if columns.stays:
        have |= {"status", "last_seen"}
    for field, title, names in _REQUIRED:
        if field not in have:
            raise MissingColumnError(field, title, names, columns.headers)
