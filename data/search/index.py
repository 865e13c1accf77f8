"""The index of words beside the documents: a document waits for it until ``indexed`` says otherwise.

Its table has no model: on SQLite it is a virtual one (FTS5), on PostgreSQL one with a GIN index.
The newest version of a document is what is found, with the document's title.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    exists,
    false,
    func,
    or_,
    text,
)
from sqlmodel import Session, col, select

from data.models.documents import Document, Version
from data.search.words import Question, may_go_on, words_of

#: The names of the index and of the tables that SQLite keeps for it.
TABLE = "searchtext"
#: What is kept of one document: PostgreSQL takes a megabyte, and no text of law has as many words.
_MOST_BYTES = 900_000

#: Store → the statements that make the index.
CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE searchtext USING fts5(words, detail=none, prefix='3',"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")",
    ),
    "postgresql": (
        "CREATE TABLE searchtext (document_id integer PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_searchtext_words ON searchtext USING gin (words)",
    ),
}
_WRITE = {
    "sqlite": text(
        "INSERT OR REPLACE INTO searchtext (rowid, words) VALUES (:document_id, :words)"
    ),
    "postgresql": text(
        "INSERT INTO searchtext VALUES (:document_id, array_to_tsvector(CAST(:words AS text[])))"
        " ON CONFLICT (document_id) DO UPDATE SET words = excluded.words"
    ),
}
_FIND = {
    "sqlite": "SELECT rowid FROM searchtext WHERE searchtext MATCH :asked",
    "postgresql": "SELECT document_id FROM searchtext WHERE words @@ CAST(:asked AS tsquery)",
}


def is_index(name: str | None) -> bool:
    """Whether a table or index belongs to the search, which no model describes."""
    return name is not None and name.removeprefix("ix_").startswith(TABLE)


def matches(dialect: str, question: Question) -> ColumnElement[bool]:
    """The condition on :class:`Document` that it has all that is asked for."""
    if not question.words:
        return false()
    number: Any = col(Document.id)
    if question.phrases:
        # Reckoned, so that the store walks the list in its order and looks no further than it has to.
        number = number + 0
    found: ColumnElement[bool] = number.in_(_found(dialect, question))
    for phrase in question.phrases:
        found = found & or_(
            _has(dialect, col(Document.title), phrase),
            exists().where(
                col(Version.document_id) == col(Document.id),
                _has(dialect, col(Version.text), phrase),
            ),
        )
    return found


def _has(dialect: str, column: Any, phrase: str) -> ColumnElement[bool]:
    """Letter case plays no part; SQLite's LIKE knows that by itself, and a text of law is long to fold."""
    pattern = "%" + _escaped(phrase) + "%"
    found: ColumnElement[bool] = (
        column.like(pattern, escape="\\")
        if dialect == "sqlite"
        else column.ilike(pattern, escape="\\")
    )
    return found


def _found(dialect: str, question: Question) -> TextClause:
    joined, quoted, longer = {
        "sqlite": (" ", '"{}"', "*"),
        "postgresql": (" & ", "'{}'", ":*"),
    }[dialect]
    terms = (
        quoted.format(word) + longer * (word not in question.whole and may_go_on(word))
        for word in question.words
    )
    return text(_FIND[dialect]).bindparams(asked=joined.join(terms))


def _escaped(phrase: str) -> str:
    return phrase.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def index_some(session: Session, *, limit: int) -> int:
    """Index up to ``limit`` documents that wait for it, the oldest first; how many it were."""
    waiting = session.exec(
        select(Document)
        .where(~col(Document.indexed))
        .order_by(col(Document.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    newest = select(func.max(Version.id)).group_by(col(Version.document_id))
    texts = dict(
        session.exec(
            select(Version.document_id, Version.text).where(
                col(Version.id).in_(
                    newest.where(col(Version.document_id).in_([one.id for one in waiting]))
                )
            )
        ).all()
    )
    _write(
        session.connection(),
        ((one.id or 0, f"{one.title}\n{texts.get(one.id or 0, '')}") for one in waiting),
    )
    for one in waiting:
        one.indexed = True
    return len(waiting)


def _write(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Document's number, and title with text; what was kept of it before goes away."""
    dialect = connection.dialect.name
    rows = []
    for number, whole in texts:
        words = _kept(words_of(whole))
        kept = words if dialect == "postgresql" else " ".join(words)
        rows.append({"document_id": number, "words": kept})
    if rows:
        connection.execute(_WRITE[dialect], rows)


def _kept(words: Iterable[str]) -> list[str]:
    kept, size = [], 0
    for word in words:
        size += len(word.encode()) + 1
        if size > _MOST_BYTES:
            break
        kept.append(word)
    return kept
