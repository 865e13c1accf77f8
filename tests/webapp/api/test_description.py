"""The description tells what is served, no more and no less, and is valid OpenAPI 3.1."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tests.webapp.api.calling import Program
from webapp.api.operation import operations
from webapp.api.reading import chapters, runs
from webapp.api.tags import TAGS


@pytest.fixture
def whole(filled_app: Flask) -> dict[str, Any]:
    answer = filled_app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(whole: dict[str, Any]) -> None:
    assert whole["openapi"] == "3.1.0"
    for ref in re.findall(r'"\$ref": "(#[^"]+)"', json.dumps(whole)):
        found: Any = whole
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
        assert isinstance(found, dict), ref


def test_every_schema_is_one_by_json_schema_2020_12(whole: dict[str, Any]) -> None:
    for name, schema in whole["components"]["schemas"].items():
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as exc:
            pytest.fail(f"{name}: {exc.message}")


def test_it_names_the_addresses_that_are_served(filled_app: Flask, whole: dict[str, Any]) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method)
        for rule in filled_app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method.upper()) for path, one in whole["paths"].items() for method in one}
    assert served == told
    assert len(told) == len(operations())


def test_every_operation_says_what_it_is_and_what_may_come_back(whole: dict[str, Any]) -> None:
    names = [one["operationId"] for path in whole["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    for path, methods in whole["paths"].items():
        for method, one in methods.items():
            assert one["summary"], path
            assert one["tags"][0] in TAGS, path
            assert {"400", "401", "403", "429"} <= set(one["responses"]), path
            assert ("{" in path) <= ("404" in one["responses"]), path
            assert ("requestBody" in one) <= (method != "get"), path


def test_each_resource_has_its_sentence_and_no_sentence_lacks_its_resource(
    whole: dict[str, Any],
) -> None:
    assert {one.tag for one in operations()} == set(TAGS)


def test_a_changed_answer_would_be_noticed(filled_app: Flask, whole: dict[str, Any]) -> None:
    """Answers are held to the description: one read through its schema has no fault, a cut one has."""
    schema = whole["paths"]["/coverage"]["get"]["responses"]["200"]["content"]["application/json"]
    validator = Draft202012Validator(schema["schema"] | {"components": whole["components"]})
    found = Program(filled_app).get("/coverage")
    assert list(validator.iter_errors(found)) == []
    del found["watched"]
    assert len(list(validator.iter_errors(found))) == 1


def test_the_page_shows_every_operation_without_a_script(filled_app: Flask) -> None:
    page = filled_app.test_client().get("/api/docs")
    assert page.status_code == 200
    for one in operations():
        assert f'id="{one.name}"' in page.text
    assert "<script" not in page.text
    assert 'style="' not in page.text


def test_the_page_opens_everything_for_print(filled_app: Flask) -> None:
    client = filled_app.test_client()
    assert " open>" not in client.get("/api/docs").text
    assert client.get("/api/docs?all=yes").text.count(" open>") == len(operations())


def test_the_page_is_searched_by_words_of_any_part(filled_app: Flask) -> None:
    client = filled_app.test_client()
    page = client.get("/api/docs?q=blind_spots").text
    assert 'id="coverage"' in page
    assert 'id="clocks"' not in page
    empty = client.get("/api/docs?q=<script>nowhere").text
    assert "No operation has these words" in empty
    assert "<script>" not in empty


def test_code_within_a_text_is_told_apart() -> None:
    assert runs("Send `next` as *it* is, `now`.") == [
        ("Send ", False), ("next", True), (" as it is, ", False), ("now", True), (".", False),
    ]  # fmt: skip
    assert runs("") == []


def test_members_of_what_is_given_are_told_with_their_depth(whole: dict[str, Any]) -> None:
    (chapter,) = [one for one in chapters(whole) if one.name == "coverage"]
    (entry,) = chapter.entries
    rows = {row.name: (row.kind, row.depth, row.required) for row in entry.gives}
    assert rows["countries"] == ("list of CountryCoverage", 0, True)
    assert rows["verified_at"] == ("date-time or null", 1, True)
    assert rows["via_group"] == ("string", 2, True)
    assert ("200", "Found.") in entry.statuses
