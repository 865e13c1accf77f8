"""``roamwatch fleet connect | platforms | disconnect | sync``: SIMs from the platforms that manage them."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import click

from data.fleet.states import connectable, credentials_of, title
from webapp.commands.fleet import DEFAULT_FLEET, fleet, fleet_name, open_context
from webapp.output import emit, json_option

if TYPE_CHECKING:
    from crawler.pulling.account import PullReport
    from webapp.context import Context

#: Credentials may come from the environment: ROAMWATCH_PLATFORM_… would be taken for a setting.
ENVIRONMENT = "PLATFORM_"


@fleet.command("connect")
@click.argument("platform", type=click.Choice(connectable()))
@click.option(
    "--fleet",
    "name",
    default=DEFAULT_FLEET,
    show_default=True,
    callback=fleet_name,
    help="The fleet to fill.",
)
@click.option(
    "--label", default="", help="Your own word, where a fleet has several accounts there."
)
@click.option("--address", default="", help="Another address than the platform's own.")
@json_option
def connect_account(platform: str, name: str, label: str, address: str, as_json: bool) -> None:
    """Keep credentials for PLATFORM, sealed; they are asked for without being shown.

    Each may also come from the environment, for instance PLATFORM_API_KEY.
    """
    from data.db import writing
    from data.fleet.store import ensure_fleet
    from data.queries.platforms import AccountRefusedError, connect

    context = open_context()
    secrets = {
        field: os.environ.get(ENVIRONMENT + field.upper()) or click.prompt(label_, hide_input=True)
        for field, label_ in credentials_of(platform).items()
    }
    try:
        with writing(context.engine) as session:
            account = connect(
                session,
                fleet_id=ensure_fleet(session, name, sample=False, now=context.clock()),
                platform=platform,
                secrets=secrets,
                key=context.settings.signing_key,
                now=context.clock(),
                name=label,
                address=address,
            )
            result = {"account": account.id, "platform": platform, "fleet": name}
    except AccountRefusedError as exc:
        raise click.UsageError(str(exc)) from exc
    emit(result, as_json=as_json)


@fleet.command("platforms")
@json_option
def list_accounts(as_json: bool) -> None:
    """Every account: its fleet, its last pull, and what is wrong."""
    from data.db import reading
    from data.queries.platforms import accounts

    context = open_context()
    with reading(context.engine) as session:
        found = [
            {
                "account": account.id,
                "platform": account.platform,
                "fleet": fleet_.name,
                "label": account.name,
                "pulled_at": account.pulled_at,
                "next_pull_at": account.next_pull_at,
                "error_code": account.error_code,
                "error": account.error,
            }
            for account, fleet_ in accounts(session)
        ]
    if as_json:
        emit({"accounts": found}, as_json=True)
        return
    for one in found:
        state = one["error"] or f"last pull {one['pulled_at'] or 'never'}"
        click.echo(f"{one['account']:>4}  {title(str(one['platform']))}, {one['fleet']}: {state}")
    if not found:
        click.echo("no account; make one with: roamwatch fleet connect PLATFORM")


@fleet.command("disconnect")
@click.argument("account", type=int)
@json_option
def disconnect_account(account: int, as_json: bool) -> None:
    """Forget ACCOUNT and its credentials; the SIMs that it brought stay."""
    from data.db import writing
    from data.models import PlatformAccount
    from data.queries.platforms import disconnect

    context = open_context()
    with writing(context.engine) as session:
        if session.get(PlatformAccount, account) is None:
            raise click.UsageError(f"there is no account {account}; see: roamwatch fleet platforms")
        disconnect(session, account)
    emit({"forgotten": account}, as_json=as_json)


@fleet.command("sync")
@click.argument("platform", type=click.Choice(connectable()))
@click.option("--fleet", "name", default="", help="Of this fleet only.")
@json_option
def sync(platform: str, name: str, as_json: bool) -> None:
    """Pull the SIMs of every account at PLATFORM now. Exit 1 when a pull did not come to its end."""
    from data.db import reading
    from data.queries.platforms import accounts

    context = open_context()
    with reading(context.engine) as session:
        chosen = [
            account.id or 0
            for account, fleet_ in accounts(session)
            if account.platform == platform and name in ("", fleet_.name)
        ]
    if not chosen:
        raise click.UsageError(
            f"no account at {title(platform)}; make one with: roamwatch fleet connect {platform}"
        )
    reports = asyncio.run(_pull(context, chosen))
    for report in reports:
        if report.error:
            click.echo(f"account {report.account}: {report.error}", err=True)
    if as_json:
        emit({"pulls": [vars(report) for report in reports]}, as_json=True)
    else:
        counts = ("rows", "added", "changed", "unchanged", "refused", "warnings")
        emit(
            {count: sum(getattr(one, count) for one in reports) for count in counts}, as_json=False
        )
    sys.exit(0 if len(reports) == len(chosen) and all(one.finished for one in reports) else 1)


async def _pull(context: "Context", chosen: list[int]) -> "list[PullReport]":
    from crawler.pulling.pull import pull_account

    found = []
    for number in chosen:
        report = await pull_account(
            context.engine, context.settings, number, owner=context.owner, clock=context.clock
        )
        if report is None:
            click.echo(f"account {number} is being pulled by another process", err=True)
        else:
            found.append(report)
    return found
