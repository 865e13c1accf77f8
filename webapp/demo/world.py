"""The sample world: what its sites show in a given week, and which sources watch them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from data.catalogue import SourceEntry
from data.words import SourceKind
from webapp.demo.dates import fill_dates, write_date
from webapp.demo.markup import Block, read_markup
from webapp.demo.pages import (
    FEEDS,
    Entry,
    Look,
    broken_page,
    challenge_page,
    document_page,
    feed_page,
    listing_page,
)
from webapp.demo.pdf import LOOK, make_pdf
from webapp.demo.samples import Authority, Expected, Publication, SampleSource
from webapp.demo.site import Page, Site, morning, ready, tag_of

ROBOTS = ready(b"User-agent: *\nDisallow: /*/menu/\nCrawl-delay: 0\n", "text/plain; charset=utf-8")
SUMMARY_LETTERS = 240


@dataclass(frozen=True, kw_only=True)
class Text:
    """One publication with its dates filled in."""

    authority: Authority
    publication: Publication
    title: str
    blocks: tuple[Block, ...]
    day: date

    @property
    def path(self) -> str:
        """Where the server has it."""
        return f"/{self.authority.slug}/{self.publication.path}"

    @property
    def plain(self) -> str:
        """Title and words, blocks a blank line apart: what a perfect extractor would give."""
        return "\n\n".join((self.title, *(block.plain for block in self.blocks)))

    @property
    def expect(self) -> Expected:
        """What a careful reader says of it."""
        return self.publication.expect


def texts(authorities: Sequence[Authority], *, anchor: date, week: int) -> Iterator[Text]:
    """Every publication that stands on the sites in ``week`` (1 or 2)."""
    for authority in authorities:
        current: dict[str, Publication] = {}
        for publication in sorted(authority.publications, key=lambda p: p.week):
            if publication.week <= week:
                current[publication.path] = publication
        for publication in current.values():
            yield read_text(authority, publication, anchor=anchor)


def read_text(authority: Authority, publication: Publication, *, anchor: date) -> Text:
    """``publication`` as it reads when the demo's anchor day is ``anchor``."""

    def fill(text: str) -> str:
        return fill_dates(text, language=authority.language, anchor=anchor)

    return Text(
        authority=authority,
        publication=publication,
        title=fill(publication.title),
        blocks=read_markup(fill(publication.body)),
        day=anchor + timedelta(days=publication.published),
    )


def build_site(authorities: Sequence[Authority], *, anchor: date, week: int, base_url: str) -> Site:
    """Every answer of the sample world's server in ``week``."""
    site: dict[str, Page] = {"/robots.txt": ROBOTS, "/": _front(authorities, base_url)}
    standing = list(texts(authorities, anchor=anchor, week=week))
    for text in standing:
        site[text.path] = _publication_page(text, look_of(text.authority, base_url))
    for authority in authorities:
        look = look_of(authority, base_url)
        site[f"/{authority.slug}/"] = listing_page(
            look,
            "list",
            title=authority.local_name,
            entries=_entries(standing, authority, base_url),
        )
        for source in authority.sources:
            if source.kind is not SourceKind.PAGE:
                own = [text for text in standing if text.publication.source == source.id]
                entries = _entries(own, authority, base_url)
                path = f"/{authority.slug}/{source.path}"
                site[path] = _source_page(source, look, entries, week, base_url + path)
    return site


def sample_sources(authorities: Sequence[Authority], base_url: str) -> list[SourceEntry]:
    """What the crawler watches in the sample world, in the form of the catalogue."""
    return [
        SourceEntry(
            id=source.id,
            authority=authority.local_name,
            authority_name=authority.name,
            authority_kind=authority.kind,
            country=authority.country,
            title=f"Sample: {source.title}",
            kind=source.kind.value,
            url=f"{base_url}/{authority.slug}/{source.path}",
            homepage=f"{base_url}/{authority.slug}/",
            language=authority.lang,
            certainty="proven",
            sample=True,
            rhythm_days=source.rhythm_days,
            min_items=source.min_items,
        )
        for authority in authorities
        for source in authority.sources
    ]


def look_of(authority: Authority, base_url: str) -> Look:
    """The looks of an authority's site."""
    return Look(
        name=authority.local_name,
        language=authority.language,
        home=f"{base_url}/{authority.slug}/",
        encoding=authority.encoding,
        charset_in_header=authority.charset_in_header,
        layout=authority.layout,
    )


def _source_page(
    source: SampleSource, look: Look, entries: Sequence[Entry], week: int, address: str
) -> Page:
    trouble = source.second_week if week == 2 else "ok"
    if trouble == "error":
        return broken_page(look)
    if trouble == "challenge":
        return challenge_page(look)
    shown = () if trouble == "empty" else entries
    if source.form in FEEDS:
        return feed_page(look, source.form, title=source.title, address=address, entries=shown)
    return listing_page(look, source.form, title=source.title, entries=shown)


def _entries(standing: Sequence[Text], authority: Authority, base_url: str) -> list[Entry]:
    own = [text for text in standing if text.authority.slug == authority.slug]
    return [
        Entry(
            title=text.title,
            href=base_url + text.path,
            day=text.day,
            day_text=write_date(text.day, authority.language, "short"),
            summary=_summary(text.blocks),
        )
        for text in sorted(own, key=lambda text: (text.day, text.path), reverse=True)
    ]


def _summary(blocks: Sequence[Block]) -> str:
    first = next((block.text for block in blocks if block.kind == "paragraph"), "")
    return (
        first if len(first) <= SUMMARY_LETTERS else first[:SUMMARY_LETTERS].rsplit(" ", 1)[0] + " …"
    )


def _publication_page(text: Text, look: Look) -> Page:
    if not text.publication.is_pdf:
        return document_page(look, title=text.title, body=text.blocks, day=text.day)
    return Page(
        media_type="application/pdf",
        tag=tag_of(LOOK, look.name, text.plain),
        make=lambda: make_pdf(
            text.title,
            text.blocks,
            issuer=look.name,
            notice=look.notice,
            published=text.day,
            language=look.language,
        ),
        modified=morning(text.day),
    )


def _front(authorities: Sequence[Authority], base_url: str) -> Page:
    rows = "".join(
        f'<li><a href="{base_url}/{a.slug}/">{escape(a.name)}</a> ({escape(a.local_name)})</li>'
        for a in authorities
    )
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sample world</title>'
        "</head><body><h1>Sample world of the Roamwatch demo</h1><p>None of these authorities "
        f"exists; nothing here is an official text.</p><ul>{rows}</ul></body></html>"
    )
    return ready(html.encode(), "text/html; charset=utf-8")
