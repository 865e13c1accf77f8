"""Spain's Boletín Oficial del Estado, by its open data API.

https://www.boe.es/datosabiertos/documentacion: ``/datosabiertos/api/boe/sumario/AAAAMMDD``
answers the contents of a day's issue: ``seccion`` (``codigo``) › ``departamento``
(``nombre``) › ``epigrafe`` (``nombre``), which may be missing, › ``item`` (``titulo``,
``url_html``, ``url_pdf``). On days without an issue (Sundays) it answers 404.
The source's address ends before the day.
"""

from datetime import date

from lxml import etree

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.extract.clean import clean_line
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Issue, Kind, Listed, by_day
from crawler.spiders.json_answers import day_in
from data.words import SourceKind

_NONE = "404"


def issues(task: SourceTask, today: date) -> tuple[Issue, ...]:
    """The contents of the last days."""
    return by_day(task, today, lambda day: [f"{task.url.rstrip('/')}/{day:%Y%m%d}"])


def read(answer: Answer, task: SourceTask) -> Listed:
    """The items of one issue, in the ``sections`` that the source names. Raises :class:`BadAnswerError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(answer.body, parser)
    except etree.XMLSyntaxError as exc:
        raise BadAnswerError(answer.url, "the API's answer is not XML") from exc
    code = root.findtext("status/code", "")
    if code == _NONE:
        return Listed()
    if root.find("data/sumario") is None:
        raise BadAnswerError(answer.url, f"the API's answer is no contents of an issue ({code})")
    day = day_in(root.findtext("data/sumario/metadatos/fecha_publicacion", "").strip())
    sections = task.options.get("sections", ())
    return Listed(
        entries=tuple(
            entry
            for section in root.iter("seccion")
            if not sections or section.get("codigo") in sections
            for item in section.iter("item")
            if (entry := _entry(item, day)).url
        )
    )


def _entry(item: etree._Element, day: date | None) -> ListedLink:
    heading = next(item.iterancestors("epigrafe"), None)
    issuer = next(item.iterancestors("departamento"), None)
    return ListedLink(
        url=item.findtext("url_html", "").strip() or item.findtext("url_pdf", "").strip(),
        title=clean_line(item.findtext("titulo", "")),
        published_on=day,
        about="" if heading is None else heading.get("nombre", ""),
        issuer="" if issuer is None else issuer.get("nombre", ""),
    )


KIND = Kind(name=SourceKind.BOE, read=read, issues=issues, accept="application/xml")
