"""A row of a list: where it leads, what tells it from others, what must not be overlooked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import BaseModel

from referral_api.pages.acts.map import address_in, record_of_list
from referral_api.pages.acts.values import Shown, plan_of_row
from referral_api.pages.operation import Operation
from referral_api.pages.words.catalogues import label_of, say
from referral_api.pages.words.persons import person_words

# What tells a row from another comes first.
_FIRST = (
    "code", "case_code", "sex", "name", "title", "status", "state", "kind", "service_type",
    "priority", "region",
)  # fmt: skip
_MOST, _IN_HEADING = 7, 2


@dataclass(frozen=True, slots=True)
class Alarm:
    """What must not be overlooked on a row: what, and since when or until when."""

    what: str
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: where it leads, and what it says."""

    address: str | None
    heading: str
    facts: tuple[Shown, ...]
    alarms: tuple[Alarm, ...] = ()

    @property
    def is_late(self) -> bool:
        """Say whether something on the row is late."""
        return any(alarm.is_late for alarm in self.alarms)


def row_of(
    operation: Operation, members: Mapping[str, Any], language: str, names: Mapping[str, str],
    alarms: tuple[Alarm, ...] = (),
) -> RowShown:  # fmt: skip
    """Show one item of a list as a row; no two rows have the same heading."""
    assert operation.lists is not None  # noqa: S101 - a list has items
    facts = tuple(islice(_facts(operation.lists, members, language, names), _MOST))
    heading = " · ".join(fact.text for fact in facts[:_IN_HEADING])
    # The last signs of the id: two rows may say the same.
    is_known = isinstance(members.get("code"), str)
    sign = "" if is_known else str(members.get("id", ""))[-4:].upper()
    record = record_of_list(operation.name)
    return RowShown(
        address_in(record, members) if record else None, f"{heading} · {sign}" if sign else heading,
        facts[_IN_HEADING:], alarms,
    )  # fmt: skip


def _facts(
    model: type[BaseModel], members: Mapping[str, Any], language: str, names: Mapping[str, str]
) -> Iterator[Shown]:
    """Tell the members that say something, what tells a row from another first.

    They are written one by one: a row shows a few of many.
    """
    person = _person(model, members, language)
    yield from person
    told = {"sex", "age_band", "code"} if person else set()
    nothing = say("No", language)
    for name, label, write in plan_of_row(model, language, _FIRST):
        value = members.get(name)
        if name in told or value is None or value in ("", [], {}):
            continue
        shown = write(name, label, value, language)
        text = shown.text
        if not text and shown.refers_to:
            text = names.get(shown.refers_to[1], "")
        if text and text != nothing:
            yield Shown(label, text)


def _person(model: type[BaseModel], members: Mapping[str, Any], language: str) -> tuple[Shown, ...]:
    """Tell sex and age band together; of a sheet, which is read before the file opens, the code."""
    sheet = members.get("sheet")
    if isinstance(sheet, Mapping) and {"case_code", "sex", "age_band"} <= sheet.keys():
        words = person_words(sheet["sex"], sheet["age_band"], language)
        return (
            Shown(label_of("case_code", language), str(sheet["case_code"])),
            Shown(say("Person", language), words),
        )
    if {"sex", "age_band"} <= model.model_fields.keys() and members.get("sex"):
        words = person_words(members["sex"], members["age_band"], language)
        code = members.get("code")
        first = (Shown(label_of("code", language), str(code)),) if code else ()
        return (*first, Shown(say("Person", language), words))
    return ()
