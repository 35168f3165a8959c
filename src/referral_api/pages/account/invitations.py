"""Inviting a person to a personal account: a code that is shown once and told in person."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Response
from typing_extensions import override

from referral_api.database.database import system_actor
from referral_api.database.statements import Row
from referral_api.domain.network.sign_in.factors.invitations import invite_person
from referral_api.domain.network.sign_in.factors.people import find_by_id, list_people
from referral_api.errors import NotFound, ServiceError
from referral_api.pages.account.acts import AccountAct, read_id
from referral_api.pages.addresses import PREFIX
from referral_api.pages.context import PageContext
from referral_api.pages.forms.reading import Fields
from referral_api.pages.visit import Visit
from referral_api.permissions import FactorPermission


async def invited_of(visit: Visit, organisation_id: UUID) -> list[Row]:
    """Return the people of a unit who may be invited by this visitor, but not oneself."""
    if not visit.may(FactorPermission.INVITE):
        return []
    nobody = system_actor(organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        found = await list_people(transaction, organisation_id)
    return [one for one in found if one["id"] != visit.session.agent_id]


@dataclass(frozen=True)
class InvitationAct(AccountAct):
    """The act that invites a person; its form is shown to whoever may."""

    @override
    async def show(self, visit: Visit, refusal: ServiceError | None = None) -> Response:
        """Show the form; NotFound for whoever is of another unit."""
        actor = visit.session.actor
        nobody = system_actor(actor.organisation_id)
        async with visit.process.database.transaction(nobody, "system") as transaction:
            person = await find_by_id(transaction, read_id(visit, "agent_id"))
        if person is None or (
            person["organisation_id"] != actor.organisation_id and not actor.administers_nationally
        ):
            raise NotFound
        return await super().show(visit, refusal)


async def _invite(visit: Visit, call: PageContext, _: Fields) -> Response:
    """Make a code, which this answer alone shows."""
    if visit.process.pins is None:
        raise NotFound
    made = await invite_person(
        call.transaction, visit.process.pins.keys, visit.process.settings.sign_in_limits,
        read_id(visit, "agent_id"),
    )  # fmt: skip
    shown = f"{made.code[:5]} {made.code[5:]}"
    return visit.show("account/invitation.html", code=shown, until=made.code_until, name=made.name)


INVITATION_PAGES = (
    InvitationAct(
        f"{PREFIX}/personnes/{{agent_id}}/invitation", FactorPermission.INVITE,
        "Invite this person to a personal account",
        "The code is shown once, and good for one day: tell it in person. With it the person"
        " chooses a password, and what stood before ends.",
        _invite, f"{PREFIX}/appareils?fait=code", subject="agent",
    ).page,
)  # fmt: skip
