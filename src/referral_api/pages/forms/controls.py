"""Which control a member of a payload gets, decided once from its type.

Nothing is chosen beforehand: a default would be an answer that nobody gave.
"""

import re
import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import MaxLen
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from referral_api.domain.codelists.code import Code
from referral_api.http.openapi.french import translate_contract
from referral_api.pages.forms.usual import usual_first
from referral_api.pages.words.figures import FIGURES, REFERENCE_DATES

_RADIOS = 12
# More than so many characters need more than one line.
_ONE_LINE = 200


class Kind(StrEnum):
    """The kinds of controls; the templates have a macro for each."""

    BOX = "box"
    YES_NO = "yes_no"
    RADIOS = "radios"
    SELECT = "select"
    BOXES = "boxes"
    TEXT = "text"
    AREA = "area"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"
    ID = "id"
    IDS = "ids"
    TEXTS = "texts"
    GROUP = "group"
    GROUPS = "groups"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Control:
    """One member of a payload as a form shows it."""

    name: str
    kind: Kind
    schema: str
    required: bool
    hint: str | None = None
    codes: tuple[Any, ...] = ()
    length: int | None = None
    members: tuple["Control", ...] = field(default=())
    # How many of the codes are shown at once; the others wait under « Autres ».
    usual: int = 0
    takes_null: bool = False

    @property
    def is_several(self) -> bool:
        """Say whether the member is a list."""
        return self.kind in {Kind.BOXES, Kind.TEXTS, Kind.IDS, Kind.GROUPS}


@cache
def controls_of(model: type[BaseModel]) -> tuple[Control, ...]:
    """Return the controls of a payload, in the order of its members."""
    return tuple(
        _control(model.__name__, name, info)
        for name, info in model.model_fields.items()
        if not _is_of_programs(name, info)
    )


def controls_of_query(name: str, fields: Sequence[Any]) -> tuple[Control, ...]:
    """Return the controls of the parameters of an operation, but those that only turn pages."""
    return tuple(
        _control(name, field.alias, field.field_info)
        for field in fields
        if field.alias not in {"limit", "cursor", "lang"}
    )


def _is_of_programs(name: str, info: FieldInfo) -> bool:
    """A page makes no ids and no hashes, and begins nothing that is about to go."""
    return name == "id" or name.endswith("_sha256") or is_deprecated(info)


def is_deprecated(info: FieldInfo) -> bool:
    """Say whether partner systems may still send a member that nobody should begin to use."""
    extra = info.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("deprecated"))


def _control(schema: str, name: str, info: FieldInfo) -> Control:
    kind, codes, members, length = _kind(info.annotation, info)
    if kind is Kind.BOX and info.is_required() and get_origin(info.annotation) is not Literal:
        kind = Kind.YES_NO
    if (schema, name) in _FROM_FILES:
        kind, codes = Kind.SELECT, tuple(_FROM_FILES[schema, name])
    usual = len(codes)
    if kind in {Kind.BOXES, Kind.SELECT}:
        codes, usual = usual_first(codes)
    return Control(
        name, kind, schema, info.is_required(), info.description, codes, length, members, usual,
        type(None) in get_args(info.annotation),
    )  # fmt: skip


# Texts for a program of which people choose one: of the schema or the operation, and the member.
_FROM_FILES: dict[tuple[str, str], type[Code]] = {
    ("AggregateContents", "code"): FIGURES, ("AggregateCreate", "code"): FIGURES,
    ("SeriesBreakContents", "code"): FIGURES, ("SeriesBreakCreate", "code"): FIGURES,
    ("list_aggregates", "code"): FIGURES, ("list_series_breaks", "code"): FIGURES,
    ("AggregateContents", "reference_date"): REFERENCE_DATES,
    ("AggregateCreate", "reference_date"): REFERENCE_DATES,
}  # fmt: skip
_Found = tuple[Kind, tuple[Any, ...], tuple[Control, ...], int | None]


def _kind(annotation: Any, info: FieldInfo | None = None) -> _Found:
    annotation, length = _bare(annotation, info)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        inner = [each for each in arguments if each is not type(None)]
        kind, codes, members, inner_length = _kind(inner[0])
        return (
            Kind.YES_NO if kind is Kind.BOX else kind, codes, members, inner_length or length
        )  # fmt: skip
    if origin is Literal:
        return (Kind.BOX if arguments == (True,) else Kind.RADIOS), arguments, (), None
    if origin in {list, tuple, set, frozenset}:
        return _several(arguments[0])
    if origin is dict or annotation is dict:
        return Kind.DATA, (), (), None
    if annotation is AwareDatetime:
        return Kind.INSTANT, (), (), None
    if isinstance(annotation, type):
        return _single(annotation, length)
    raise TypeError(f"no control for {annotation}")


def _single(annotation: type, length: int | None) -> _Found:
    if issubclass(annotation, BaseModel):
        return Kind.GROUP, (), controls_of(annotation), None
    if issubclass(annotation, Enum):
        codes = tuple(annotation)
        return (Kind.RADIOS if len(codes) <= _RADIOS else Kind.SELECT), codes, (), None
    if issubclass(annotation, str):
        return (Kind.AREA if length and length > _ONE_LINE else Kind.TEXT), (), (), length
    # A truth value is an integer, and an instant a day, for Python.
    kinds: dict[type, Kind] = {
        bool: Kind.BOX, int: Kind.NUMBER, float: Kind.NUMBER, datetime: Kind.INSTANT,
        date: Kind.DAY, UUID: Kind.ID,
    }  # fmt: skip
    for known, kind in kinds.items():
        if issubclass(annotation, known):
            return kind, (), (), length
    raise TypeError(f"no control for {annotation}")


def _several(item: Any) -> _Found:
    kind, codes, members, length = _kind(item)
    listed = {
        Kind.RADIOS: Kind.BOXES, Kind.SELECT: Kind.BOXES, Kind.GROUP: Kind.GROUPS,
        Kind.ID: Kind.IDS, Kind.TEXT: Kind.TEXTS, Kind.AREA: Kind.TEXTS,
    }[kind]  # fmt: skip
    return listed, codes, members, length


def _bare(annotation: Any, info: FieldInfo | None) -> tuple[Any, int | None]:
    """Take off what only checks; keep how long a text may be."""
    found = _longest(info.metadata) if info else None
    while get_origin(annotation) is Annotated:
        annotation, *metadata = get_args(annotation)
        found = found or _longest(metadata)
    return annotation, found


def _longest(metadata: Any) -> int | None:
    for each in metadata:
        if isinstance(each, MaxLen):
            return each.max_length
        if isinstance(each, FieldInfo) and (length := _longest(each.metadata)) is not None:
            return length
    return None


def hint_of(control: Control, language: str) -> str:
    """Return the help of a control; none where it is written for programs, with codes."""
    hint = control.hint or ""
    if "`" in hint or "commas" in hint or _OF_PROGRAMS.search(hint):
        return ""
    return translate_contract(hint) if language == "fr" else hint


# What a description says to who writes JSON.
_OF_PROGRAMS = re.compile(r"\b(true|false|null)\b", re.IGNORECASE)
