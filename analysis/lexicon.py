"""The lexicon: topics and languages as data files, read once per process and checked by name.

``data/seed/topics/<topic>.toml`` says which words a topic has in each language,
``data/seed/languages/<code>.toml`` how a language speaks of acts, dates and limits.
What the fields mean: ``data/seed/languages/README.md``.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import CatalogueError
from data.words import ChangeKind, LimitShape, Topic

SEED = Path(__file__).parents[1] / "data" / "seed"
#: The words of all languages: loan words such as IMEI and eSIM.
ANY = "any"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicWords(_Strict):
    """A topic's words in one language, as patterns of :mod:`analysis.patterns`."""

    strong: tuple[str, ...] = ()
    """Enough by themselves: who writes this speaks of the topic."""
    weak: tuple[str, ...] = ()
    """Count only beside a ``company`` word, or a strong one, in the same sentence."""
    company: tuple[str, ...] = ()
    anti: tuple[str, ...] = ()
    """Something else with the same words: cancels the topic's hits in the same sentence."""
    retail: tuple[str, ...] = ()
    """Only what consumers pay: the topic stays, marked as retail only."""
    partner: tuple[str, ...] = ()
    """Another country is recognised (adequacy): the rule is that of who recognises."""
    field: tuple[str, ...] = ()
    """Words of the trade: a text without them means something else by the topic's words."""


class TopicFile(_Strict):
    """One file of ``data/seed/topics``: a title, then a table per language code (or ``any``)."""

    title: str
    words: dict[str, TopicWords]


class Sentences(_Strict):
    """Where sentences do not end."""

    abbreviations: tuple[str, ...] = ()
    """Without their last dot: a dot behind them ends nothing."""
    ordinal_dot: bool = False
    """``1. Januar``: a dot behind a number makes an ordinal."""


class Units(_Strict):
    """Words for lengths of time."""

    hour: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    working_day: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    year: tuple[str, ...] = ()


class Documents(_Strict):
    """What sort of text it is, read from title and first lines."""

    act: tuple[str, ...] = ()
    """Instruments that bind: law, decree, regulation, resolution, decision, order."""
    other: tuple[str, ...] = ()
    """Kinds of text that change no rule: report, statistics, agenda, vacancy, event, advertisement."""


class Drafting(_Strict):
    """How drafters write."""

    edits: tuple[str, ...] = ()
    """The very words by which an act changes the text of another: ``is replaced by the following``.

    Not those that only strike out, which may be a repeal.
    """
    edition: tuple[str, ...] = ()
    """A later edition of the same plan, standard, list or guideline: ``issue 5 supersedes issue 4``."""
    replaces: tuple[str, ...] = ()
    """The act takes the place of a whole earlier one, which it ends: ``repeals and replaces``."""
    puts_off: tuple[str, ...] = ()
    """A day or term moves to a later one, or a rule is suspended and stays on the books."""
    ends: tuple[str, ...] = ()
    """A rule is gone for good and nothing takes its place: revoked, quashed, scrapped."""
    enforces: tuple[str, ...] = ()
    """A standing rule is applied: what was found in breach of it is cut, blocked, called back."""
    asks: tuple[str, ...] = ()
    """Everybody may comment until a day: the consultation is open."""
    explains: tuple[str, ...] = ()
    """How a standing rule is to be read or applied, without a new duty."""
    alone: tuple[str, ...] = ()
    """The act is the first of its kind, or stands beside older ones that it leaves as they are."""


class NoChange(_Strict):
    """What a text about a rule tells when the rule stays as it is."""

    stands: tuple[str, ...] = ()
    """A court, parliament or authority leaves it so: the appeal is dismissed, it goes on to apply."""
    shelved: tuple[str, ...] = ()
    """A draft comes to nothing: withdrawn, not pursued."""
    single: tuple[str, ...] = ()
    """A measure against one company under a rule in force: fined, found in breach."""


class Status(_Strict):
    """How far the act has come."""

    proposed: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()
    in_force: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    """Withdrawn, suspended, annulled by a court."""


class Tendency(_Strict):
    """Which way a rule moves."""

    tightening: tuple[str, ...] = ()
    loosening: tuple[str, ...] = ()


class Modality(_Strict):
    """Duties, negations and exceptions."""

    duty: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
    """Words that turn the cue beside them into its absence."""
    exception: tuple[str, ...] = ()
    """``does not apply to``, ``except``: what follows in the sentence is outside the rule."""
    past: tuple[str, ...] = ()
    """What follows was so before: ``previously``, ``under the old rule``, ``had been adopted in``."""
    unchanged: tuple[str, ...] = ()
    """Says that no rule changes: ``no change to``, ``remains unchanged``, ``not a new requirement``."""
    reminder: tuple[str, ...] = ()
    """What follows is no news: ``reminds``, ``reiterates``, ``urges``."""


