"""What goes out with a request, and what an answer or a failure means."""

from twisted.python.failure import Failure

from crawler.answers import Answer
from crawler.challenge import challenge_in
from crawler.errors import ChallengeError, CrawlError, EmptyAnswerError, StatusError
from crawler.items import SourceTask


def check(answer: Answer) -> None:
    """Raise the typed error of an answer that is no page: a challenge, a bad status, nothing."""
    challenge = challenge_in(answer.headers, answer.body)
    if challenge:
        raise ChallengeError(answer.url, challenge, status=answer.status)
    if not 200 <= answer.status < 300:
        raise StatusError(answer.url, status=answer.status)
    if not answer.body.strip():
        raise EmptyAnswerError(answer.url, "the server answered with nothing", status=answer.status)


def typed(failure: Failure) -> CrawlError:
    """The error of a request; one that is not of ours is a fault in the program, and is raised."""
    if isinstance(failure.value, CrawlError):
        return failure.value
    raise failure.value or RuntimeError("a request failed without a reason")


def validators(etag: str, last_modified: str) -> dict[str, str]:
    """Headers that let the server answer 304."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def language_of(task: SourceTask) -> dict[str, str]:
    """Ask for the source's own language, which is the law's."""
    known = task.language and task.language != "und"
    return {"Accept-Language": f"{task.language},en;q=0.3" if known else "en"}
