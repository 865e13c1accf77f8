"""What the demo keeps between runs, in ``demo.json`` in its instance folder.

The anchor keeps the dates in texts, the port keeps the addresses, the week keeps the
sites as they were left: so a second run finds nothing new.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from webapp.demo.errors import DemoError

FILE = "demo.json"
#: Port of the sample world's server, unless ``--port`` or an earlier run says otherwise.
PORT = 8041


class DemoState(BaseModel):
    """One demo's memory. :meth:`save` is atomic: a crash leaves the old file or the new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    world: str
    """Name of the world whose addresses the store holds."""
    anchor: date
    port: int = Field(ge=0, le=65535)
    week: int = Field(default=1, ge=1)
    """The week that stands on the sites. Weeks go forward only."""
    feed_token: str = ""
    """Opens the feed of this demo, so that a person can try it."""

    @classmethod
    def open(cls, folder: Path, *, world: str, port: int | None, today: date) -> Self:
        """The state kept in ``folder``, or a new one; :class:`DemoError` if it is another demo's."""
        try:
            kept = cls.model_validate_json((folder / FILE).read_bytes())
        except FileNotFoundError:
            return cls(world=world, anchor=today, port=PORT if port is None else port)
        except ValidationError as exc:
            raise DemoError(f"{folder / FILE} is damaged; remove the folder to start anew") from exc
        if kept.world != world:
            raise DemoError(
                f"{folder} holds the demo of another world ({kept.world}); remove it, or set "
                "ROAMWATCH_INSTANCE to another folder"
            )
        if port and port != kept.port:
            raise DemoError(
                f"the documents in {folder} have addresses on port {kept.port}; leave out --port, "
                "or set ROAMWATCH_INSTANCE to another folder"
            )
        return kept

    def save(self, folder: Path, **changes: object) -> Self:
        """Keep the state with ``changes``, readable by its owner only; gives the changed state."""
        changed = self.model_copy(update=changes)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(changed.model_dump(mode="json"), indent=1)
        draft = folder / f"{FILE}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / FILE)
        return changed
