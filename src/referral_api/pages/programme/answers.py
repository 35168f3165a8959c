"""Who was called, and who answered: in time, late or not at all; typed in for who telephones."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Response

from referral_api.domain.codelists.programme import AnswerState
from referral_api.pages.acts.asking import asked_of
from referral_api.pages.acts.lists import ROWS, more_of
from referral_api.pages.acts.running import check_ids, check_query, filters_of, run
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One organisation that was called."""

    name: str
    state: AnswerState
    is_missing: bool
    contribution: str | None
    typed_in: str | None
    answer: object


async def show_answers(visit: Visit, operation: Operation) -> Response:
    """Show each organisation that was called, with where it stands."""
    asked = asked_of(visit, operation)
    values = check_ids(operation, visit.ids)
    values |= check_query(operation, {"limit": str(ROWS), **asked.given})
    async with visit.open(operation, filters=filters_of(operation, values)) as call:
        page, cursor = await run(call, operation, values)
        names = await visit.names(call)
    reading, creating = OPERATIONS["read_contribution"], OPERATIONS["create_contribution"]
    about = {"contribution_request_id": visit.ids["contribution_request_id"]}
    rows = []
    for answer in page.items:
        organisation = str(answer.organisation_id)
        is_missing = answer.contribution_id is None
        query = urlencode(about | {"organisation_id": organisation})
        rows.append(AnswerShown(
            names.get(organisation, ""), answer.state, is_missing,
            None if is_missing else address_of(
                reading, {"contribution_id": answer.contribution_id}
            ),
            f"{address_of(creating, {})}?{query}"
            if is_missing and visit.may(creating.permission) else None,
            answer,
        ))  # fmt: skip
    return visit.show(
        "programme/answers.html", operation=operation, rows=rows, more=more_of(visit, cursor),
        back=address_of(OPERATIONS["read_contribution_request"], about),
    )  # fmt: skip


SHOWN["list_call_answers"] = show_answers
