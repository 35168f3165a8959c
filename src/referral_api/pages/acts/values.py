"""How each member of a record is shown, decided once from its type."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, EnumType
from functools import cache, partial
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from referral_api.http.i18n import translate
from referral_api.http.validation_errors import INPUT_CODES
from referral_api.pages.acts.annotations import bare, is_sequence
from referral_api.pages.acts.coded import CODED, find_code, write_code
from referral_api.pages.acts.map import address_in, record_that_reads
from referral_api.pages.rendering import code_label
from referral_api.pages.words.catalogues import act_words, label_of, say
from referral_api.pages.words.formats import write_day, write_instant, write_number
from referral_api.pages.words.persons import person_words

# Not for people: a page finds records by links, and sends the version with its forms.
_HIDDEN = frozenset({"id", "version", "recorded_key", "next_cursor"})


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Shown:
    """One member as a page shows it: its label, and a text, a link, rows or texts."""

    label: str
    text: str = ""
    refers_to: tuple[str, str] | None = None  # the name of the member, and the id
    rows: tuple["Shown", ...] = ()
    groups: tuple[tuple["Shown", ...], ...] = ()
    is_time: bool = False
    address: str | None = None  # of the page of what stands in the row


# What is only worth telling when it is so.
_ALARMS = ("overdue", "requested")
# Sex and age band are said together, in the words that people use.
_PERSON = frozenset({"sex", "age_band"})
_A_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
_Write = Callable[[str, str, Any, str], Shown]


def show_members(
    model: type[BaseModel], members: Mapping[str, Any], language: str,
    left_out: Collection[str] = (),
) -> Iterator[Shown]:  # fmt: skip
    """Show what a record says; members that say nothing are left out."""
    told = _PERSON if _is_person(model, members) else frozenset()
    if told and not told & {*left_out}:
        words = person_words(members["sex"], members["age_band"], language)
        yield Shown(say("Person", language), words)
    for name, write in _plan(model):
        value = members.get(name)
        if name in told or name in left_out or (value is False and name.endswith(_ALARMS)):
            continue
        if name in _LISTED and isinstance(value, str) and (model.__name__, name) not in CODED:
            yield _write_listed(name, label_of(name, language, model.__name__), value, language)
        elif value is not None and value not in ("", [], {}):
            yield write(name, label_of(name, language, model.__name__), value, language)


def _is_person(model: type[BaseModel], members: Mapping[str, Any]) -> bool:
    return model.model_fields.keys() >= _PERSON and all(members.get(name) for name in _PERSON)


@cache
def plan_of_row(
    model: type[BaseModel], language: str, first: tuple[str, ...]
) -> tuple[tuple[str, str, _Write], ...]:
    """Return the name, the label and the way of writing of each member, what comes first first."""
    plan = dict(_plan(model))
    names = [name for name in first if name in plan]
    names += [name for name in plan if name not in first]
    return tuple((name, label_of(name, language, model.__name__), plan[name]) for name in names)


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, _Write], ...]:
    return tuple(
        (name, _write_coded(model, name) or _writer(info.annotation))
        for name, info in model.model_fields.items()
        if name not in _HIDDEN
    )


def _write_coded(model: type[BaseModel], name: str) -> _Write | None:
    lists = CODED.get((model.__name__, name))
    return partial(_write_codes, lists) if lists else None


def _write_codes(lists: Any, _: str, label: str, value: Any, language: str) -> Shown:
    values = [value] if isinstance(value, str) else value
    texts = (code_label(find_code(str(each), lists), language) for each in values)
    return Shown(label, ", ".join(texts))


def _writer(annotation: Any) -> _Write:
    annotation = bare(annotation)
    origin = get_origin(annotation)
    if origin in {list, tuple, set, frozenset} or (origin is not None and is_sequence(origin)):
        return _write_many(bare(get_args(annotation)[0]))
    if origin in {dict, Mapping} and isinstance(get_args(annotation)[0], EnumType):
        return partial(_write_by_code, get_args(annotation)[0])
    if origin is Literal:
        return _write_listed
    if not isinstance(annotation, type) or annotation is dict:
        return _write_text
    if issubclass(annotation, BaseModel):
        return partial(_write_rows, annotation)
    return _write_single(annotation)


def _write_single(annotation: type) -> _Write:
    if issubclass(annotation, Enum):
        return partial(_write_code, annotation)
    for known, write in (
        (bool, _write_truth), (UUID, _write_id), (datetime, _write_instant), (date, _write_day),
        (int, _write_number), (float, _write_number),
    ):  # fmt: skip
        if issubclass(annotation, known):
            return write
    return _write_text


# Members that hold a code of one of several lists, or of a list of another area.
_LISTED = frozenset({"code", "reason", "role", "result"})


def _write_many(item: Any) -> _Write:
    if isinstance(item, type) and issubclass(item, BaseModel):
        return partial(_write_groups, item)
    one = _writer(item)

    def write(name: str, label: str, value: Any, language: str) -> Shown:
        shown = [one(name, label, each, language) for each in value]
        if shown and shown[0].refers_to:
            return Shown(label, groups=tuple((each,) for each in shown))
        return Shown(label, ", ".join(each.text for each in shown))

    return write


def _write_rows(model: type[BaseModel], _: str, label: str, value: Any, language: str) -> Shown:
    return Shown(label, rows=tuple(show_members(model, _members(value), language)))


def _write_groups(model: type[BaseModel], _: str, label: str, value: Any, language: str) -> Shown:
    groups = tuple(tuple(_group(model, _members(each), language)) for each in value)
    return Shown(label, groups=groups)


def _group(model: type[BaseModel], members: Mapping[str, Any], language: str) -> Iterator[Shown]:
    """Show one of many within a record; what is a record of its own has a page with its acts."""
    yield from show_members(model, members, language)
    record = record_that_reads(model)
    if record and (address := address_in(record, members)):
        yield Shown(act_words(record.name, language), address=address)


def _write_code(codes: type[Enum], _: str, label: str, value: Any, language: str) -> Shown:
    return Shown(label, write_code(codes, value, language))


def _write_truth(_: str, label: str, value: Any, language: str) -> Shown:
    return Shown(label, say("Yes" if value else "No", language))


def _write_id(name: str, label: str, value: Any, _: str) -> Shown:
    return Shown(label, refers_to=(name, str(value)))


def _write_instant(_: str, label: str, value: Any, language: str) -> Shown:
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return Shown(label, write_instant(instant, language), is_time=True)


def _write_day(_: str, label: str, value: Any, language: str) -> Shown:
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return Shown(label, write_day(day, language), is_time=True)


def _write_number(_: str, label: str, value: Any, language: str) -> Shown:
    return Shown(label, write_number(value, language))


def _write_by_code(codes: Any, _: str, label: str, value: Any, language: str) -> Shown:
    """Show a number for each code."""
    rows = tuple(
        Shown(write_code(codes, code, language), write_number(number, language))
        for code, number in value.items()
    )
    return Shown(label, rows=rows)


def _write_listed(_: str, label: str, value: Any, language: str) -> Shown:
    if value in INPUT_CODES:
        return Shown(label, translate(INPUT_CODES[value], language))
    return Shown(label, code_label(str(value), language))


def _write_text(_: str, label: str, value: Any, language: str) -> Shown:
    if isinstance(value, Mapping):
        return Shown(label, rows=tuple(Shown(str(key), str(text)) for key, text in value.items()))
    text = str(value)
    # A schema may leave open from which list a code is.
    return Shown(label, code_label(text, language) if _A_CODE.fullmatch(text) else text)


def _members(value: Any) -> Mapping[str, Any]:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value
