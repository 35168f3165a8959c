"""Whether what was proved still stands when a session is opened: it may have changed meanwhile."""

from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, column, select, table
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.agents.tables import AgentSubject
from referral_api.errors import SignInRefused

# The version of a PIN or a password, the id of a passkey, an issuer's name for an agent.
Factor = int | UUID | str
_OF_AGENT = bindparam("of_agent", type_=Uuid)


def _row(name: str, proved: str, kind: Any, *more: str) -> Any:
    """Select the row that was proved. By its columns: its package lies above this one.

    A change of it waits until the session is open, and then ends it.
    """
    factor = table(name, column("agent_id", Uuid), column(proved, kind), *map(column, more))
    return (
        select(factor.c.agent_id)
        .where(factor.c.agent_id == _OF_AGENT, factor.c[proved] == bindparam("factor", type_=kind))
        .with_for_update(read=True)
    )


_STANDS = {
    # A one-time PIN opens nothing.
    SignInWay.PIN: _row("agent_pin", "version", Integer, "good_until").where(
        column("good_until").is_(None)
    ),
    SignInWay.PASSWORD: _row("agent_password", "version", Integer),
    SignInWay.PASSKEY: _row("agent_passkey", "id", Uuid),
    # Names are changed under the lock of their agent, which who opens a session holds.
    SignInWay.ISSUER: select(col(AgentSubject.agent_id)).where(
        col(AgentSubject.agent_id) == _OF_AGENT,
        col(AgentSubject.issuer) + " " + col(AgentSubject.subject)
        == bindparam("factor", type_=Text),
    ),
}
_STATEMENTS = {way: Statement(statement) for way, statement in _STANDS.items()}


async def check_standing(
    transaction: Transaction, agent_id: UUID, way: SignInWay, factor: Factor | None
) -> None:
    """Raise SignInRefused if what was proved was changed or taken away since.

    Without ``factor`` nothing was proved before this transaction: an invitation vouches for it. A
    PIN is never looked at in the transaction that opens.
    """
    if factor is None and way is not SignInWay.PIN:
        return
    if await transaction.one(_STATEMENTS[way], of_agent=agent_id, factor=factor) is None:
        raise SignInRefused(reason=SignInRefusal.WRONG)
