"""Finding organisations, which every caller may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, any_, bindparam, or_, select
from sqlmodel import col

from referral_api.audit.log import event_insert
from referral_api.database.pagination import page_of
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.permissions import Actor

_ORGANISATION = select(Organisation).where(col(Organisation.id) == bindparam("organisation_id"))
_EXISTS = Statement(
    select(col(Organisation.id)).where(col(Organisation.id) == bindparam("organisation_id"))
)
GET = Statement(_ORGANISATION)
_LOCK = Statement(_ORGANISATION.with_for_update())
_HOLD = Statement(
    select(col(Organisation.id))
    .where(col(Organisation.id) == bindparam("organisation_id"))
    .with_for_update(read=True, key_share=True)
)
_ACTIVE_AMONG = Statement(
    select(col(Organisation.id)).where(
        col(Organisation.id) == any_(bindparam("organisation_ids", type_=ARRAY(Uuid))),
        col(Organisation.active),
    )
)
_NAMES = Statement(
    select(col(Organisation.id), col(Organisation.name))
    .where(col(Organisation.id) == any_(bindparam("organisation_ids", type_=ARRAY(Uuid))))
    .order_by(col(Organisation.id))
)
_ALL_NAMES = Statement(select(col(Organisation.id), col(Organisation.name)))
# The organisation and the audit event of reading it, in one round trip.
READ = Statement(_ORGANISATION.add_cte(event_insert().cte("event")))

_TYPE, _REGION = bindparam("type", type_=Text), bindparam("region", type_=Text)
_ACTIVE = bindparam("active", type_=Boolean)
# A null filter is no condition.
PAGE = Statement(
    page_of(
        select(Organisation).where(
            or_(_TYPE.is_(None), col(Organisation.type) == _TYPE),
            or_(_REGION.is_(None), any_(col(Organisation.regions)) == _REGION),
            or_(_ACTIVE.is_(None), col(Organisation.active) == _ACTIVE),
        ),
        col(Organisation.recorded_key),
    ).add_cte(event_insert().cte("event"))
)

_COORDINATIONS = Statement(
    select(col(Organisation.id))
    .where(
        col(Organisation.active),
        col(Organisation.type) == literal_code(OrganisationType.COORDINATION),
    )
    .order_by(col(Organisation.id))
)


async def get_organisation_for_change(
    transaction: Transaction, organisation_id: UUID
) -> Organisation:
    """Load and lock an organisation; NotFound if there is none."""
    row = await transaction.one(_LOCK, organisation_id=organisation_id)
    if row is None:
        raise NotFound
    return Organisation(**row)


async def hold_organisation(transaction: Transaction, organisation_id: UUID) -> None:
    """Hold an organisation, without asking whether it is active: a fact is recorded there.

    Who deactivates it waits for the end of the act, and counts it.
    """
    await transaction.one(_HOLD, organisation_id=organisation_id)


async def check_organisations_exist(
    transaction: Transaction, field: str, organisation_ids: Sequence[UUID]
) -> None:
    """Refuse a body whose field names an organisation that does not exist or is not active."""
    rows = await transaction.all(_ACTIVE_AMONG, organisation_ids=list(organisation_ids))
    if {row["id"] for row in rows} != set(organisation_ids):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])


async def find_coordinations(transaction: Transaction) -> list[UUID]:
    """Find the active organisations that coordinate the country."""
    return [row["id"] for row in await transaction.all(_COORDINATIONS)]


async def find_type(transaction: Transaction, organisation_id: UUID) -> str:
    """Find the type of an organisation that is known to exist."""
    row = await transaction.row(GET, organisation_id=organisation_id)
    found: str = row["type"]
    return found


async def find_names(transaction: Transaction, organisation_ids: Sequence[UUID]) -> dict[str, str]:
    """Return the names of organisations by their ids."""
    if not organisation_ids:
        return {}
    rows = await transaction.all(_NAMES, organisation_ids=list(organisation_ids))
    return {str(row["id"]): row["name"] for row in rows}


async def find_duty_telephone(transaction: Transaction, organisation_id: UUID) -> str | None:
    """Find where an organisation that is known to exist is called back."""
    row = await transaction.row(GET, organisation_id=organisation_id)
    found: str | None = row["duty_telephone"]
    return found


async def check_organisation_exists(transaction: Transaction, organisation_id: UUID) -> None:
    """Refuse a body whose ``organisation_id`` names no organisation."""
    if await transaction.one(_EXISTS, organisation_id=organisation_id) is None:
        raise MalformedInput(errors=[{"pointer": "/organisation_id", "code": "invalid_value"}])


def within_reach(actor: Actor, organisation_id: UUID | None) -> UUID | None:
    """Narrow the list of an administrator to its reach; None is the country.

    Forbidden if it asks for an organisation beyond.
    """
    if organisation_id is not None and not actor.administers(organisation_id):
        raise Forbidden
    return organisation_id if actor.administers_nationally else actor.organisation_id


async def find_all_names(transaction: Transaction) -> dict[UUID, str]:
    """Return the name of every organisation: a label, and no reading of a record."""
    rows = await transaction.all(_ALL_NAMES)
    return {row["id"]: row["name"] for row in rows}
