"""Kinds of passages, and where they stand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.diff import changed_spans, compare, differ
from analysis.differences.types import KINDS

LAW = (
    "Article 1\nForeign cards may roam for ninety days in each network.\nOperators report it.\n\n"
    "Article 2\nHandsets are registered before they are sold to anybody.\nThe importer pays.\n\n"
    "Article 3\nSubscriber data stay on servers inside the country.\nCopies abroad are banned.\n\n"
    "Article 4\nMeters and lifts are exempt from all of the above rules.\nA list is published.\n"
)


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    """Kind, old and new words of each passage."""
    return [(p.kind, p.old, p.new) for p in compare(old, new)]


def test_a_changed_sentence_is_told_with_both_versions() -> None:
    assert told(LAW, LAW.replace("may roam", "shall not roam")) == [
        (
            "changed",
            "Foreign cards may roam for ninety days in each network.",
            "Foreign cards shall not roam for ninety days in each network.",
        )
    ]


def test_an_added_sentence_has_a_place_in_the_old_text() -> None:
    (passage,) = compare(
        LAW, LAW.replace("Operators report it.", "Operators report it.\nFees are due.")
    )
    assert (passage.kind, passage.old, passage.new) == ("added", "", "Fees are due.")
    assert passage.old_start == passage.old_end == LAW.index("Operators report it.") + 20


def test_a_removed_sentence_has_a_place_in_the_new_text() -> None:
    new = LAW.replace("\nThe importer pays.", "")
    (passage,) = compare(LAW, new)
    assert (passage.kind, passage.old, passage.new) == ("removed", "The importer pays.", "")
    assert new[: passage.new_start].endswith("sold to anybody.")


def test_a_moved_article_is_one_passage() -> None:
    articles = LAW.split("\n\n")
    new = "\n\n".join([articles[0], articles[2], articles[3].strip(), articles[1]])
    ((kind, old, moved),) = told(LAW, new)
    assert kind == "moved"
    assert old == moved == articles[1]


def test_a_sentence_amended_within_a_moved_article_is_told_as_changed() -> None:
    articles = LAW.strip().split("\n\n")
    amended = articles[0].replace("report it", "report it monthly")
    new = "\n\n".join([*articles[1:], amended])
    found = told("\n\n".join(articles), new)
    assert ("changed", "Operators report it.", "Operators report it monthly.") in found
    assert {kind for kind, _, _ in found} == {"moved", "changed"}


def test_two_articles_inserted_together_are_two_passages() -> None:
    added = "Article 3\nShips follow their flag everywhere.\n\nArticle 4\nAircraft do as they please.\n\n"
    new = LAW.replace("Article 4", "Article 6").replace("Article 3", "Article 5")
    new = new.replace("Article 5", f"{added}Article 5")
    assert [kind for kind, _, _ in told(LAW, new)] == ["added", "added"]


def test_unlike_sentences_are_taken_out_and_put_in() -> None:
    found = told(LAW, LAW.replace("A list is published.", "Whoever sees whales informs us!"))
    assert sorted(kind for kind, _, _ in found) == ["added", "removed"]


def test_a_repeated_sentence_stays_with_its_article() -> None:
    end = "An appeal has no effect on it."
    old = f"Article 1\nRed cards leave.\n{end}\n\nArticle 2\nBlue cards stay.\n{end}\n"
    added = f"Article 2\nGreen lamps are lit at night.\n{end}\n\n"
    new = old.replace("Article 2", f"{added}Article 3")
    assert told(old, new) == [("added", "", added.strip())]


def test_a_split_sentence_is_one_passage() -> None:
    old = "Cards roam for ninety days and handsets are registered by the shop."
    new = "Cards roam for ninety days. And handsets are registered by the shop."
    assert [kind for kind, _, _ in told(LAW + old, LAW + new)] == ["changed"]


def test_there_and_back_are_two_changes() -> None:
    other = LAW.replace("ninety", "sixty")
    assert len(compare(LAW, other)) == len(compare(other, LAW)) == 1


def test_everything_new_and_everything_gone() -> None:
    assert [kind for kind, _, _ in told("", "One. Two.")] == ["added"]
    assert [kind for kind, _, _ in told("One. Two.", "")] == ["removed"]
    assert told("", " \n ") == []


def test_counts_have_every_kind() -> None:
    assert differ(LAW, LAW).counts() == dict.fromkeys(KINDS, 0)
    assert differ(LAW, LAW + "\nMore follows here.").counts()["added"] == 1


def test_the_result_is_plain_json() -> None:
    answer = json.loads(json.dumps(differ(LAW, LAW.replace("Article", "Art.")).as_json()))
    assert set(answer) == {"passages", "counts", "noise"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.\n" * 60_000, "a.\n" * 59_999),
        ("\n".join("ab"[n * n % 7 % 2] + "." for n in range(40_000)),
         "\n".join("ab"[n * n % 5 % 2] + "." for n in range(40_000))),
        ("x " * 100_000, "y " * 100_000),
        ("\n".join(f"old thing {n}" for n in range(9_000)),
         "\n".join(f"new stuff {n} here" for n in range(9_000))),
        ("\n".join(f"Line {n} of many." for n in range(9_000)),
         "\n".join(f"Line {n} of many." for n in reversed(range(9_000)))),
        ("((((" * 50_000, "))))" * 50_000),
        ("1" * 200_000, "2" * 200_000),
        ("a-" * 100_000 + "\n", "a-\n" * 60_000),
    ],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_hostile_texts_end(old: str, new: str) -> None:
    for passage in compare(old, new):
        assert old[passage.old_start : passage.old_end] == passage.old
        assert new[passage.new_start : passage.new_end] == passage.new


line = st.sampled_from(
    ["Article 1", "Article 2", "(1) Cards roam. Fees are due.", "Cards roam.", "Meters stay for 90 days.",
     "Meters stay for 60 days.", "Kenya", "Uganda", "Views: 7", "Last updated: 1 May 2026", "", "1. Mai 2027",
     "a word that goes on and on until the line is full of them", "and ends here.", "运营商应当登记。", "12"]
)  # fmt: skip
texts = st.lists(line, max_size=14).map("\n".join)


@given(texts, texts)
def test_passages_are_slices_of_both_texts(old: str, new: str) -> None:
    for passage in compare(old, new):
        assert old[passage.old_start : passage.old_end] == passage.old
        assert new[passage.new_start : passage.new_end] == passage.new
        assert bool(passage.old) == (passage.kind != "added")
        assert bool(passage.new) == (passage.kind != "removed")


@given(texts, texts)
def test_news_are_within_passages(old: str, new: str) -> None:
    passages = [
        (p.new_start, p.new_end) for p in compare(old, new) if p.kind in ("added", "changed")
    ]
    for start, end in changed_spans(old, new):
        assert any(begin >= start and stop <= end for begin, stop in passages)


@given(
    texts,
    st.sampled_from(["Cobalt orchids may not enter the pavilion.", "Nobody pays 4711 units."]),
)
def test_a_sentence_put_in_anywhere_is_news(text: str, added: str) -> None:
    lines = text.split("\n")
    new = "\n".join([*lines[: len(lines) // 2], added, *lines[len(lines) // 2 :]])
    assert any(added in new[start:end] for start, end in changed_spans(text, new))
