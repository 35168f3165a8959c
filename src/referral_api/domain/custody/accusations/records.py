"""The records of accusations: the person's custodian writes them, the coordination reads them."""

from sqlalchemy import false

from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.custody.accusations.lifecycle import ACCUSATIONS
from referral_api.domain.custody.accusations.tables import Accusation
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.errors import Forbidden
from referral_api.permissions import AccusationPermission


async def find_sides(transaction: Transaction, accusation: Accusation) -> set[Side]:
    """Return the caller's side; Forbidden unless it answers for the person.

    Nobody lifts an accusation of its own: the organisation that answers for the person next does.
    """
    if accusation.organisation_id == transaction.actor.organisation_id:
        raise Forbidden
    await check_answers_for_person(transaction, accusation.case_id)
    return {Side.CUSTODIAN}


ACCUSATION_RECORDS = Records(
    Accusation,
    ACCUSATIONS,
    subject="accusation",
    creation=AccusationPermission.RECORD,
    columns=(
        "id", "case_id", "organisation_id", "status", "recorded_by_organisation_id",
        "recorded_by_agent_id", "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(Accusation, false(), section=Section.PROTECTION),
    sides=find_sides,
    overdue_for="organisation_id",
)  # fmt: skip
