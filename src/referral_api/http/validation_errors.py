"""Malformed input: the place, one code of a closed list and what is allowed there.

Never the input itself.
"""

import re
from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.registry import CODELISTS

# The closed list of codes, with their English messages (message ids, like those of ``errors``).
INPUT_CODES: dict[str, str] = {
    "missing": "This field is required.",
    "unknown_field": "A field here is not known.",
    "unknown_parameter": "This address does not take this query parameter.",
    "repeated_parameter": "This query parameter may stand only once.",
    "repeated_header": "This header may stand only once.",
    "wrong_type": "The value has the wrong type.",
    "invalid_value": "The value is not one of those allowed.",
    "too_long": "The value is too long.",
    "too_short": "The value is too short.",
    "out_of_range": "The value is out of range.",
    "contradicts_cells": "The total is not the sum of the cells.",
    "invalid_sheet": "The file is not the form of a contribution, as it was downloaded.",
    "invalid_table": "The file is not a table in CSV or a plain workbook.",
    "unknown_column": "This head is not one of the template.",
    "repeated_column": "This column stands there twice.",
    "formula": "A formula is not taken: write the value.",
    "contradicts_age_band": "The date contradicts the age band of the case.",
    "invalid_characters": "A name has no control, format or invisible characters.",
    "invalid_etag": "This header takes one version, as an ETag gave it.",
    "contradicts_nationalities": "The value contradicts the nationalities.",
    "invalid_json": "The body is not valid JSON.",
    "invalid_encoding": "The text is not valid UTF-8.",
    "invalid_date": "The value is not a valid date or time.",
    "invalid_id": "The value is not a valid identifier.",
}

# The error types of pydantic, by code. Any other type that ends in "_type" is a wrong type, and
# the rest are invalid values, so a new release of pydantic cannot break the list.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "missing": (
        "missing", "missing_argument", "missing_keyword_only_argument",
        "missing_positional_only_argument", "union_tag_not_found",
    ),
    "unknown_field": (
        "extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument",
    ),
    "wrong_type": (
        "bool_parsing", "int_parsing", "int_from_float", "float_parsing", "decimal_parsing",
        "fraction_parsing", "complex_str_parsing", "none_required", "is_instance_of",
        "is_subclass_of", "needs_python_object",
    ),
    "too_long": ("too_long", "string_too_long", "bytes_too_long", "url_too_long"),
    "too_short": ("too_short", "string_too_short", "bytes_too_short"),
    "out_of_range": (
        "greater_than", "greater_than_equal", "less_than", "less_than_equal", "multiple_of",
        "finite_number", "int_parsing_size", "decimal_max_digits", "decimal_max_places",
        "decimal_whole_digits", "date_past", "date_future", "datetime_past", "datetime_future",
    ),
    "invalid_json": ("json_invalid", "recursion_depth_exceeded"),
    "invalid_encoding": ("string_unicode", "bytes_invalid_encoding"),
    "invalid_date": (
        "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact",
        "time_parsing", "datetime_parsing", "datetime_object_invalid",
        "datetime_from_date_parsing", "timezone_naive", "timezone_aware", "timezone_offset",
        "time_delta_parsing",
    ),
    "invalid_id": ("uuid_parsing", "uuid_version"),
}  # fmt: skip
_CODE_OF = {kind: code for code, kinds in _FAMILIES.items() for kind in kinds}

# Only names of this form are repeated: any other key comes from the caller and may be a
# person's name.
_OUR_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


# A list of values is written out up to this length; a longer one is named.
_SHORT = 12
# Pydantic names the values of an enumeration in quotes. No code has a quote in it.
_QUOTED = re.compile(r"'([^']*)'")
_CODELIST_OF = {tuple(code.value for code in codes): name for name, codes in CODELISTS.items()}


def describe(error: Mapping[str, Any]) -> dict[str, Any]:
    """Turn one pydantic error into its pointer and code, and say which values are allowed.

    The pointer is a JSON pointer into the body ("" is the whole of it), or "query:limit",
    "path:case_id", "header:If-Match". An unknown field or parameter is reported at
    the object that holds it, because its name comes from the caller.
    """
    kind: str = error["type"]
    location: tuple[int | str, ...] = tuple(error["loc"])
    code = _name_code(kind)
    if code == "invalid_json":
        # The location of a syntax error is an offset in the text, not a field.
        location = location[:1]
    elif code == "unknown_field":
        location = location[:-1]
    return {"pointer": _point_at(location), "code": code, **_describe_allowed(error)}


def _describe_allowed(error: Mapping[str, Any]) -> dict[str, Any]:
    """Name the code list of an enumeration, and write out a short one."""
    context = error.get("ctx", {})
    if "allowed" in context:
        return {"allowed": context["allowed"]}
    if error["type"] not in {"enum", "literal_error"}:
        return {}
    allowed = _QUOTED.findall(context.get("expected", ""))
    codelist = _CODELIST_OF.get(tuple(allowed))
    described: dict[str, Any] = {"codelist": codelist} if codelist else {}
    return described | ({"allowed": allowed} if len(allowed) <= _SHORT or not codelist else {})


def _name_code(kind: str) -> str:
    if kind in INPUT_CODES:
        return kind
    return _CODE_OF.get(kind, "wrong_type" if kind.endswith("_type") else "invalid_value")


def _point_at(location: tuple[int | str, ...]) -> str:
    if not location:
        return ""
    place, *path = location
    steps: list[str] = []
    for step in path:
        if isinstance(step, str) and not _OUR_NAME.fullmatch(step):
            break
        steps.append(str(step))
    if place == "body":
        return "".join(f"/{step}" for step in steps)
    return ":".join([str(place), *steps[:1]])
