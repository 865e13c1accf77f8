"""KORE Super SIM (once Twilio's): SIMs by one list, where they were by the usage of each country.

https://docs.korewireless.com/en-us/v/api/products/supersim (checked against its OpenAPI description).
The list says no IMSI and no IMEI. Usage of a day in a country is a sighting of that day.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
from typing import Any

from yarl import URL

from crawler.pulling.api import Answer, Api, Signature
from crawler.pulling.reading import Entry, Text, entries_of, read_entries
from crawler.pulling.records import Page, Sighting, SimRecord, Span

_TOKEN_ADDRESS = "https://api.korewireless.com/api-services/v1/auth/token"  # noqa: S105 - an address
_SIMS, _USAGE = 1000, 249
#: How far back a first pull asks: the longest rolling window of a rule that we know.
_FIRST = timedelta(days=120)
#: Usage is reported late; the days before the last pull are asked again.
_AGAIN = timedelta(days=2)


class _Sim(Entry):
    sid: Text
    iccid: Text
    status: Text = ""


class _Period(Entry):
    start_time: datetime
    end_time: datetime


class _Usage(Entry):
    sim_sid: Text = ""
    iso_country: Text = ""
    period: _Period
    data_total: int | None = None


class Kore:
    """KORE Super SIM."""

    name = "kore"
    per_second = 5.0
    told = frozenset(("iccid", "status"))

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """OAuth 2.0 client credentials."""
        answer = await api.plain(
            _TOKEN_ADDRESS,
            form={
                "grant_type": "client_credentials",
                "client_id": secrets["client_id"],
                "client_secret": secrets["client_secret"],
            },
        )
        return Signature(
            headers={"Authorization": f"Bearer {answer.body['access_token']}"},
            seconds=float(answer.body.get("expires_in", 3600)),
        )

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` says whether SIMs or the usage of which countries comes next."""
        state: dict[str, Any] = json.loads(start) if start else {"token": "", "countries": None}
        while state["countries"] is None:
            params = _page(state["token"], _SIMS)
            answer = await api.get("/v1/Sims", params)
            items = entries_of(answer.body, "/v1/Sims", key="sims")
            sims, faults = read_entries(items, _Sim, lambda sim: sim, name="sid")
            state = {"token": _next(answer), "countries": None}
            if not state["token"]:
                state["countries"] = await _countries(api, span)
            yield Page(
                records=tuple(SimRecord(iccid=sim.iccid, status=sim.status) for sim in sims),
                faults=tuple(faults),
                names={sim.sid: sim.iccid for sim in sims},
                entries=len(items),
                next=_step(state),
            )
        while state["countries"]:
            country = state["countries"][0]
            params = _page(state["token"], _USAGE) | _period(span)
            params |= {"IsoCountry": country, "Group": "sim", "Granularity": "day"}
            answer = await api.get("/v1/UsageRecords", params)
            items = entries_of(answer.body, "/v1/UsageRecords", key="usage_records")
            used, faults = read_entries(items, _Usage, lambda usage: usage, name="sim_sid")
            token = _next(answer)
            state = {"token": token, "countries": state["countries"][0 if token else 1 :]}
            yield Page(
                faults=tuple(faults),
                sightings=tuple(_sighting(one, country) for one in used if one.sim_sid),
                entries=len(items),
                next=_step(state),
            )


def _step(state: Mapping[str, object]) -> str:
    return "" if state["countries"] == [] else json.dumps(state)


def _page(token: str, size: int) -> dict[str, str | int]:
    return {"PageSize": size} | ({"PageToken": token} if token else {})


def _next(answer: Answer) -> str:
    """The token in the address of the next page: that address itself is never followed."""
    meta = answer.body.get("meta")
    address = meta.get("next_page_url") if isinstance(meta, dict) else None
    return URL(address).query.get("PageToken", "") if isinstance(address, str) else ""


def _period(span: Span) -> dict[str, str | int]:
    begin = span.since - _AGAIN if span.since else span.now - _FIRST
    return {"StartTime": f"{begin:%Y-%m-%dT00:00:00Z}", "EndTime": f"{span.now:%Y-%m-%dT%H:%M:%SZ}"}


async def _countries(api: Api, span: Span) -> list[str]:
    """Countries in which there was any usage."""
    found: set[str] = set()
    token = ""
    while True:
        params = (
            _page(token, _USAGE) | _period(span) | {"Group": "isoCountry", "Granularity": "all"}
        )
        answer = await api.get("/v1/UsageRecords", params)
        items = entries_of(answer.body, "/v1/UsageRecords", key="usage_records")
        used, _ = read_entries(items, _Usage, lambda usage: usage, name="iso_country")
        found |= {one.iso_country for one in used if one.iso_country}
        if not (token := _next(answer)):
            return sorted(found)


def _sighting(usage: _Usage, country: str) -> Sighting:
    last = max(usage.period.start_time, usage.period.end_time - timedelta(seconds=1))
    return Sighting(usage.sim_sid, country, usage.period.start_time, last)


PLATFORM = Kore()
