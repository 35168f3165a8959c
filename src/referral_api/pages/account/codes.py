"""The one-time code of a colleague, which a supervisor makes and tells in person."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Response
from typing_extensions import override

from referral_api.database.database import system_actor
from referral_api.domain.network.sign_in.pins.hashing import OneTimePin, draw_one_time_pin
from referral_api.domain.network.sign_in.pins.operations import reset_pin
from referral_api.domain.network.sign_in.pins.people import Colleague, list_eligible
from referral_api.errors import NotFound, ServiceError
from referral_api.pages.account.acts import AccountAct, read_id
from referral_api.pages.addresses import PREFIX
from referral_api.pages.context import PageContext
from referral_api.pages.forms.reading import Fields
from referral_api.pages.visit import Visit
from referral_api.permissions import PinPermission


async def people_of(visit: Visit) -> list[Colleague]:
    """Return the colleagues who may have a PIN, have they one or not; but not oneself."""
    organisation_id = visit.session.actor.organisation_id
    nobody = system_actor(organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        found = await list_eligible(transaction, organisation_id)
    return [one for one in found if one.id != visit.session.agent_id]


async def _name_of(visit: Visit, agent_id: UUID) -> str:
    return next((one.name for one in await people_of(visit) if one.id == agent_id), "")


@dataclass(frozen=True)
class CodeAct(AccountAct):
    """The act that makes a one-time code; its form says for whom."""

    @override
    async def show(self, visit: Visit, refusal: ServiceError | None = None) -> Response:
        """Show the form; NotFound for whoever is of another unit, or never signs in by PIN."""
        name = await _name_of(visit, read_id(visit, "agent_id"))
        if not name and not visit.session.actor.administers_nationally:
            raise NotFound
        return await super().show(visit, refusal)


async def _draw(visit: Visit, _: Fields) -> OneTimePin:
    if visit.process.pins is None:
        raise NotFound
    return await draw_one_time_pin(visit.process.pins, read_id(visit, "agent_id"))


async def _reset(visit: Visit, call: PageContext, _: Fields, made: OneTimePin) -> Response:
    """Make a one-time PIN, which this answer alone shows."""
    limits = visit.process.settings.sign_in_limits
    await reset_pin(call.transaction, limits, made)
    visit.process.sessions.forget_agent(made.agent_id)
    return visit.show(
        "account/pin.html", pin=made.pin, until=visit.now + limits.one_time_pin,
        name=await _name_of(visit, made.agent_id),
    )  # fmt: skip


CODE_PAGES = (
    CodeAct(
        f"{PREFIX}/personnes/{{agent_id}}/code", PinPermission.RESET, "Make a code for this person",
        "The code is shown once: tell it in person. With it the person chooses her or his own."
        " The former code is of no use any more, and open sessions by code end.",
        _reset, f"{PREFIX}/appareils?fait=code", subject="agent", prepare=_draw,
    ).page,
)  # fmt: skip
