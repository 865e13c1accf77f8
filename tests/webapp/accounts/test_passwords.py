from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import LoginToken, User
from data.queries.people import (
    active_admins,
    everybody,
    login_token_is_good,
    tokens_of,
    user_by_email,
)
from data.queries.tokens import issue_token, revoke_token
from data.words import Role
from tests.factories import make_people
from webapp.accounts.passwords import (
    AccountError,
    change_password,
    check_password,
    create_user,
    hash_password,
    issue_login_link,
    link_digest,
    redeem_login_link,
)
from webapp.auth import Person, person_of

PASSWORD = "a long sentence with words"


def add(store: Engine, now: datetime, *, email: str = "owner@fleet.test", **values: str) -> User:
    with writing(store) as session:
        return create_user(session, email=email, role=Role.ADMIN, now=now, **values)


def test_a_password_is_kept_as_argon2id_and_checked(store: Engine, now: datetime) -> None:
    user = add(store, now, password=PASSWORD)
    assert user.password_hash.startswith("$argon2id$")
    with reading(store) as session:
        found = check_password(session, " OWNER@fleet.test ", PASSWORD)
        assert found is not None
        assert found.id == user.id
        assert check_password(session, user.email, PASSWORD + "!") is None
        assert check_password(session, "nobody@fleet.test", PASSWORD) is None


def test_who_was_locked_out_has_no_password_that_fits(store: Engine, now: datetime) -> None:
    user = add(store, now, password=PASSWORD)
    with writing(store) as session:
        session.get_one(User, user.id).active = False
    with reading(store) as session:
        assert check_password(session, user.email, PASSWORD) is None


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 201])
def test_passwords_have_a_length(password: str) -> None:
    with pytest.raises(AccountError) as caught:
        hash_password(password)
    assert caught.value.field == "password"


def test_a_damaged_hash_lets_nobody_in(store: Engine, now: datetime) -> None:
    user = add(store, now)
    with writing(store) as session:
        session.get_one(User, user.id).password_hash = "not a hash"
    with reading(store) as session:
        assert check_password(session, user.email, "not a hash") is None


def test_an_address_is_kept_in_small_letters_and_once(store: Engine, now: datetime) -> None:
    assert add(store, now, email=" Owner@Fleet.Test ").email == "owner@fleet.test"
    with pytest.raises(AccountError) as caught:
        add(store, now, email="OWNER@fleet.test")
    assert caught.value.field == "email"
    with reading(store) as session:
        assert len(everybody(session)) == 1


@pytest.mark.parametrize(
    "email", ["", "owner", "@fleet.test", "owner@", "a b@c", "x" * 251 + "@y.z"]
)
def test_what_is_no_address_is_refused(sqlite_store: Engine, now: datetime, email: str) -> None:
    with pytest.raises(AccountError) as caught:
        add(sqlite_store, now, email=email)
    assert caught.value.code == "account"


def test_a_person_without_a_name_is_called_by_the_address(
    sqlite_store: Engine, now: datetime
) -> None:
    assert add(sqlite_store, now).name == "owner"
    assert add(sqlite_store, now, email="b@fleet.test", name="  Bee ").name == "Bee"


def test_a_link_keeps_only_its_digest(store: Engine, now: datetime) -> None:
    user = add(store, now)
    with writing(store) as session:
        link = issue_login_link(session, user, base_url="https://roamwatch.test/", now=now)
    assert link.startswith("https://roamwatch.test/login/link/")
    secret = link.rsplit("/", 1)[1]
    with reading(store) as session:
        (token,) = session.exec(select(LoginToken)).all()
        assert token.digest == link_digest(secret)
        assert token.expires_at == now + timedelta(hours=24)
        assert secret not in str(token)


def test_a_link_is_used_once_however_many_come(store: Engine, now: datetime) -> None:
    user = add(store, now)
    with writing(store) as session:
        secret = issue_login_link(session, user, base_url="", now=now).rsplit("/", 1)[1]
    with reading(store) as session:
        assert login_token_is_good(session, link_digest(secret), now=now)
    entered = []
    for _ in range(3):
        with writing(store) as session:
            found = redeem_login_link(session, secret, now=now)
            entered.append(found.email if found else None)
    assert entered == [user.email, None, None]
    with reading(store) as session:
        assert not login_token_is_good(session, link_digest(secret), now=now)


