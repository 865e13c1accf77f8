"""What Scrapy may say in our log: nothing per page and nothing that strangers wrote."""

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Our own stages log each fault once, by its code; bodies never reach the log."""

    def crawled(  # type: ignore[override]  # Scrapy takes None for "say nothing"
        self, request: "Request", response: "Response", spider: "Spider"
    ) -> None:
        """Nothing per page."""

    def scraped(  # type: ignore[override]
        self, item: Any, response: "Response | Failure | None", spider: "Spider"
    ) -> None:
        """Nothing per item."""

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: "Response | Failure | None",
        spider: "Spider",
    ) -> LogFormatterResult:
        """Which item could not be recorded, without its content."""
        result = super().item_error(None, exception, response, spider)
        result["msg"] = "could not record %(kind)s of %(source)s"
        result["args"] = {"kind": type(item).__name__, "source": getattr(item, "source_id", "?")}
        return result
