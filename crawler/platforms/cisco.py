"""Cisco IoT Control Center: 50 SIMs a page, details and session by one call each, no place at all.

https://developer.cisco.com/docs/control-center/ From public documentation (five calls a second, one
at a time); not checked against a description. Where a SIM is stays unknown: import it from a report.
"""

from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from crawler.pulling.api import Api, Signature
from crawler.pulling.errors import RefusedRequestError
from crawler.pulling.reading import Entry, Text, entries_of, read_entries, short
from crawler.pulling.records import Fault, Page, SimRecord, Span

_DEVICES = "/rws/api/v1/devices"
_PAGE = 50
#: The API wants a beginning; nothing of it is older.
_FIRST = datetime(2005, 1, 1, tzinfo=UTC)


class _Listed(Entry):
    iccid: Text
    status: Text = ""


class _Details(Entry):
    imsi: Text = ""
    msisdn: Text = ""
    imei: Text = ""
    eid: Text = ""
    status: Text = ""
    dateActivated: Text = ""  # noqa: N815 - the API's own names


class _Session(Entry):
    dateSessionStarted: Text = ""  # noqa: N815
    dateSessionEnded: Text = ""  # noqa: N815


_Asked = TypeVar("_Asked", bound=Entry)


class Cisco:
    """Cisco IoT Control Center."""

    name = "cisco"
    per_second = 5.0
    told = frozenset(
        (
            "iccid",
            "eid",
            "imsi",
            "imei",
            "msisdn",
            "status",
            "activation_date",
            "last_seen",
        )
    )

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """Basic: user name and API key; nothing is asked."""
        basic = b64encode(f"{secrets['username']}:{secrets['api_key']}".encode()).decode()
        return Signature(headers={"Authorization": f"Basic {basic}"}, seconds=86_400)

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is a page's number. Only what changed since the last pull is listed."""
        number = int(start or 1)
        begin = span.since or _FIRST
        while number:
            answer = await api.get(
                _DEVICES,
                {
                    "modifiedSince": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
                    "pageSize": _PAGE,
                    "pageNumber": number,
                },
            )
            items = entries_of(answer.body, _DEVICES, key="devices")
            listed, faults = read_entries(items, _Listed, lambda one: one, name="iccid")
            # One call at a time, as the vendor asks.
            told = [await _told(api, one, span) for one in listed]
            number = number + 1 if not answer.body.get("lastPage") and items else 0
            yield Page(
                records=tuple(record for record, _ in told),
                faults=(*faults, *(fault for _, several in told for fault in several)),
                entries=len(items),
                next=str(number or ""),
            )


async def _told(api: Api, listed: _Listed, span: Span) -> tuple[SimRecord, list[Fault]]:
    record = SimRecord(iccid=listed.iccid, status=listed.status)
    path = f"{_DEVICES}/{listed.iccid}"
    details, faults = await _one(api, path, _Details)
    session, more = await _one(api, f"{path}/sessionInfo", _Session)
    if details:
        record = record._replace(
            eid=details.eid,
            imsi=details.imsi,
            imei=details.imei,
            msisdn=details.msisdn,
            status=details.status or listed.status,
            activation_date=details.dateActivated,
        )
    if session and session.dateSessionStarted:
        ended = session.dateSessionEnded
        record = record._replace(last_seen=ended or span.now.isoformat())
    return record, [Fault(name=short(listed.iccid), reason=one.reason) for one in (*faults, *more)]


async def _one(api: Api, path: str, model: type[_Asked]) -> tuple[_Asked | None, list[Fault]]:
    try:
        answer = await api.get(path)
    except RefusedRequestError as exc:
        if exc.status == 404:
            return None, []
        raise
    found, faults = read_entries([answer.body], model, lambda one: one, name="iccid")
    return (found[0] if found else None), faults


PLATFORM = Cisco()
