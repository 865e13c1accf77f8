"""A document as a whole: its own text, then the text of each of its files.

Every file is read by itself, so that one that crashes its reader costs itself. Offsets stay
exact: a file's text is what its reader gave, behind a blank line; its name stands beside the
text, in the version's ``attachments``, never in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crawler.attachment_recording import ATTACHMENT_UNREAD, NOT_FOLLOWED
from crawler.extract.blocks import SEPARATOR
from crawler.extract.types import Extraction, ReadAttachment, Section
from crawler.hands import Job

#: What a page without words of its own says; with a file that was read it is no fault.
_LEAN = frozenset({"no_text", "needs_javascript"})
#: Nothing behind these is the document's.
_NOT_THE_PAGE = frozenset({"challenge"})


@dataclass(frozen=True, kw_only=True)
class FileJob:
    """One file of a document to read."""

    id: int
    """Of its row."""
    url: str
    name: str
    error: str
    job: Job | None
    """None while it could never be fetched."""


@dataclass(frozen=True, kw_only=True)
class WholeJob:
    """A snapshot to read: the page, and its files in their order."""

    page: Job
    files: tuple[FileJob, ...] = ()


def read_whole(
    read: Callable[[Job], Extraction],
    whole: WholeJob,
    *,
    earlier: Callable[[FileJob], Job | None],
) -> Extraction:
    """Read all of a document. ``earlier`` gives older bytes of a file that cannot be read now,

    so that a damaged copy does not look like a passage that was taken out.
    """
    page = read(whole.page)
    if not whole.files or page.problem in _NOT_THE_PAGE:
        return page
    found: list[tuple[FileJob, Job | None, Extraction]] = []
    seen: set[str] = set()
    for file in whole.files:
        if file.job is None:
            found.append((file, None, Extraction(text="", problem=_never(file))))
        elif file.job.sha256 not in seen:
            # The same bytes under two addresses are one text.
            seen.add(file.job.sha256)
            found.append((file, *_read_file(read, file, file.job, earlier)))
    return compose(page, found)


def _never(file: FileJob) -> str:
    return "" if file.error == NOT_FOLLOWED else ATTACHMENT_UNREAD


def _read_file(
    read: Callable[[Job], Extraction],
    file: FileJob,
    job: Job,
    earlier: Callable[[FileJob], Job | None],
) -> tuple[Job, Extraction]:
    extraction = read(job)
    if extraction.text:
        return job, extraction
    older = earlier(file)
    if older is None:
        return job, extraction
    return older, replace(read(older), problem=extraction.problem)


def compose(
    page: Extraction, files: Sequence[tuple[FileJob, Job | None, Extraction]]
) -> Extraction:
    """One text of all parts. Its problem is the page's, unless a file makes up for it."""
    is_lean = page.problem in _LEAN and any(one.text for _, _, one in files)
    if is_lean and page.problem != "no_text":
        page = replace(page, text="", sections=())
    text, sections = page.text, list(page.sections)
    parts: list[ReadAttachment] = []
    for file, job, one in files:
        start = len(text) + len(SEPARATOR) if text and one.text else len(text)
        if one.text:
            text = SEPARATOR.join(filter(None, (text, one.text)))
            sections.extend(_moved(section, start) for section in one.sections)
        parts.append(
            ReadAttachment(
                id=file.id,
                start=start,
                end=len(text),
                name=file.name,
                url=file.url,
                sha256=job.sha256 if job else "",
                problem=one.problem,
                ocr=one.ocr,
            )
        )
    return replace(
        page,
        text=text,
        sections=tuple(sections),
        attachments=tuple(parts),
        problem="" if is_lean else page.problem,
    )


def _moved(section: Section, by: int) -> Section:
    return replace(section, start=section.start + by, end=section.end + by)
