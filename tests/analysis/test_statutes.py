"""Long laws with one article on a topic are found; books with a word in passing are not."""

import pytest

from analysis.gate import WHOLE
from analysis.pipeline import analyse
from analysis.statutes import has_article, is_statute
from data.words import Topic
from tests.analysis.made import statement

LAW = "\n".join(
    f"Article {n}. The controller shall keep a register of its processing and show it on request. "
    "The register names the purposes, the categories of persons and the time of erasure, and it is "
    "brought up to date without delay whenever one of these changes."
    for n in range(1, 160)
)
TRANSFERS = (
    "\nArticle 160. The cross-border transfer of personal data is prohibited unless the country of "
    "destination ensures an adequate level. Personal data must not be transferred abroad without "
    "the consent of the authority. The authority keeps a list of such countries.\n"
)
END = "\nArticle 161. This law enters into force on 1 March 2027.\n"
PASSING = "\nArticle 160. The annual report mentions data localisation among other matters.\n"
TITLE = "Law on the protection of persons"


def test_a_law_with_one_article_on_transfers_is_about_them() -> None:
    text = LAW + TRANSFERS + END
    assert len(text) > WHOLE
    reading = analyse(text, title=TITLE, language="en", country="MU")
    assert reading.topics == (Topic.DATA_LOCALISATION,)
    (change,) = reading.changes
    assert str(change.effective_on) == "2027-03-01"


def test_with_and_without_the_gate_it_is_the_same() -> None:
    text = LAW + TRANSFERS + END
    gated, whole = (analyse(text, title=TITLE, language="en", gated=gate) for gate in (True, False))
    assert gated.as_json() == whole.as_json()


def test_a_word_in_passing_is_no_article() -> None:
    assert not analyse(LAW + PASSING + END, title=TITLE, language="en", country="MU").relevant


def test_a_book_that_is_no_statute_has_no_articles() -> None:
    pages = LAW.replace("Article ", "Paragraph ")
    assert not is_statute(pages)
    assert not analyse(pages + TRANSFERS, title="Yearbook", language="en", country="MU").relevant


@pytest.mark.parametrize(
    "heading",
    ["Article {n}.", "Artículo {n}.-", "Art. {n}", "Artigo {n}.º", "Articolo {n}", "Artikel {n}", "§ {n}",
     "Madde {n} –", "MADDE {n} –", "Статья {n}.", "المادة {n}", "مادة ({n})", "Pasal {n}", "Điều {n}.",
     "第{n}条", "第{n}條", "제{n}조", "Section {n}", "{n}. — (1)"],
)  # fmt: skip
def test_articles_are_told_by_their_headings_in_every_language(heading: str) -> None:
    assert is_statute(
        "\n".join(f"{heading.format(n=n)} words and more words" for n in range(1, 12))
    )


def test_a_decision_with_three_articles_is_no_statute() -> None:
    assert not is_statute("\n".join(f"Article {n}. Words." for n in range(1, 4)))


def test_a_few_references_to_articles_make_no_statute_of_a_book() -> None:
    assert not is_statute("\n".join(f"Article {n}. {'words ' * 900}" for n in range(1, 12)))


def test_an_article_speaks_of_the_topic_again_and_as_a_duty() -> None:
    first = statement(topics="roaming roaming", acts="modality:duty", start=9_000)
    again = statement(topics="roaming", start=9_400)
    far = statement(topics="roaming", start=20_000)
    assert has_article(Topic.ROAMING, [first, again])
    assert not has_article(Topic.ROAMING, [first, far])
    assert not has_article(Topic.ROAMING, [first])
    plain = statement(topics="roaming roaming", start=9_000)
    assert not has_article(Topic.ROAMING, [plain, again])


def test_words_of_many_meanings_make_no_article() -> None:
    first = statement(topics="type_approval type_approval", acts="modality:duty")
    again = statement(topics="type_approval", start=200)
    assert not has_article(Topic.TYPE_APPROVAL, [first, again])
