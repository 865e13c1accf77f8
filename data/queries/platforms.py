"""Accounts at SIM platforms: made, found, due."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session, col, delete, select

from data.errors import RoamwatchError
from data.fleet.states import address_of, connectable, credentials_of, title
from data.models import Fleet, PlatformAccount, PlatformSim, PulledSim
from data.sealing import seal


class AccountRefusedError(RoamwatchError):
    """What was entered for an account is no use; ``field`` names the entry."""

    code = "platform_account"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def connect(
    session: Session,
    *,
    fleet_id: int,
    platform: str,
    secrets: Mapping[str, str],
    key: str,
    now: datetime,
    name: str = "",
    address: str = "",
) -> PlatformAccount:
    """Make an account, or give the one of that fleet, platform and name new credentials.

    It is due at once. ``key`` seals the secrets. Raises :class:`AccountRefusedError`.
    """
    _check(platform, secrets, address)
    account = session.exec(
        select(PlatformAccount).where(
            PlatformAccount.fleet_id == fleet_id,
            PlatformAccount.platform == platform,
            PlatformAccount.name == name,
        )
    ).first() or PlatformAccount(
        fleet_id=fleet_id,
        platform=platform,
        name=name,
        sealed="",
        created_at=now,
        next_pull_at=now,
    )
    account.address = "" if address.rstrip("/") == address_of(platform) else address
    wanted = {field: secrets[field].strip() for field in credentials_of(platform)}
    account.sealed, account.next_pull_at = seal(wanted, key), now
    account.failures, account.error_code, account.error = 0, "", ""
    session.add(account)
    session.flush()
    return account


def _check(platform: str, secrets: Mapping[str, str], address: str) -> None:
    if platform not in connectable():
        known = ", ".join(connectable())
        raise AccountRefusedError("platform", f"no connector for {platform!r}; there are: {known}")
    for field, label in credentials_of(platform).items():
        if not secrets.get(field, "").strip():
            raise AccountRefusedError(field, f"{label} is missing: {title(platform)} needs it")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise AccountRefusedError("address", "the address must begin with https://")


def disconnect(session: Session, account_id: int) -> None:
    """Forget an account and its credentials; what it brought stays in the fleet."""
    for table in (PlatformSim, PulledSim):
        session.exec(delete(table).where(col(table.account_id) == account_id))
    session.exec(delete(PlatformAccount).where(col(PlatformAccount.id) == account_id))


def accounts(session: Session) -> list[tuple[PlatformAccount, Fleet]]:
    """Every account with its fleet, by platform and fleet."""
    rows = session.exec(
        select(PlatformAccount, Fleet)
        .join(Fleet, col(Fleet.id) == PlatformAccount.fleet_id)
        .order_by(PlatformAccount.platform, Fleet.name, PlatformAccount.name)
    )
    return [(account, fleet) for account, fleet in rows]


def due_accounts(session: Session, *, now: datetime) -> list[int]:
    """Accounts that are to be pulled, the longest due first."""
    rows = session.exec(
        select(PlatformAccount.id)
        .where(col(PlatformAccount.next_pull_at) <= now)
        .order_by(col(PlatformAccount.next_pull_at), col(PlatformAccount.id))
    )
    return [number for number in rows if number is not None]


def ask_now(session: Session, account_id: int, *, now: datetime) -> bool:
    """Make an account due at once; whether there is such an account."""
    account = session.get(PlatformAccount, account_id)
    if account is None:
        return False
    account.next_pull_at = now
    session.add(account)
    return True
