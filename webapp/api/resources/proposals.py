"""Proposals for the rule ledger: what waits, and the decision of an officer's program."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator

from data.ledger import StaleEntryError
from data.models import Development, RuleProposal
from data.queries.proposals import list_proposals, proposal_page, quotes_of
from data.rules import Confidence, FactStatus
from data.words import ProposalState, Scope, Stance, Topic
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing
from webapp.api.shapes import Body, Empty, Reply, Whole, Words
from webapp.proposals.deciding import (
    MAX_NOTE,
    MAX_TEXT,
    ProposalDecidedError,
    ProposalFieldError,
    ProposalNotFoundError,
    decide,
)
from webapp.proposals.forms import verdict_of_json

#: The most that one answer lists.
MOST = 200


class ProposalWords(Words):
    """Which proposals."""

    state: ProposalState = ProposalState.OPEN


class Proposal(Reply):
    """What a found change says of the rule, for an officer to decide."""

    id: int
    development: int
    title: str
    country: str
    topic: Topic
    state: ProposalState
    draft: dict[str, Any]
    reasons: tuple[str, ...]
    question: str | None
    replaces: tuple[str, ...]
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    entry: int | None


class ProposalWhole(Proposal):
    """The same with its quotes and source."""

    quotes: tuple[str, ...]
    url: str


class Proposals(Reply):
    """The latest proposals of a state, at most 200."""

    state: ProposalState
    proposals: tuple[Proposal, ...]


Entry = Annotated[str, Field(pattern=r"^[a-z]+-[a-z-]+-(p?[0-9]+|trade):[0-9]{1,9}$")]


Line = Annotated[str, Field(max_length=MAX_TEXT)]
PartialDay = Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]


class Changes(Body):
    """Members of the draft that should read otherwise; what is left out stays as drafted."""

    stance: Stance | None = None
    summary: Line | None = None
    applies_to: Literal["iot", "consumer", "all"] | None = None
    status: FactStatus | None = None
    limit_days: Annotated[int, Field(ge=0, le=3660), Whole] | None = None
    limits: list[dict[str, JsonValue]] | None = Field(
        default=None, max_length=20, description="As the ledger writes them, see `/rules`."
    )
    effective: PartialDay | None = Field(default=None, description="Day, month or year.")
    until: PartialDay | None = None
    instrument: Line | None = None
    authority: Line | None = None
    confidence: Confidence | None = None


class Decision(Body):
    """What the officer decides; who rejects says why."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"action": {"const": "accept"}}},
                {
                    "properties": {"note": {"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}},
                    "required": ["note"],
                },
            ]
        }
    )

    action: Literal["accept", "reject"]
    note: str = Field(default="", max_length=MAX_NOTE)
    changes: Changes = Changes()
    replaces: list[Entry] = Field(
        default_factory=list, description="What it replaces, as `fact:entry`: `tr-imei-1:12`."
    )

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.action == "reject" and not self.note.strip(" \t\r\n\x00"):
            raise ValueError("say in a note why you reject the proposal")
        return self


class Decided(Reply):
    """What became of it."""

    id: int
    state: ProposalState
    entry: int | None


@operation("GET", "/rules/proposals")
def list_rule_proposals(call: Call[ProposalWords, None]) -> Proposals:
    """The latest proposals of a state, by default those that wait."""
    rows = list_proposals(call.session, state=call.words.state.value, limit=MOST)
    return Proposals.model_validate(
        {"state": call.words.state, "proposals": [proposal_facts(*row) for row in rows]}
    )


@operation("GET", "/rules/proposals/<id:proposal_id>")
def read_rule_proposal(call: Call[Empty, None], proposal_id: int) -> ProposalWhole:
    """One proposal with its quotes and source."""
    page = existing(proposal_page(call.session, proposal_id), "proposal", proposal_id)
    return ProposalWhole.model_validate(
        proposal_facts(page.proposal, page.development)
        | {"quotes": quotes_of(call.session, page.change.id or 0), "url": page.document.url}
    )


@operation(
    "POST",
    "/rules/proposals/<id:proposal_id>",
    scopes=(Scope.WORK,),
    problems={
        409: "It was decided already, what it replaces has changed, or the draft, so edited, "
        "is no whole fact: it lacks a stance, or its limits or days contradict each other."
    },
)
def decide_rule_proposal(call: Call[Empty, Decision], proposal_id: int) -> Decided:
    """Accept or reject a proposal for its officer."""
    try:
        verdict = verdict_of_json(call.body.model_dump(mode="json", exclude_unset=True))
        done = decide(call.session, proposal_id, verdict, actor=call.user.email, now=call.now)
    except ProposalFieldError as exc:
        # The model has checked what a schema can say: the rest is between the edits and the draft.
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc
    except ProposalNotFoundError as exc:
        raise Refusal(404, exc.code, str(exc)) from exc
    except (ProposalDecidedError, StaleEntryError) as exc:
        raise Refusal(409, exc.code, str(exc)) from exc
    return Decided.model_validate({"id": done.id, "state": done.state, "entry": done.entry_id})


def proposal_facts(proposal: RuleProposal, development: Development) -> dict[str, Any]:
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
        "created_at": proposal.created_at,
        "decided_at": proposal.decided_at,
        "decided_by": proposal.decided_by or None,
        "entry": proposal.entry_id,
    }
