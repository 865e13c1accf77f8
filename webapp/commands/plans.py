"""``roamwatch fleet plans``: the markets that want a contingency plan, and what is due."""

from typing import TYPE_CHECKING, Any

import click

from webapp.commands.fleet import fleet, open_context
from webapp.output import emit, json_option

if TYPE_CHECKING:
    from webapp.rules.planning import Planned


@fleet.command()
@click.option(
    "--share",
    type=click.IntRange(1, 100),
    default=80,
    show_default=True,
    help="Per cent of live SIMs that the markets make together.",
)
@json_option
def plans(share: int, as_json: bool) -> None:
    """Each top market with its plan: who owns it, when it is reviewed, why it should be now."""
    from data.db import reading
    from webapp.rules.planning import planned

    context = open_context()
    with reading(context.engine) as session:
        rows = planned(
            session,
            now=context.clock(),
            live_days=context.settings.live_days,
            share=share / 100,
        )
        found = [_row(row) for row in rows]
    if as_json:
        emit({"share": share, "markets": found}, as_json=True)
        return
    for row in rows:
        state = "; ".join(row.reasons)
        if row.plan and not state:
            state = f"review on {row.plan.review_on}"
        click.echo(f"{row.market.country}  {row.market.sims:>9} SIMs  {row.fleet.name}: {state}")


def _row(row: "Planned") -> dict[str, Any]:
    return {
        "fleet": row.fleet.name,
        "country": row.market.country,
        "live_sims": row.market.sims,
        "share": round(row.market.share, 4),
        "review_on": row.plan.review_on if row.plan else None,
        "reasons": list(row.reasons),
    }
