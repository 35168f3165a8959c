"""What all papers share: they are made where a printer is, and each leaves an event."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import Paper
from referral_api.domain.network.sign_in.printing import list_printers, may_print, record_print
from referral_api.errors import NotFound
from referral_api.pages.acts.running import check_ids, run
from referral_api.pages.operation import Operation
from referral_api.pages.visit import Visit


async def print_paper(
    visit: Visit, operation: Operation, paper: Paper, template: str, *,
    stands: Callable[[Any], bool] = bool, **values: Any,
) -> Response:  # fmt: skip
    """Read a record and show it as paper; where nothing can be printed, say where it can.

    NotFound for a record of which there is no such paper: it does not ``stand``.
    """
    visit.check(operation)
    ids = check_ids(operation, visit.ids)
    if not may_print(visit.session, personal=visit.process.settings.personal_printing):
        return await _say_where(visit)
    async with visit.open(operation) as call:
        result = await run(call, operation, ids)
        if not stands(result):
            raise NotFound
        (subject_id,) = ids.values()
        case_id = getattr(result, "case_id", None)
        await record_print(
            call.transaction, paper, _subject(operation), UUID(str(subject_id)), case_id
        )
        names = await visit.names(call)
    return visit.show(template, record=result, names=names, paper=paper, **values)


async def _say_where(visit: Visit) -> Response:
    organisation_id = visit.session.actor.organisation_id
    nobody = system_actor(organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        printers = await list_printers(transaction, organisation_id)
    return visit.show("paper/elsewhere.html", printers=printers)


def _subject(operation: Operation) -> str:
    return operation.permission.partition(":")[0]


def name_of(names: Mapping[str, str], organisation_id: Any) -> str:
    """Return the name of an organisation; nothing for one that is unknown here."""
    return names.get(str(organisation_id), "")
