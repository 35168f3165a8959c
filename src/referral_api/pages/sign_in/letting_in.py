"""Letting somebody in who has proved who it is: the session that waits, or a new one."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request, Response

from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.events import record_refusal_apart
from referral_api.domain.network.sign_in.sessions.opening import Opened, open_session
from referral_api.domain.network.sign_in.sessions.proving import unlock_session
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.domain.network.sign_in.sessions.standing import Factor
from referral_api.errors import SessionEnded, SessionLocked, SignInRefused
from referral_api.http.process_context import ProcessContext
from referral_api.pages.device import LONGEST
from referral_api.pages.gate import DEVICE, SESSION
from referral_api.pages.headers import forget_pages, renew_session, set_cookie
from referral_api.pages.sign_in.going_on import go_on


@dataclass(frozen=True, slots=True)
class Proved:
    """Who has proved to be who, in which way and by what; what an issuer says of the time."""

    agent_id: UUID
    organisation_id: UUID
    way: SignInWay
    factor: Factor
    device_id: UUID | None = None
    proved_at: datetime | None = None
    until: datetime | None = None
    issuer_sid: str | None = None


async def open_after_proof(
    request: Request, process: ProcessContext, proved: Proved, kept: str
) -> Response:
    """Open the session that is locked, if it is of the same agent; a new one otherwise.

    SignInRefused, with an event, if what was proved has changed since.
    """
    before = await session_before(request, process)
    # What an issuer calls its session may have changed: that is always a new one of ours.
    if before is not None and proved.issuer_sid is None and _is_locked_one(before, proved):
        try:
            session = await _unlock(request, process, before, proved.proved_at)
        except SessionEnded:
            before = None  # its whole limit has just passed
        else:
            return await go_on(request, process, session, kept)
    opened = await _open(process, proved, None if before is None else before.id)
    response = await let_in(request, process, opened, kept)
    if before is not None:
        process.sessions.forget(before.id)
        if before.agent_id != proved.agent_id:
            forget_pages(response)
    return response


async def _open(process: ProcessContext, proved: Proved, replaces: UUID | None) -> Opened:
    nobody = system_actor(proved.organisation_id)
    try:
        async with process.database.transaction(nobody, "system") as transaction:
            return await open_session(
                transaction, process.settings.sign_in_limits, proved.agent_id, proved.way,
                device_id=proved.device_id, replaces=replaces, proved_at=proved.proved_at,
                until=proved.until, issuer_sid=proved.issuer_sid, factor=proved.factor,
                homes=process.settings.role_homes,
            )  # fmt: skip
    except SignInRefused as refused:
        await record_refusal_apart(
            process.database, refused, proved.organisation_id, proved.agent_id, proved.device_id
        )
        raise


def _is_locked_one(session: Session, proved: Proved) -> bool:
    waiting = (session.agent_id, session.way, session.device_id)
    return session.is_locked and waiting == (proved.agent_id, proved.way, proved.device_id)


async def _unlock(
    request: Request, process: ProcessContext, session: Session, proved_at: datetime | None
) -> Session:
    limits = process.settings.sign_in_limits
    async with process.database.transaction(session.actor) as transaction:
        cookie = await unlock_session(transaction, limits, session, session.agent_id, proved_at)
    process.sessions.forget(session.id)
    renew_session(request.scope, cookie)
    return replace(session, is_locked=False, proved_at=proved_at or datetime.now(UTC))


async def let_in(
    request: Request, process: ProcessContext, opened: Opened, kept: str = ""
) -> Response:
    """Give the browser its new session, and the device its next cookie; then go on: to the start,
    or with what was kept for a proof.
    """
    session = await process.sessions.read_new(opened.cookie)
    response = await go_on(request, process, session, kept)
    set_cookie(response, SESSION, opened.cookie)
    if opened.device_cookie is not None:
        set_cookie(response, DEVICE, opened.device_cookie, lasts=LONGEST)
    return response


async def session_before(request: Request, process: ProcessContext) -> Session | None:
    """Return the session that this browser still has, open or locked."""
    cookie = request.cookies.get(SESSION)
    if cookie is None:
        return None
    try:
        return await process.sessions.resolve(cookie)
    except SessionLocked as locked:
        return locked.session if isinstance(locked.session, Session) else None
    except SessionEnded:
        return None
