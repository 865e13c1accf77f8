"""Accounts at SIM platforms: connecting, asking again, forgetting; and the job that pulls them."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import func, select

from data.db import reading, writing
from data.fleet.states import connectable, credentials_of, title
from data.fleet.store import ensure_fleet
from data.models import PlatformAccount, PlatformSim, Sim
from data.queries.platforms import connect, due_accounts
from data.sealing import unseal
from data.settings import Settings
from tests.crawler.platforms.fakes import SECRETS, fake
from tests.crawler.platforms.server import refused, serving
from tests.crawler.platforms.world import NOW as WORLD_NOW
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of, engine_of
from webapp.context import Context
from webapp.service.pulls import Pulled, pull_due

FORM = {
    "platform": "soracom",
    "fleet": "Meters",
    "auth_key_id": "keyId-x",
    "auth_key": "a long key",
}


def accounts_of(app: Flask) -> list[PlatformAccount]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(PlatformAccount)))


@pytest.mark.parametrize("platform", connectable())
def test_each_platform_has_its_own_form(filled_app: Flask, platform: str) -> None:
    page = client_of(filled_app, "teammate").get(f"/fleet/platforms?platform={platform}").text
    for field, label in credentials_of(platform).items():
        assert f'name="{field}" type="password"' in page
        assert label in page
    assert "How well this connector is proven" in page
    assert re.search(r'name="fleet" [^>]*value="[A-Z][^"<]+"', page)
    assert "Fleet(" not in page


def test_an_officer_connects_a_platform_and_the_key_is_sealed(sign_in: SignIn, app: Flask) -> None:
    answer = sign_in("teammate").post("/fleet/platforms", data=FORM)
    assert answer.status_code == 302
    page = sign_in("teammate").get("/fleet/platforms").text
    assert "Soracom" in page
    assert "Due now" in page
    assert "a long key" not in page
    (account,) = accounts_of(app)
    assert "long key" not in account.sealed
    opened = unseal(account.sealed, app.extensions["roamwatch"].settings.signing_key)
    assert opened == {"auth_key_id": "keyId-x", "auth_key": "a long key"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"auth_key": " "}, "Secret access key is missing"),
        ({"fleet": ""}, "Name the fleet"),
        ({"address": "ftp://x"}, "must begin with https://"),
        ({"platform": "nobody"}, "no connector for"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_stored(
    sign_in: SignIn, app: Flask, change: dict[str, str], said: str
) -> None:
    answer = sign_in("teammate").post("/fleet/platforms", data=FORM | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert "a long key" not in answer.text
    assert accounts_of(app) == []


def test_connecting_again_changes_the_key_of_the_same_account(sign_in: SignIn, app: Flask) -> None:
    client = sign_in("teammate")
    client.post("/fleet/platforms", data=FORM)
    client.post("/fleet/platforms", data=FORM | {"auth_key": "another key"})
    (account,) = accounts_of(app)
    opened = unseal(account.sealed, app.extensions["roamwatch"].settings.signing_key)
    assert opened["auth_key"] == "another key"


def test_an_account_is_asked_at_once_and_forgotten_with_its_key(
    sign_in: SignIn, app: Flask, now: datetime
) -> None:
    client = sign_in("teammate")
    client.post("/fleet/platforms", data=FORM)
    (account,) = accounts_of(app)
    with writing(engine_of(app)) as session:
        stored = session.get_one(PlatformAccount, account.id)
        stored.next_pull_at = now + timedelta(hours=5)
        session.add(PlatformSim(account_id=account.id or 0, native_id="HS1", iccid="89"))
    client.post(f"/fleet/platforms/{account.id}/pull")
    with reading(engine_of(app)) as session:
        assert due_accounts(session, now=now) == [account.id]
    client.post(f"/fleet/platforms/{account.id}/disconnect")
    assert accounts_of(app) == []


def test_a_viewer_sees_no_account(sign_in: SignIn) -> None:
    assert sign_in("stranger").get("/fleet/platforms").status_code == 403
    assert sign_in("stranger").post("/fleet/platforms", data=FORM).status_code == 403


def test_the_job_pulls_what_is_due_and_the_page_says_what_went_wrong(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime, sign_in: SignIn
) -> None:
    good, bad, later = fake("onomondo", 12), fake("hologram", 5), WORLD_NOW
    bad.fault = lambda _: refused(403)
    settings = sqlite_settings.model_copy(update={"allow_private_addresses": True})
    context = Context(engine=sqlite_store, settings=settings, clock=lambda: later)

    async def scene() -> tuple[Pulled, Pulled]:
        async with serving(good) as here, serving(bad) as there:
            with writing(sqlite_store) as session:
                fleet = ensure_fleet(session, "Meters", sample=False, now=now)
                for name, address in (("onomondo", here), ("hologram", there)):
                    connect(
                        session,
                        fleet_id=fleet,
                        platform=name,
                        secrets=SECRETS[name],
                        key=settings.signing_key,
                        now=now,
                        address=address,
                    )
            return await pull_due(context), await pull_due(context)

    first, second = asyncio.run(scene())
    assert (first.accounts, first.failed, first.added) == (2, 1, 12)
    assert second == Pulled()
    with reading(sqlite_store) as session:
        assert session.exec(select(func.count()).select_from(Sim)).one() == 12
    page = sign_in("teammate").get("/fleet/platforms").text
    assert f"{title('hologram')}" in page
    assert "check the credentials" in page
    assert "1 does not answer as it should" in page
