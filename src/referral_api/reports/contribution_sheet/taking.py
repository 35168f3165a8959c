"""Giving the empty form out, and taking a filled one in as a contribution or as its correction."""

import asyncio
from typing import Any
from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import ContributionChannel
from referral_api.domain.programme.contribution_requests.answering import find_by_reference
from referral_api.domain.programme.contributions import operations
from referral_api.domain.programme.contributions.records import show_contribution
from referral_api.domain.programme.contributions.schemas import (
    ContributionCorrect,
    ContributionCreate,
    ContributionRead,
)
from referral_api.errors import MalformedInput
from referral_api.permissions import ContributionPermission
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE
from referral_api.reports.contribution_sheet.reading import FilledForm, read_form
from referral_api.reports.contribution_sheet.template import template


async def read_template(transaction: Transaction) -> bytes:
    """Return the empty form."""
    await record(transaction, ContributionPermission.READ_TEMPLATE, "contribution")
    return await asyncio.to_thread(template)


async def create_by_sheet(
    transaction: Transaction, media_type: str, content: bytes
) -> ContributionRead:
    """Give one's own contribution as a form; MalformedInput names each wrong cell."""
    _check_type(media_type)
    form = await read_form(content)
    with form.naming_cells():
        period = await _find_period(transaction, form)
        contribution = ContributionCreate.model_validate({**period, "lines": form.lines})
        return await operations.create_contribution(
            transaction, contribution, ContributionChannel.SHEET
        )


async def correct_by_sheet(
    transaction: Transaction, contribution_id: UUID, media_type: str, content: bytes, version: int
) -> ContributionRead:
    """Correct one's own contribution by a form of the same period, filled in anew."""
    present = await show_contribution(transaction, contribution_id)
    _check_type(media_type)
    form = await read_form(content)
    with form.naming_cells():
        period = await _find_period(transaction, form)
        _check_same(period, present)
        correction = ContributionCorrect.model_validate({"lines": form.lines})
        return await operations.correct_contribution(
            transaction, contribution_id, correction, version, ContributionChannel.SHEET
        )


def _check_type(media_type: str) -> None:
    if media_type != MEDIA_TYPE:
        raise MalformedInput(errors=[{"pointer": "header:Content-Type", "code": "invalid_value"}])


async def _find_period(transaction: Transaction, form: FilledForm) -> dict[str, Any]:
    request_id: UUID | None = None
    if form.reference is not None:
        request_id = await find_by_reference(transaction, form.reference)
        if request_id is None:
            raise MalformedInput(
                errors=[{"pointer": "/contribution_request_id", "code": "invalid_value"}]
            )
    period = {"year": form.year, "quarter": form.quarter}
    return period | {"contribution_request_id": request_id}


def _check_same(period: dict[str, Any], present: ContributionRead) -> None:
    """Refuse the form of another period than that of the contribution."""
    errors = [
        {"pointer": f"/{name}", "code": "invalid_value"}
        for name, written in period.items()
        if written != getattr(present, name)
    ]
    if errors:
        raise MalformedInput(errors=errors)
