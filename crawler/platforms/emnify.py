"""emnify: a list of SIMs, and where the device of each is by one call.

https://developers.emnify.com/ From public documentation; not checked against a description,
which the vendor does not license.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping

from crawler.pulling.api import Api, Signature
from crawler.pulling.locating import located
from crawler.pulling.paging import page_after
from crawler.pulling.reading import Entry, Text, entries_of, read_entries
from crawler.pulling.records import Fault, Page, SimRecord, Span

_PAGE = 500
#: States in which a SIM may be on a network: activated, factory test.
_MAY_CONNECT = ("1", "4")


class _Status(Entry):
    id: Text = ""


class _Endpoint(Entry):
    id: Text = ""
    imei: Text = ""
    imei_with_luhn: Text = ""


class _Sim(Entry):
    iccid: Text
    iccid_with_luhn: Text = ""
    eid: Text = ""
    imsi: Text = ""
    msisdn: Text = ""
    activation_date: Text = ""
    status: _Status = _Status()
    endpoint: _Endpoint | None = None


class _Cell(Entry):
    mcc: Text = ""


class _Location(Entry):
    imsi: Text = ""
    last_updated: Text = ""
    cell_global_id: _Cell | None = None


class _Connectivity(Entry):
    location: _Location | None = None


class Emnify:
    """emnify."""

    name = "emnify"
    per_second = 10.0
    told = frozenset(
        (
            "iccid",
            "eid",
            "imsi",
            "imei",
            "msisdn",
            "status",
            "activation_date",
            "mcc",
            "last_seen",
        )
    )

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """An application token for a JSON Web Token."""
        answer = await api.plain(
            "/api/v1/authenticate", body={"application_token": secrets["application_token"]}
        )
        return Signature(headers={"Authorization": f"Bearer {answer.body['auth_token']}"})

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is a page's number. Every pull reads all of the list."""
        number = int(start or 1)
        while number:
            answer = await api.get("/api/v1/sim", {"page": number, "per_page": _PAGE})
            items = entries_of(answer.body, "/api/v1/sim")
            sims, faults = read_entries(items, _Sim, lambda sim: sim, name="iccid")
            located = await asyncio.gather(*(_located(api, sim) for sim in sims))
            number = page_after(number, answer, items)
            yield Page(
                records=tuple(record for record, _ in located),
                faults=(*faults, *(fault for _, fault in located if fault)),
                entries=len(items),
                next=str(number or ""),
            )


def _record(sim: _Sim) -> SimRecord:
    device = sim.endpoint or _Endpoint()
    return SimRecord(
        iccid=sim.iccid_with_luhn or sim.iccid,
        eid=sim.eid,
        imsi=sim.imsi,
        imei=device.imei_with_luhn or device.imei,
        msisdn=sim.msisdn,
        status=sim.status.id,
        activation_date=sim.activation_date,
    )


async def _located(api: Api, sim: _Sim) -> tuple[SimRecord, Fault | None]:
    record = _record(sim)
    if sim.endpoint is None or not sim.endpoint.id or sim.status.id not in _MAY_CONNECT:
        return record, None
    path = f"/api/v1/endpoint/{sim.endpoint.id}/connectivity_info"
    return await located(api, record, path, _Connectivity, _with_place)


def _with_place(record: SimRecord, said: _Connectivity) -> SimRecord:
    place = said.location
    if place is None:
        return record
    seen = record._replace(imsi=place.imsi or record.imsi, last_seen=place.last_updated)
    return seen._replace(mcc=place.cell_global_id.mcc) if place.cell_global_id else seen


PLATFORM = Emnify()
