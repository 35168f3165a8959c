"""Accepting an invitation: it is judged when it is used, as it was when it was made."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Uuid,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlmodel import col

from referral_api.database.database import Database
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY, find_actor
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.devices.codes import read_code
from referral_api.domain.network.sign_in.events import record_for
from referral_api.domain.network.sign_in.factors.invitations import (
    INVITATION,
    UNUSED,
    is_near,
    may_invite,
)
from referral_api.domain.network.sign_in.factors.tables import AgentPasskey, FactorInvitation
from referral_api.errors import SignInRefused
from referral_api.permissions import (
    ROLE_HOMES,
    Actor,
    FactorPermission,
    Role,
    RoleHomes,
)
from referral_api.security.pin_hash import PinKeys

_FIND = Statement(
    select(
        col(FactorInvitation.id), col(FactorInvitation.agent_id),
        col(FactorInvitation.organisation_id), col(FactorInvitation.invited_by_agent_id),
        col(Agent.roles),
    )
    .join(Agent, col(Agent.id) == col(FactorInvitation.agent_id))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(
        col(FactorInvitation.code_digest) == bindparam("digest", type_=LargeBinary), UNUSED,
        col(FactorInvitation.code_until) > func.now(), col(Agent.active),
        col(Organisation.active), col(Agent.organisation_id) == FactorInvitation.organisation_id,
    )
)  # fmt: skip
_USE = Statement(
    update(FactorInvitation)
    .where(
        col(FactorInvitation.id) == bindparam("invitation_id", type_=Uuid),
        UNUSED,
        col(FactorInvitation.code_until) > func.now(),
    )
    .values(used_at=func.now())
    .returning(
        col(FactorInvitation.agent_id), col(FactorInvitation.organisation_id),
        col(FactorInvitation.invited_by_agent_id),
    )
)  # fmt: skip
# Until the account is made, nobody changes whom the invitation was for, or who made it.
_HOLD = Statement(
    select(col(Agent.id), col(Agent.roles))
    .where(or_(col(Agent.id) == bindparam("invited_id"), col(Agent.id) == bindparam("inviter_id")))
    .order_by(col(Agent.id))
    .with_for_update(read=True)
)
_FORGET_PASSKEYS = Statement(
    delete(AgentPasskey)
    .where(col(AgentPasskey.agent_id) == bindparam("of_agent", type_=Uuid))
    .returning(col(AgentPasskey.id))
)


async def find_invitation(
    database: Database, keys: PinKeys, typed: str, homes: RoleHomes = ROLE_HOMES
) -> Row:
    """Find an invitation by its code; SignInRefused if it is none, used or old, or if who made it
    could not make it any more.
    """
    code = read_code(typed)
    async with database.transaction(NOBODY, "system") as transaction:
        for digest in keys.factors.code_digests(INVITATION, code) if code else ():
            row = await transaction.one(_FIND, digest=digest)
            if row is not None and await _still_holds(transaction, row, row["roles"], homes):
                return row
    raise SignInRefused(reason=SignInRefusal.CODE)


async def use_invitation(
    transaction: Transaction, invitation_id: UUID, homes: RoleHomes = ROLE_HOMES
) -> None:
    """Use an invitation up. The passkeys of the agent go: it replaces what stood before.

    SignInRefused if somebody has used it, if it has become too old, or if who made it could not
    make it any more.
    """
    row = await transaction.one(_USE, invitation_id=invitation_id)
    if row is None:
        raise SignInRefused(reason=SignInRefusal.CODE)
    agent_id, inviter_id = row["agent_id"], row["invited_by_agent_id"]
    held = await transaction.all(_HOLD, invited_id=agent_id, inviter_id=inviter_id)
    roles = {each["id"]: each["roles"] for each in held}
    if not await _still_holds(transaction, row, roles[agent_id], homes):
        raise SignInRefused(reason=SignInRefusal.CODE)
    for _ in await transaction.all(_FORGET_PASSKEYS, of_agent=agent_id):
        nobody = transaction.actor
        owner = Actor(
            nobody.organisation_id, nobody.organisation_type, agent_id, None,
            frozenset(map(Role, roles[agent_id])), "system",
        )  # fmt: skip
        await record_for(
            transaction, owner, FactorPermission.REMOVE, "agent", agent_id, SignInWay.PASSKEY
        )


async def _still_holds(
    transaction: Transaction, invitation: Row, roles: Iterable[str], homes: RoleHomes
) -> bool:
    """Judge an invitation as when it was made: who made it may have gone, or whom it is for have
    got a role that sees further.
    """
    inviter = await find_actor(
        transaction, invitation["invited_by_agent_id"], None, "system", homes
    )
    return (
        inviter is not None
        and is_near(inviter, invitation["organisation_id"])
        and may_invite(inviter, roles)
    )
