"""Why a body could not be read at all. What can be read but is doubtful is a ``problem`` instead."""

from data.errors import RoamwatchError


class ExtractError(RoamwatchError):
    """The body is not what it says, or is broken beyond reading.

    ``code`` is one of ``pdf_broken``, ``pdf_truncated``, ``office_broken``, ``unsafe_xml``,
    ``too_large``, ``encrypted``, ``legacy_format``, ``unknown_format`` and, where a source's
    options are at fault, ``bad_selector``.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
