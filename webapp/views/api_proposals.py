"""Proposals for the rule ledger over the API: what waits, and the decision of an officer's program."""

import json
from typing import Any

from flask import Blueprint, Response, request

from data.db import writing
from data.ledger import StaleEntryError
from data.models import Development, RuleProposal, User
from data.queries.proposals import list_proposals, proposal_page, quotes_of
from data.words import ProposalState
from webapp.context import current
from webapp.feeds import officer, refusal
from webapp.listing import word_arg
from webapp.pages import db
from webapp.problems import problem
from webapp.proposals.deciding import (
    ProposalDecidedError,
    ProposalFieldError,
    ProposalNotFoundError,
    decide,
)
from webapp.proposals.forms import verdict_of_json
from webapp.security import csrf
from webapp.views.api import private_json

blueprint = Blueprint("api_proposals", __name__, url_prefix="/api/v1/rules/proposals")

#: The most that one answer lists.
MOST = 200


@blueprint.get("")
def index() -> Response:
    """The latest proposals of a state (``open`` by default)."""
    refused = refusal(request)
    if refused is not None:
        return refused
    state = word_arg("state", tuple(ProposalState)) or ProposalState.OPEN.value
    rows = list_proposals(db(), state=state, limit=MOST)
    found = [proposal_json(proposal, development) for proposal, development in rows]
    return private_json(json.dumps({"state": state, "proposals": found}, ensure_ascii=False))


@blueprint.get("/<id:proposal_id>")
def show(proposal_id: int) -> Response:
    """One proposal with its quotes and source."""
    refused = refusal(request)
    if refused is not None:
        return refused
    page = proposal_page(db(), proposal_id)
    if page is None:
        return problem(404, "proposal_not_found", f"there is no proposal {proposal_id}")
    found = proposal_json(page.proposal, page.development) | {
        "quotes": quotes_of(db(), page.change.id or 0),
        "url": page.document.url,
    }
    return private_json(json.dumps(found, ensure_ascii=False))


@blueprint.post("/<id:proposal_id>")
@csrf.exempt  # type: ignore[untyped-decorator]  # flask_wtf has no types
def work(proposal_id: int) -> Response:
    """``{"action": "accept" | "reject", "note", "changes": {…}, "replaces": ["fact:entry", …]}``."""
    who = officer(request)
    if isinstance(who, Response):
        return who
    try:
        return private_json(json.dumps(_decided(proposal_id, who), ensure_ascii=False))
    except ProposalFieldError as exc:
        return problem(422, exc.code, str(exc), field=exc.field)
    except ProposalNotFoundError as exc:
        return problem(404, exc.code, str(exc))
    except (ProposalDecidedError, StaleEntryError) as exc:
        return problem(409, exc.code, str(exc))


def _decided(proposal_id: int, who: User) -> dict[str, Any]:
    verdict = verdict_of_json(_body())
    context = current()
    with writing(context.engine) as session:
        done = decide(session, proposal_id, verdict, actor=who.email, now=context.clock())
        return {"id": done.id, "state": done.state, "entry": done.entry_id}


def _body() -> object:
    """What was sent, if it is JSON; brackets nested thousands deep are none."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def proposal_json(proposal: RuleProposal, development: Development) -> dict[str, Any]:
    """A proposal for programs."""
    return {
        "id": proposal.id,
        "development": development.id,
        "title": development.title,
        "country": proposal.country,
        "topic": proposal.topic,
        "state": proposal.state,
        "draft": proposal.draft,
        "reasons": proposal.reasons,
        "question": proposal.question or None,
        "replaces": proposal.replaces,
        "created_at": proposal.created_at.isoformat(),
        "decided_at": proposal.decided_at.isoformat() if proposal.decided_at else None,
        "decided_by": proposal.decided_by or None,
        "entry": proposal.entry_id,
    }
