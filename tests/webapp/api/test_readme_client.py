"""The example client of the README, as it stands there, against the real server."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import pytest
from flask import Flask
from werkzeug.serving import make_server

from data.db import writing
from tests.webapp.api.calling import secret_of
from tests.webapp.api.race import development
from tests.webapp.filled import engine_of


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """A real server on loopback, one request at a time."""
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


README = Path(__file__).parents[3] / "README.md"


@pytest.fixture
def client_class() -> Any:
    (text,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(text, "README.md", "exec"), names)
    return SimpleNamespace(**names).Roamwatch


def test_it_reads_each_change_once_and_every_alert(
    filled_app: Flask, client_class: Any, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    with serving(filled_app) as address:
        client = client_class(address, secret_of(filled_app))
        first = list(client.changes(place, limit=5))
        assert len({one["id"] for one in first}) == len(first) > 10
        assert list(client.changes(place, limit=5)) == []
        with writing(engine_of(filled_app)) as session:
            session.add(development(1, 1))
        (new,) = client.changes(place, limit=5)
        assert new["development"]["key"] == "race-1-1"
        alerts = list(client.alerts(limit=2))
        assert len({one["id"] for one in alerts}) == len(alerts) > 5
        assert all(one["severity"] == "high" for one in client.alerts(severity="high"))


def test_it_takes_an_alert_on_once_however_often_it_tries(
    filled_app: Flask, client_class: Any
) -> None:
    with serving(filled_app) as address:
        client = client_class(address, secret_of(filled_app, scope="work"))
        client.acknowledge(1, "On it.")
        client.acknowledge(1, "On it.")
        alert = client.call("GET", "/alerts/1")
        assert alert["state"] == "acknowledged"
        assert [act["note"] for act in alert["trail"]].count("On it.") == 1
        with pytest.raises(HTTPError) as caught:
            client.call("GET", "/alerts/999")
        assert json.load(caught.value)["code"] == "alert_not_found"
        caught.value.close()
