"""Cells of a table that is taken away."""

import pytest

from webapp.spreadsheet import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_reckon_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Fleet", "1+1", "90 days", " =1"])
def test_all_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell
