"""Events of sign-in, which are about people who are not signed in yet, or were not let in.

They are written in a transaction of ``system_actor(organisation_id)``, in the scope ``system``: the
database takes events of one organisation only.
"""

from uuid import UUID

from referral_api.audit.log import event_insert, event_values
from referral_api.audit.tables import Outcome
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import SignInRefused
from referral_api.permissions import Actor, Permission, SessionPermission

_RECORD = Statement(event_insert())


async def record_for(
    transaction: Transaction, actor: Actor, act: Permission, subject: str, subject_id: UUID,
    code: str | None = None,
) -> None:  # fmt: skip
    """Record an act in the name of whoever has just proved to be this actor."""
    await transaction.run(_RECORD, **event_values(actor, act, subject, subject_id, code=code))


async def record_refusal_apart(
    database: Database, refused: SignInRefused, organisation_id: UUID, agent_id: UUID,
    device_id: UUID | None = None,
) -> None:  # fmt: skip
    """Record a sign-in that was refused in the transaction that was to open it."""
    nobody = system_actor(organisation_id)
    async with database.transaction(nobody, "system") as transaction:
        await record_refusal(transaction, refused, agent_id, device_id)


async def record_refusal(
    transaction: Transaction, refused: SignInRefused, agent_id: UUID | None = None,
    device_id: UUID | None = None,
) -> None:  # fmt: skip
    """Record that a sign-in was refused: under the organisation, and the agent if there is one.

    Where not even an organisation is known, nothing is recorded here: anybody can cause that, so
    ``http/denial_audit.py`` takes a sample.
    """
    nobody = transaction.actor
    actor = Actor(
        nobody.organisation_id, nobody.organisation_type, agent_id, None, frozenset(), "system"
    )
    await transaction.run(
        _RECORD,
        **event_values(
            actor, SessionPermission.REFUSE, "device" if device_id else "session", device_id,
            outcome=Outcome.REFUSED, code=refused.reason,
        ),
    )  # fmt: skip
    refused.recorded = True
