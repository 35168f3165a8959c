"""Checking the rows of a table by the rules of a registration and of an identity."""

from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from referral_api.domain.casework.imports.operations import CheckedTable
from referral_api.domain.casework.imports.problems import Problems, Wrong, wrong_of
from referral_api.domain.casework.imports.schemas import ImportedRow
from referral_api.domain.casework.registration import prepare
from referral_api.domain.identification.cases.schemas import CaseRegister
from referral_api.domain.identification.identities.birth import check_birth
from referral_api.domain.identification.identities.schemas import IdentityRecord
from referral_api.errors import MalformedInput
from referral_api.http.validation_errors import describe
from referral_api.permissions import Actor
from referral_api.reports.case_sheet.columns import CaseColumn
from referral_api.reports.case_sheet.reading import read_table


def check_table(actor: Actor, content: bytes, media_type: str) -> CheckedTable:
    """Read a table and check each row of it; MalformedInput if it is no table of ours."""
    problems, good, codes, number = Problems(), dict[int, bytes](), dict[int, str](), 0
    # Row by row: the cells of one at a time, and of a good one what will be sealed.
    for place, cells, too_long in read_table(content, media_type):
        number += 1
        wrong: list[Wrong] = [(None, "too_long")] if too_long else []
        wrong += [(column.name, "formula") for column, cell in cells.items() if _acts(cell)]
        row, more = (None, []) if wrong else _check_row(actor, cells)
        wrong += more
        if row is None or wrong:
            problems.add(place, wrong)
        else:
            good[place] = row.model_dump_json().encode()
            if row.case.code:
                codes[place] = row.case.code
    return CheckedTable(number, good, codes, problems)


def _acts(cell: Any) -> bool:
    """Say whether a cell is a formula: what it shows is not what it holds."""
    return type(cell).__name__ in {"ArrayFormula", "DataTableFormula"} or (
        isinstance(cell, str) and cell.startswith("=")
    )


def _check_row(
    actor: Actor, cells: dict[CaseColumn, Any]
) -> tuple[ImportedRow | None, list[Wrong]]:
    read = {column: column.read(cell) for column, cell in cells.items()}
    of_case, of_identity = (
        {column.name: value for column, value in read.items() if column.of_identity is wanted}
        for wanted in (False, True)
    )
    case, wrong = _check(CaseRegister, of_case)
    identity, more = _check(IdentityRecord, of_identity) if of_identity else (None, [])
    wrong += more
    if case is not None:
        wrong += _check_meaning(actor, case, identity)
    if case is None or wrong:
        return None, wrong
    return ImportedRow(case=case, identity=identity), []


def _check(schema: Any, given: dict[str, Any]) -> tuple[Any, list[Wrong]]:
    try:
        return schema.model_validate(given), []
    except ValidationError as error:
        found = [
            describe({**each, "loc": ("body", *each["loc"])})
            for each in error.errors(include_url=False, include_input=False)
        ]
        return None, wrong_of(found)


def _check_meaning(
    actor: Actor, case: CaseRegister, identity: IdentityRecord | None
) -> list[Wrong]:
    try:
        prepare(actor, case)
        if identity is not None and identity.birth_date is not None:
            today = datetime.now(UTC).date()
            check_birth(identity.birth_date, today, case.age_band, in_doubt=case.age_in_doubt)
    except MalformedInput as refusal:
        errors: Any = refusal.facts["errors"]
        return wrong_of(errors)
    return []
