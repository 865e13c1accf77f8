"""Which stretch of a text is shown, and what is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from data.search.excerpt import Parts, excerpt
from data.search.words import Wanted, asked

FILLER = "Nothing of interest stands here. " * 30


def wanted(typed: str) -> Wanted:
    return Wanted(asked(typed).words)


def shown(parts: Parts) -> str:
    return "".join(piece for piece, _ in parts)


def marked(parts: Parts) -> list[str]:
    return [piece for piece, found in parts if found]


def test_the_words_asked_for_are_marked_as_they_were_written() -> None:
    parts = excerpt("Le RÉGULATEUR interdit l’itinérance.", wanted("regulateur itinerance"))
    assert marked(parts) == ["RÉGULATEUR", "itinérance"]
    assert shown(parts) == "Le RÉGULATEUR interdit l’itinérance."


def test_no_sign_turns_the_rest_of_the_excerpt_round() -> None:
    parts = excerpt("A file \u202egnp.exe on \u2066roaming\u2069 devices.", wanted("roaming"))
    assert shown(parts) == "A file gnp.exe on roaming devices."
    assert marked(parts) == ["roaming"]


def test_a_stretch_with_all_the_words_is_chosen_over_the_first() -> None:
    text = f"Roaming alone. {FILLER} Permanent roaming of M2M devices. {FILLER}"
    parts = excerpt(text, wanted("permanent roaming m2m"))
    assert marked(parts) == ["Permanent", "roaming", "M2M"]
    assert shown(parts).startswith("… ")
    assert shown(parts).endswith(" …")


def test_pairs_of_letters_are_marked_as_one() -> None:
    assert marked(excerpt("关于永久漫游的通知", wanted("永久漫游"))) == ["永久漫游"]


def test_a_text_without_the_words_has_no_excerpt() -> None:
    assert excerpt(FILLER, wanted("imei")) == []
    assert excerpt(FILLER, wanted("")) == []


def test_two_megabytes_without_a_space_are_shown_in_short() -> None:
    parts = excerpt("imei " + "x" * 2_000_000, wanted("imei"))
    assert len(shown(parts)) < 400


@given(st.text(max_size=500), st.sampled_from(["roaming", "a", "é", "漫游", "e sim"]))
def test_what_is_shown_is_a_piece_of_the_text(text: str, question: str) -> None:
    parts = excerpt(text, wanted(question))
    bare = shown(parts)
    if parts and parts[0] == ("… ", False):
        bare = bare.removeprefix("… ")
    assert bare.removesuffix(" …") in text or bare in text
    assert not parts or marked(parts)
