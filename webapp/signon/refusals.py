"""Why a sign-in at the issuer let nobody in, and what to do about it. Pure.

A person is told what they can do; the log says in ``detail`` what an operator needs.
"""

from dataclasses import dataclass

from data.errors import RoamwatchError


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One page: its status, its title, and what to do."""

    status: int
    title: str
    help: str


_OPERATOR = "If it stays, tell the operator: the log says why, and roamwatch doctor looks at it."
REFUSALS = {
    "down": Refusal(
        status=503,
        title="Your sign-in service does not answer",
        help=f"It is another service than this one. Try again in a few minutes. {_OPERATOR}",
    ),
    "misconfigured": Refusal(
        status=502,
        title="Signing in is not set up right",
        help="This service and your sign-in service do not agree, and trying again will not help. Tell "
        "the operator: roamwatch doctor and the log say what is wrong.",
    ),
    "stale": Refusal(
        status=400,
        title="This sign-in is over",
        help="It was used already, took longer than ten minutes, or began in another browser. Start again.",
    ),
    "declined": Refusal(
        status=403,
        title="Your sign-in service did not let you through",
        help="You broke it off, or your account there may not use Roamwatch. Start again, or ask those "
        "who look after your account there.",
    ),
    "failed": Refusal(
        status=502,
        title="Your sign-in service reports an error",
        help=f"Nobody was signed in. Start again in a moment. {_OPERATOR}",
    ),
    "untrusted": Refusal(
        status=502,
        title="The answer of your sign-in service does not hold",
        help="It was made for somebody else, for another moment, or its signature is wrong, so nobody was "
        f"signed in. Start again. {_OPERATOR}",
    ),
    "expired": Refusal(
        status=502,
        title="The answer of your sign-in service is out of date",
        help="Its clock and ours differ by more than two minutes, or the answer was held up. Start again. "
        f"{_OPERATOR}",
    ),
    "no_email": Refusal(
        status=403,
        title="Your sign-in service does not say who you are",
        help="It told us no e-mail address, by which you are known here. Ask those who look after your "
        "account there to give it one and to share it with Roamwatch.",
    ),
    "unverified": Refusal(
        status=403,
        title="Your e-mail address is not confirmed",
        help="Your sign-in service does not vouch for the address of your account. Confirm it there, then "
        "start again.",
    ),
    "domain": Refusal(
        status=403,
        title="Not with this address",
        help="Only addresses of certain domains are let in here. Sign in with the account of your "
        "company, or ask an administrator.",
    ),
    "private": Refusal(
        status=403,
        title="Not with a private account",
        help="Your account at your sign-in service has your company's address, but is not managed by your "
        "company. Sign in with the account that your company gave you. If this is it, ask the operator to "
        "let in your company's main domain.",
    ),
    "unknown": Refusal(
        status=403,
        title="You have no account here yet",
        help="Your sign-in service knows you, but nobody has added you here. Ask an administrator to add "
        "your e-mail address under People, then start again.",
    ),
    "inactive": Refusal(
        status=403,
        title="Your account here is locked",
        help="An administrator has taken your access away, and can give it back under People.",
    ),
    "another": Refusal(
        status=403,
        title="Your address belongs to another account",
        help="Somebody has signed in here with this address and another account of your sign-in service. "
        "If that was you, ask an administrator to release the link under People, then start again.",
    ),
    "no_role": Refusal(
        status=403,
        title="You have no role here",
        help="Your account at your sign-in service has none of the groups or roles that open Roamwatch. "
        "Ask those who look after your account there.",
    ),
    "nobody": Refusal(
        status=403,
        title="Nobody has an account here yet",
        help="The first one is made by the setup link that Roamwatch prints where it is started; "
        "roamwatch init prints another.",
    ),
}
#: For the catalogues of translations.
TEXTS = tuple(text for one in REFUSALS.values() for text in (one.title, one.help))


class SignOnError(RoamwatchError):
    """Nobody is let in; ``code`` is a word of :data:`REFUSALS`, the message is for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(detail or REFUSALS[code].title)

    @property
    def refusal(self) -> Refusal:
        """What the person is told."""
        return REFUSALS[self.code]
