"""Reading the input of a request: single values, and an unambiguous JSON body."""

from collections.abc import Mapping, Sequence
from email.message import Message
from typing import Any

from fastapi import Request
from pydantic_core import PydanticUndefined

from referral_api.errors import MalformedInput
from referral_api.private_apis import ModelField
from referral_api.security.strict_json import parse_json


def check_values(
    fields: Sequence[ModelField], given: Mapping[str, Any], place: str
) -> tuple[dict[str, Any], list[Any]]:
    """Check single values. FastAPI's own function also looks for lists and models."""
    values: dict[str, Any] = {}
    errors: list[Any] = []
    for field in fields:
        where = (place, field.alias)
        values[field.name], wrong = validate(
            field, given.get(field.alias, PydanticUndefined), where
        )
        errors += wrong
    return values, errors


def validate(field: ModelField, value: Any, where: tuple[str, ...]) -> tuple[Any, list[Any]]:
    """Check one value; return it with its errors."""
    if value is not PydanticUndefined:  # null is a value, and is validated like any other
        return field.validate(value, loc=where)
    if field.field_info.is_required():
        return None, [{"type": "missing", "loc": where, "msg": "Field required"}]
    return field.default, []


async def read_body(request: Request) -> Any:
    """Read a JSON body; MalformedInput if it is invalid. Any other content is returned as it is."""
    content = await request.body()
    if not content:
        return PydanticUndefined
    if not _is_json(request.headers.get("content-type", "")):
        return content
    try:
        return parse_json(content)
    except ValueError as error:
        code = "invalid_encoding" if isinstance(error, UnicodeDecodeError) else "invalid_json"
        raise MalformedInput(errors=[{"pointer": "", "code": code}]) from None


def _is_json(content_type: str) -> bool:
    if content_type == "application/json":
        return True
    message = Message()
    message["content-type"] = content_type
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (
        subtype == "json" or subtype.endswith("+json")
    )
