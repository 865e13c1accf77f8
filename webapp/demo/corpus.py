"""A file of publications (one JSON object a line) served as the sites of its authorities.

Fields of a line: ``id``, ``country``, ``authority``, ``language_hint``, ``title``, ``text``,
and ``published`` (ISO 8601 or null). The mix of feeds, listings, pages and PDFs follows
from the order of names and lines alone, so that two runs see the same bytes.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.catalogue import SourceEntry
from data.words import SourceKind
from webapp.demo.dates import write_date
from webapp.demo.errors import CorpusError, DemoError
from webapp.demo.markup import Block
from webapp.demo.pages import (
    FEEDS,
    LAYOUTS,
    Entry,
    Look,
    document_page,
    feed_page,
    listing_page,
)
from webapp.demo.pdf import LOOK, can_show, make_pdf
from webapp.demo.site import Page, Site, morning, tag_of
from webapp.demo.world import ROBOTS

FORMS = ("rss", "list", "atom", "table", "json", "cards")
#: Of an authority's texts that a PDF can show, every third is one.
PDF_EVERY = 3
_SENTENCE_END = (".", ";", ":", "!", "?", "。", "；", "：", "”", "»")


class CorpusText(BaseModel):
    """One publication of the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1, max_length=200)
    country: str
    authority: str
    language: str = Field(alias="language_hint")
    title: str
    published: date | None = None
    text: str


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A text and where the server has it."""

    text: CorpusText
    path: str
    look: Look

    @property
    def is_pdf(self) -> bool:
        """Whether it is served as PDF."""
        return self.path.endswith(".pdf")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One authority of the file, with the way in which it publishes."""

    slug: str
    form: str
    texts: tuple[Placed, ...]

    @property
    def path(self) -> str:
        """Where its feed or listing is."""
        return f"/{self.slug}/feed" if self.form in FEEDS else f"/{self.slug}/publications/"

    @classmethod
    def place(cls, number: int, texts: Sequence[CorpusText], base_url: str) -> Self:
        """The shelf of the ``number``-th authority."""
        slug = _slug(texts[0].authority) or f"authority-{number}"
        look = Look(
            name=texts[0].authority,
            language=texts[0].language,
            home=f"{base_url}/{slug}/",
            layout=LAYOUTS[number % len(LAYOUTS)],
            sample=False,
        )
        placed = (
            Placed(text=text, look=look, path=f"/{slug}/{_file(text.id)}.{_format(place, text)}")
            for place, text in enumerate(texts)
        )
        # One undated link among a page's menus is no list, not even to a person.
        forms = FORMS if len(texts) > 1 else FEEDS
        return cls(slug=slug, form=forms[number % len(forms)], texts=tuple(placed))


def read_corpus(path: Path) -> tuple[CorpusText, ...]:
    """Every line of the file; :class:`CorpusError` names the first that cannot be used."""
    texts: dict[str, CorpusText] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                text = _read_line(path, number, line)
                if text.id in texts:
                    raise CorpusError(path, number, f"id {text.id!r} stands twice")
                texts[text.id] = text
    if not texts:
        raise CorpusError(path, 1, "the file holds no publication")
    return tuple(texts.values())


def _read_line(path: Path, number: int, line: str) -> CorpusText:
    try:
        value: Any = json.loads(line)
        return CorpusText.model_validate(value)
    except ValidationError as exc:
        fault = exc.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise CorpusError(path, number, f"{where} {fault['msg']}".strip()) from exc
    except json.JSONDecodeError as exc:
        raise CorpusError(path, number, f"not JSON: {exc.msg}") from exc


def shelves(texts: Iterable[CorpusText], base_url: str) -> tuple[Shelf, ...]:
    """Texts by authority, in the order of their names."""
    ordered = sorted(texts, key=lambda text: text.authority)
    groups = (list(group) for _, group in groupby(ordered, key=lambda text: text.authority))
    placed = [Shelf.place(number, group, base_url) for number, group in enumerate(groups)]
    if len({shelf.slug for shelf in placed}) < len(placed):
        raise DemoError("two authorities of the file have names that differ only in punctuation")
    return tuple(placed)


def corpus_site(texts: Iterable[CorpusText], base_url: str) -> Site:
    """Every answer of the corpus's server."""
    site: dict[str, Page] = {"/robots.txt": ROBOTS}
    for shelf in shelves(texts, base_url):
        site |= {placed.path: _page(placed) for placed in shelf.texts}
        site[shelf.path] = _index(shelf, base_url)
    return site


def corpus_sources(texts: Iterable[CorpusText], base_url: str) -> list[SourceEntry]:
    """One source per authority. They count as samples: what is watched is our own copy."""
    return [_source(shelf, base_url) for shelf in shelves(texts, base_url)]


def _source(shelf: Shelf, base_url: str) -> SourceEntry:
    first = shelf.texts[0].text
    return SourceEntry(
        id=f"corpus-{shelf.slug}",
        authority=first.authority,
        authority_name=first.authority,
        authority_kind="telecom_regulator",
        country=first.country,
        title=f"{first.authority} (local copy)",
        kind=(SourceKind.FEED if shelf.form in FEEDS else SourceKind.LISTING).value,
        url=base_url + shelf.path,
        homepage=f"{base_url}/{shelf.slug}/",
        language=first.language,
        certainty="proven",
        sample=True,
        min_items=len(shelf.texts),
        # Old texts are no sign of trouble here.
        max_silence_days=36_500,
    )


def _index(shelf: Shelf, base_url: str) -> Page:
    look = shelf.texts[0].look
    entries = [
        Entry(
            title=" ".join(placed.text.title.split()),
            href=base_url + placed.path,
            day=placed.text.published,
            day_text=_day_text(placed.text),
        )
        for placed in sorted(
            shelf.texts, key=lambda p: (p.text.published or date.min, p.path), reverse=True
        )
    ]
    title = str(look.words["news"])
    if shelf.form in FEEDS:
        address = base_url + shelf.path
        return feed_page(look, shelf.form, title=title, address=address, entries=entries)
    return listing_page(look, shelf.form, title=title, entries=entries)


def _page(placed: Placed) -> Page:
    text, look = placed.text, placed.look
    title = " ".join(text.title.split())
    if not placed.is_pdf:
        return document_page(look, title=title, body=tuple(_blocks(text.text)), day=text.published)
    return Page(
        media_type="application/pdf",
        tag=tag_of(LOOK, look.name, title, text.text),
        make=lambda: make_pdf(
            title,
            tuple(_blocks(text.text)),
            issuer=look.name,
            notice=look.notice,
            published=text.published,
            language=text.language,
        ),
        modified=morning(text.published) if text.published else None,
    )


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs: a blank line ends one, and so does a line that ends a sentence."""
    lines: list[str] = []
    for line in (*text.splitlines(), ""):
        lines.append(line.strip())
        if not lines[-1] or lines[-1].endswith(_SENTENCE_END):
            paragraph = " ".join(part for part in lines if part)
            lines.clear()
            if paragraph:
                yield Block(kind="paragraph", text=paragraph)


def _format(place: int, text: CorpusText) -> str:
    return "pdf" if place % PDF_EVERY == 1 and can_show(text.title + text.text) else "html"


def _day_text(text: CorpusText) -> str:
    return write_date(text.published, text.language) if text.published else ""


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _file(name: str) -> str:
    # Slashes and dots would make a path that clients rewrite before they ask for it.
    return quote(re.sub(r"[/\\.]", "_", name))
