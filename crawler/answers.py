"""An answer as the readers see it: plain values out of Scrapy's response."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message

from scrapy.http import Response

from crawler.extract.charset import decode
from data.waiting import http_date, seconds_asked

#: Headers that are kept with a snapshot, because they are evidence.
EVIDENCE = (
    "content-type",
    "content-language",
    "content-disposition",
    "date",
    "etag",
    "last-modified",
    "location",
)
_MAX_HEADER = 500
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_CACHE = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said, after redirects and unpacking."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case, the first value of each."""
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, response: Response) -> "Answer":
        """From Scrapy's response."""
        return cls(
            url=response.url,
            status=response.status,
            headers={
                name.decode("latin-1").lower(): _line(values[0])
                # As the class under it has them: Scrapy's own items() looks each name up again.
                for name, values in dict.items(response.headers)
                if values
            },
            body=response.body,
        )

    @property
    def media_type(self) -> str:
        """``text/html``; empty when the server says none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The declared charset; empty when the server says none."""
        return charset_of(self.headers.get("content-type", ""))

    def text(self, language: str = "") -> str:
        """The body as text, whatever it declares; ``language`` (BCP 47) helps to tell charsets."""
        return decode(self.body, declared=self.charset, language=language)

    @property
    def evidence(self) -> dict[str, str]:
        """The headers worth keeping."""
        return {name: self.headers[name] for name in EVIDENCE if name in self.headers}

    @property
    def max_age(self) -> float | None:
        """Seconds for which the server says that this answer holds; None when it does not say."""
        control = self.headers.get("cache-control", "")
        found = _MAX_AGE.search(control)
        return float(found[1]) if found and not _NO_CACHE.search(control) else None


def charset_of(content_type: str) -> str:
    """The ``charset`` parameter of a Content-Type; empty when there is none."""
    if "charset" not in content_type.lower():
        return ""
    message = Message()
    message["Content-Type"] = content_type
    found = message.get_param("charset", "")
    return found.strip().lower() if isinstance(found, str) else ""


def retry_after(response: Response) -> float | None:
    """Seconds in a Retry-After header (a number or a date, RFC 9110, 10.2.3); None without one."""
    said = http_date(_line(response.headers.get("Date") or b""))
    asked = _line(response.headers.get("Retry-After") or b"")
    return seconds_asked(asked, said, longest=365 * 86400.0)


def _line(value: bytes) -> str:
    return _UNPRINTABLE.sub("", value.decode("utf-8", errors="replace")).strip()[:_MAX_HEADER]
