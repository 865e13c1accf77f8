"""Proposals for the rule ledger: what waits for an officer, one with its evidence, and the decision."""

from collections.abc import Collection
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from analysis.ledger import Standing
from analysis.proposals import differences
from data.db import writing
from data.errors import RoamwatchError
from data.ledger import Entry, StaleEntryError
from data.models import RuleProposal
from data.queries.alert_page import evidence_of
from data.queries.proposals import (
    count_proposals,
    events_of,
    list_proposals,
    proposal_page,
)
from data.words import ProposalState, Role, Topic
from webapp.auth import requires
from webapp.context import current
from webapp.listing import chosen_filter, filter_group, page_of, since_arg, word_arg
from webapp.pages import db, forget_reading, lately, now, today, zone
from webapp.proposals.deciding import (
    MAX_NOTE,
    ProposalDecidedError,
    ProposalFieldError,
    decide,
)
from webapp.proposals.forms import WORDS, first_limit, verdict_of_form
from webapp.reading import dated, evidence_passages
from webapp.rules.rulebook import Ledger, ledger, when

blueprint = Blueprint("proposals", __name__, url_prefix="/rules/proposals")

PAGE_SIZE = 50


@blueprint.get("")
def index() -> str:
    """What waits to be decided; ``state`` shows what was decided."""
    counts, since = count_proposals(db()), since_arg()
    chosen = word_arg("state", tuple(ProposalState))
    state = chosen or ProposalState.OPEN.value
    shown = count_proposals(db(), since=since) if since else counts
    page = page_of(shown.get(state, 0), size=PAGE_SIZE)
    states = filter_group("State", "state", tuple(ProposalState), chosen=state, counts=shown)
    rows = list_proposals(db(), state=state, since=since, limit=PAGE_SIZE, offset=page.offset)
    return render_template(
        "proposals/index.html",
        rows=rows,
        known=_known({proposal.country for proposal, _ in rows}),
        page=page,
        state=state,
        open_count=counts.get(ProposalState.OPEN, 0),
        # Without “all”: what waits and what was decided are two lists.
        filters=[
            *([chosen_filter("Decided", "since", f"Since {lately(since)}")] if since else []),
            replace(states, choices=states.choices[1:]),
        ],
    )


@blueprint.get("/<id:proposal_id>")
def show(proposal_id: int) -> str:
    """One proposal."""
    return _page(proposal_id)


@blueprint.post("/<id:proposal_id>")
@requires(Role.OFFICER)
def work(proposal_id: int) -> Response | tuple[str, int]:
    """Accept or reject; what is refused comes back with the reason and all that was typed."""
    try:
        with writing(current().engine) as session:
            proposal = session.get(RuleProposal, proposal_id) or abort(404)
            verdict = verdict_of_form(request.form, proposal.draft)
            done = decide(session, proposal_id, verdict, actor=current_user.email, now=now())
            state = done.state
    except ProposalFieldError as exc:
        return _page(proposal_id, typed=request.form.to_dict(), error=exc), 422
    except (ProposalDecidedError, StaleEntryError) as exc:
        return _page(proposal_id, typed=request.form.to_dict(), error=exc), 409
    flash(f"The proposal is {state}.")
    return redirect(url_for("proposals.show", proposal_id=proposal_id))


def _known(places: Collection[str]) -> Ledger:
    return ledger(db(), when("", "", today=today()), places=places) if places else {}


def _page(
    proposal_id: int,
    *,
    typed: dict[str, str] | None = None,
    error: RoamwatchError | None = None,
) -> str:
    forget_reading()
    found = proposal_page(db(), proposal_id)
    if found is None:
        abort(404)
    proposal = found.proposal
    standing = _known([proposal.country]).get(proposal.country, {}).get(Topic(proposal.topic))
    return render_template(
        "proposals/show.html",
        page=found,
        proposal=proposal,
        standing=standing,
        entries=_entries(standing),
        differences=differences(standing.head.fact if standing else None, proposal.draft),
        passages=evidence_passages(found.version, evidence_of(db(), found.change.id or 0)),
        dates=dated(found.change, found.development, zone()),
        events=events_of(db(), proposal_id),
        limit=first_limit(proposal.draft) or {},
        typed=typed or {},
        error=error,
        error_field=getattr(error, "field", ""),
        max_note=MAX_NOTE,
        words=WORDS,
    )


def _entries(standing: Standing | None) -> list[Entry]:
    """The entries that a new one may end."""
    if standing is None:
        return []
    return [standing.head, *standing.others, *standing.ahead]
