"""Ways out for live SIMs that a change touches, from the store; and what officers know of local service."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from analysis.remedies import LocalOffer, Remedy, RemedyShare, SimGroup, by_remedy
from data import countries
from data.errors import RoamwatchError
from data.models import Development, LocalService
from data.queries.fleet import live_groups
from data.queries.offers import local_services
from data.words import ChangeStatus, Direction, SimTechnology, Topic
from webapp.alerts.wording import one_line

#: What a provider may offer in a country.
OFFERED = (Remedy.LOCAL_PROFILE, Remedy.LOCAL_IMSI, Remedy.SWAP_SIM)
MAX_TEXT = 100
#: Longest note, in characters; a longer one is refused, not cut.
MAX_NOTE = 500
_MOST_DAYS = 3650


class ServiceFieldError(RoamwatchError):
    """A field of a local service is missing or wrong; ``field`` names it."""

    code = "local_service"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class WaysOut:
    """How the SIMs that a change touches can be served on."""

    effective: date | None
    """The day until which a way must be done; None: not told."""
    shares: tuple[RemedyShare, ...]

    @property
    def stranded(self) -> int:
        """SIMs that no way serves in time."""
        return sum(share.sims for share in self.shares if share.remedy is None)


def offers_of(session: Session) -> list[LocalOffer]:
    """What officers have noted of local service."""
    return [
        LocalOffer(
            country=row.country,
            provider=row.provider,
            remedy=Remedy(row.remedy),
            lead_days=row.lead_days,
        )
        for row in local_services(session)
    ]


def ways_out(
    session: Session, development: Development, fleet_id: int, *, now: datetime, live_days: int
) -> WaysOut | None:
    """Ways out for a fleet's live SIMs; None where the change asks nothing of anybody."""
    asks = development.status != ChangeStatus.NONE and development.direction != Direction.LOOSENING
    if not asks:
        return None
    places = countries.expand(development.countries, now.date())
    groups = [
        SimGroup(
            country=group.visited,
            technology=SimTechnology(group.technology),
            home=group.home,
            sims=group.sims,
        )
        for group in live_groups(session, fleet_id, now=now, live_days=live_days, countries=places)
    ]
    effective = _until(development, now.date())
    shares = by_remedy(
        groups,
        Topic(development.topic),
        effective=effective,
        today=now.date(),
        offers=offers_of(session),
    )
    return WaysOut(effective=effective, shares=shares) if shares else None


def _until(development: Development, today: date) -> date | None:
    """The day on which it takes effect; today where it is in force and no day is told."""
    if development.effective_on is None and development.status == ChangeStatus.IN_FORCE:
        return today
    return development.effective_on


def keep_service(
    session: Session,
    *,
    country: str,
    provider: str,
    remedy: str,
    lead_days: str,
    note: str,
    by: str,
    now: datetime,
) -> LocalService:
    """Note (or correct) a provider's local service; the caller commits. Raises :class:`ServiceFieldError`."""
    code, name = country.strip().upper(), one_line(provider, MAX_TEXT + 1)
    if not countries.is_country(code):
        raise ServiceFieldError(
            "country", f"“{country.strip()}” is no country; use a code such as TR"
        )
    if not name or len(name) > MAX_TEXT:
        raise ServiceFieldError("provider", f"name the provider in at most {MAX_TEXT} characters")
    if remedy not in {one.value for one in OFFERED}:
        raise ServiceFieldError("remedy", "say what the provider offers")
    days = _checked_days(lead_days)
    said = _checked_note(note)
    found = session.exec(
        select(LocalService).where(
            LocalService.country == code,
            LocalService.provider == name,
            LocalService.remedy == remedy,
        )
    ).first()
    row = found or LocalService(
        country=code, provider=name, remedy=remedy, lead_days=0, updated_by=by, updated_at=now
    )
    row.lead_days, row.note = days, said
    row.updated_by, row.updated_at = by, now
    session.add(row)
    session.flush()
    return row


def _checked_note(typed: str) -> str:
    said = one_line(typed, len(typed))
    if len(said) > MAX_NOTE:
        raise ServiceFieldError(
            "note", f"the note has {len(said):,} characters; {MAX_NOTE} are allowed"
        )
    return said


def _checked_days(typed: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= _MOST_DAYS):
        raise ServiceFieldError("lead_days", f"days are a whole number up to {_MOST_DAYS:,}")
    return int(text)


def drop_service(session: Session, service_id: int) -> bool:
    """Forget one; False when there is none."""
    done = session.exec(delete(LocalService).where(col(LocalService.id) == service_id))
    return bool(done.rowcount)
