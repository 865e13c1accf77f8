"""Dates in sample texts: days from the anchor, written as the text's language writes them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, StrictUndefined, TemplateError

from webapp.demo.errors import DemoError

Form = Literal["long", "short", "iso", "gazette"]
# No HTML here: what comes out is escaped where it goes into a page.
_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701


def write_date(day: date, language: str, form: Form = "long") -> str:
    """``day`` in words (``long``), in figures (``short``, ``gazette`` d/m/yyyy) or ISO 8601."""
    if form == "iso":
        return day.isoformat()
    if form == "gazette":
        return f"{day.day}/{day.month}/{day.year}"
    locale = Locale.parse(language, sep="-")
    # Two-digit years would be ambiguous; regulators write four.
    pattern = "dd.MM.yyyy" if locale.language in ("de", "tr") else "dd/MM/yyyy"
    return format_date(day, format=form if form == "long" else pattern, locale=locale)


def fill_dates(text: str, *, language: str, anchor: date) -> str:
    """Replace ``{{ date(-3) }}``, ``{{ date(60, "short") }}`` and ``{{ year(0) }}`` in ``text``."""
    try:
        return _ENVIRONMENT.from_string(text).render(
            date=_dates(language, anchor),
            year=lambda days: str((anchor + timedelta(days=days)).year),
        )
    except TemplateError as exc:
        raise DemoError(f"a sample text cannot be filled in: {exc}") from exc


def _dates(language: str, anchor: date) -> Callable[..., str]:
    def written(days: int, form: Form = "long") -> str:
        return write_date(anchor + timedelta(days=days), language, form)

    return written
