"""What a kind of long work is, and what it has in hand while the worker does it."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from data.errors import RoamwatchError
from data.models import Job
from data.queries.sight import Sight
from data.settings import Settings
from data.words import Role
from webapp.context import Context

#: How far it is: steps done, steps in all (0: not known), what is being done.
Step = Callable[[int, int, str], None]


T = TypeVar("T")


class WaitFor(Protocol):
    """Runs a coroutine in the worker's own loop, and a function twice a second meanwhile."""

    def __call__(self, work: Coroutine[Any, Any, T], beat: Callable[[], None]) -> T:
        """What the coroutine gives; it is cancelled when ``beat`` raises :class:`StoppedError`."""


class StoppedError(RoamwatchError):
    """The work ends before its end. ``cancelled``: somebody asked for it; else the worker stops."""

    code = "stopped"

    def __init__(self, *, cancelled: bool) -> None:
        super().__init__("the work was stopped")
        self.cancelled = cancelled


class FailedError(RoamwatchError):
    """The work cannot be done; the message is the sentence for who asked, and says what to do."""

    code = "work_failed"


@dataclass(frozen=True, kw_only=True)
class Hands:
    """One job in the worker's hands."""

    context: Context
    job: Job
    sight: Sight
    """What the one who asked may see now; its sessions are narrowed to it."""
    step: Step
    """Call it between steps. Raises :class:`StoppedError` when the work has to end."""
    wait_for: WaitFor


class Start(NamedTuple):
    """A page: endpoint, values of its address, and what it is called."""

    endpoint: str
    values: Mapping[str, Any]
    text: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of long work."""

    name: str
    run: Callable[[Hands], dict[str, Any]]
    """Does it; what comes of it, as JSON. Raises :class:`FailedError` where somebody can do something."""
    title: Callable[[Mapping[str, Any]], str]
    """What it is, from its parameters: “What if: 90 days in a row in India”."""
    unit: str
    """Of its steps, one of them: ``SIM``."""
    asks: Role
    """Who may ask for it, and again when it failed."""
    start: Callable[[Mapping[str, Any]], Start]
    """The page from which it was asked."""
    forget: Callable[[Settings, Job], None] = lambda _settings, _job: None
    """Takes away what was kept for it, once it has an end."""
    halfway: str = ""
    """What is said of one that was stopped, or failed, on its way."""
    page: Callable[[Job], tuple[str, dict[str, Any]]] | None = None
    """Endpoint and values of the page that shows the result; None: the job's own page."""
