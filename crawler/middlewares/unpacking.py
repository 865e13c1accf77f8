"""Content-Encoding: Scrapy unpacks within the size limit; its faults become typed errors."""

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.errors import BadAnswerError, TooLargeError

if TYPE_CHECKING:
    from scrapy import Spider


class Unpacking(HttpCompressionMiddleware):
    """gzip, deflate, br and zstd, with an end to decompression bombs."""

    def process_response(
        self, request: Request, response: Response, spider: "Spider | None" = None
    ) -> Request | Response:
        """The unpacked answer. Raises :class:`CrawlError`."""
        if not response.body or not response.headers.get("Content-Encoding"):
            return response
        try:
            unpacked = super().process_response(request, response)
        except IgnoreRequest as exc:
            raise TooLargeError(
                request.url, f"unpacks to more than {self._max_size:,} bytes"
            ) from exc
        except Exception as exc:  # each unpacker has its own family of errors
            raise BadAnswerError(request.url, "cannot be unpacked") from exc
        if isinstance(unpacked, Response) and unpacked.headers.get("Content-Encoding"):
            raise BadAnswerError(request.url, "is packed in a way that we do not know")
        return unpacked
