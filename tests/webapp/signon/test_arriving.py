"""Whom the issuer's word lets in, with which role, and what stands in the trail."""

import json
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import AuditEntry, Identity, User
from data.queries.people import user_by_email
from data.settings import Settings
from data.words import Role
from tests.factories import make_people
from tests.issuer import OWNER, Issuer
from tests.webapp.filled import engine_of
from tests.webapp.signing import carry
from tests.webapp.signon.conftest import Make
from tests.webapp.signon.travelling import is_in, sign_in
from webapp.accounts.people import change_person
from webapp.signon.arriving import GOOGLE, arrive
from webapp.signon.claimed import read_claims, role_of
from webapp.signon.refusals import REFUSALS, SignOnError


def settings_of(**values: Any) -> Settings:
    """Settings with an issuer of these."""
    known = {"oidc_issuer": "https://id.example", "oidc_client_id": "roamwatch"}
    return Settings.load(**(known | values))


def come(store: Engine, claims: dict[str, Any], now: datetime, **values: Any) -> User:
    """Somebody comes back with claims that were checked."""
    settings = settings_of(**values)
    with writing(store) as session:
        return arrive(session, read_claims(claims, settings), settings=settings, now=now)


def acts(store: Engine) -> list[tuple[str, str]]:
    """Who did what, in order."""
    with reading(store) as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return [(entry.actor, entry.action) for entry in entries]


@pytest.fixture
def peopled(store: Engine, now: datetime) -> Engine:
    """A store of either kind in which the three have accounts."""
    with writing(store) as session:
        make_people(session, now=now)
    return store


@pytest.mark.parametrize(
    ("claims", "values", "code"),
    [
        ({"email": "nobody@fleet.test"}, {}, "unknown"),
        ({"email": None}, {"oidc_new_people": True}, "no_email"),
        ({"email": "no address"}, {"oidc_new_people": True}, "no_email"),
        ({"email": "a@b@c.test"}, {"oidc_new_people": True}, "no_email"),
        ({"email": "a b@fleet.test"}, {"oidc_new_people": True}, "no_email"),
        ({"email": "@fleet.test"}, {"oidc_new_people": True}, "no_email"),
        ({"email": "a@"}, {"oidc_new_people": True}, "no_email"),
        ({"email_verified": False}, {}, "unverified"),
        ({"email_verified": None}, {}, "unverified"),
        ({"email_verified": "false"}, {}, "unverified"),
        ({}, {"oidc_domains": "company.example"}, "domain"),
        ({"email": "x@evil-fleet.test"}, {"oidc_domains": "fleet.test", "oidc_new_people": True}, "domain"),
        ({}, {"oidc_role_claim": "groups"}, "no_role"),
        ({"groups": ["other"]}, {"oidc_role_claim": "groups"}, "no_role"),
    ],
)  # fmt: skip
def test_who_is_not_let_in_leaves_no_trace(
    peopled: Engine, now: datetime, claims: dict[str, Any], values: dict[str, Any], code: str
) -> None:
    with pytest.raises(SignOnError) as caught:
        come(peopled, OWNER | claims, now, **values)
    assert caught.value.code == code
    assert acts(peopled) == []
    with reading(peopled) as session:
        assert session.exec(select(Identity)).all() == []


def test_a_first_and_a_later_sign_in_are_one_link(peopled: Engine, now: datetime) -> None:
    first = come(peopled, dict(OWNER), now)
    again = come(peopled, {"sub": "u-1"}, now)  # no address is needed any more
    assert first.id == again.id
    assert acts(peopled) == [("owner@fleet.test", "linked")]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "owner@company.example", "email_verified": False},
        {"email": "owner@company.example", "email_verified": None},
        {"email_verified": True},
        {},
    ],
)
def test_nobody_passes_narrowed_domains_by_an_address_that_they_chose(
    peopled: Engine, now: datetime, claims: dict[str, Any]
) -> None:
    come(peopled, dict(OWNER), now)
    with pytest.raises(SignOnError, match=r"owner@fleet\.test") as caught:
        come(peopled, {"sub": "u-1"} | claims, now, oidc_domains="company.example")
    assert caught.value.code == "domain"
    assert come(peopled, {"sub": "u-1"} | claims, now, oidc_domains="fleet.test")


@pytest.mark.parametrize("hosted", [None, "other.example", "", ["fleet.test"]])
def test_a_private_account_of_googles_with_a_companys_address_is_refused(
    peopled: Engine, now: datetime, hosted: object
) -> None:
    google: dict[str, Any] = {"oidc_issuer": GOOGLE, "oidc_domains": "fleet.test company.example"}
    for _ in range(2):  # the second time it is known by its subject
        with pytest.raises(SignOnError) as caught:
            come(peopled, OWNER | {"hd": hosted}, now, **google)
        assert caught.value.code == "private"
        come(peopled, OWNER | {"hd": "Company.example"}, now, **google)
    # Elsewhere that claim says nothing, and for its own addresses Google answers.
    assert come(peopled, OWNER | {"hd": hosted}, now, oidc_domains="fleet.test")
    own = OWNER | {"sub": "g", "email": "somebody@gmail.com"}
    google["oidc_domains"] = "gmail.com"
    assert come(peopled, own, now, oidc_new_people=True, **google).email == "somebody@gmail.com"


def test_another_account_with_the_same_address_is_refused_until_it_is_released(
    peopled: Engine, now: datetime
) -> None:
    come(peopled, dict(OWNER), now)
    with pytest.raises(SignOnError) as caught:
        come(peopled, OWNER | {"sub": "u-2"}, now)
    assert caught.value.code == "another"


