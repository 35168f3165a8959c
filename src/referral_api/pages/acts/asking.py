"""What an address asks of an operation that reads: its filters, as links and forms give them.

A form gives a day in three fields and a list in several boxes; a link gives the values themselves.
A name or the code of a file is sealed in the address.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fastapi import Response
from fastapi.exceptions import RequestValidationError

from referral_api.errors import MalformedInput
from referral_api.http.validation_errors import describe
from referral_api.pages.done import DONE
from referral_api.pages.forms.controls import Control, Kind, controls_of_query, hint_of
from referral_api.pages.forms.filling import fill
from referral_api.pages.forms.problems import FieldProblem, by_field, field_problems
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit

# The parameter that holds what is sealed.
SEALED = "q"
# What never stands in an address as it is.
NEVER_OPEN: Mapping[str, frozenset[str]] = {
    "list_cases": frozenset({"code"}),
    "search_audit_events": frozenset({"name", "code", "agent_id", "case_id"}),
}
_PLAIN = ("limit", "cursor")
_PARTED = frozenset({Kind.DAY, Kind.INSTANT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the parameters of the operation, the fields of a form, and what is sealed."""

    given: Mapping[str, str]
    fields: Fields
    done: str | None
    sealed: Mapping[str, str]
    is_stale: bool = False  # sealed for another session, or another page


def asked_of(visit: Visit, operation: Operation) -> Asked:
    """Read what the address of a page asks."""
    query = visit.request.query_params
    values: dict[str, list[str]] = {}
    for name, value in query.multi_items():
        if value and name not in {SEALED, DONE}:
            values.setdefault(name, []).append(value)
    sealed: Mapping[str, str] | None = {}
    if token := query.get(SEALED):
        sealed = visit.unseal(token)
    for name, value in (sealed or {}).items():
        values[name] = [value]
    fields = Fields(values)
    controls = query_controls(operation.name)
    given = {name: values[name][-1] for name in _PLAIN if name in values}
    given |= dict(_given(controls, fields))
    shown = dict(values)
    for control in controls:
        if control.kind in _PARTED and control.name in values:
            shown |= dict(_grouped(fill((control,), {control.name: values[control.name][-1]})))
    return Asked(given, Fields(shown), query.get(DONE), sealed or {}, is_stale=sealed is None)


@cache
def query_controls(name: str) -> tuple[Control, ...]:
    """Return the controls of what an operation can be asked for."""
    operation = OPERATIONS[name]
    return controls_of_query(name, operation.route.dependant.query_params)


def _given(controls: Sequence[Control], fields: Fields) -> Iterator[tuple[str, str]]:
    for control in controls:
        said = fields.all(control.name)
        if said:
            yield control.name, _one_value(control, said)
        elif control.kind in _PARTED:
            read = read_payload((control,), fields)
            if control.name in read:
                yield control.name, str(read[control.name])


def _one_value(control: Control, said: Sequence[str]) -> str:
    if control.kind is Kind.BOXES:
        return ",".join(said)
    if control.kind in {Kind.BOX, Kind.YES_NO}:
        return {"yes": "true", "no": "false"}.get(said[-1], said[-1])
    return said[-1]


def _grouped(fields: Fields) -> Iterator[tuple[str, list[str]]]:
    for name, value in fields.items():
        yield name, [value]


def filter_values(control: Control, fields: Fields) -> list[str]:
    """Return the values of a filter that are chosen."""
    found = fields.all(control.name)
    if control.kind is Kind.BOXES:
        return [one for value in found for one in value.split(",")]
    return found


def ask_first(
    visit: Visit, operation: Operation, asked: Asked, problems: Sequence[FieldProblem] = (),
    status: int = 200,
) -> Response:  # fmt: skip
    """Ask for what the operation cannot do without, before it is run."""
    visit.check(operation)
    return visit.show(
        "acts/ask.html", status, operation=operation, choices={}, problems=problems,
        by_field=by_field(problems),
        controls=list(_asked_openly(operation)), by_code=operation.name == "list_cases",
        sealed=asked.sealed,
        fields=asked.fields, rows_of=lambda _: [],
        hint_of=lambda control: hint_of(control, visit.language),
    )  # fmt: skip


def _asked_openly(operation: Operation) -> Iterator[Control]:
    hidden = NEVER_OPEN.get(operation.name, frozenset())
    for control in query_controls(operation.name):
        if control.kind is not Kind.ID and control.name not in hidden:
            yield control


async def refuse_asking(
    visit: Visit, operation: Operation, asked: Asked, wrong: RequestValidationError
) -> Response:
    """Ask again, with what is wrong with what was asked."""
    found = [describe(error) for error in wrong.errors()]
    await visit.record(MalformedInput(errors=found))
    problems = field_problems(found, visit.language, list(_asked_openly(operation)))
    return ask_first(visit, operation, asked, problems, 422)
