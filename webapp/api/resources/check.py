"""The check before shipping."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from analysis.shipping.types import Answer
from data import countries
from data.words import SimTechnology
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal
from webapp.api.shapes import Words
from webapp.rules.rulebook import when
from webapp.rules.shipping import MOST, ShipmentError, TogetherError, answer, shipment_of

#: The words are judged by the same function as the form's, so that all three say the same.
_CODES = "|".join(sorted(countries.codes()))
_GROUPS = "|".join(group for group in countries.groups() if group != countries.WORLD)


Countries = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": f"^(({_CODES})(:[1-9][0-9]{{0,8}})?|{_GROUPS})$"}),
]
Number = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^([1-9][0-9]{0,8})?$"})]
Days = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^([1-9][0-9]{0,3})?$"})]
Technology = Annotated[str, WithJsonSchema({"type": "string", "enum": ["", *SimTechnology]})]
Home = Annotated[
    str, WithJsonSchema({"type": "string", "enum": ["", "901", *sorted(countries.codes())]})
]
Certified = Annotated[str, WithJsonSchema({"type": "string", "enum": ["", "yes", "no"]})]


class ShipmentWords(Words):
    """The shipment, in the words of the page ``/check``."""

    country: tuple[Countries, ...] = Field(
        min_length=1,
        max_length=MOST,
        description="Countries or groups, each alone or with its devices, as `TR:500`. English "
        "names are taken too, and several with commas between them.",
    )
    sims: Number = Field(default="", description="Devices in all.")
    technology: Technology = ""
    home: Home = Field(default="", description="Country of the home network, or 901.")
    days: Days = Field(
        default="", description="How long they stay, at most 36,500; left out: for good."
    )
    certified: Certified = ""


@operation(
    "GET",
    "/check",
    problems={
        409: "A country stands twice with two numbers, or the groups hold more than "
        f"{MOST} countries together."
    },
)
def check(call: Call[ShipmentWords, None]) -> Answer:
    """May devices with these SIMs go there, what must be done, and how to connect them.

    Facts with their sources, no legal advice.
    """
    words = call.words
    asked = when("", "", today=call.now.date())
    given = {
        name: str(value) for name, value in words.model_dump(exclude={"country"}).items() if value
    }
    try:
        return answer(call.session, shipment_of(given, words.country, today=asked), asked)
    except TogetherError as exc:
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc
    except ShipmentError as exc:
        raise Refusal(400, exc.code, str(exc), field=exc.field) from exc
