"""The filters of a list: as a form of the address, and each chosen one with how to take it away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from fastapi import Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from referral_api.pages.acts.asking import (
    NEVER_OPEN,
    SEALED,
    Asked,
    filter_values,
    query_controls,
)
from referral_api.pages.addresses import address_of
from referral_api.pages.done import DONE
from referral_api.pages.forms.controls import Control, Kind, hint_of
from referral_api.pages.forms.reading import Fields
from referral_api.pages.headers import protect
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label, render
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import label_of, say
from referral_api.pages.words.formats import write_day, write_instant

_OF_CODES = frozenset({Kind.RADIOS, Kind.SELECT, Kind.BOXES})
_SHOWN = _OF_CODES | {Kind.BOX, Kind.YES_NO, Kind.DAY, Kind.INSTANT, Kind.NUMBER, Kind.TEXT}
_NOT_OF_CODE = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter that is chosen: what it says, and the address without it."""

    text: str
    without: str


def filters_of_list(operation: Operation) -> tuple[Control, ...]:
    """Return the filters that a form shows; ids are chosen by links alone."""
    hidden = NEVER_OPEN.get(operation.name, frozenset())
    return tuple(
        control
        for control in query_controls(operation.name)
        if control.kind in _SHOWN and control.name not in hidden
    )


def filters_form(visit: Visit, operation: Operation, asked: Asked) -> Markup:
    """Write the form of the filters of a list, and those that are chosen."""
    controls = filters_of_list(operation)
    chosen, kept = list(chosen_of(visit, controls, asked)), kept_of(visit, controls)
    if not chosen and all(name == "limit" for name, _ in kept):
        return _plain_form(operation.name, visit.language, tuple(kept))
    return _form(controls, visit.language, asked.fields, chosen, kept, visit.request.url.path)


@lru_cache(512)
def _plain_form(operation: str, language: str, kept: tuple[tuple[str, str], ...]) -> Markup:
    """Write the form of a list of which nothing is chosen: it is the same for all."""
    return _form(filters_of_list(OPERATIONS[operation]), language, Fields({}), (), kept, "")


def _form(
    controls: Sequence[Control], language: str, fields: Fields, chosen: Sequence[Chosen],
    kept: Sequence[tuple[str, str]], path: str,
) -> Markup:  # fmt: skip
    values = {
        "filters": controls, "chosen": chosen, "kept_filters": kept, "fields": fields,
        "path": path, "by_field": {}, "choices": {}, "rows_of": lambda _: [],
        "hint_of": lambda control: hint_of(control, language),
        "filter_values": lambda control: filter_values(control, fields),
    }  # fmt: skip
    return Markup(render("acts/filters.html", language, values))  # noqa: S704 - escaped


def kept_of(visit: Visit, controls: Sequence[Control]) -> list[tuple[str, str]]:
    """Return what the form of the filters sends on: the parameters that it does not show."""
    shown = {control.name for control in controls}
    return [
        (name, value)
        for name, value in visit.request.query_params.multi_items()
        if value and name not in {"cursor", DONE} and name.partition(".")[0] not in shown
    ]


def chosen_of(visit: Visit, controls: Sequence[Control], asked: Asked) -> Iterator[Chosen]:
    """Return the filters that are chosen, each with the address that takes it away."""
    for control in controls:
        text = _text(control, asked, visit.language)
        if text:
            yield Chosen(text, _without(visit, control.name))


def _text(control: Control, asked: Asked, language: str) -> str:
    values = filter_values(control, asked.fields)
    label = label_of(control.name, language)
    if control.kind in _OF_CODES:
        labels = {str(code): code_label(code, language) for code in control.codes}
        return ", ".join(labels.get(value, value) for value in values)
    given = asked.given.get(control.name)
    if given is None:
        return ""
    if control.kind in {Kind.BOX, Kind.YES_NO}:
        return f"{label} : {say('Yes' if given == 'true' else 'No', language)}"
    return f"{label} {_written(control, given, language)}"


def _written(control: Control, given: str, language: str) -> str:
    try:
        if control.kind is Kind.DAY:
            return write_day(date.fromisoformat(given), language)
        if control.kind is Kind.INSTANT:
            return write_instant(datetime.fromisoformat(given), language)
    except ValueError:
        pass
    return given


def _without(visit: Visit, name: str) -> str:
    left = [
        (other, value)
        for other, value in visit.request.query_params.multi_items()
        if value and other.partition(".")[0] not in {name, "cursor", DONE}
    ]
    path = visit.request.url.path
    return f"{path}?{urlencode(left)}" if left else path


def write_case_code(text: str) -> str:
    """Write the code of a file as it is stored, however it was typed."""
    plain = _NOT_OF_CODE.sub("", text.upper()).removeprefix("ML")
    return f"ML-{plain[:5]}-{plain[5:]}" if len(plain) == 10 else text.upper()


async def send_search(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Lead to what a search finds; what must not stand in an address is sealed in it."""
    visit.check(operation)
    hidden = NEVER_OPEN.get(operation.name, frozenset())
    path = address_of(operation, visit.ids)
    open_values = [
        (name, value)
        for name, value in fields.items()
        if value.strip() and name not in hidden | {"csrf", SEALED}
    ]
    sealed = {name: fields.one(name) for name in sorted(hidden) if fields.one(name)}
    if "code" in sealed:
        sealed["code"] = write_case_code(sealed["code"])
    if sealed:
        open_values.append((SEALED, visit.seal(path, sealed)))
    query = urlencode(open_values)
    return protect(RedirectResponse(f"{path}?{query}" if query else path, 303))
