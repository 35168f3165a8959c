"""Finding the administrators of an organisation and of the country; none may be the last to go.

Agents and organisations are named by their columns here, because their areas lie above this one.
"""

from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, any_, bindparam, column, func, select, table
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.database import Database
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.network.second_person.policy import Administrators
from referral_api.domain.network.second_person.tables import AdministratorSignIn
from referral_api.errors import LastAdministrator
from referral_api.permissions import NATIONAL_HOME, Actor, AgentPermission, Role

_AGENT = table(
    "agent", column("id", Uuid), column("organisation_id", Uuid), column("roles", ARRAY(Text)),
    column("active", Boolean),
)  # fmt: skip
_ORGANISATION = table(
    "organisation", column("id", Uuid), column("type", Text), column("active", Boolean)
)
_ID = bindparam("organisation_id", type_=Uuid)
_NATIONAL = _ORGANISATION.c.type == literal_code(NATIONAL_HOME)
_FIND = Statement(
    select(_AGENT.c.id, _AGENT.c.organisation_id, _NATIONAL.label("national"))
    .join(_ORGANISATION, _ORGANISATION.c.id == _AGENT.c.organisation_id)
    .where(
        _AGENT.c.active, _ORGANISATION.c.active,
        any_(_AGENT.c.roles) == literal_code(Role.ADMINISTRATOR),
        (_ORGANISATION.c.id == _ID) | _NATIONAL,
    )
)  # fmt: skip
_OTHERS = Statement(
    select(_AGENT.c.id)
    .where(_AGENT.c.organisation_id == _ID, _AGENT.c.active, _AGENT.c.id != bindparam("agent_id"))
    .limit(1)
)
# Not FOR UPDATE: a case that names the organisation need not wait.
_HOLD = Statement(
    select(_ORGANISATION.c.id)
    .where((_ORGANISATION.c.id == _ID) | _NATIONAL)
    .order_by(_ORGANISATION.c.id)
    .with_for_update(key_share=True)
)
_HAVE_SIGNED_IN = Statement(select(func.count().label("number")).select_from(AdministratorSignIn))
_SIGN_IN = Statement(
    insert(AdministratorSignIn)
    .values(agent_id=bindparam("agent_id"))
    .on_conflict_do_nothing()
    .returning(col(AdministratorSignIn.agent_id))
)
_SOLE, _ENOUGH = 1, 2


async def hold_administrators(transaction: Transaction, organisation_id: UUID) -> None:
    """Let only one change at a time decide on the administrators of this organisation.

    It locks organisations, and comes before any lock of an agent.
    """
    await transaction.all(_HOLD, organisation_id=organisation_id)


async def find_administrators(transaction: Transaction, organisation_id: UUID) -> Administrators:
    """Find the active administrators of an organisation, and the national ones."""
    rows = await transaction.all(_FIND, organisation_id=organisation_id)
    return Administrators(
        frozenset(row["id"] for row in rows if row["organisation_id"] == organisation_id),
        frozenset(row["id"] for row in rows if row["national"]),
    )


async def is_sole_administrator(transaction: Transaction) -> bool:
    """Say whether the caller is national, and no second national one has signed in ever."""
    if not transaction.actor.administers_nationally:
        return False
    return (await _count_sign_ins(transaction)) < _ENOUGH


async def check_agent_can_go(
    transaction: Transaction, organisation_id: UUID, agent_id: UUID
) -> None:
    """Refuse to lose an administrator if that leaves an organisation or the country without one.

    Only a national administrator may leave an organisation without, and then acts for it.
    """
    found = await find_administrators(transaction, organisation_id)
    if agent_id in found.national:
        await _check_enough_left(transaction, found.national - {agent_id})
    elif found.own == {agent_id} and not transaction.actor.administers_nationally:
        others = await transaction.one(_OTHERS, organisation_id=organisation_id, agent_id=agent_id)
        if others is not None:
            raise LastAdministrator


async def check_organisation_can_go(transaction: Transaction, organisation_id: UUID) -> None:
    """Refuse to switch off an organisation if that leaves the country without administrators."""
    found = await find_administrators(transaction, organisation_id)
    if found.own & found.national:
        await _check_enough_left(transaction, found.national - found.own)


async def _check_enough_left(transaction: Transaction, left: frozenset[UUID]) -> None:
    # Two, once there have been two: one alone could never be given a second.
    signed_in = await _count_sign_ins(transaction)
    if len(left) < (_SOLE if signed_in < _ENOUGH else _ENOUGH):
        raise LastAdministrator


async def _count_sign_ins(transaction: Transaction) -> int:
    number: int = (await transaction.row(_HAVE_SIGNED_IN))["number"]
    return number


async def note_sign_in(database: Database, actor: Actor) -> None:
    """Record that a national administrator has signed in, once."""
    async with database.transaction(actor) as transaction:
        if await transaction.one(_SIGN_IN, agent_id=actor.agent_id) is not None:
            await record(transaction, AgentPermission.SIGN_IN_FIRST, "agent", actor.agent_id)
