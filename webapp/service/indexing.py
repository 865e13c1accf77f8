"""The job that makes new texts findable."""

from data.db import writing
from data.search.index import index_some
from webapp.context import Context

#: Documents of one transaction: cutting a long law into words takes a second, and others wait for the store.
_AT_ONCE = 20


def index_texts(context: Context) -> int:
    """Index each document whose title or text is new; how many it were."""
    total = 0
    while not context.stop.is_set():
        with writing(context.engine) as session:
            done = index_some(session, limit=_AT_ONCE)
        total += done
        if done < _AT_ONCE:
            break
    return total
