"""Texts that the analysis broke on: the doctor and the document's page name them."""

from sqlalchemy import Engine

from analysis.types import ANALYSER
from data.db import writing
from data.models import Analysis, Version
from tests.factories import NOW, make_document, make_source, make_version
from tests.webapp.conftest import SignIn
from tests.webapp.service.test_upkeep import named
from webapp.context import Context
from webapp.service.upkeep import examine


def analysis_row(version: Version, *, error: str) -> Analysis:
    return Analysis(
        version_id=version.id or 0, analyser=ANALYSER, created_at=NOW, language="en",
        relevant=False, error=error,
    )  # fmt: skip


def test_texts_that_the_analysis_broke_on_are_named(context: Context) -> None:
    with writing(context.engine) as session:
        document = make_document(session, make_source(session))
        for seq, error in ((1, "RecursionError"), (2, "")):
            version = make_version(session, document, f"Text {seq}.", seq=seq)
            session.add(analysis_row(version, error=error))
    (check,) = named(examine(context), "analysis")
    assert (check.level, check.message) == ("ok", "no text that it could not read")
    with writing(context.engine) as session:
        version = make_version(session, document, "Text 3.", seq=3)
        session.add(analysis_row(version, error="analysis_timeout"))
    (check,) = named(examine(context), "analysis")
    assert check.level == "warning"
    assert f"document {document.id} (analysis_timeout): read these yourself" in check.message


def test_the_page_of_a_document_says_that_its_text_was_not_analysed(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        document = make_document(session, make_source(session))
        versions = [make_version(session, document, f"Text {seq}.", seq=seq) for seq in (1, 2)]
        for version, error in zip(versions, ("", "RecursionError"), strict=True):
            session.add(analysis_row(version, error=error))
        old = versions[0].id
    client = sign_in("teammate")
    said = "The analysis failed on this text"
    assert said in client.get(f"/documents/{document.id}").text
    assert said not in client.get(f"/documents/{document.id}?version={old}").text
