"""A unit with a registered device and people who have PINs, for the tests of sign-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.database.pagination import Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.device_copies import recognise_device
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.devices.operations import (
    Invitation,
    invite_device,
    list_devices,
)
from referral_api.domain.network.sign_in.devices.records import DeviceRead
from referral_api.domain.network.sign_in.devices.registering import register_device
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.pins.checking import PinProof, check_pin
from referral_api.domain.network.sign_in.pins.hashing import (
    ChosenPin,
    check_choice,
    draw_one_time_pin,
)
from referral_api.domain.network.sign_in.pins.operations import choose_pin, reset_pin
from referral_api.domain.network.sign_in.sessions.opening import Opened, open_session
from referral_api.domain.network.sign_in.sessions.resolver import SessionResolver
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.permissions import Actor, Role
from referral_api.security.key_ring import Secrets
from referral_api.security.pin_hash import FILE, PinHasher, PinKeys
from tests.support.world import TestOrganisation, World

LIMITS = SignInLimits()
FIRST_PAGE = Window(UUID(int=2**128 - 1), 50)
PIN, OTHER_PIN = "730462", "518307"


@cache
def pin_hasher() -> PinHasher:
    """The hasher of the run: its key is in a folder, as in an installation."""
    folder = Path(mkdtemp(prefix="pin-"))
    Secrets.read(folder / FILE)
    return PinHasher(PinKeys.read(folder))


class Unit:
    """An organisation with a supervisor, a case worker and one device."""

    device: KnownDevice
    device_cookie: str

    def __init__(self, world: World, organisation: TestOrganisation) -> None:
        self.world, self.organisation = world, organisation
        self.database, self.hasher = world.process.database, pin_hasher()
        self.supervisor = organisation.agent(Role.SUPERVISOR)
        self.worker = organisation.agent(Role.CASE_WORKER)

    def actor(self, role: Role, token_id: str = "test") -> Actor:
        """An agent of the unit, as a page would know it."""
        organisation = self.organisation
        roles = frozenset({role})
        return Actor(
            organisation.id, organisation.type, organisation.agent(role), None, roles, token_id
        )

    @asynccontextmanager
    async def as_nobody(self) -> AsyncIterator[Transaction]:
        """A transaction in which nobody of the unit is known yet."""
        actor = system_actor(self.organisation.id)
        async with self.database.transaction(actor, "system") as transaction:
            yield transaction

    async def invite(
        self, limits: SignInLimits = LIMITS, role: Role = Role.SUPERVISOR
    ) -> Invitation:
        async with self.database.transaction(self.actor(role)) as transaction:
            return await invite_device(transaction, self.hasher.keys, limits)

    async def register(self, code: str, limits: SignInLimits = LIMITS) -> str:
        """Register the device on which a code is typed; return its cookie."""
        made = await register_device(
            self.database, self.hasher.keys, limits, code, "téléphone de garde", has_printer=False
        )
        return made.cookie

    async def recognise(self, cookie: str | None = None) -> KnownDevice | None:
        return await recognise_device(self.database, cookie or self.device_cookie)

    async def devices(self) -> list[DeviceRead]:
        async with self.database.transaction(self.actor(Role.SUPERVISOR)) as transaction:
            found = await list_devices(transaction, None, FIRST_PAGE)
        return list(found.items)

    async def another_device(self) -> KnownDevice:
        device = await self.recognise(await self.register((await self.invite()).code))
        assert device is not None
        return device

    async def reset(self, agent_id: UUID | None = None, limits: SignInLimits = LIMITS) -> str:
        drawn = await draw_one_time_pin(self.hasher, agent_id or self.worker)
        async with self.database.transaction(self.actor(Role.SUPERVISOR)) as transaction:
            await reset_pin(transaction, limits, drawn)
        return drawn.pin

    async def check(
        self, pin: str, agent_id: UUID | None = None, *, device: KnownDevice | None = None,
        limits: SignInLimits = LIMITS,
    ) -> PinProof:  # fmt: skip
        return await check_pin(
            self.database, self.hasher, limits, device or self.device, agent_id or self.worker, pin
        )

    async def choose(self, proof: PinProof, pin: str) -> PinProof:
        chosen = await self.check_choice(pin, proof.agent_id)
        async with self.as_nobody() as transaction:
            return await choose_pin(transaction, proof, chosen)

    async def check_choice(self, pin: str, agent_id: UUID | None = None) -> ChosenPin:
        """Have a PIN checked and hashed that an agent wants to choose."""
        return await check_choice(
            self.database, self.hasher, self.organisation.id, agent_id or self.worker, pin
        )

    async def give_pin(self, pin: str = PIN, agent_id: UUID | None = None) -> PinProof:
        """Have a PIN reset, and its owner choose this one."""
        proof = await self.check(await self.reset(agent_id), agent_id)
        return await self.choose(proof, pin)

    async def open(
        self, agent_id: UUID | None = None, way: SignInWay = SignInWay.PASSKEY, *,
        limits: SignInLimits = LIMITS, **about: object,
    ) -> Opened:  # fmt: skip
        async with self.as_nobody() as transaction:
            return await open_session(transaction, limits, agent_id or self.worker, way, **about)  # type: ignore[arg-type]

    async def open_by_pin(
        self, agent_id: UUID | None = None, *, factor: int | None = None
    ) -> Opened:
        """Open by the PIN of now, or by that of a version that was seen before."""
        factor = factor or await self.world.owner.fetchval(
            "SELECT version FROM agent_pin WHERE agent_id = $1", agent_id or self.worker
        )
        return await self.open(agent_id, SignInWay.PIN, device_id=self.device.id, factor=factor)

    def resolver(self, trusted: float = 10.0, limits: SignInLimits = LIMITS) -> SessionResolver:
        return SessionResolver(self.database, timedelta(seconds=trusted), limits)

    async def look_up(self, cookie: str, limits: SignInLimits = LIMITS) -> Session:
        """Resolve a cookie as a process that has never seen it."""
        return await self.resolver(limits=limits).resolve(cookie)

    async def session_row(self, session_id: UUID) -> dict[str, object]:
        row = await self.world.owner.fetchrow(
            "SELECT * FROM agent_session WHERE id = $1", session_id
        )
        assert row is not None
        return dict(row)


async def make_unit(world: World, kind: str = "shelter") -> Unit:
    """Make a unit whose case worker has a PIN, and a device that is registered."""
    unit = Unit(world, await world.make_organisation(kind))
    unit.device_cookie = await unit.register((await unit.invite()).code)
    device = await unit.recognise()
    assert device is not None
    unit.device = device
    return unit
