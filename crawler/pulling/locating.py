"""Where one SIM is, on platforms that tell it by one call for each."""

from collections.abc import Callable
from typing import TypeVar

from crawler.pulling.api import Api
from crawler.pulling.errors import RefusedRequestError
from crawler.pulling.reading import Entry, read_sims, short
from crawler.pulling.records import Fault, SimRecord

_Said = TypeVar("_Said", bound=Entry)


async def located(
    api: Api,
    record: SimRecord,
    path: str,
    model: type[_Said],
    with_place: Callable[[SimRecord, _Said], SimRecord],
) -> tuple[SimRecord, Fault | None]:
    """The record with what the call at ``path`` tells of its place.

    A SIM of which the platform knows no place (404) stays as it is; an answer that is not as
    described is a fault, and the record stays as it is too.
    """
    try:
        answer = await api.get(path)
    except RefusedRequestError as exc:
        if exc.status == 404:
            return record, None
        raise
    found, faults = read_sims(
        [answer.body], model, lambda said: with_place(record, said), name="status"
    )
    if faults:
        return record, Fault(name=short(record.iccid), reason=faults[0].reason)
    return found[0], None
