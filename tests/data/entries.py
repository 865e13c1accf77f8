"""An entry of the catalogue for tests, with what a test wants to be different."""

from data.catalogue import SourceEntry


def entry(key: str = "de-test-news", **facts: object) -> SourceEntry:
    values: dict[str, object] = {
        "id": key,
        "authority": "TEST",
        "authority_name": "Test Office",
        "authority_kind": "telecom_regulator",
        "country": "DE",
        "title": "News",
        "kind": "feed",
        "url": "https://test.example/feed",
        "language": "de",
    }
    return SourceEntry(**(values | facts))  # type: ignore[arg-type]
