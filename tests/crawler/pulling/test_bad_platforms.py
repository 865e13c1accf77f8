"""The table of misbehaving platforms holds what it says."""

import pytest

from tests.bad_platforms import CASES, Case, play
from tests.crawler.pulls import Pulls


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_misbehaving_platform_ends_as_the_table_says(case: Case, pulls: Pulls) -> None:
    report, kept = play(case, pulls)
    assert (report.error_code, kept) == (case.code, case.kept)
    assert report.finished is (case.code == "")
    assert (report.error == "") is report.finished
