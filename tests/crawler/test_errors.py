"""The family of faults: every one has a code of its own, and each code has its place."""

import pytest

from crawler import errors
from crawler.errors import BLOCKING, EMPTY, TRANSIENT, CrawlError, StatusError
from crawler.problems import sentence
from data.errors import RoamwatchError


def family(root: type[CrawlError] = CrawlError) -> list[type[CrawlError]]:
    return [one for child in root.__subclasses__() for one in (child, *family(child))]


def test_every_fault_has_its_own_code() -> None:
    codes = [one.code for one in family() if one is not StatusError]
    assert len(codes) == len(set(codes))
    assert "crawl" not in codes
    assert all(code.islower() and " " not in code for code in codes)


def test_what_may_pass_says_so_in_both_places() -> None:
    for one in family():
        if one is not StatusError and one.__module__ == errors.__name__:
            assert (one.code in TRANSIENT) == one.transient, one


@pytest.mark.parametrize(
    ("status", "transient"), [(404, False), (403, False), (429, True), (408, True), (500, True)]
)
def test_a_status_is_its_own_code(status: int, transient: bool) -> None:
    error = StatusError("https://r.example/", status=status)
    assert (error.code, error.transient, error.status) == (f"http_{status}", transient, status)
    assert (error.code in TRANSIENT) == transient


def test_no_code_is_both_kept_out_and_empty() -> None:
    assert not BLOCKING & EMPTY


def test_faults_carry_facts_not_only_words() -> None:
    error = errors.TooLargeError("https://r.example/", "too big", retry_after=5.0)
    assert isinstance(error, RoamwatchError)
    assert (error.url, error.retry_after, str(error)) == ("https://r.example/", 5.0, "too big")


@pytest.mark.parametrize(
    "code",
    [
        "no_text", "scan", "ocr_failed",
        "truncated", "challenge", "needs_javascript", "encrypted", "pdf_broken",
        "attachment_unread", "pdf_truncated",
        "unknown_format", "office_broken", "unsafe_xml", "legacy_format",
        "snapshot_missing", "snapshot_damaged",
        "extractor_crashed", "extractor_timeout", "too_large", "unrecordable",
    ],
)  # fmt: skip
def test_every_problem_of_a_reading_has_its_sentence(code: str) -> None:
    assert sentence(code).endswith(".")
    assert f"({code})" not in sentence(code)


def test_an_unknown_problem_is_at_least_named_and_none_is_nothing() -> None:
    assert "odd_thing" in sentence("odd_thing")
    assert sentence("") == ""
