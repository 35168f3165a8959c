"""Operations on organisations."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeSubject
from referral_api.domain.network.organisations import queries
from referral_api.domain.network.organisations.schemas import (
    OrganisationCreate,
    OrganisationRead,
    OrganisationUpdate,
    Wanted,
)
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.second_person.administrators import (
    check_organisation_can_go,
    hold_administrators,
)
from referral_api.domain.network.second_person.policy import waits_for_organisation
from referral_api.domain.network.second_person.proposals import (
    CONFIRMED,
    check_unchanged,
    divide,
    keep,
)
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import OrganisationPermission

_COLUMNS = (
    "name", "htcds_type", "regions", "languages", "active", "duty_telephone",
    "notice_mailbox",
)  # fmt: skip
_CREATE = Statement(
    insert_into(Organisation, "id", "type", "version", *_COLUMNS, prefix="new_")
    .returning(Organisation)
    .add_cte(event_insert().cte("event"))
)
_SAVE = Statement(
    save_into(Organisation, *_COLUMNS).returning(Organisation).add_cte(event_insert().cte("event"))
)


async def create_organisation(
    transaction: Transaction, organisation: OrganisationCreate
) -> OrganisationRead:
    """Add an organisation, as a national administrator.

    AlreadyExists if its id or its name is taken.
    """
    if not transaction.actor.administers_nationally:
        raise Forbidden
    organisation_id = organisation.id or uuid7()
    fields = organisation.model_dump() | {"id": organisation_id, "version": 1}
    row = await transaction.one(
        _CREATE,
        **{f"new_{name}": value for name, value in fields.items()},
        **event_values(
            transaction.actor, OrganisationPermission.CREATE, "organisation", organisation_id
        ),
    )
    return _to_response(row)


async def read_organisation(transaction: Transaction, organisation_id: UUID) -> OrganisationRead:
    """Read an organisation; NotFound if there is none."""
    event = event_values(
        transaction.actor, OrganisationPermission.READ, "organisation", organisation_id
    )
    row = await transaction.one(queries.READ, organisation_id=organisation_id, **event)
    return _to_response(row)


async def show_organisation(transaction: Transaction, organisation_id: UUID) -> OrganisationRead:
    """Read as ``read_organisation`` does, for an act that is recorded by itself."""
    return _to_response(await transaction.one(queries.GET, organisation_id=organisation_id))


async def list_organisations(
    transaction: Transaction, wanted: Wanted, window: Window
) -> Slice[OrganisationRead]:
    """List organisations, the last created first."""
    rows = await transaction.all(
        queries.PAGE, type=wanted.type, region=wanted.region, active=wanted.active,
        **window.parameters,
        **event_values(transaction.actor, OrganisationPermission.LIST, "organisation"),
    )  # fmt: skip
    return window.slice([OrganisationRead(**row) for row in rows], rows)


async def update_organisation(
    transaction: Transaction, organisation_id: UUID, update: OrganisationUpdate, version: int
) -> OrganisationRead:
    """Correct an organisation, or deactivate it with its agents and systems.

    Forbidden beyond the administrator's reach. What waits for a second person is kept.
    """
    await hold_administrators(transaction, organisation_id)
    organisation = await queries.get_organisation_for_change(transaction, organisation_id)
    if not transaction.actor.administers(organisation_id):
        raise Forbidden
    check_version(version, organisation.version)
    change = update.model_dump(exclude_none=True, exclude={"takeover_reason"})
    waiting = waits_for_organisation(change, kind=organisation.type, active=organisation.active)
    division = await divide(transaction, change, waiting)
    changed = await _save(transaction, organisation, division.done, division.code)
    kept = await keep(
        transaction, division, PendingChangeSubject.ORGANISATION, organisation_id,
        organisation_id, changed.version,
    )  # fmt: skip
    return changed.model_copy(update={"pending_change_id": kept})


async def apply_to_organisation(
    transaction: Transaction, organisation_id: UUID, version: int, change: dict[str, Any]
) -> None:
    """Make a confirmed change of the version that was seen; Conflict on any other."""
    organisation = await queries.get_organisation_for_change(transaction, organisation_id)
    check_unchanged(version, organisation.version)
    await _save(transaction, organisation, change, CONFIRMED)


async def _save(
    transaction: Transaction, organisation: Organisation, change: dict[str, Any], code: str | None
) -> OrganisationRead:
    if organisation.active and change.get("active") is False:
        await check_organisation_can_go(transaction, organisation.id)
    for name, value in change.items():
        setattr(organisation, name, value)
    event = event_values(
        transaction.actor, OrganisationPermission.UPDATE, "organisation", organisation.id, code=code
    )
    row = await transaction.one(_SAVE, **update_values(organisation, *_COLUMNS), **event)
    return _to_response(row)


def _to_response(row: Row | None) -> OrganisationRead:
    if row is None:
        raise NotFound
    return OrganisationRead(**row)
