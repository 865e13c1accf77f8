"""Errors for machines: problem details by RFC 9457."""

import json
from typing import Any

from flask import Response


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    title: str = "",
    headers: dict[str, str] | None = None,
    **facts: Any,
) -> Response:
    """One error as ``application/problem+json``.

    ``code`` is the stable machine word (also the tail of ``type``), ``detail`` one
    sentence that says what to do, ``facts`` further members.
    """
    body = {
        "type": f"urn:roamwatch:problem:{code}",
        "title": title or code.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
        **facts,
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )
