"""Tesseract, where it is installed: pictures of pages become text.

The program is called, one page at a time: a wrapper would do the same through files. Text
that comes from here is marked, because it may hold reading errors.
"""

import logging
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from time import monotonic

from crawler.extract.blocks import Block
from crawler.extract.clean import clean_line

logger = logging.getLogger(__name__)

#: Language (ISO 639-1, with script where it matters) → Tesseract's name of it.
_NAMES = {
    "am": "amh", "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos",
    "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn",
    "ka": "kat", "kk": "kaz", "km": "khm", "ko": "kor", "ky": "kir", "lo": "lao", "lt": "lit",
    "lv": "lav", "mk": "mkd", "mn": "mon", "ms": "msa", "mt": "mlt", "my": "mya", "nb": "nor",
    "ne": "nep", "nl": "nld", "nn": "nor", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "si": "sin", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
    "sw": "swa", "tg": "tgk", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb",
    "vi": "vie", "zh": "chi_sim", "zh-tw": "chi_tra", "zh-hant": "chi_tra", "zh-hk": "chi_tra",
}  # fmt: skip
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n+")
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\n(?=[^\W\d_])")
_SECONDS_TO_ASK = 20


@dataclass(frozen=True, kw_only=True)
class OcrLimits:
    """How far reading pictures goes in one document."""

    pages: int
    seconds: float


def installed() -> frozenset[str]:
    """Languages that Tesseract has here, by its names; empty where it is not installed.

    Where it is and does not answer, that is said in the log, and it is asked again the next time.
    """
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        return _languages(program)
    except (OSError, subprocess.SubprocessError) as exc:
        logger.warning("tesseract is there but does not answer (%s): scans wait", exc)
        return frozenset()


@cache
def _languages(program: str) -> frozenset[str]:
    answer = subprocess.run(  # noqa: S603  # a program of this machine, without input
        [program, "--list-langs"], capture_output=True, timeout=_SECONDS_TO_ASK, check=True
    )
    lines = answer.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(line.strip() for line in lines[1:] if line.strip())


def language_for(tag: str, known: frozenset[str] | None = None) -> str:
    """Tesseract's language for a BCP 47 tag; empty when it cannot read that here.

    A text of unknown language is read as English.
    """
    tag = tag.lower()
    name = _NAMES.get(tag) or _NAMES.get(tag.split("-")[0] or "en", "")
    if tag in ("", "und"):
        name = "eng"
    return name if name in (installed() if known is None else known) else ""


class PageReader:
    """Reads pages of one document within one span of time."""

    def __init__(self, language: str, limits: OcrLimits) -> None:
        self._language = language
        self._end = monotonic() + limits.seconds
        # With its data for directions Tesseract turns pages that lie on their side.
        self._mode = "1" if "osd" in installed() else "3"

    def read(self, picture: bytes, page: int) -> list[Block] | None:
        """The paragraphs of a page (PGM); None when the time is up."""
        left = self._end - monotonic()
        if left <= 0:
            return None
        try:
            answer = subprocess.run(  # noqa: S603  # our own arguments; the picture is only data
                [
                    *(shutil.which("tesseract") or "tesseract", "stdin", "stdout"),
                    *("-l", self._language, "--psm", self._mode, "--dpi", "300"),
                ],
                input=picture,
                capture_output=True,
                timeout=left,
                # It takes every core otherwise, and gains little by it.
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        return _blocks(answer.stdout.decode("utf-8", "replace"), page)


def _blocks(text: str, page: int) -> list[Block]:
    paragraphs = _PARAGRAPHS.split(text.replace("\f", "\n\n").replace("\r", ""))
    lines = (clean_line(_HYPHEN.sub("", one.strip())) for one in paragraphs)
    return [Block(text=line, page=page) for line in lines if line]
