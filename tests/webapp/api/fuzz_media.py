"""Files that Schemathesis sends: never empty, as their schema says and its own generator forgets."""

import schemathesis
from hypothesis import strategies as st

from webapp.api.resources.imports import MEDIA


def register() -> None:
    """For every media type that an operation takes."""
    for name in MEDIA:
        schemathesis.openapi.media_type(name, st.binary(min_size=1, max_size=400))
