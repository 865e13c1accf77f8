"""Soracom Air: the list of SIMs says where each is.

https://developers.soracom.io/en/api/ (checked against its OpenAPI description).
"""

from collections.abc import AsyncGenerator, Mapping

from crawler.pulling.api import Api, Signature
from crawler.pulling.reading import Entry, Text, entries_of, read_sims
from crawler.pulling.records import Page, SimRecord, Span

_PAGE = 1000
#: How long a token shall be good for, in seconds (at most 172,800).
_TOKEN = 86_400


class _Subscriber(Entry):
    imsi: Text = ""
    msisdn: Text = ""


class _Profile(Entry):
    primaryImsi: Text = ""  # noqa: N815 - the API's own names
    subscribers: Mapping[str, _Subscriber] = {}


class _Cell(Entry):
    mcc: Text = ""


class _Session(Entry):
    cell: _Cell | None = None
    imei: Text = ""
    imsi: Text = ""
    lastUpdatedAt: int | None = None  # noqa: N815


class _Sim(Entry):
    simId: Text  # noqa: N815
    status: Text = ""
    activeProfileId: Text = ""  # noqa: N815
    profiles: Mapping[str, _Profile] = {}
    sessionStatus: _Session | None = None  # noqa: N815
    lastLocationUpdateTime: int | None = None  # noqa: N815


class Soracom:
    """Soracom."""

    name = "soracom"
    per_second = 5.0
    told = frozenset(("iccid", "imsi", "imsi_2", "imei", "msisdn", "status", "mcc", "last_seen"))

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """An access key of a SAM user for an API key and a token."""
        answer = await api.plain(
            "/auth",
            body={
                "authKeyId": secrets["auth_key_id"],
                "authKey": secrets["auth_key"],
                "tokenTimeoutSeconds": _TOKEN,
            },
        )
        return Signature(
            headers={
                "X-Soracom-API-Key": answer.body["apiKey"],
                "X-Soracom-Token": answer.body["token"],
            },
            seconds=_TOKEN,
        )

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is the key that the page before gave. Every pull reads all of the list."""
        key = start
        while True:
            params: dict[str, str | int] = {"limit": _PAGE}
            if key:
                params["last_evaluated_key"] = key
            answer = await api.get("/sims", params)
            items = entries_of(answer.body, "/sims")
            records, faults = read_sims(items, _Sim, _record, name="simId")
            key = answer.headers.get("x-soracom-next-key", "")
            yield Page(records=records, faults=faults, entries=len(items), next=key)
            if not key:
                return


def _record(sim: _Sim) -> SimRecord:
    """By the active profile; of several subscriptions the one in session."""
    iccid = sim.activeProfileId or next(iter(sim.profiles), sim.simId)
    profile = sim.profiles.get(iccid, _Profile())
    session = sim.sessionStatus or _Session()
    imsi = session.imsi or profile.primaryImsi
    others = [one.imsi for one in profile.subscribers.values() if one.imsi != imsi]
    moments = [moment for moment in (session.lastUpdatedAt, sim.lastLocationUpdateTime) if moment]
    return SimRecord(
        iccid=iccid,
        imsi=imsi,
        imsi_2=others[0] if others else "",
        imei=session.imei,
        msisdn=next((one.msisdn for one in profile.subscribers.values() if one.msisdn), ""),
        status=sim.status,
        mcc=session.cell.mcc if session.cell else "",
        last_seen=str(max(moments)) if moments else "",
    )


PLATFORM = Soracom()
