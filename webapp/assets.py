"""Files for the browser that never change under their address: it holds a hash of the content."""

import hashlib

from flask import Flask, Response

#: A year: new content has a new address.
_MAX_AGE = 31_536_000


def serve(app: Flask, name: str, text: str, *, suffix: str, mimetype: str) -> str:
    """Serve ``text`` to anybody at ``/<name>-<hash>.<suffix>``; the answer is that address."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]
    address = f"/{name}-{mark}.{suffix}"

    def asset() -> Response:
        response = Response(text, mimetype=mimetype)
        response.cache_control.public = True
        response.cache_control.max_age = _MAX_AGE
        response.cache_control.immutable = True
        return response

    asset.is_public = True  # type: ignore[attr-defined]  # a mark that the guard in auth reads
    app.add_url_rule(address, endpoint=name, view_func=asset)
    return address
