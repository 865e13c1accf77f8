"""Answers go over the wire compressed to whoever takes that: a page is a seventh of its size then."""

import gzip

from flask import Flask, Response, request

#: What is text. Events are read as they come, and a fleet's export is streamed: both go as they are.
_TYPES = frozenset(
    {
        "application/json",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
    }
)
#: Below this a header more costs as much as is saved.
_LEAST_BYTES = 1_000
#: A page of 60 kB takes about a millisecond; higher levels take twice that for some percent less.
_LEVEL = 5


def install(app: Flask) -> None:
    """Compress each whole answer of text by gzip.

    That the length of what is compressed tells of secrets beside what a stranger can put there
    (BREACH) needs many requests made in a signed-in browser from another site: our cookie is
    ``SameSite=Lax``, so that those come without it.
    """

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in _TYPES or response.direct_passthrough:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") <= 0 or not response.is_sequence:
            return response
        # A strong ETag names these very bytes, which programs compare.
        if "ETag" in response.headers or (response.content_length or 0) < _LEAST_BYTES:
            return response
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
        response.content_encoding = "gzip"
        return response
