"""What can go wrong between us and a SIM platform: one type per fault, each with a stable code.

Faults of the network itself are those of :mod:`crawler.errors`.
"""

from crawler.errors import CrawlError


class PullError(CrawlError):
    """A platform did not give what was asked for; the message says what to do."""

    code = "pull"


class SignInError(PullError):
    """The platform does not take our credentials."""

    code = "sign_in"


class ThrottledError(PullError):
    """The platform asks us to wait longer than a pull may last."""

    code = "throttled"
    transient = True


class UnavailableError(PullError):
    """The platform answered with an error of its own, several times over."""

    code = "unavailable"
    transient = True


class RefusedRequestError(PullError):
    """The platform says that what we asked is wrong or forbidden."""

    code = "refused_request"


class UnreadableAnswerError(PullError):
    """An answer has not the shape that the platform describes."""

    code = "unreadable_answer"


class EndlessError(PullError):
    """Pages go on without bringing anything new."""

    code = "endless"


class TakenOverError(PullError):
    """Another worker holds the claim on the account now."""

    code = "taken_over"


class OurFaultError(PullError):
    """Something that nobody foresaw: it stands whole in the log."""

    code = "our_fault"

    def __init__(self, platform: str, cause: Exception) -> None:
        super().__init__(
            platform,
            f"something went wrong on our side ({type(cause).__name__}); what came in stays, the "
            "worker's log says why, and the pull is tried again",
        )
