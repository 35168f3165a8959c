"""The audit event of a refusal: the caller, and the permission that was refused.

A refusal of a caller that is not known leaves an event only as one of a sample: otherwise anybody
could fill the audit log, and under any case (docs/decisions/0028).
"""

from uuid import UUID

from fastapi import Request
from sqlalchemy import func, literal_column, select

from referral_api.audit.log import record
from referral_api.audit.tables import Outcome
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.errors import ServiceError, SignInRefused, TooManyRequests, Unavailable
from referral_api.http.process_context import process_context
from referral_api.http.refusal_sample import RefusalKind
from referral_api.observability import metrics
from referral_api.permissions import Actor, Permission, SessionPermission

# A message that changes no row makes the COMMIT a durable one.
_PROVE_PRIMARY = Statement(
    select(
        func.pg_logical_emit_message(
            literal_column("true"), literal_column("'referral-api'"), literal_column("'refused'")
        )
    )
)


async def record_refusal(
    request: Request,
    transaction: Transaction,
    refusal: ServiceError,
    outcome: Outcome = Outcome.REFUSED,
) -> None:
    """Record the refusal of a known caller in this transaction."""
    permission: Permission = request.state.permission
    await record(
        transaction, permission, _subject(request, permission), _path_id(request),
        case_id=refusal.case_id or _path_id(request, "case_id"),
        outcome=outcome, code=refusal.code,
    )  # fmt: skip


async def record_apart(
    request: Request, refusal: ServiceError, outcome: Outcome = Outcome.REFUSED
) -> None:
    """Record in a transaction of its own a refusal that happened outside one."""
    if refusal.recorded or isinstance(refusal, Unavailable):
        return
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        await _record_anonymous(request, refusal, outcome)
    elif hasattr(request.state, "permission"):
        process = process_context(request)
        if isinstance(refusal, TooManyRequests):
            # One who is told to wait could fill the log by not waiting.
            kind = RefusalKind.of(request.state.permission, refusal)
            if not process.throttled_refusals.takes(kind, (actor.agent_id, actor.client_id)):
                return
        async with process.database.transaction(actor) as transaction:
            await record_refusal(request, transaction, refusal, outcome)


async def _record_anonymous(request: Request, refusal: ServiceError, outcome: Outcome) -> None:
    """Count the refusal, and record it if the sample takes it. Whatever stands in the address or
    the body is only what somebody claims, and is not recorded.
    """
    permission: Permission | None = getattr(request.state, "permission", None)
    if permission is None:  # nothing was asked for that has a name
        metrics.count_anonymous_refusal(refusal.code, refusal.reason, "none")
        return
    subject = permission.partition(":")[0]
    await _record_sampled(request, refusal, permission, subject, refusal.code, outcome)


async def record_sign_in_refusal(
    request: Request, refusal: SignInRefused, subject: str = "session"
) -> None:
    """Record that a proof was refused which is nobody's, unless it was found to be somebody's and
    is recorded there.
    """
    if not refusal.recorded:
        act = SessionPermission.REFUSE
        await _record_sampled(request, refusal, act, subject, refusal.reason)


async def _record_sampled(
    request: Request, refusal: ServiceError, permission: Permission, subject: str, code: str,
    outcome: Outcome = Outcome.REFUSED,
) -> None:  # fmt: skip
    process = process_context(request)
    sample = process.anonymous_refusals
    group = sample.address_group(request.client.host if request.client else None)
    taken = sample.takes(RefusalKind.of(permission, refusal), group)
    event = "recorded" if taken else "left_out"
    metrics.count_anonymous_refusal(refusal.code, refusal.reason, event)
    if not taken and refusal.reason != "inactive":
        return
    async with process.database.transaction(NOBODY) as transaction:
        if taken:
            await record(
                transaction, permission, subject, outcome=outcome, code=code, known=False
            )  # fmt: skip
        else:  # A former primary may believe a holder inactive, and can commit nothing.
            await transaction.run(_PROVE_PRIMARY)


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
