"""Broken lines, hyphens, tables, invisible characters, two languages: the reading stays the same."""

import pytest

from analysis.proof import misquoted
from data.words import Topic
from tests.analysis.hard.reading import change, page, read

TITLE = "New regulation on permanent roaming adopted"
TEXT = (
    "The Authority has adopted a new regulation. Foreign SIMs in machine-to-machine devices must not "
    "stay in permanent roaming on a visited network for more than ninety (90) consecutive days. The "
    "regulation enters into force on 1 March 2027."
)


def narrow(text: str, width: int) -> str:
    """Lines of a newspaper column, words cut by hyphens at the end of the line."""
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    joined = lines[0]
    for line in lines[1:]:
        cut = joined[-1].isalpha() and line[0].isalpha()
        joined += ("-\n" if cut else "\n") + line
    return joined


LAYOUTS = {
    "column": narrow(TEXT, 37),
    "wide column": narrow(TEXT, 71),
    "soft hyphens": TEXT.replace("permanent", "perma\u00adnent").replace(
        "roaming", "roam\u00ading"
    ),
    "zero width": TEXT.replace("roaming", "roa\u200bming").replace("SIMs", "S\u200bIMs"),
    "no-break spaces": TEXT.replace(" ", "\u00a0"),
    "ligatures": TEXT.replace("fi", "\ufb01").replace("ff", "\ufb00"),
    "double spaces": TEXT.replace(" ", "  "),
    "full width": TEXT.replace("90", "\uff19\uff10").replace("2027", "\uff12\uff10\uff12\uff17"),
    "table": TEXT.replace(". ", ".\n| Article 4 | "),
    "carriage returns": TEXT.replace(". ", ".\r\n\r\n"),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_changes_nothing(text: str) -> None:
    found, plain = read(TITLE, text, country="KE"), read(TITLE, TEXT, country="KE")
    one, other = change(found, Topic.ROAMING), change(plain, Topic.ROAMING)
    assert one.limits == other.limits
    assert one.effective_on == other.effective_on
    assert (one.kind, one.status, one.direction) == (other.kind, other.status, other.direction)
    assert misquoted(text, found) == []


def test_a_second_language_in_the_document_is_no_hindrance() -> None:
    french = (
        "L'Autorité a adopté un nouveau règlement. Les cartes SIM étrangères ne peuvent rester en "
        "itinérance permanente plus de 90 jours consécutifs.\n\n"
    )
    found = read(TITLE, f"{TEXT}\n\n{french}", country="RW")
    assert change(found, Topic.ROAMING).limits[0].days == 90


def test_recitals_do_not_outweigh_the_articles() -> None:
    recitals = "".join(
        f"({number}) Whereas roaming was long unregulated and some favoured a limit of 30 days of roaming "
        "for travellers, that view was not followed.\n\n"
        for number in range(1, 4)
    )
    text = f"{recitals}HAS ADOPTED THIS REGULATION:\n\nArticle 1. {TEXT}"
    found = change(read(TITLE, text, country="KE"), Topic.ROAMING)
    assert 90 in [limit.days for limit in found.limits]


def test_a_decision_is_found_at_the_end_of_a_long_document() -> None:
    text = f"{page('The parties were heard and the file was complete.', 300)}\n\n{TEXT}"
    found = change(read(TITLE, text, country="KE"), Topic.ROAMING)
    assert found.effective_on is not None
    assert [limit.days for limit in found.limits] == [90]
