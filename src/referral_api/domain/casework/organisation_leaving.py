"""Deactivating an organisation that others count on, for which the coordination takes over."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.network.organisations import operations
from referral_api.domain.network.organisations.queries import get_organisation_for_change
from referral_api.domain.network.organisations.schemas import OrganisationRead, OrganisationUpdate
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.protection.referrals.overdue_places import release_overdue_places
from referral_api.errors import Conflict, Forbidden
from referral_api.permissions import OrganisationPermission

_DUTIES = Statement(
    text("SELECT answers_for, residents, open_offers FROM duties_of(:organisation_id)").bindparams(
        bindparam("organisation_id", type_=Uuid)
    )
)
_CASES = Statement(
    text("SELECT case_id FROM cases_resting_on(:organisation_id)").bindparams(
        bindparam("organisation_id", type_=Uuid)
    )
)
_COORDINATION = Statement(
    select(col(Organisation.id)).where(
        col(Organisation.type) == literal_code(OrganisationType.COORDINATION),
        col(Organisation.active),
    )
)
_TELL = Statement(
    select(col(Organisation.id))
    .where(col(Organisation.id) == bindparam("organisation_id"))
    .add_cte(event_insert().cte("event"), outgoing_inserts().cte("outgoing"))
)


async def update_organisation(
    transaction: Transaction, organisation_id: UUID, update: OrganisationUpdate, version: int
) -> OrganisationRead:
    """Correct an organisation, or deactivate it with its agents and systems.

    One that answers for people, has residents or open offers is not deactivated, unless an
    administrator of the coordination says why. The coordination is then told of each case that it
    must take over, or whose services it must replace.
    """
    if update.active is False and transaction.actor.administers(organisation_id):
        # What time has freed counts no more. Before the organisation is locked, as in every act.
        async with transaction.elevated():
            await release_overdue_places(transaction, organisation_id)
        await _check_leaving(transaction, organisation_id, update)
    return await operations.update_organisation(transaction, organisation_id, update, version)


async def _check_leaving(
    transaction: Transaction, organisation_id: UUID, update: OrganisationUpdate
) -> None:
    # Locked first. Acts that rest on the organisation hold it, and are counted once they are done.
    organisation = await get_organisation_for_change(transaction, organisation_id)
    if not organisation.active:
        return
    actor, reason = transaction.actor, update.takeover_reason
    if reason is not None and actor.organisation_type != OrganisationType.COORDINATION:
        raise Forbidden
    duties = dict(await transaction.row(_DUTIES, organisation_id=organisation_id))
    if not any(duties.values()):
        return
    if reason is None:
        raise Conflict("People or organisations still count on this organisation.", **duties)
    coordination = [row["id"] for row in await transaction.all(_COORDINATION)]
    for case in await transaction.all(_CASES, organisation_id=organisation_id):
        event = event_values(
            actor, OrganisationPermission.UPDATE, "organisation", organisation_id,
            case_id=case["case_id"], code=reason,
        )  # fmt: skip
        await transaction.run(_TELL, organisation_id=organisation_id, parties=coordination, **event)
