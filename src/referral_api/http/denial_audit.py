"""The audit event of a refusal: the caller, and the permission that was refused."""

from uuid import UUID

from fastapi import Request

from referral_api.audit.log import record
from referral_api.audit.tables import Outcome
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.errors import ServiceError, Unavailable
from referral_api.http.process_context import process_context
from referral_api.permissions import Actor, Permission


async def record_refusal(
    request: Request,
    transaction: Transaction,
    refusal: ServiceError,
    outcome: Outcome = Outcome.REFUSED,
) -> None:
    """Record a refusal in this transaction, if the permission asked for is already known."""
    permission: Permission | None = getattr(request.state, "permission", None)
    if permission is None:
        return
    await record(
        transaction, permission, _subject(request, permission), _path_id(request),
        case_id=refusal.case_id or _path_id(request, "case_id"),
        outcome=outcome, code=refusal.code, known=hasattr(request.state, "actor"),
    )  # fmt: skip


async def record_apart(
    request: Request, refusal: ServiceError, outcome: Outcome = Outcome.REFUSED
) -> None:
    """Record in a transaction of its own a refusal that happened outside one."""
    if (
        refusal.recorded
        or isinstance(refusal, Unavailable)
        or not hasattr(request.state, "permission")
    ):
        return
    actor: Actor = getattr(request.state, "actor", NOBODY)
    async with process_context(request).database.transaction(actor) as transaction:
        await record_refusal(request, transaction, refusal, outcome)


def _path_id(request: Request, *names: str) -> UUID | None:
    for name in names or tuple(request.path_params):
        try:
            return UUID(str(request.path_params.get(name)))
        except ValueError:
            continue
    return None


def _subject(request: Request, permission: Permission) -> str:
    # A refused decision has no id; only its case is known.
    return "case" if "case_id" in request.path_params else permission.partition(":")[0]