class Dates(_Strict):
    """Which date is which: cue words, and dates said without a date."""

    effective: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    """Dates of no interest: of an older law, a hearing, an expiry, a reporting period."""
    on_publication: tuple[str, ...] = ()
    day_after_publication: tuple[str, ...] = ()
    after_publication: tuple[str, ...] = ()
    """With ``<n> <unit>`` (or ``<unit>``: one of it): so long after publication."""
    after_decision: tuple[str, ...] = ()
    """The same after signature, promulgation or notification, where something takes effect then.

    Other such terms are mostly those of appeals.
    """
    after_elapsed: tuple[str, ...] = ()
    """A term after publication that must have run out first ("po upływie 14 dni"): the day behind it."""
    at_the_end_of: tuple[str, ...] = ()
    """Before a day that must be over ("mit Ablauf des 30. Juni"): what takes effect does so on the next."""
    first_day_after_publication: tuple[str, ...] = ()
    """With ``<ord>``: the first day of the so-many-th month after publication (``<n> <unit>``: of the
    month after so many months)."""
    no_rule: tuple[str, ...] = ()
    """Beside these a term after publication is one to appeal in, or that a certificate is valid for."""
    extra_months: dict[str, int] = Field(default_factory=dict)
    """Spellings of months that CLDR lacks."""


class Limits(_Strict):
    """How limits are worded; ``<n> <unit>`` is the limit, ``<m> <window>`` the rolling window."""

    consecutive: tuple[str, ...] = ()
    cumulative: tuple[str, ...] = ()
    calendar_year: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    """A length of time without a shape; taken as consecutive where the sentence is about use."""
    share: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    """A plain limit counts only beside one of these: use, stay, connection, registration."""
    per_sim: tuple[str, ...] = ()
    per_imsi: tuple[str, ...] = ()
    per_imei: tuple[str, ...] = ()


class Scope(_Strict):
    """Whom a rule is for."""

    m2m: tuple[str, ...] = ()
    consumer: tuple[str, ...] = ()


class Voice(_Strict):
    """Who speaks of acts, and to whom."""

    author: tuple[str, ...] = ()
    """Words for one who makes rules, and for the rule itself: ``the Commission``, ``this decree``."""
    reader: tuple[str, ...] = ()
    """The reader spoken to, as in guides and advertisements: ``your device``."""


class LanguageFile(_Strict):
    """One file of ``data/seed/languages``."""

    name: str
    country: str = ""
    """The country that a text in this language speaks of when it names none; empty for world languages."""
    sentences: Sentences = Sentences()
    numbers: dict[str, int] = Field(default_factory=dict)
    ordinals: dict[str, int] = Field(default_factory=dict)
    units: Units = Units()
    documents: Documents = Documents()
    drafting: Drafting = Drafting()
    no_change: NoChange = NoChange()
    kinds: dict[ChangeKind, tuple[str, ...]] = Field(default_factory=dict)
    status: Status = Status()
    direction: Tendency = Tendency()
    modality: Modality = Modality()
    dates: Dates = Dates()
    limits: Limits = Limits()
    scope: Scope = Scope()
    voice: Voice = Voice()


LIMIT_SHAPES = {
    "consecutive": LimitShape.CONSECUTIVE,
    "cumulative": LimitShape.CUMULATIVE,
    "calendar_year": LimitShape.CALENDAR_YEAR,
    "plain": LimitShape.CONSECUTIVE,
    "share": LimitShape.SHARE,
    "ban": LimitShape.BAN,
}
_File = TypeVar("_File", bound=BaseModel)


def _read(path: Path, model: type[_File]) -> _File:
    try:
        with path.open("rb") as file:
            values = _swiss_too(tomllib.load(file))
        if model is TopicFile:
            values = {"title": values.pop("title", None), "words": values}
        return model.model_validate(values)
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise CatalogueError(f"{path.parent.name}/{path.name}: {exc}") from exc


def _swiss_too(values: Any) -> Any:
    """The same with a twin in ss for each pattern and number word that has an ß: so Switzerland writes it."""
    if isinstance(values, dict):
        twins = {name.replace("ß", "ss"): value for name, value in values.items() if "ß" in name}
        return {name: _swiss_too(value) for name, value in (values | twins).items()}
    if isinstance(values, list):
        swiss = [value.replace("ß", "ss") for value in values if "ß" in value]
        return [*values, *(value for value in swiss if value not in values)]
    return values


@cache
def topics(folder: Path = SEED / "topics") -> dict[Topic, TopicFile]:
    """Every topic's file; raises :class:`CatalogueError` where one is missing or wrong."""
    missing = [topic for topic in Topic if not (folder / f"{topic}.toml").is_file()]
    if missing:
        raise CatalogueError(f"topics without a file: {', '.join(missing)}")
    return {topic: _read(folder / f"{topic}.toml", TopicFile) for topic in Topic}


@cache
def supported(folder: Path = SEED / "languages") -> frozenset[str]:
    """Codes of the languages that have a file."""
    return frozenset(path.stem for path in folder.glob("*.toml"))


@cache
def language(code: str, folder: Path = SEED / "languages") -> LanguageFile:
    """One language's file; a language without one gets empty lists, never an error."""
    if code not in supported(folder):
        return LanguageFile(name=code)
    return _read(folder / f"{code}.toml", LanguageFile)
