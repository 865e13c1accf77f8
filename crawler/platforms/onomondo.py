"""Onomondo: the list of SIMs says where each is.

https://docs.onomondo.com/ From the code of a public client; not checked against a description.
"""

from collections.abc import AsyncGenerator, Mapping
from functools import partial

from crawler.pulling.api import Api, Signature
from crawler.pulling.reading import Entry, Text, entries_of, read_sims
from crawler.pulling.records import Page, SimRecord, Span

_PAGE = 1000


class _Network(Entry):
    mcc: Text = ""


class _Sim(Entry):
    iccid: Text
    imsi: Text = ""
    imei: Text = ""
    activated: bool | None = None
    online: bool | None = None
    online_at: Text = ""
    last_came_online_at: Text = ""
    network: _Network | None = None


class Onomondo:
    """Onomondo."""

    name = "onomondo"
    per_second = 5.0
    told = frozenset(("iccid", "imsi", "imei", "status", "mcc", "last_seen"))

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """The key as it is; nothing is asked."""
        return Signature(headers={"Authorization": secrets["api_key"]}, seconds=86_400)

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is what the page before called the next one."""
        token = start
        while True:
            params: dict[str, str | int] = {"limit": _PAGE}
            if token:
                params["next_page"] = token
            answer = await api.get("/sims", params)
            items = entries_of(answer.body, "/sims", key="sims")
            records, faults = read_sims(items, _Sim, partial(_record, span=span), name="iccid")
            paging = answer.body.get("pagination")
            more = isinstance(paging, dict) and paging.get("has_more")
            token = str(paging.get("next_page") or "") if more else ""
            yield Page(records=records, faults=faults, entries=len(items), next=token)
            if not token:
                return


def _record(sim: _Sim, *, span: Span) -> SimRecord:
    seen = span.now.isoformat() if sim.online else max(sim.online_at, sim.last_came_online_at)
    return SimRecord(
        iccid=sim.iccid,
        imsi=sim.imsi,
        imei=sim.imei,
        status={True: "true", False: "false", None: ""}[sim.activated],
        mcc=sim.network.mcc if sim.network else "",
        last_seen=seen,
    )


PLATFORM = Onomondo()
