"""The form of a permission, and of its resource, in JSON: the values that the areas list."""

from enum import StrEnum
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

_RESOURCES = sorted({value.partition(":")[0] for value in _BY_VALUE})
SubjectCode = StrEnum("SubjectCode", {name.upper(): name for name in _RESOURCES})  # type: ignore[misc]
SubjectCode.__doc__ = "The kind of record that an event is about."
