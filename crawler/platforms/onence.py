"""1NCE, SIM Management API v2: a list of 100 a page, and where a SIM is by one call each.

https://help.1nce.com/api/v2/sim-management/ (checked against its OpenAPI description).
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping

from crawler.pulling.api import Api, Signature
from crawler.pulling.locating import located
from crawler.pulling.paging import page_after
from crawler.pulling.reading import Entry, Text, entries_of, read_entries
from crawler.pulling.records import Fault, Page, SimRecord, Span

_PAGE = 100


class _Sim(Entry):
    iccid: Text
    iccid_with_luhn: Text = ""
    imsi: Text = ""
    imsi_2: Text = ""
    current_imsi: Text = ""
    msisdn: Text = ""
    imei: Text = ""
    status: Text = ""
    activation_date: Text = ""


class _Country(Entry):
    iso_code: Text = ""
    mcc: Text = ""


class _Location(Entry):
    imsi: Text = ""
    last_updated: Text = ""
    country: _Country = _Country()


class _Connectivity(Entry):
    location: _Location | None = None


class OneNce:
    """1NCE."""

    name = "1nce"
    per_second = 10.0
    told = frozenset(
        (
            "iccid",
            "imsi",
            "imsi_2",
            "imei",
            "msisdn",
            "status",
            "activation_date",
            "country",
            "mcc",
            "last_seen",
        )
    )

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """OAuth 2.0 client credentials: Basic for a Bearer token."""
        basic = b64encode(f"{secrets['client_id']}:{secrets['client_secret']}".encode()).decode()
        answer = await api.plain(
            "/oauth/token",
            headers={"Authorization": f"Basic {basic}"},
            body={"grant_type": "client_credentials"},
        )
        return Signature(
            headers={"Authorization": f"Bearer {answer.body['access_token']}"},
            seconds=float(answer.body.get("expires_in", 3600)),
        )

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is a page's number. The list tells no changes, so every pull reads all of it."""
        number = int(start or 1)
        while number:
            answer = await api.get("/v2/sims", {"page": number, "pageSize": _PAGE})
            items = entries_of(answer.body, "/v2/sims")
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
    return SimRecord(
        iccid=sim.iccid_with_luhn or sim.iccid,
        imsi=sim.current_imsi or sim.imsi,
        imsi_2=sim.imsi_2,
        imei=sim.imei,
        msisdn=sim.msisdn,
        status=sim.status,
        activation_date=sim.activation_date,
    )


async def _located(api: Api, sim: _Sim) -> tuple[SimRecord, Fault | None]:
    """The record with where and when the SIM was last seen; one that is disabled is nowhere."""
    record = _record(sim)
    if sim.status != "Enabled":
        return record, None
    return await located(api, record, f"/v2/sims/{sim.iccid}/status", _Connectivity, _with_place)


def _with_place(record: SimRecord, said: _Connectivity) -> SimRecord:
    place = said.location
    if place is None:
        return record
    return record._replace(
        country=place.country.iso_code.upper(),
        mcc=place.country.mcc,
        imsi=place.imsi or record.imsi,
        last_seen=place.last_updated,
    )


PLATFORM = OneNce()