def test_who_is_locked_out_stays_out_by_either_way(peopled: Engine, now: datetime) -> None:
    come(peopled, OWNER | {"sub": "t", "email": "teammate@fleet.test"}, now)
    with writing(peopled) as session:
        user = user_by_email(session, "teammate@fleet.test")
        assert user is not None
        change_person(session, user, role=Role.OFFICER, active=False, actor="x", now=now)
    for subject in ("t", "u-9"):
        with pytest.raises(SignOnError) as caught:
            come(peopled, OWNER | {"sub": subject, "email": "teammate@fleet.test"}, now)
        assert caught.value.code == "inactive"


def test_new_people_are_viewers_where_they_are_let_in(peopled: Engine, now: datetime) -> None:
    claims = OWNER | {"sub": "n", "email": "New@fleet.test", "name": "New\u202e One"}
    user = come(peopled, claims, now, oidc_new_people=True, oidc_domains="FLEET.test other.test")
    assert (user.email, user.name, user.role) == ("new@fleet.test", "New One", "viewer")
    assert user.password_hash == ""
    assert acts(peopled) == [("sign-in service", "added"), ("new@fleet.test", "linked")]


def test_an_issuer_cannot_make_the_first_account(store: Engine, now: datetime) -> None:
    with pytest.raises(SignOnError) as caught:
        come(store, dict(OWNER), now, oidc_new_people=True)
    assert caught.value.code == "nobody"


def test_an_address_without_its_mark_counts_where_the_operator_says_so(
    peopled: Engine, now: datetime
) -> None:
    claims = OWNER | {"email_verified": None}
    with pytest.raises(SignOnError, match="not verified"):
        come(peopled, OWNER | {"email_verified": False}, now, oidc_trust_email=True)
    assert come(peopled, claims, now, oidc_trust_email=True).email == "owner@fleet.test"


def test_the_claim_gives_and_takes_ranks_but_not_the_last_administrators(
    peopled: Engine, now: datetime
) -> None:
    mapped: dict[str, Any] = {
        "oidc_role_claim": "groups",
        "oidc_roles": {"admin": ["rw-admins"], "viewer": ["staff"]},
    }
    someone = OWNER | {"sub": "s", "email": "stranger@fleet.test"}
    owner = OWNER | {"groups": ["staff"]}
    assert come(peopled, owner, now, **mapped).role == "admin"  # there is no other
    raised = come(peopled, someone | {"groups": ["staff", "rw-admins"]}, now, **mapped)
    assert raised.role == "admin"
    assert come(peopled, owner, now, **mapped).role == "viewer"
    assert acts(peopled) == [
        ("owner@fleet.test", "linked"),
        ("stranger@fleet.test", "linked"),
        ("sign-in service", "changed"),
        ("sign-in service", "changed"),
    ]


@pytest.mark.parametrize(
    ("claims", "claim", "role"),
    [
        ({"role": "officer"}, "role", Role.OFFICER),
        ({"role": ["viewer", "officer", 7, None]}, "role", Role.OFFICER),
        ({"realm_access": {"roles": ["admin"]}}, "realm_access.roles", Role.ADMIN),
        ({"https://company.example/role": "viewer"}, "https://company.example/role", Role.VIEWER),
        ({"realm_access": "admin"}, "realm_access.roles", None),
        ({"role": {"admin": True}}, "role", None),
        ({"role": "Admin"}, "role", None),
        ({"role": "admin"}, "", None),
    ],
)
def test_a_role_is_read_from_one_claim(
    claims: dict[str, Any], claim: str, role: Role | None
) -> None:
    words = {one: (one.value,) for one in Role}
    assert role_of(json.loads(json.dumps(claims)), claim, words) is role


@pytest.mark.parametrize(
    ("claims", "values", "code"),
    [
        ({"email": "nobody@fleet.test"}, {}, "unknown"),
        ({"email": None}, {}, "no_email"),
        ({"email_verified": False}, {}, "unverified"),
        ({}, {"oidc_domains": "company.example"}, "domain"),
        ({}, {"oidc_role_claim": "groups"}, "no_role"),
    ],
)
def test_who_is_refused_is_told_what_to_do(
    make: Make, issuer: Issuer, claims: dict[str, Any], values: dict[str, Any], code: str
) -> None:
    issuer.person |= claims
    client = make(**values).test_client()
    page = sign_in(client)
    assert page.status_code == REFUSALS[code].status == 403
    assert REFUSALS[code].title in page.text
    assert not is_in(client)


def test_a_role_of_the_userinfo_endpoint_counts(make: Make, issuer: Issuer) -> None:
    issuer.only_userinfo = True
    issuer.person |= {"realm_access": {"roles": ["admin"]}}
    client = make(oidc_role_claim="realm_access.roles").test_client()
    assert sign_in(client).location == "/fleet"


def test_an_administrator_releases_a_link_and_all_sessions_end(
    app: Flask, issuer: Issuer, people: dict[str, User], now: datetime
) -> None:
    issuer.person = {"sub": "old", "email": "teammate@fleet.test", "email_verified": True}
    theirs = app.test_client()
    sign_in(theirs)
    issuer.person["sub"] = "new"
    refused = sign_in(app.test_client())
    assert "belongs to another account" in refused.text
    admin = carry(app.test_client(), engine_of(app), people["owner"], now=now)
    assert admin.get("/admin/people").text.count("Release the company account") == 1
    address = f"/admin/people/{people['teammate'].id}/release"
    assert "linked anew" in admin.post(address, follow_redirects=True).text
    assert not is_in(theirs)
    sign_in(theirs)
    assert is_in(theirs)
    trail = admin.get("/admin/audit?about=person").text
    assert "Linked teammate@fleet.test with a company account" in trail
    assert "Released the company account of teammate@fleet.test" in trail
