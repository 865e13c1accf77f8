"""Scanned documents: read by Tesseract once it is there, whenever that is."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine

from crawler.extract.ocr import OcrLimits, language_for
from crawler.extract.types import Extraction
from crawler.hands import Job
from data.db import writing
from data.queries.scans import SCAN, waiting_scans
from data.settings import Settings

#: So many are opened at once; the rest comes with the next reading.
_AT_ONCE = 50


def read_also_scans(
    read: Callable[[Job], Extraction], job: Job, *, limits: OcrLimits
) -> Extraction:
    """Read a document; if it is a scan in a language that Tesseract has here, by that."""
    extraction = read(job)
    if extraction.problem != SCAN or not limits.pages or not language_for(job.language):
        return extraction
    by_picture = read(replace(job, ocr_pages=limits.pages, ocr_seconds=limits.seconds))
    # What breaks over the pictures leaves a scan that was tried.
    return by_picture if by_picture.ocr else replace(extraction, problem="ocr_failed")


def reopen_scans(engine: Engine, settings: Settings) -> int:
    """Let scans wait for a reading that were recorded when nobody could read them; how many."""
    if not settings.ocr_pages:
        return 0
    with writing(engine) as session:
        found = [
            snapshot for snapshot, language in waiting_scans(session) if language_for(language)
        ][:_AT_ONCE]
        for snapshot in found:
            snapshot.read_by = ""
    return len(found)
