"""Rule changes that wait for their development, and the developments they may belong to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select

from data.models import Development, DevelopmentMember, Document, RuleChange, Source, Version
from data.words import ChangeKind, SourceRole


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What one version says of one jurisdiction and topic: a country's change, or a group's."""

    version_id: int
    via_group: str
    country: str
    """Empty for a group, whose members' changes belong together."""
    topic: str
    day: date
    """Published, else detected."""

    @property
    def jurisdiction(self) -> str:
        """The group through which countries are meant, else the country."""
        return self.via_group or self.country


@dataclass(frozen=True, kw_only=True)
class Told:
    """A rule change with the publication that tells it."""

    change: RuleChange
    document_id: int
    url: str
    title: str
    sample: bool
    primary: bool
    """By an authority or standards body; False: by the trade press, which only corroborates."""


def waiting_pieces(session: Session, versions: Collection[int] | None = None) -> list[Piece]:
    """Pieces whose rule changes have no development yet, in the order of their publication.

    With ``versions`` only the pieces of those.
    """
    pieces: dict[Piece, int] = {}
    statement = select(RuleChange).where(_waits()).order_by(col(RuleChange.id))
    if versions is not None:
        statement = statement.where(col(RuleChange.version_id).in_(versions))
    for change in session.exec(statement):
        piece = Piece(
            version_id=change.version_id,
            via_group=change.via_group,
            country="" if change.via_group else change.country,
            topic=change.topic,
            day=change.published_on or change.detected_at.date(),
        )
        pieces.setdefault(piece, change.id or 0)
    return sorted(pieces, key=lambda piece: (piece.day, pieces[piece]))


def waiting_changes(session: Session, piece: Piece) -> Sequence[RuleChange]:
    """The piece's rule changes that still have no development, oldest first."""
    statement = select(RuleChange).where(
        _waits(),
        RuleChange.version_id == piece.version_id,
        RuleChange.topic == piece.topic,
        RuleChange.via_group == piece.via_group,
    )
    if not piece.via_group:
        statement = statement.where(RuleChange.country == piece.country)
    return session.exec(statement.order_by(col(RuleChange.id))).all()


def told_by(session: Session, change: RuleChange) -> Told:
    """The publication behind a rule change."""
    title, document, source = session.exec(
        select(Version.title, Document, Source)
        .join(Document, col(Document.id) == col(Version.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .where(Version.id == change.version_id)
    ).one()
    return Told(
        change=change,
        document_id=document.id or 0,
        url=document.url,
        title=title or document.title,
        sample=source.sample,
        primary=source.role == SourceRole.PRIMARY,
    )


def known_developments(session: Session, piece: Piece) -> list[tuple[Development, list[Told]]]:
    """Developments of the piece's jurisdiction and topic with what was told of each, newest first.

    Of a group's changes in one version only the first is given: they say the same.
    """
    rows = session.exec(
        select(Development, RuleChange, Document, Source)
        .join(DevelopmentMember, col(DevelopmentMember.development_id) == col(Development.id))
        .join(RuleChange, col(RuleChange.id) == col(DevelopmentMember.rule_change_id))
        .join(Document, col(Document.id) == col(RuleChange.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .where(
            Development.jurisdiction == piece.jurisdiction,
            Development.topic == piece.topic,
        )
        .order_by(col(Development.moved_at).desc(), col(Development.id), col(RuleChange.id))
    ).all()
    titles = _titles(session, {change.version_id for _, change, _, _ in rows})
    found: dict[int, tuple[Development, dict[int, Told]]] = {}
    for development, change, document, source in rows:
        _, told = found.setdefault(development.id or 0, (development, {}))
        told.setdefault(
            change.version_id,
            _told(change, document, source, titles),
        )
    return [(development, list(told.values())) for development, told in found.values()]


def _titles(session: Session, version_ids: Collection[int]) -> dict[int | None, str]:
    """The title of each of these versions."""
    return dict(
        session.exec(
            select(Version.id, Version.title).where(col(Version.id).in_(version_ids))
        ).all()
    )


def _told(
    change: RuleChange, document: Document, source: Source, titles: Mapping[int | None, str]
) -> Told:
    return Told(
        change=change,
        document_id=document.id or 0,
        url=document.url,
        title=titles.get(change.version_id) or document.title,
        sample=source.sample,
        primary=source.role == SourceRole.PRIMARY,
    )


def told_of(session: Session, development_id: int) -> list[tuple[DevelopmentMember, Told]]:
    """What each publication tells of a development, as it was heard; set aside by officers or not.

    Of a group's changes in one version each is given.
    """
    rows = session.exec(
        select(DevelopmentMember, RuleChange, Document, Source)
        .join(RuleChange, col(RuleChange.id) == col(DevelopmentMember.rule_change_id))
        .join(Document, col(Document.id) == col(RuleChange.document_id))
        .join(Source, col(Source.id) == col(Document.source_id))
        .where(DevelopmentMember.development_id == development_id)
        .order_by(col(DevelopmentMember.joined_at), col(RuleChange.id))
    ).all()
    titles = _titles(session, {change.version_id for _, change, _, _ in rows})
    return [
        (
            member,
            _told(change, document, source, titles),
        )
        for member, change, document, source in rows
    ]


def version_text(session: Session, version_id: int) -> str:
    """A version's whole text."""
    return session.exec(select(Version.text).where(Version.id == version_id)).one()


def _waits() -> ColumnElement[bool]:
    member = exists().where(col(DevelopmentMember.rule_change_id) == col(RuleChange.id))
    return ~member & (col(RuleChange.kind) != ChangeKind.NONE.value)
