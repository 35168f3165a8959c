"""The form of a permission in JSON: one of the values that the areas list."""

from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from referral_api.permissions.roles import PERMISSIONS
from referral_api.permissions.types import Permission

_BY_VALUE = {permission.value: permission for permission in PERMISSIONS}


def _read(value: object) -> Permission:
    found = _BY_VALUE.get(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("not a permission")
    return found


PermissionCode = Annotated[
    Permission, PlainValidator(_read), WithJsonSchema({"type": "string", "enum": [*_BY_VALUE]})
]
