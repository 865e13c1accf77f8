"""What the form of a silence or a mute offers: countries, topics, sources, and the last day."""

from datetime import timedelta
from typing import Any

from flask import request

from data import countries
from data.queries.sources import all_sources
from data.words import Topic
from webapp.alerts.quiet import MAX_WHY
from webapp.context import current
from webapp.pages import db, today
from webapp.wording.filters import country_name


def form_words(*, propose: timedelta) -> dict[str, Any]:
    """For the template; ``propose``: how far ahead the last day stands at first."""
    most = timedelta(days=current().settings.silence_days)
    names = {code: country_name(code) for code in (*countries.groups(), *countries.codes())}
    return {
        "sources": {source.id: source.title for source in all_sources(db())},
        "countries": sorted(names.items(), key=lambda item: item[1]),
        "topics": tuple(Topic),
        "typed": request.form if request.method == "POST" else request.args,
        "proposed": today() + min(propose, most),
        "last": today() + most,
        "max_why": MAX_WHY,
    }
