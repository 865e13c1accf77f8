"""Who comes back from the issuer, and whether they are let in. The caller commits.

The first time somebody is found by an address that the issuer has verified; from then on by the
issuer's own word for them, whatever address they have.
"""

from datetime import datetime

from sqlmodel import Session

from data.audit import record
from data.models import Identity, User
from data.queries.identities import has_identity, user_of_identity
from data.queries.people import hold_people, nobody_yet, user_by_email
from data.settings import Settings
from data.words import Role
from webapp.accounts.people import add_person, change_person
from webapp.signon.claimed import Claimed
from webapp.signon.refusals import SignOnError

#: Who acts on the issuer's word, in the trail.
ISSUER = "sign-in service"
#: Anybody opens an account there with any address that they can read mail of, also one of a company that they
#: leave later: it answers for its own addresses, and for those of an organisation that it names in ``hd``.
GOOGLE, GOOGLES_OWN = "https://accounts.google.com", "gmail.com"


def arrive(session: Session, person: Claimed, *, settings: Settings, now: datetime) -> User:
    """The account of this person, linked and with the role that is claimed. Raises :class:`SignOnError`."""
    hold_people(session)
    known = user_of_identity(session, person.issuer, person.subject)
    user = known or _by_email(session, person)
    if user is not None and not user.active:
        raise SignOnError("inactive", f"{user.email} is locked out")
    _check_domain(person, user, settings)
    if settings.oidc_role_claim and person.role is None:
        raise SignOnError(
            "no_role", f"{person.email or person.subject}: {settings.oidc_role_claim} gives no role"
        )
    if user is None:
        user = _add(session, person, settings=settings, now=now)
    if known is None:
        _link(session, user, person, now=now)
    if person.role is not None and person.role != user.role:
        # Nobody takes the last administrator's rank away, not even the issuer.
        change_person(session, user, role=person.role, active=True, actor=ISSUER, now=now)
    return user


def _by_email(session: Session, person: Claimed) -> User | None:
    """The account of a person who comes for the first time, found by a verified address."""
    if not person.email:
        raise SignOnError(
            "no_email", f"subject {person.subject}: no e-mail address that can be one was told"
        )
    if not person.email_verified:
        raise SignOnError("unverified", f"{person.email} is not verified by the issuer")
    user = user_by_email(session, person.email)
    if user is not None and user.active and has_identity(session, user.id or 0, person.issuer):
        raise SignOnError("another", f"{person.email} is linked to another subject")
    return user


def _check_domain(person: Claimed, user: User | None, settings: Settings) -> None:
    """Whether the settings let this domain in. An address that the person may have made up does not count."""
    allowed = settings.oidc_domain_list
    if not allowed:
        return
    vouched = person.email if person.email_verified else ""
    email = vouched or (user.email if user else "")
    domain = email.rpartition("@")[2]
    if domain not in allowed:
        raise SignOnError("domain", f"{email}: its domain is not among ROAMWATCH_OIDC_DOMAINS")
    if person.issuer == GOOGLE and domain != GOOGLES_OWN and person.hosted not in allowed:
        said = f"hd is “{person.hosted}”" if person.hosted else "a private account, without hd"
        raise SignOnError("private", f"{email}: {said}; ROAMWATCH_OIDC_DOMAINS must name it")


def _add(session: Session, person: Claimed, *, settings: Settings, now: datetime) -> User:
    if nobody_yet(session):
        raise SignOnError("nobody", f"{person.email}: the first account is made by the setup link")
    if not settings.oidc_new_people:
        raise SignOnError("unknown", f"{person.email} has no account")
    role = person.role or Role.VIEWER
    return add_person(
        session, email=person.email, name=person.name, role=role, actor=ISSUER, now=now
    )


def _link(session: Session, user: User, person: Claimed, *, now: datetime) -> None:
    session.add(
        Identity(issuer=person.issuer, subject=person.subject, user_id=user.id or 0, linked_at=now)
    )
    record(
        session,
        actor=user.email,
        action="linked",
        subject=f"person:{user.id}",
        note=user.email,
        detail={"issuer": person.issuer, "subject": person.subject},
        now=now,
    )
