"""A refusal of malformed input says where and how, and never repeats what was sent."""

import json
from datetime import date
from typing import get_args
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core.core_schema import ErrorType

from referral_api.http.validation_errors import _CODE_OF, INPUT_CODES, describe


class Document(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    number: str = Field(min_length=2, max_length=5)


class Sheet(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    case_id: UUID
    birth_date: date | None = None
    places: int = Field(1, ge=1)
    documents: list[Document] = []
    notes: dict[str, int] = {}


GOOD = {"case_id": "0192f0c1-2c3d-7e4f-8a5b-6c7d8e9f0a1b"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"case_id": "secret"}, ("/case_id", "invalid_id")),
        ({"case_id": 7}, ("/case_id", "wrong_type")),
        ({"birth_date": "secret"}, ("/birth_date", "invalid_date")),
        ({"places": 0}, ("/places", "out_of_range")),
        ({"places": "secret"}, ("/places", "wrong_type")),
        ({"documents": [{"number": "ok"}, {"number": "s"}]}, ("/documents/1/number", "too_short")),
        ({"documents": [{"number": "secrets"}]}, ("/documents/0/number", "too_long")),
        ({"documents": [{}]}, ("/documents/0/number", "missing")),
        ({"documents": [{"number": "ok", "secret": 1}]}, ("/documents/0", "unknown_field")),
        ({"secret": 1}, ("", "unknown_field")),
        ({"notes": {"Secret name": "x"}}, ("/notes", "wrong_type")),
    ],
)
def test_an_error_is_described_without_its_input(
    change: dict[str, object], expected: tuple[str, str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        Sheet.model_validate_json(json.dumps(GOOD | change))
    (error,) = caught.value.errors()
    described = describe({**error, "loc": ("body", *error["loc"])})
    assert (described["pointer"], described["code"]) == expected
    assert described.keys() == {"pointer", "code"}
    assert "secret" not in str(described).lower()


@pytest.mark.parametrize(
    ("kind", "location", "pointer"),
    [
        ("missing", ("body",), ""),
        ("json_invalid", ("body", 17), ""),
        ("missing", ("header", "If-Match"), "header:If-Match"),
        ("int_parsing", ("query", "limit"), "query:limit"),
        ("extra_forbidden", ("query", "secret"), "query"),
        ("uuid_parsing", ("path", "case_id"), "path:case_id"),
        ("missing", (), ""),
    ],
)
def test_a_pointer_says_the_place(kind: str, location: tuple[int | str, ...], pointer: str) -> None:
    assert describe({"type": kind, "loc": location})["pointer"] == pointer


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_every_error_type_of_pydantic_has_a_code_of_the_closed_list(kind: str) -> None:
    assert describe({"type": kind, "loc": ("body", "field")})["code"] in INPUT_CODES


def test_our_own_codes_pass_through_and_an_unknown_type_is_an_invalid_value() -> None:
    assert describe({"type": "invalid_date", "loc": ("body", "x")})["code"] == "invalid_date"
    assert describe({"type": "next_year", "loc": ("body", "x")})["code"] == "invalid_value"


def test_the_families_name_only_types_and_codes_that_exist() -> None:
    assert set(_CODE_OF) <= set(get_args(ErrorType))
    assert set(_CODE_OF.values()) < set(INPUT_CODES)
