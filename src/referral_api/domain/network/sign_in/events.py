"""Events of sign-in, which are about people who are not signed in yet, or were not let in.

They are written in a transaction of ``system_actor(organisation_id)``, in the scope ``system``: the
database takes events of one organisation only.
"""

from uuid import UUID

from referral_api.audit.log import event_insert, event_values
from referral_api.audit.tables import Outcome
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal
from referral_api.permissions import Actor, Permission, SessionPermission

_RECORD = Statement(event_insert())


async def record_for(
    transaction: Transaction, actor: Actor, act: Permission, subject: str, subject_id: UUID,
    code: str | None = None,
) -> None:  # fmt: skip
    """Record an act in the name of whoever has just proved to be this actor."""
    await transaction.run(_RECORD, **event_values(actor, act, subject, subject_id, code=code))


async def record_refusal(
    transaction: Transaction, why: SignInRefusal, agent_id: UUID | None = None,
    device_id: UUID | None = None,
) -> None:  # fmt: skip
    """Record that a sign-in was refused: under the organisation, and the agent if there is one."""
    nobody = transaction.actor
    actor = Actor(
        nobody.organisation_id, nobody.organisation_type, agent_id, None, frozenset(), "system"
    )
    await transaction.run(
        _RECORD,
        **event_values(
            actor, SessionPermission.REFUSE, "device" if device_id else "session", device_id,
            outcome=Outcome.REFUSED, code=why,
        ),
    )  # fmt: skip
