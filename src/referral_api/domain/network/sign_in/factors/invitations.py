"""Inviting a person to make the factors of a personal account: nobody registers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Interval,
    Uuid,
    bindparam,
    func,
    update,
)
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.network.sign_in.devices.codes import new_code
from referral_api.domain.network.sign_in.factors.people import find_by_id
from referral_api.domain.network.sign_in.factors.tables import FactorInvitation
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.errors import Forbidden, NotFound, SecondPersonNeeded
from referral_api.permissions import (
    NEVER_BY_PIN,
    Actor,
    FactorPermission,
    Role,
)
from referral_api.security.pin_hash import PinKeys

INVITATION = "invitation"
_INVITE = Statement(
    insert_into(
        FactorInvitation, "id", "agent_id", "organisation_id", "code_digest",
        "invited_by_agent_id", prefix="new_",
    )
    .values(code_until=func.now() + bindparam("good_for", type_=Interval))
    .returning(col(FactorInvitation.code_until))
    .add_cte(event_insert().cte("event"))
)  # fmt: skip
UNUSED = col(FactorInvitation.used_at).is_(None)
_WITHDRAW = Statement(
    update(FactorInvitation)
    .where(col(FactorInvitation.agent_id) == bindparam("of_agent", type_=Uuid), UNUSED)
    .values(used_at=func.now())
)


@dataclass(frozen=True, slots=True)
class PersonInvited:
    """The code of an invitation; it is shown once, and kept nowhere."""

    name: str
    code: str
    code_until: datetime


async def invite_person(
    transaction: Transaction, keys: PinKeys, limits: SignInLimits, agent_id: UUID
) -> PersonInvited:
    """Invite an agent to make, or make anew, the factors of its account. Former codes end.

    A supervisor invites the people of the unit; those who see or decide beyond it are invited by
    an administrator. SecondPersonNeeded for oneself.
    """
    actor = transaction.actor
    async with transaction.elevated():
        person = await find_by_id(transaction, agent_id)
        if person is None or not is_near(actor, person["organisation_id"]):
            raise NotFound
        if actor.agent_id in {None, agent_id}:
            raise SecondPersonNeeded
        if not person["active"] or not may_invite(actor, person["roles"]):
            raise Forbidden
        code, invitation_id = new_code(), uuid7()
        await transaction.run(_WITHDRAW, of_agent=agent_id)
        row = await transaction.row(
            _INVITE, new_id=invitation_id, new_agent_id=agent_id,
            new_organisation_id=person["organisation_id"],
            new_code_digest=keys.factors.code_digests(INVITATION, code)[0],
            new_invited_by_agent_id=actor.agent_id, good_for=limits.one_time_pin,
            **event_values(actor, FactorPermission.INVITE, "agent", agent_id),
        )  # fmt: skip
    return PersonInvited(person["name"], code, row["code_until"])


def is_near(actor: Actor, organisation_id: UUID) -> bool:
    """Say whether somebody invites in this organisation."""
    return actor.organisation_id == organisation_id or actor.administers_nationally


def may_invite(actor: Actor, roles: Iterable[str]) -> bool:
    """Say whether somebody invites an agent with these roles."""
    far_seeing = not NEVER_BY_PIN.isdisjoint(map(Role, roles))
    inviters = {Role.ADMINISTRATOR} if far_seeing else {Role.ADMINISTRATOR, Role.SUPERVISOR}
    return not inviters.isdisjoint(actor.roles)
