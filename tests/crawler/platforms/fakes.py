"""How each platform answers, as far as our connectors ask; one function a platform."""

import json
from base64 import b64encode
from datetime import datetime, timedelta

from aiohttp import web

from tests.crawler.platforms.server import FakePlatform, Handler, refused, reply
from tests.crawler.platforms.world import FakeSim, fleet

#: What signing in needs, by platform.
SECRETS: dict[str, dict[str, str]] = {
    "1nce": {"client_id": "owner", "client_secret": "key one"},
    "soracom": {"auth_key_id": "keyId-owner", "auth_key": "key two"},
    "kore": {"client_id": "owner", "client_secret": "key three"},
    "emnify": {"application_token": "key four"},
    "hologram": {"api_key": "key five"},
    "onomondo": {"api_key": "key six"},
    "cisco": {"username": "owner", "api_key": "key seven"},
}


def fake(name: str, count: int = 35) -> FakePlatform:
    """A platform with so many SIMs."""
    return FakePlatform(name=name, handle=_HANDLERS[name], sims=fleet(count))


def _basic(user: str, key: str) -> str:
    return f"Basic {b64encode(f'{user}:{key}'.encode()).decode()}"


def _slice(platform: FakePlatform, number: int, size: int) -> tuple[list[FakeSim], int]:
    """A page's SIMs, and how many pages there are."""
    size = min(size, platform.page)
    pages = -(-len(platform.sims) // size)
    return platform.sims[(number - 1) * size : number * size], pages


def _find(platform: FakePlatform, iccid: str) -> FakeSim | None:
    return next((sim for sim in platform.sims if iccid in (sim.iccid, sim.bare)), None)


def _onence(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.path == "/oauth/token":
        if request.headers.get("Authorization") != _basic("owner", "key one"):
            return refused(401)
        platform.tokens += 1
        return reply({"access_token": f"t{platform.tokens}", "expires_in": 3600})
    if not platform.signed(request, "Authorization", f"Bearer t{platform.tokens}"):
        return refused(401)
    if request.path == "/v2/sims":
        number, size = int(request.query["page"]), int(request.query["pageSize"])
        sims, pages = _slice(platform, number, size)
        return reply([_onence_sim(sim) for sim in sims], **{"X-Total-Pages": str(pages)})
    sim = _find(platform, request.path.split("/")[3])
    if sim is None or sim.place is None:
        return refused(404)
    country = {
        "country_id": "74", "name": "X", "country_code": "49", "mcc": sim.mcc,
        "iso_code": sim.country.lower(),
    }  # fmt: skip
    place = {"iccid": sim.iccid, "imsi": sim.imsi, "country": country}
    seen = f"{sim.seen:%Y-%m-%d %H:%M:%S}" if sim.seen else ""
    return reply(
        {
            "status": {"description": "ATTACHED"},
            "services": ["GPRS"],
            "location": {**place, "last_updated": seen},
        }
    )


def _onence_sim(sim: FakeSim) -> dict[str, object]:
    return {
        "iccid": sim.bare,
        "iccid_with_luhn": sim.iccid,
        "imsi": sim.imsi,
        "msisdn": f"88228510{sim.number:07d}",
        "imei": sim.imei,
        "status": "Enabled" if sim.live else "Disabled",
        "activation_date": "2025-03-09T07:59:09.000+0000",
    } | sim.extra


def _soracom(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.path == "/auth":
        body = json.loads(platform.body)
        if body.get("authKey") != "key two":
            return refused(401)
        platform.tokens += 1
        return reply({"apiKey": f"a{platform.tokens}", "token": "t", "operatorId": "OP1"})
    if not platform.signed(request, "X-Soracom-API-Key", f"a{platform.tokens}"):
        return refused(401)
    begin = int(request.query.get("last_evaluated_key", "0"))
    end = begin + min(int(request.query["limit"]), platform.page)
    more = {"x-soracom-next-key": str(end)} if end < len(platform.sims) else {}
    return reply([_soracom_sim(sim) for sim in platform.sims[begin:end]], **more)


def _soracom_sim(sim: FakeSim) -> dict[str, object]:
    found: dict[str, object] = {
        "simId": sim.iccid,
        "status": "active" if sim.live else "suspended",
        "type": "uicc",
        "activeProfileId": sim.iccid,
        "profiles": {
            sim.iccid: {
                "iccid": sim.iccid,
                "primaryImsi": sim.imsi,
                "subscribers": {sim.imsi: {"imsi": sim.imsi, "msisdn": "882285100000018"}},
            }
        },
    }
    if sim.seen:
        moment = int(sim.seen.timestamp() * 1000)
        found["sessionStatus"] = {
            "online": True, "imei": sim.imei, "imsi": sim.imsi, "lastUpdatedAt": moment,
            "cell": {"mcc": int(sim.mcc), "mnc": 1},
        }  # fmt: skip
    return found | sim.extra


def _kore(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.path == "/api-services/v1/auth/token":
        if b"client_secret=key+three" not in platform.body:
            return refused(401)
        platform.tokens += 1
        return reply({"access_token": f"t{platform.tokens}", "expires_in": 3600})
    if not platform.signed(request, "Authorization", f"Bearer t{platform.tokens}"):
        return refused(401)
    begin = int(request.query.get("PageToken", "0"))
    end = begin + min(int(request.query["PageSize"]), platform.page)
    if request.path == "/v1/Sims":
        rows = [_kore_sim(sim) for sim in platform.sims]
        return reply({"sims": rows[begin:end], "meta": _kore_meta(end, len(rows))})
    if request.query["Group"] == "isoCountry":
        places = sorted({sim.country for sim in platform.sims if sim.country})
        rows = [_kore_usage(country=place) for place in places]
    else:
        wanted = request.query["IsoCountry"]
        rows = [_kore_usage(sim) for sim in platform.sims if sim.country == wanted and sim.seen]
    return reply({"usage_records": rows[begin:end], "meta": _kore_meta(end, len(rows))})


def _kore_meta(end: int, count: int) -> dict[str, object]:
    address = f"https://supersim.api.korewireless.com/v1/X?PageToken={end}"
    return {"key": "x", "page_size": 10, "next_page_url": address if end < count else None}


def _sid(sim: FakeSim) -> str:
    return f"HS{sim.number:032x}"


def _kore_sim(sim: FakeSim) -> dict[str, object]:
    return {
        "sid": _sid(sim), "iccid": sim.iccid, "status": "active" if sim.live else "inactive",
        "unique_name": None, "fleet_sid": None,
    } | sim.extra  # fmt: skip


def _kore_usage(sim: FakeSim | None = None, country: str = "") -> dict[str, object]:
    day = sim.seen if sim and sim.seen else datetime(2026, 11, 1)  # noqa: DTZ001 - only its day counts
    begin = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return {
        "sim_sid": _sid(sim) if sim else None,
        "iso_country": country or (sim.country if sim else None),
        "period": {
            "start_time": f"{begin.isoformat()}Z",
            "end_time": f"{(begin + timedelta(days=1)).isoformat()}Z",
        },
        "data_total": 1000,
    }


def _emnify(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.path == "/api/v1/authenticate":
        if json.loads(platform.body) != {"application_token": "key four"}:
            return refused(401)
        platform.tokens += 1
        return reply({"auth_token": f"t{platform.tokens}"})
    if not platform.signed(request, "Authorization", f"Bearer t{platform.tokens}"):
        return refused(401)
    if request.path == "/api/v1/sim":
        number, size = int(request.query["page"]), int(request.query["per_page"])
        sims, pages = _slice(platform, number, size)
        return reply([_emnify_sim(sim) for sim in sims], **{"X-Total-Pages": str(pages)})
    number = int(request.path.split("/")[4])
    sim = next(one for one in platform.sims if one.number == number)
    if sim.seen is None:
        return reply({"status": {"description": "OFFLINE"}, "location": None})
    cell = {"mcc": sim.mcc, "mnc": "01"}
    seen = f"{sim.seen:%Y-%m-%d %H:%M:%S}"
    return reply({"location": {"imsi": sim.imsi, "last_updated": seen, "cell_global_id": cell}})


def _emnify_sim(sim: FakeSim) -> dict[str, object]:
    return {
        "id": sim.number,
        "iccid": sim.bare,
        "iccid_with_luhn": sim.iccid,
        "imsi": sim.imsi,
        "status": {"id": 1, "description": "Activated"} if sim.live else {"id": 2},
        "endpoint": {"id": sim.number, "imei": f"{sim.imei[:14]}01", "imei_with_luhn": sim.imei},
    } | sim.extra


def _hologram(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.headers.get("Authorization") != _basic("apikey", "key five"):
        return refused(401)
    after = int(request.query.get("startafter", "0"))
    size = min(int(request.query["limit"]), platform.page)
    rows = [sim for sim in platform.sims if sim.number > after][:size]
    more = bool(rows) and rows[-1].number < len(platform.sims)
    data = [_hologram_device(sim) for sim in rows]
    return reply({"success": True, "continues": more, "data": data})


def _hologram_device(sim: FakeSim) -> dict[str, object]:
    seen = f"{sim.seen:%Y-%m-%d %H:%M:%S}" if sim.seen else "0000-00-00 00:00:00"
    link = {
        "sim": sim.iccid, "imsi": int(sim.imsi), "msisdn": "+882285100000018",
        "state": "LIVE" if sim.live else "PAUSED", "whenclaimed": "2025-01-01 00:00:00",
        "last_connect_time": seen,
    }  # fmt: skip
    session = {"session_begin": seen, "session_end": seen, "tadig": sim.tadig}
    return {
        "id": sim.number,
        "imei": sim.imei,
        "links": {"cellular": [link]},
        "lastsession": session if sim.seen else None,
    } | sim.extra


def _onomondo(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.headers.get("Authorization") != "key six":
        return refused(401)
    begin = int(request.query.get("next_page", "0"))
    end = begin + min(int(request.query["limit"]), platform.page)
    more = end < len(platform.sims)
    paging = {"has_more": more, "next_page": end if more else None}
    return reply(
        {"sims": [_onomondo_sim(s) for s in platform.sims[begin:end]], "pagination": paging}
    )


def _onomondo_sim(sim: FakeSim) -> dict[str, object]:
    return {
        "id": f"{sim.number:09d}",
        "iccid": sim.iccid,
        "imsi": sim.imsi,
        "imei": sim.imei,
        "activated": sim.live,
        "online": False,
        "last_came_online_at": sim.seen.isoformat() if sim.seen else None,
        "network": {"name": "N", "mcc": sim.mcc, "mnc": "01"} if sim.seen else None,
    } | sim.extra


def _cisco(platform: FakePlatform, request: web.Request) -> web.Response:
    if request.headers.get("Authorization") != _basic("owner", "key seven"):
        return refused(401)
    parts = request.path.split("/")[5:]
    if not parts:
        number, size = int(request.query["pageNumber"]), int(request.query["pageSize"])
        sims, pages = _slice(platform, number, size)
        rows = [{"iccid": sim.iccid, "status": _cisco_word(sim)} | sim.extra for sim in sims]
        return reply({"pageNumber": number, "devices": rows, "lastPage": number >= pages})
    sim = _find(platform, parts[0])
    if sim is None:
        return refused(404)
    if parts[1:] == ["sessionInfo"]:
        if sim.seen is None:
            return refused(404)
        seen = f"{sim.seen:%Y-%m-%d %H:%M:%S}.000+0000"
        return reply({"iccid": sim.iccid, "dateSessionStarted": seen, "dateSessionEnded": seen})
    return reply(
        {"iccid": sim.iccid, "imsi": sim.imsi, "imei": sim.imei, "status": _cisco_word(sim)}
    )


def _cisco_word(sim: FakeSim) -> str:
    return "ACTIVATED" if sim.live else "DEACTIVATED"


_HANDLERS: dict[str, Handler] = {
    "1nce": _onence,
    "soracom": _soracom,
    "kore": _kore,
    "emnify": _emnify,
    "hologram": _hologram,
    "onomondo": _onomondo,
    "cisco": _cisco,
}
