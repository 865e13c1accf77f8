"""Who is meant by ``@name`` in a comment. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.models import User

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]+(?:@[\w.-]+\w)?)")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """Whom a comment names."""

    found: tuple[User, ...]
    unknown: tuple[str, ...]
    """Names that mean nobody here, or more than one."""


def mentioned(note: str, people: Sequence[User]) -> Mentions:
    """The people whom ``note`` names with ``@``, each once, in its order.

    A name is a whole e-mail address, or the part before its ``@`` where that means one person
    only; letter case plays no part.
    """
    found: list[User] = []
    unknown: list[str] = []
    for match in _MENTION.finditer(note):
        name = match[1].rstrip(".-").lower()
        meant = [user for user in people if name in (user.email, handle(user))]
        if len(meant) != 1:
            if name not in unknown:
                unknown.append(name)
        elif meant[0] not in found:
            found.append(meant[0])
    return Mentions(found=tuple(found), unknown=tuple(unknown))


def handle(user: User) -> str:
    """What may stand for a person after ``@``."""
    return user.email.partition("@")[0]
