"""Reading the input of a request: single values, and an unambiguous JSON body."""

from collections.abc import Mapping, Sequence
from email.message import Message
from typing import Any

from fastapi import Request
from pydantic_core import PydanticUndefined

from referral_api.errors import MalformedInput
from referral_api.private_apis import ModelField
from referral_api.security.strict_json import parse_json


class SingleValues:
    """The single values that an operation takes in one place: ``header``, ``path`` or ``query``.

    FastAPI's own function also looks for lists and models, and asks each absent value for its
    default: a list with ten filters would pay for the nine that are not given.
    """

    def __init__(self, fields: Sequence[ModelField], place: str) -> None:
        self._fields = [(field, field.name, field.alias, (place, field.alias)) for field in fields]
        self._defaults = {
            field.name: field.default for field in fields if not field.field_info.is_required()
        }

    def check(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """Return the values by name, with what is wrong with them."""
        values = self._defaults.copy()
        errors: list[Any] = []
        for field, name, alias, where in self._fields:
            if alias in given:
                values[name], wrong = field.validate(given[alias], loc=where)
                errors += wrong
            elif name not in values:
                errors.append(_missing(where))
        return values, errors


def validate(field: ModelField, value: Any, where: tuple[str, ...]) -> tuple[Any, list[Any]]:
    """Check one value; return it with its errors."""
    if value is not PydanticUndefined:  # null is a value, and is validated like any other
        return field.validate(value, loc=where)
    if field.field_info.is_required():
        return None, [_missing(where)]
    return field.default, []


def _missing(where: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "missing", "loc": where, "msg": "Field required"}


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
