"""Values of forms, read once: a day, a number, or nothing."""

from datetime import date

from flask import request


def form_day(name: str) -> date | None:
    """The day that a field gives as ``2026-12-01``; None when it is empty or no day."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def form_number(name: str) -> int | None:
    """The whole number that a field gives; None when it is empty or none."""
    return whole_number(request.form.get(name, ""))


def whole_number(text: str) -> int | None:
    """A number of a row, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
