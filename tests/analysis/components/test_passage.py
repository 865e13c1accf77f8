"""A passage: its sentences begin with tokens, and it is looked through once."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from analysis.components import build
from analysis.components.passage import Marked, Passage
from analysis.components.words import token_from
from analysis.folding import fold
from tests.analysis.components.reading import read

SIGNS = st.text("ab1_ \n.é一แ-́", max_size=24)


@given(SIGNS)
def test_the_next_token_is_found_without_parting_the_text(text: str) -> None:
    begins = [token.idx for token in build("en").make_doc(text)]
    for at in range(len(text) + 1):
        following = [begin for begin in begins if begin >= at]
        assert token_from(text, at) == (following[0] if following else len(text))


@given(SIGNS)
def test_sentences_are_those_of_the_document(text: str) -> None:
    begins = [sentence.start_char for sentence in read(text).sents]
    assert [start for start, _ in Passage(text, "en").sentences] == begins


def test_a_passage_cut_out_of_a_text_is_marked_as_if_alone() -> None:
    text = "Fees are due.\n\nThe perma\u00adnent roam-\ning of SIMs is banned. It ends."
    start = text.index("The")
    apart = Passage(text[start:], "en")
    cut = Passage(text[start:], "en", folded=fold(text).cut(start, len(text)))
    assert cut.bounds == apart.bounds
    finder = build("en").get_pipe("roamwatch_topics")
    assert cut.read(finder) == apart.read(finder)  # type: ignore[arg-type]  # untyped


def test_a_component_looks_once_only() -> None:
    class Counting:
        group = "counted"
        times = 0

        def find(self, passage: Passage) -> Iterator[Marked]:
            self.times += 1
            yield Marked(0, len(passage.text), "all", "rule")

    counting, passage = Counting(), Passage("A rule.", "en")
    assert passage.read(counting) == passage.read(counting)
    assert counting.times == 1
