"""The API for other programs, under ``/api/v1``: one file per resource in ``resources/``.

An :class:`~webapp.api.operation.Operation` says once what a route takes, gives and needs; its
models validate requests, shape answers and make the description at ``/api/v1/openapi.json``.
"""
