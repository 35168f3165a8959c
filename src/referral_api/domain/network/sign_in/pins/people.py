"""Who may sign in by PIN: active agents, without a role that sees or decides beyond a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.actor_resolver import find_actor
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.pins.tables import AgentPin
from referral_api.permissions import NEVER_BY_PIN, Actor, Role, RoleHomes
from referral_api.security.pin_hash import PinHash

_PEOPLE = (
    select(
        col(Agent.id), col(Agent.organisation_id), col(Agent.name), col(Agent.roles),
        (col(Agent.active) & col(Organisation.active)).label("active"),
        col(Organisation.duty_telephone), col(AgentPin.key_id), col(AgentPin.hash),
        col(AgentPin.former_key_id), col(AgentPin.former_hash),
        col(AgentPin.good_until), col(AgentPin.version).label("pin_version"),
        (col(AgentPin.good_until) <= func.now()).label("expired"), col(AgentPin.set_by_agent_id),
    )
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .outerjoin(AgentPin, col(AgentPin.agent_id) == col(Agent.id))
)  # fmt: skip
_ONE = Statement(_PEOPLE.where(col(Agent.id) == bindparam("agent_id")))
_OF_UNIT = Statement(
    _PEOPLE.where(
        col(Agent.organisation_id) == bindparam("organisation_id", type_=Uuid), col(Agent.active)
    ).order_by(col(Agent.name), col(Agent.id))
)  # fmt: skip


_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent who may have a PIN."""

    id: UUID
    name: str


def is_excluded(roles: Iterable[str]) -> bool:
    """Say whether an agent with these roles never signs in by PIN."""
    return not NEVER_BY_PIN.isdisjoint(map(Role, roles))


async def find_person(transaction: Transaction, agent_id: UUID) -> Row | None:
    """Find an agent with its PIN, if it has one."""
    return await transaction.one(_ONE, agent_id=agent_id)


def keeps(actor: Actor, organisation_id: UUID) -> bool:
    """Say whether somebody makes one-time PINs for this organisation."""
    return bool(actor.roles & _KEEPERS) and (
        actor.organisation_id == organisation_id or actor.administers_nationally
    )


async def is_vouched_for(transaction: Transaction, person: Row, homes: RoleHomes) -> bool:
    """Say whether a PIN is one's own choice, or who made it could make it still."""
    if person["good_until"] is None:
        return True
    maker = await find_actor(transaction, person["set_by_agent_id"], None, "system", homes)
    return maker is not None and keeps(maker, person["organisation_id"])


async def list_colleagues(transaction: Transaction, organisation_id: UUID) -> list[Colleague]:
    """List who may sign in on a device of this organisation; no event, as for other names."""
    rows = await transaction.all(_OF_UNIT, organisation_id=organisation_id)
    return _eligible(row for row in rows if row["hash"] is not None)


async def list_eligible(transaction: Transaction, organisation_id: UUID) -> list[Colleague]:
    """List for whom a PIN can be made, whether there is one already or not."""
    return _eligible(await transaction.all(_OF_UNIT, organisation_id=organisation_id))


def _eligible(rows: Iterable[Row]) -> list[Colleague]:
    return [Colleague(row["id"], row["name"]) for row in rows if not is_excluded(row["roles"])]


def stored_hash(row: Row | None) -> PinHash | None:
    """Return the hash of a row of ``find_person``."""
    if row is None or row["hash"] is None:
        return None
    return PinHash(row["key_id"], row["hash"])


def former_hash(row: Row) -> PinHash | None:
    """Return the hash of the PIN before."""
    if row["former_hash"] is None:
        return None
    return PinHash(row["former_key_id"], row["former_hash"])
