import json

from crawler.tally import CrawlReport, SourceFailure, SourceTally, summed


def test_tallies_add_up() -> None:
    one = SourceTally(recorded=2, new_documents=1, unchanged=1, bytes=10)
    two = SourceTally(recorded=3, changed_documents=1, failed_documents=2, bytes=5)
    assert summed({"a": one, "b": two}) == SourceTally(
        recorded=5, new_documents=1, changed_documents=1, unchanged=1, failed_documents=2, bytes=15
    )
    assert summed({}) == SourceTally()


def test_a_report_is_well_only_when_nothing_failed() -> None:
    assert CrawlReport(sources=3).ok
    assert not CrawlReport(failed_sources=1).ok
    assert not CrawlReport(failed_documents=1).ok


def test_a_report_prints_as_json() -> None:
    failure = SourceFailure(source="s", error="dns", message="leads nowhere")
    printed = json.loads(json.dumps(CrawlReport(failed_sources=1, failures=(failure,)).as_json()))
    assert printed["failed_sources"] == 1
    assert printed["failures"] == [{"source": "s", "error": "dns", "message": "leads nowhere"}]
    assert {"sources", "documents", "new_documents", "versions", "unchanged", "bytes"} <= set(
        printed
    )
