"""Recording, correcting and reading screenings. None changes a status or opens anything."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.identification.screenings.conduct import check, follow
from referral_api.domain.identification.screenings.library import Instruments
from referral_api.domain.identification.screenings.records import CORRECTED, SCREENING_RECORDS
from referral_api.domain.identification.screenings.schemas import (
    AdviceReasons,
    ScreeningCorrect,
    ScreeningFields,
    ScreeningRead,
    ScreeningRecord,
)
from referral_api.domain.identification.screenings.tables import Screening
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput, NotFound
from referral_api.permissions import ScreeningPermission
from referral_api.security.vault import Vault

_NOTES, _NARRATIVE = "screening.sealed_notes", "screening.sealed_narrative"
_CONDUCT = frozenset(ScreeningFields.model_fields) - {"answers", "narrative"}


async def record_screening(
    transaction: Transaction, vault: Vault, instruments: Instruments, case_id: UUID,
    screening: ScreeningRecord,
) -> ScreeningRead:  # fmt: skip
    """Record a screening of a person, by an instrument that is made for the person's age."""
    actor = transaction.actor
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.EXPLOITATION, write=True)
    fields: dict[str, Any] = await _told(
        transaction, vault, instruments, case, screening,
        (screening.instrument, screening.instrument_version),
    ) | {
        "id": screening.id or uuid7(), "case_id": case_id, "status": RecordStatus.RECORDED,
        "version": 1, "instrument": screening.instrument,
        "instrument_version": screening.instrument_version,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return to_response(await SCREENING_RECORDS.add(transaction, fields))


async def _told(
    transaction: Transaction, vault: Vault, instruments: Instruments, case: Case,
    screening: ScreeningFields, named: tuple[str, str],
) -> dict[str, Any]:  # fmt: skip
    """Return the columns of what was told, with what follows from it, sealed where it must be."""
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    try:
        instrument = instruments.find(*named)
    except NotFound:
        raise MalformedInput(errors=[_WRONG_INSTRUMENT]) from None
    if not instrument.is_for(child=child):
        raise MalformedInput(errors=[_WRONG_INSTRUMENT])
    check(screening, instrument, (await read_clock(transaction)).date(), child=child)
    notes = {given.question: given.note for given in screening.answers if given.note}
    said = json.dumps(notes) if notes else None
    return {
        **screening.model_dump(include=set(_CONDUCT)),
        **follow(screening, instrument, child=child),
        "sealed_notes": await seal_narrative(transaction, vault, case.id, _NOTES, said),
        "sealed_narrative": await seal_narrative(
            transaction, vault, case.id, _NARRATIVE, screening.narrative
        ),
    }


_WRONG_INSTRUMENT = {"pointer": "/instrument", "code": "invalid_value"}


async def correct_screening(
    transaction: Transaction, vault: Vault, instruments: Instruments, case_id: UUID,
    screening_id: UUID, correction: ScreeningCorrect, version: int,
) -> ScreeningRead:  # fmt: skip
    """Correct a screening, as who recorded it; the advice is made anew."""
    await check_of_case(transaction, SCREENING_RECORDS, case_id, screening_id, "correct")
    await check_section(transaction, case_id, Section.EXPLOITATION, write=True)
    case = await get_case(transaction, case_id)

    async def correct(found: Screening, _: datetime) -> None:
        named = found.instrument, found.instrument_version
        told = await _told(transaction, vault, instruments, case, correction, named)
        for name in CORRECTED:
            setattr(found, name, told[name])

    row = await SCREENING_RECORDS.transition(transaction, screening_id, "correct", version, correct)
    return to_response(row)


async def mark_screening_as_error(
    transaction: Transaction, case_id: UUID, screening_id: UUID, version: int
) -> ScreeningRead:
    """Mark a screening that never took place. It is out of every figure."""
    await check_of_case(transaction, SCREENING_RECORDS, case_id, screening_id, "mark_error")
    return to_response(
        await SCREENING_RECORDS.transition(transaction, screening_id, "mark_error", version)
    )


async def read_screening(
    transaction: Transaction, vault: Vault, case_id: UUID, screening_id: UUID
) -> ScreeningRead:
    """Read a screening within sight, with its notes and its narrative."""
    await check_of_case(transaction, SCREENING_RECORDS, case_id, screening_id)
    row = await SCREENING_RECORDS.read(transaction, screening_id, ScreeningPermission.READ)
    notes = await open_narrative(transaction, vault, case_id, _NOTES, row["sealed_notes"])
    narrative = await open_narrative(
        transaction, vault, case_id, _NARRATIVE, row["sealed_narrative"]
    )
    return to_response(row, json.loads(notes) if notes else {}, narrative)


async def list_screenings(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[ScreeningRead]:
    """List the screenings of a case, newest first, without what is sealed."""
    await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.EXPLOITATION)
    return await SCREENING_RECORDS.list(
        transaction, window, ScreeningPermission.LIST, to_response, case_id=case_id,
        status=RecordStatus.RECORDED,
    )  # fmt: skip


def to_response(
    row: Row, notes: dict[str, str] | None = None, narrative: str | None = None
) -> ScreeningRead:
    """Turn a row into a response."""
    opened = notes or {}
    given = json.loads(row["answers"])
    answers = [{**one, "note": opened.get(one["question"])} for one in given]
    reasons = AdviceReasons(
        dimensions=row["positive_dimensions"],
        questions=[one["question"] for one in given if one["weighs"]],
    )
    share = round(row["yes_and_no"] / row["asked"], 3)
    return ScreeningRead(
        **{**row, "answers": answers}, advice_reasons=reasons, answered_share=share,
        narrative=narrative,
    )  # fmt: skip
