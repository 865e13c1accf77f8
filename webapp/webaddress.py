"""Addresses of the web that people and programs give us: links of alerts, receivers of webhooks. Pure."""

from urllib.parse import SplitResult, urlsplit

from data.errors import RoamwatchError

#: Longest address that is kept, in characters.
LONGEST = 2000
#: What surely passes :func:`checked`, for descriptions; it takes more, such as hosts in any script.
PATTERN = r"^https?://[a-z0-9]{1,60}(\.[a-z0-9]{1,60}){1,3}(:[1-9][0-9]{0,3})?(/[!-~]{0,200})?$"


class WebAddressError(RoamwatchError, ValueError):
    """This is no address of the web that we would use; the message says what to give."""

    code = "web_address"


def checked(url: str) -> str:
    """The address without the blanks around it. Raises :class:`WebAddressError`."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        good = _good(parts)
    except ValueError:
        good = False
    if not good or any(ord(ch) <= 32 or ord(ch) == 127 for ch in url):
        raise WebAddressError(
            "give an address that begins with https:// or http://, without blanks"
        )
    if len(url) > LONGEST:
        raise WebAddressError(f"the address has {len(url):,} characters; {LONGEST:,} are allowed")
    if parts.username or parts.password:
        raise WebAddressError("leave the name and password out of the address")
    return url


def _good(parts: SplitResult) -> bool:
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
