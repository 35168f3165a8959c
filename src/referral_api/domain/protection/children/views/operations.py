"""Recording what a person says of it, and telling back how it was taken into account."""

from datetime import datetime
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.protection.children.views.records import OWN_VIEW_RECORDS, to_response
from referral_api.domain.protection.children.views.schemas import (
    OwnViewRead,
    OwnViewRecord,
    OwnViewWeigh,
)
from referral_api.domain.protection.children.views.tables import OwnView
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import OwnViewPermission
from referral_api.security.vault import Vault

_VIEW, _WEIGHT = "own_view.sealed_view", "own_view.sealed_weight"


async def record_own_view(
    transaction: Transaction, vault: Vault, case_id: UUID, said: OwnViewRecord
) -> OwnViewRead:
    """Record a view of a person of any age, whose protection the caller writes."""
    begun = await begin_record(transaction, case_id, said.id, for_children=False)
    if said.said_on > (await read_clock(transaction)).date():
        raise MalformedInput(errors=[{"pointer": "/said_on", "code": "out_of_range"}])
    fields = begun | said.model_dump(exclude={"id", "view"}) | {
        "sealed_view": await seal(transaction, vault, case_id, _VIEW, said.view)
    }  # fmt: skip
    return to_response(await OWN_VIEW_RECORDS.add(transaction, fields))


async def weigh_own_view(
    transaction: Transaction, vault: Vault, case_id: UUID, own_view_id: UUID, told: OwnViewWeigh,
    version: int,
) -> OwnViewRead:  # fmt: skip
    """Record how the view was taken into account."""
    await check_of_case(transaction, OWN_VIEW_RECORDS, case_id, own_view_id, "weigh")

    async def weigh(view: OwnView, _: datetime) -> None:
        view.sealed_weight = await seal(transaction, vault, case_id, _WEIGHT, told.weight_given)

    return to_response(
        await OWN_VIEW_RECORDS.transition(transaction, own_view_id, "weigh", version, weigh)
    )


async def mark_own_view_as_error(
    transaction: Transaction, case_id: UUID, own_view_id: UUID, version: int
) -> OwnViewRead:
    """Mark a view that was never said. It stops nothing any more."""
    await check_of_case(transaction, OWN_VIEW_RECORDS, case_id, own_view_id, "mark_error")
    return to_response(
        await OWN_VIEW_RECORDS.transition(transaction, own_view_id, "mark_error", version)
    )


async def read_own_view(
    transaction: Transaction, vault: Vault, case_id: UUID, own_view_id: UUID
) -> OwnViewRead:
    """Read a view, with the words."""
    await check_of_case(transaction, OWN_VIEW_RECORDS, case_id, own_view_id)
    row = await OWN_VIEW_RECORDS.read(transaction, own_view_id, OwnViewPermission.READ)
    view = await unseal(transaction, vault, case_id, _VIEW, row["sealed_view"])
    weight = await unseal(transaction, vault, case_id, _WEIGHT, row["sealed_weight"])
    return to_response(row, view, weight)


async def list_own_views(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[OwnViewRead]:
    """List the views of a person, the last recorded first, without the words."""
    return await OWN_VIEW_RECORDS.list(
        transaction, window, OwnViewPermission.LIST, to_response, case_id=case_id
    )
