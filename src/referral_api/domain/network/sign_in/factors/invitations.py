"""Inviting a person to make the factors of a personal account: nobody registers alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Interval, LargeBinary, Uuid, bindparam, func, select, update
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.audit.tables import Outcome
from referral_api.database.database import Database
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.devices.codes import new_code, read_code
from referral_api.domain.network.sign_in.factors.people import find_by_id
from referral_api.domain.network.sign_in.factors.tables import FactorInvitation
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.errors import Forbidden, NotFound, SecondPersonNeeded, SignInRefused
from referral_api.permissions import (
    NEVER_BY_PIN,
    Actor,
    FactorPermission,
    Role,
    SessionPermission,
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
_UNUSED = col(FactorInvitation.used_at).is_(None)
_WITHDRAW = Statement(
    update(FactorInvitation)
    .where(col(FactorInvitation.agent_id) == bindparam("of_agent", type_=Uuid), _UNUSED)
    .values(used_at=func.now())
)
_FIND = Statement(
    select(
        col(FactorInvitation.id), col(FactorInvitation.agent_id),
        col(FactorInvitation.organisation_id),
    )
    .join(Agent, col(Agent.id) == col(FactorInvitation.agent_id))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(
        col(FactorInvitation.code_digest) == bindparam("digest", type_=LargeBinary), _UNUSED,
        col(FactorInvitation.code_until) > func.now(), col(Agent.active),
        col(Organisation.active), col(Agent.organisation_id) == FactorInvitation.organisation_id,
    )
)  # fmt: skip
_USE = Statement(
    update(FactorInvitation)
    .where(
        col(FactorInvitation.id) == bindparam("invitation_id", type_=Uuid),
        _UNUSED,
        col(FactorInvitation.code_until) > func.now(),
    )
    .values(used_at=func.now())
    .returning(col(FactorInvitation.id))
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
        if person is None or not _is_near(actor, person["organisation_id"]):
            raise NotFound
        if actor.agent_id in {None, agent_id}:
            raise SecondPersonNeeded
        if not person["active"] or not _may_invite(actor, person):
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


def _is_near(actor: Actor, organisation_id: UUID) -> bool:
    return actor.organisation_id == organisation_id or actor.administers_nationally


def _may_invite(actor: Actor, person: Row) -> bool:
    far_seeing = not NEVER_BY_PIN.isdisjoint(map(Role, person["roles"]))
    inviters = {Role.ADMINISTRATOR} if far_seeing else {Role.ADMINISTRATOR, Role.SUPERVISOR}
    return not inviters.isdisjoint(actor.roles)


async def find_invitation(database: Database, keys: PinKeys, typed: str) -> Row:
    """Find an invitation by its code; SignInRefused, with an event, if it is none, used or old."""
    code = read_code(typed)
    async with database.transaction(NOBODY, "system") as transaction:
        for digest in keys.factors.code_digests(INVITATION, code) if code else ():
            if row := await transaction.one(_FIND, digest=digest):
                return row
        await record(
            transaction, SessionPermission.REFUSE, "session", known=False,
            outcome=Outcome.REFUSED, code=SignInRefusal.CODE,
        )  # fmt: skip
    raise SignInRefused(reason=SignInRefusal.CODE)


async def use_invitation(transaction: Transaction, invitation_id: UUID) -> None:
    """Use an invitation up; SignInRefused if somebody has, or it has become too old."""
    if await transaction.one(_USE, invitation_id=invitation_id) is None:
        raise SignInRefused(reason=SignInRefusal.CODE)
