"""Making a token: what may be asked for, in the words of the account's page and of the API. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from data.errors import RoamwatchError
from data.words import Scope
from webapp.accounts.tokens import NEEDS
from webapp.auth import may

MAX_NAME = 80
#: Days after which a token ends; 0: never.
TERMS = {365: "In a year", 90: "In 90 days", 30: "In 30 days", 0: "Never"}
WORDS = {
    Scope.READ: "Read all that I see",
    Scope.FEED: "Read the feed only",
    Scope.WORK: "Read, and decide for me",
    Scope.NOTIFY: "Read, and set what I am told of and where",
    Scope.IMPORT: "Send fleet files only",
    Scope.ADMIN: "Look after everybody's tokens",
}


class TokenFormError(RoamwatchError):
    """A token cannot be made so; ``field`` names what is wrong, the message says what to do."""

    code = "token_field"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def offered(role: str) -> dict[Scope, str]:
    """The scopes that a person of this role may give away, with their words."""
    return {scope: words for scope, words in WORDS.items() if may(role, NEEDS.get(scope, role))}


def checked_name(name: str) -> str:
    """The name as it is kept. Raises :class:`TokenFormError`."""
    name = name.strip()
    if not name or len(name) > MAX_NAME:
        raise TokenFormError(
            "name",
            f"Give it a name of at most {MAX_NAME} characters: the program that will use it.",
        )
    return name


def checked_scopes(scopes: Iterable[str], role: str) -> str:
    """The scopes as the store keeps them. Raises :class:`TokenFormError`."""
    asked = set(scopes)
    beyond = sorted(asked - set(offered(role)))
    if beyond or not asked:
        known = ", ".join(offered(role))
        raise TokenFormError("scopes", f"Choose what the token opens: {known}.")
    return " ".join(scope for scope in WORDS if scope in asked)


def ends_at(days: str, now: datetime) -> datetime | None:
    """When it ends. Raises :class:`TokenFormError`."""
    if days not in map(str, TERMS):
        raise TokenFormError("days", "Choose when the token ends.")
    return now + timedelta(days=int(days)) if int(days) else None
