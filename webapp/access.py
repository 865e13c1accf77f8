"""Which fleets the one who asks may see: settled once per request, before any page is made.

What follows for rows is in :mod:`data.queries.sight`. Before it is settled nothing of any
fleet is seen, so that a page that forgets to ask shows nothing rather than too much.
"""

from flask import Flask, abort, g, request
from flask_login import current_user
from sqlmodel import SQLModel

from data.db import reading
from data.models import Alert, Fleet, FleetImport, Job, PlatformAccount, Silence, User
from data.queries.fleet import fleet_named
from data.queries.sight import visible_fleets
from data.words import Role
from webapp.auth import Person, may
from webapp.context import current
from webapp.pages import db, look

#: Parts of an address that name what belongs to a fleet.
_OWNED: dict[str, type[SQLModel]] = {
    "alert_id": Alert,
    "fleet_id": Fleet,
    "import_id": FleetImport,
    "account_id": PlatformAccount,
    "silence_id": Silence,
    "job_id": Job,
}


def admit(person: User | Person) -> None:
    """From here on this request sees what this person may see."""
    look(visible_fleets(db(), user_id=person.id, role=person.role))


def is_hidden(name: str) -> bool:
    """Whether there is a fleet of this name that the one who asks may not see."""
    if g.sight is None:
        return False
    with reading(current().engine) as session:
        fleet = fleet_named(session, name)
    return fleet is not None and fleet.id not in g.sight


def sees_job(person: User | Person, job: Job) -> bool:
    """Whether this person may see a job: it is their own or shared, and tells of no fleet out of sight.

    Administrators see all.
    """
    if g.sight is not None and (job.sight is None or not g.sight.issuperset(job.sight)):
        return False
    return job.shared or job.user_id == person.id or person.role == Role.ADMIN


def may_stop(person: User | Person, job: Job) -> bool:
    """Whether this person may stop a job that they see: their own, or as an officer."""
    return job.user_id == person.id or may(person.role, Role.OFFICER)


def install(app: Flask) -> None:
    """Settle it for who is signed in; an address of another's fleet is one that does not exist."""

    @app.before_request
    def settle() -> None:
        if not current_user.is_authenticated:
            return
        admit(current_user)
        for name, number in (request.view_args or {}).items():
            if name == "job_id" or (name in _OWNED and g.sight is not None):
                row = db().get(_OWNED[name], number)
                if row is None or (isinstance(row, Job) and not sees_job(current_user, row)):
                    abort(404)
