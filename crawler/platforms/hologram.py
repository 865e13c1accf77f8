"""Hologram: devices with their SIMs and last session in one list.

https://www.hologram.io/references/http/ From public documentation; not checked against a description.
"""

from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping
from functools import partial

from crawler.pulling.api import Api, Signature
from crawler.pulling.reading import Entry, Text, entries_of, read_entries
from crawler.pulling.records import Page, SimRecord, Span

_PAGE = 1000
#: How the end of a session that is still open is written.
_OPEN = ("0000-00-00 00:00:00", "0000-00-00")


class _Link(Entry):
    sim: Text
    imsi: Text = ""
    msisdn: Text = ""
    state: Text = ""
    whenclaimed: Text = ""
    last_connect_time: Text = ""
    eid: Text = ""


class _Links(Entry):
    cellular: tuple[_Link, ...] = ()


class _Session(Entry):
    session_begin: Text = ""
    session_end: Text = ""
    tadig: Text = ""


class _Device(Entry):
    id: Text
    imei: Text = ""
    links: _Links = _Links()
    lastsession: _Session | None = None


class Hologram:
    """Hologram."""

    name = "hologram"
    per_second = 2.0
    told = frozenset(
        (
            "iccid",
            "eid",
            "imsi",
            "imei",
            "msisdn",
            "status",
            "activation_date",
            "tadig",
            "last_seen",
        )
    )

    async def sign_in(self, api: Api, secrets: Mapping[str, str]) -> Signature:
        """Basic, with the word ``apikey`` for a user; nothing is asked."""
        basic = b64encode(f"apikey:{secrets['api_key']}".encode()).decode()
        return Signature(headers={"Authorization": f"Basic {basic}"}, seconds=86_400)

    async def pages(self, api: Api, span: Span, start: str) -> AsyncGenerator[Page, None]:
        """``start`` is the number of the last device of the page before."""
        after = start
        while True:
            params: dict[str, str | int] = {"limit": _PAGE}
            if after:
                params["startafter"] = after
            answer = await api.get("/api/1/devices", params)
            items = entries_of(answer.body, "/api/1/devices", key="data")
            devices, faults = read_entries(items, _Device, partial(_records, span=span), name="id")
            ids = [item["id"] for item in items if isinstance(item, dict) and "id" in item]
            after = str(ids[-1]) if answer.body.get("continues") and ids else ""
            yield Page(
                records=tuple(record for several in devices for record in several),
                faults=tuple(faults),
                entries=len(items),
                next=after,
            )
            if not after:
                return


def _records(device: _Device, *, span: Span) -> list[SimRecord]:
    """One record a SIM. The session is the device's: of several SIMs only the last that connected has it."""
    links = device.links.cellular
    latest = max(links, key=lambda link: link.last_connect_time, default=None)
    return [
        SimRecord(
            iccid=link.sim,
            eid=link.eid,
            imsi=link.imsi,
            imei=device.imei,
            msisdn=link.msisdn,
            status=link.state,
            activation_date=link.whenclaimed,
            tadig=device.lastsession.tadig if device.lastsession and link is latest else "",
            last_seen=_last_seen(link, device.lastsession if link is latest else None, span),
        )
        for link in links
    ]


def _last_seen(link: _Link, session: _Session | None, span: Span) -> str:
    if session is None:
        return link.last_connect_time
    if session.session_begin and session.session_end in _OPEN:
        return span.now.isoformat()
    return max(session.session_end, session.session_begin, link.last_connect_time)


PLATFORM = Hologram()
