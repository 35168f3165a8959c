"""A proof in a form: one's own for a sensitive act, or that of a second person for one act."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import SessionEnd, SignInRefusal, SignInWay
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.pins.checking import PinProof, check_pin
from referral_api.domain.network.sign_in.pins.people import list_colleagues
from referral_api.domain.network.sign_in.sessions.ending import end_session
from referral_api.domain.network.sign_in.sessions.opening import open_session
from referral_api.domain.network.sign_in.sessions.proving import prove_again
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import ProofNeeded, SecondPersonNeeded, ServiceError, SignInRefused
from referral_api.pages.device import find_device
from referral_api.pages.forms.reading import Fields
from referral_api.pages.headers import renew_session
from referral_api.pages.sensitive import SENSITIVE_PERMISSIONS, is_always_sensitive
from referral_api.pages.visit import Visit
from referral_api.permissions import Permission

# The acts that a second person does; any other offers it once it was refused to the first.
BY_TWO = frozenset(
    {
        "confirm_consent", "confirm_family_check", "confirm_person_link", "confirm_risks",
        "confirm_undoing_person_link", "dismiss_tip", "merge_trafficking_incident",
    }
)  # fmt: skip
OWN_PIN, OTHER_AGENT, OTHER_PIN = "own_pin", "other_agent", "other_pin"


@asynccontextmanager
async def acting(visit: Visit, fields: Fields) -> AsyncIterator[Visit]:
    """Yield the visit as whoever does this act: the visitor, or a second person beside it.

    A proof that is refused is told when the act is tried, at the form (``Visit.unproved``).
    """
    visit.sent = fields
    if not fields.one(OTHER_AGENT):
        try:
            await _prove_own(visit, fields)
        except ServiceError as refused:
            visit.unproved = refused
        yield visit
        return
    try:
        second = await _second_session(visit, fields)
    except ServiceError as refused:
        visit.unproved = refused
        yield visit
        return
    state = visit.request.scope["state"]
    state["actor"] = second.actor
    try:
        yield replace(visit, session=second, host=visit.session)
    finally:
        state["actor"] = visit.session.actor
        async with visit.process.database.transaction(second.actor) as transaction:
            await end_session(transaction, second.id, SessionEnd.SWITCHED)


async def _prove_own(visit: Visit, fields: Fields) -> None:
    pin, session = fields.one(OWN_PIN), visit.session
    if not pin or visit.is_fresh or session.way is not SignInWay.PIN:
        return
    await _check(visit, session.agent_id, pin)
    limits = visit.process.settings.sign_in_limits
    async with visit.process.database.transaction(session.actor) as transaction:
        cookie = await prove_again(transaction, limits, session, session.agent_id)
    visit.process.sessions.forget(session.id)
    renew_session(visit.request.scope, cookie)
    visit.session = replace(session, proved_at=visit.now)


async def _second_session(visit: Visit, fields: Fields) -> Session:
    """Open a session for one act; its cookie leaves this process for nobody."""
    try:
        agent_id = UUID(fields.one(OTHER_AGENT))
    except ValueError:
        raise SignInRefused(reason=SignInRefusal.UNKNOWN) from None
    if agent_id == visit.session.agent_id:
        raise SecondPersonNeeded
    proof = await _check(visit, agent_id, fields.one(OTHER_PIN))
    process = visit.process
    nobody = system_actor(proof.organisation_id)
    async with process.database.transaction(nobody, "system") as transaction:
        opened = await open_session(
            transaction, process.settings.sign_in_limits, agent_id, SignInWay.PIN,
            device_id=proof.device_id, factor=proof.pin_version, homes=process.settings.role_homes,
        )  # fmt: skip
    return await process.sessions.read_new(opened.cookie)


async def _check(visit: Visit, agent_id: UUID, pin: str) -> PinProof:
    """Check a PIN on the device of this session; SignInRefused otherwise.

    ProofNeeded without one: a form that was kept until a proof still names a colleague, and no
    longer says that colleague's PIN. That is no try.
    """
    if not pin:
        raise ProofNeeded
    process = visit.process
    device = await device_of(visit)
    if device is None or process.pins is None:
        raise SignInRefused(reason=SignInRefusal.DEVICE)
    limits = process.settings.sign_in_limits
    proof = await check_pin(
        process.database, process.pins, limits, device, agent_id, pin, process.settings.role_homes
    )
    if proof.must_choose:
        raise SignInRefused(reason=SignInRefusal.RESET_NEEDED)
    return proof


async def device_of(visit: Visit) -> KnownDevice | None:
    """Return the device on which the session was opened, if this browser still is it."""
    if visit.session.device_id is None:
        return None
    device = await find_device(visit.request, visit.process)
    return device if device is not None and device.id == visit.session.device_id else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks beside its own fields: one's own PIN, or that of somebody else here."""

    own_pin: bool = False
    others: tuple[tuple[str, str], ...] = ()
    other: str = ""
    until: datetime | None = None


async def asked_beside(visit: Visit, operation: str, refusal: ServiceError | None = None) -> Asked:
    """Say what a form asks beside its own fields, and when a refused proof may be tried again."""
    host = visit if visit.host is None else replace(visit, session=visit.host)
    lacks = isinstance(refusal, ProofNeeded | SignInRefused) or is_always_sensitive(operation)
    others: tuple[tuple[str, str], ...] = ()
    said = visit.sent.one(OTHER_AGENT) if visit.sent else ""
    if said or operation in BY_TWO or isinstance(refusal, SecondPersonNeeded):
        others = await _others_here(host)
    return Asked(lacks and _types_pin(host), others, said, _until(refusal))


def asked_for(visit: Visit, permission: Permission, refusal: ServiceError | None = None) -> Asked:
    """Say what the form of a page asks that is declared by its permission."""
    return Asked(permission in SENSITIVE_PERMISSIONS and _types_pin(visit), until=_until(refusal))


def _types_pin(visit: Visit) -> bool:
    return visit.session.way is SignInWay.PIN and not visit.is_fresh


def _until(refusal: ServiceError | None) -> datetime | None:
    return refusal.until if isinstance(refusal, SignInRefused) else None


async def _others_here(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return who else may prove herself or himself on this device."""
    device = await device_of(visit)
    if device is None:
        return ()
    nobody = system_actor(device.organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        colleagues = await list_colleagues(transaction, device.organisation_id)
    return tuple(
        (str(one.id), short_name(one.name))
        for one in colleagues
        if one.id != visit.session.agent_id
    )


def short_name(name: str) -> str:
    """Shorten a name to the first and an initial: a lost telephone must not name officers."""
    first, *others = name.split()
    return f"{first} {others[-1][0]}." if others else first


def is_told_here(visit: Visit, refusal: ServiceError) -> bool:
    """Say whether the form itself asks for the proof that is lacking: a PIN is typed anywhere."""
    by_pin = (visit.host or visit.session).way is SignInWay.PIN
    return isinstance(refusal, SignInRefused) or (isinstance(refusal, ProofNeeded) and by_pin)
