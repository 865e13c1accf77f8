from hypothesis import given
from hypothesis import strategies as st

from webapp.texts.difference import Line, difference


def told(lines: list[Line]) -> list[str]:
    """One short word per line: sign and text, changed words in brackets."""
    signs = {"old": "-", "new": "+", "same": "="}
    return [
        f"…{line.skipped}"
        if line.kind == "gap"
        else signs[line.kind]
        + "".join(f"[{run.text}]" if run.changed else run.text for run in line.runs)
        for line in lines
    ]


def test_equal_texts_have_no_difference() -> None:
    assert difference("a\n\nb", "a\n\nb") == []
    assert difference("", "") == []
    assert difference("a\n\nb", "a\nb\n\n\n") == []


def test_changed_numbers_are_marked_within_their_sentence() -> None:
    old = "A device may roam for 120 days.\n\nReport monthly."
    new = "A device may roam for 90 days.\n\nReport monthly."
    assert told(difference(old, new)) == [
        "-A device may roam for [120] days.",
        "+A device may roam for [90] days.",
        "=Report monthly.",
    ]


def test_sentences_with_nothing_in_common_are_shown_whole() -> None:
    found = told(difference("Alpha beta gamma.", "Entirely other words stand here now!"))
    assert found == ["-Alpha beta gamma.", "+Entirely other words stand here now!"]


def test_a_block_put_in_and_one_taken_out() -> None:
    assert told(difference("a\nb", "a\nnew block\nb")) == ["=a", "+new block", "=b"]
    assert told(difference("a\nold block\nb", "a\nb")) == ["=a", "-old block", "=b"]


def test_what_did_not_change_is_folded_and_counted() -> None:
    head, tail = [f"head {n}" for n in range(10)], [f"tail {n}" for n in range(5)]
    found = told(difference("\n".join([*head, "x", *tail]), "\n".join([*head, "y", *tail])))
    assert found == ["…9", "=head 9", "-x", "+y", "=tail 0", "…4"]


def test_from_nothing_to_something() -> None:
    assert told(difference("", "a\nb")) == ["+a", "+b"]
    assert told(difference("a\nb", "")) == ["-a", "-b"]


def test_more_blocks_on_one_side_are_told_on_that_side() -> None:
    found = told(difference("rule one holds", "rule two holds\nand a third\nand a fourth"))
    assert found == [
        "-rule [one] holds",
        "+rule [two] holds",
        "+and a third",
        "+and a fourth",
    ]


def test_huge_texts_are_compared_without_pairing_everything() -> None:
    old = "\n".join(f"old {n}" for n in range(3000))
    new = "\n".join(f"new {n} x" for n in range(3000))
    found = difference(old, new)
    assert sum(1 for line in found if line.kind == "old") == 3000
    assert sum(1 for line in found if line.kind == "new") == 3000


def test_a_long_law_shows_only_the_blocks_that_differ() -> None:
    law = [f"Article {n} speaks of case {n}." for n in range(9000)]
    amended = [
        block.replace("speaks", "tells") if n % 50 == 7 else block for n, block in enumerate(law)
    ]
    found = difference("\n".join(law), "\n".join(amended))
    assert sum(1 for line in found if line.kind == "old") == 180
    assert sum(1 for line in found if line.kind == "new") == 180


def test_other_spaces_quotes_and_dashes_are_no_difference() -> None:
    assert difference("A “card” –  roams.\nb", 'A "card" - roams.\nb') == []


def test_one_endless_block_is_marked_whole() -> None:
    old, new = "a" + " a" * 3000, "b" + " b" * 3000
    found = difference(old, new)
    assert [line.kind for line in found] == ["old", "new"]
    assert all(run.changed for line in found for run in line.runs)


words = st.lists(st.sampled_from(["a rule", "b limit", "c 90 days", "d 120 days", ""]), max_size=12)


@given(words, words)
def test_both_texts_can_be_put_together_again(old: list[str], new: list[str]) -> None:
    found = difference("\n".join(old), "\n".join(new))
    if not found:
        assert [block for block in old if block] == [block for block in new if block]
        return
    shown = {
        kind: sum(1 for line in found if line.kind in (kind, "same"))
        + sum(line.skipped for line in found)
        for kind in ("old", "new")
    }
    assert shown["old"] == sum(1 for block in old if block)
    assert shown["new"] == sum(1 for block in new if block)
    texts = ["".join(run.text for run in line.runs) for line in found if line.kind == "new"]
    assert all(text in new for text in texts)
