"""How many requests a program may make: per token, and per address for those without one."""

from time import time

from flask import Response, g
from limits import RateLimitItemPerMinute

from webapp.api.problems import Refusal
from webapp.context import current
from webapp.security import limiter

#: Of what one token may, one address may so much without a good token.
STRANGERS = 10


def count_token(token_id: int) -> None:
    """Count one request of a token; refuse it when there were too many in this minute."""
    _count(RateLimitItemPerMinute(current().settings.api_per_minute), f"token:{token_id}")


def count_stranger(address: str) -> None:
    """The same for one without a good token."""
    most = max(1, current().settings.api_per_minute // STRANGERS)
    _count(RateLimitItemPerMinute(most), address)


def _count(item: RateLimitItemPerMinute, key: str) -> None:
    held = limiter.limiter.hit(item, "api", key)
    reset, left = limiter.limiter.get_window_stats(item, "api", key)
    g.api_limit = (item.amount, left, reset)
    if not held:
        raise Refusal(
            429,
            "rate_limited",
            f"at most {item.amount} requests a minute; wait as long as “Retry-After” says",
            headers={"Retry-After": str(max(1, round(reset - time())))},
        )


def add_headers(response: Response) -> Response:
    """Say how many requests are left, as pages with a limit do."""
    if "api_limit" in g:
        amount, left, reset = g.api_limit
        response.headers["X-RateLimit-Limit"] = str(amount)
        response.headers["X-RateLimit-Remaining"] = str(left)
        response.headers["X-RateLimit-Reset"] = str(round(reset))
    return response
