"""Texts of made-up publications: the same for the same seed, each with words that no other one has."""

from itertools import accumulate
from random import Random
from typing import Any

from tests.factories import QUOTE

#: Publications on our subjects, and how many of a hundred are.
ON_TOPIC = 20
_SUBJECTS = (
    "permanent roaming of connected devices", "registration of IMEI numbers of devices",
    "storage of personal data of subscribers in the country", "registration of SIM cards",
    "use of numbers outside of the territory", "type approval of radio modules",
    "remote provisioning of eSIM profiles",
)  # fmt: skip
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pra", "qui", "ro", "sta", "tel",
    "ver", "wo", "xi", "ya", "zon",
)  # fmt: skip
_VOCABULARY = 30_000
_PARAGRAPHS = 2_000
_WORDS = 45


class Texts:
    """A pool of paragraphs, and texts made of them."""

    def __init__(self, seed: int = 7) -> None:
        self._dice = Random(seed)
        words = ["".join(self._dice.choices(_SYLLABLES, k=3)) for _ in range(_VOCABULARY)]
        # A few words are in every text, most in hardly any.
        sums = list(accumulate(1 / (place + 3) for place in range(_VOCABULARY)))
        self._pool = [
            " ".join(self._dice.choices(words, cum_weights=sums, k=_WORDS)).capitalize() + "."
            for _ in range(_PARAGRAPHS)
        ]

    def title(self, number: int) -> str:
        """What the publication is called."""
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        return (
            f"Decision No. {number} on the {subject}"
            if on_topic(number)
            else f"Market report {number}: {self._pool[number % _PARAGRAPHS][:60]}"
        )

    def text(self, number: int) -> str:
        """The publication's text, two to five thousand characters."""
        blocks = [self.title(number), f"Reference ref{number:06d}."]
        if on_topic(number):
            subject = _SUBJECTS[number % len(_SUBJECTS)]
            blocks.append(
                f"The authority has decided on the {subject}. A device with a foreign SIM {QUOTE}; "
                "operators report to the authority every quarter."
            )
        blocks += self._dice.choices(self._pool, k=self._dice.randint(5, 12))
        return "\n\n".join(blocks)


def on_topic(number: int) -> bool:
    """Whether a publication tells of a rule."""
    return number % (100 // ON_TOPIC) == 0


def sections_of(text: str) -> list[dict[str, Any]]:
    """One block for each paragraph, as an extractor writes them."""
    found: list[dict[str, Any]] = []
    at = 0
    for place, block in enumerate(text.split("\n\n")):
        kind = "heading" if place == 0 else "paragraph"
        found.append({"start": at, "end": at + len(block), "kind": kind, "level": 0})
        at += len(block) + 2
    return found
