"""The evidence pack of an alert: written by the worker, kept for as long as its job."""

from collections.abc import Mapping
from typing import Any

from data.words import Role
from webapp.work.files import written
from webapp.work.kind import FailedError, Hands, Kind, Start


def _run(hands: Hands) -> dict[str, Any]:
    from webapp.evidence.making import NoSuchAlertError, make_pack

    number, settings = int(hands.job.params["alert_id"]), hands.context.settings
    hands.step(0, 0, "Gathering what stands behind the alert")
    try:
        with written(settings, hands.job, ".zip") as (file, path):
            made = make_pack(
                hands.context,
                number,
                file,
                actor=hands.job.asked_by,
                sight=hands.sight,
                step=lambda done, total: hands.step(done, total, "Packing archived answers"),
            )
            size = file.tell()
    except NoSuchAlertError as exc:
        raise FailedError("The alert is not there any more, or not in your sight") from exc
    except OSError as exc:
        raise FailedError(
            f"The pack could not be written ({exc.strerror}): see that the disk of the instance "
            "folder has room, then ask again"
        ) from exc
    return {
        "file": path.name,
        "name": f"roamwatch-alert-{number}.zip",
        "size": size,
        "manifest": made.manifest,
        "missing": len(made.missing),
    }


def _title(params: Mapping[str, Any]) -> str:
    return f"Evidence pack: {params['title']}"


KIND = Kind(
    name="evidence",
    run=_run,
    title=_title,
    unit="archived answer",
    asks=Role.OFFICER,
    start=lambda params: Start("alerts.show", {"alert_id": params["alert_id"]}, "The alert"),
)