@pytest.mark.parametrize(("hours", "later"), [(0.25, 15), (24.0, 24 * 60)])
def test_a_link_lives_for_its_hours(
    sqlite_store: Engine, now: datetime, hours: float, later: int
) -> None:
    user = add(sqlite_store, now)
    with writing(sqlite_store) as session:
        link = issue_login_link(session, user, base_url="", now=now, hours=hours)
    digest = link_digest(link.rsplit("/", 1)[1])
    with reading(sqlite_store) as session:
        just_before = now + timedelta(minutes=later, seconds=-1)
        assert login_token_is_good(session, digest, now=just_before)
        assert not login_token_is_good(session, digest, now=now + timedelta(minutes=later))


@pytest.mark.parametrize("hours", [0.0, 0.2, 24.1, -1.0, float("nan")])
def test_links_of_any_other_age_are_refused(
    sqlite_store: Engine, now: datetime, hours: float
) -> None:
    user = add(sqlite_store, now)
    with writing(sqlite_store) as session, pytest.raises(AccountError) as caught:
        issue_login_link(session, user, base_url="", now=now, hours=hours)
    assert caught.value.field == "hours"


def test_a_link_of_somebody_locked_out_is_void(store: Engine, now: datetime) -> None:
    user = add(store, now)
    with writing(store) as session:
        secret = issue_login_link(session, user, base_url="", now=now).rsplit("/", 1)[1]
        session.get_one(User, user.id).active = False
    with writing(store) as session:
        assert not login_token_is_good(session, link_digest(secret), now=now)
        assert redeem_login_link(session, secret, now=now) is None


def test_who_has_a_password_proves_it_before_changing_it(
    sqlite_store: Engine, now: datetime
) -> None:
    user = add(sqlite_store, now, password=PASSWORD)
    with writing(sqlite_store) as session, pytest.raises(AccountError) as caught:
        change_password(session, user.id or 0, old="wrong", new="another sentence of mine")
    assert caught.value.field == "old"
    with writing(sqlite_store) as session:
        change_password(session, user.id or 0, old=PASSWORD, new="another sentence of mine")
    with reading(sqlite_store) as session:
        assert check_password(session, user.email, PASSWORD) is None
        assert check_password(session, user.email, "another sentence of mine") is not None


def test_a_session_is_bound_to_the_password(sqlite_store: Engine, now: datetime) -> None:
    user = add(sqlite_store, now)
    before = person_of(user).get_id()
    with writing(sqlite_store) as session:
        changed = change_password(session, user.id or 0, old="", new=PASSWORD)
    assert person_of(changed).get_id() != before


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.VIEWER, {"viewer"}),
        (Role.OFFICER, {"viewer", "officer"}),
        (Role.ADMIN, {"viewer", "officer", "admin"}),
    ],
)
def test_every_role_may_do_what_those_below_may(role: Role, allowed: set[str]) -> None:
    person = Person(id=1, email="a@b.test", name="A", role=role, stamp="x")
    assert {word.value for word in Role if person.may(word)} == allowed


def test_people_are_found_counted_and_listed(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        make_people(session, now=now)
        assert active_admins(session) == 1
        assert [user.name for user in everybody(session)] == ["Owner", "Stranger", "Teammate"]
        assert user_by_email(session, "nobody@fleet.test") is None


def test_a_persons_tokens_are_listed_newest_first_with_the_void_ones(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        people = make_people(session, now=now)
        owner = people["owner"].id or 0
        issue_token(session, owner, name="first", now=now)
        issue_token(session, owner, name="second", now=now)
        issue_token(session, people["teammate"].id or 0, name="other", now=now)
        first = tokens_of(session, owner)[-1]
        revoke_token(session, first.id or 0, now=now)
        found = [(token.name, token.revoked_at is None) for token in tokens_of(session, owner)]
    assert found == [("second", True), ("first", False)]
