"""PDFs of texts, the same bytes each time, with a font that knows Latin, Greek and Cyrillic.

The font is Source Sans Pro (SIL Open Font License) from the package
``font-source-sans-pro``: fpdf2's own core fonts have no Turkish or Polish letters.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from webapp.demo.errors import DemoError
from webapp.demo.markup import Block

#: Part of every PDF's tag: raise it when the looks change, so that caches notice.
LOOK = "pdf-2"
_FAMILY = "SourceSansPro"
_SIZES = {2: 14, 3: 12, 4: 11}
# Letters that the font has but PDF readers drop or split words at.
_RISKY = frozenset("\u00ad\u200b\u200c\u200d\u2011\ufeff")


def _font_file(style: str) -> Path:
    # The package's own __init__ is not run: its location is all we need.
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise DemoError("the package font-source-sans-pro is missing; run make setup")
    return Path(spec.origin).parent / "files" / f"{_FAMILY}-{style}.ttf"


@cache
def _letters() -> frozenset[int]:
    with TTFont(_font_file("Regular")) as font:
        return frozenset(font.getBestCmap())


def can_show(text: str) -> bool:
    """Whether every character of ``text`` can be shown, so that a PDF of it loses nothing."""
    return all(
        char.isspace() or (ord(char) in _letters() and char not in _RISKY) for char in set(text)
    )


class _Paper(FPDF):
    """A4; at the foot of each page stand what the paper is and the page's number."""

    def __init__(self, notice: str) -> None:
        super().__init__(format="A4")
        self.notice = notice

    def footer(self) -> None:
        """Called by fpdf2 at the end of each page."""
        self.set_y(-14)
        self.set_font(_FAMILY, size=8)
        self.cell(0, 5, f"{self.notice} – {self.page_no()}", align="C")


def make_pdf(
    title: str,
    blocks: Sequence[Block],
    *,
    issuer: str,
    notice: str,
    published: date | None,
    language: str,
) -> bytes:
    """A PDF of ``blocks`` under ``title``; the same arguments give the same bytes."""
    paper = _Paper(notice)
    paper.set_creation_date(datetime.combine(published or date(2000, 1, 1), time(9), UTC))
    paper.set_title(title)
    paper.set_author(issuer)
    paper.set_lang(language)
    paper.add_font(_FAMILY, style="", fname=_font_file("Regular"))
    paper.add_font(_FAMILY, style="B", fname=_font_file("Bold"))
    paper.set_margin(22)
    paper.set_auto_page_break(True, margin=20)
    paper.add_page()
    _write(paper, issuer, size=9)
    _write(paper, title, size=16, style="B")
    paper.ln(3)
    for block in blocks:
        if block.kind == "heading":
            _write(paper, block.text, size=_SIZES[block.level], style="B")
            continue
        for line in block.plain.splitlines():
            _write(paper, f"• {line}" if block.kind == "list" else line, size=10.5)
        paper.ln(2)
    return bytes(paper.output())


def _write(paper: _Paper, text: str, *, size: float, style: str = "") -> None:
    paper.set_font(_FAMILY, style=style, size=size)
    # Left, not justified: justified lines come out of PDF readers with odd gaps.
    paper.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
