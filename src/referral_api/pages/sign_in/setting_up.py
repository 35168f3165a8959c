"""Choosing a sign-in name, a password and an authenticator: by an invitation, or in an account.

The secret of the authenticator is kept by the server between the two pages, sealed, and taken once.
"""

import io
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from fastapi import Request, Response

from referral_api.database.database import Database
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.factors.authenticator import address_of, new_secret
from referral_api.domain.network.sign_in.factors.choosing import Weakness
from referral_api.domain.network.sign_in.factors.operations import Choice
from referral_api.domain.network.sign_in.sessions.opening import begin_sign_in, take_sign_in
from referral_api.errors import NotFound
from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import refuse_prefetch
from referral_api.permissions import FactorPermission
from referral_api.security.pin_hash import PinHasher

PICTURE = f"{PREFIX}/image"
_SET_UP, _SHOWN = "set-up", "picture"
_NEUTRAL = "Bureau"
WHY = {
    Weakness.NAME: "From 3 to 60 small letters, figures, points or hyphens, without a space.",
    Weakness.TAKEN: "Choose another name: this one is of no use here.",
    Weakness.LENGTH: "The password has from 12 to 128 characters.",
    Weakness.COMMON: "Many people choose this password: choose another.",
    Weakness.OWN_NAME: "The password is little more than your name: choose another.",
    Weakness.DIFFERENT: "The two passwords are not the same.",
    Weakness.CODE: "The code is not that of the application: wait for the next one.",
}


@dataclass(frozen=True, slots=True)
class SettingUp:
    """Whose factors are made, with which secret, and by which invitation, if by one."""

    agent_id: UUID
    organisation_id: UUID
    secret: str
    invitation_id: UUID | None = None

    @classmethod
    def begin(
        cls, agent_id: UUID, organisation_id: UUID, invitation_id: UUID | None = None
    ) -> "SettingUp":
        """Begin with a new secret."""
        return cls(agent_id, organisation_id, new_secret(), invitation_id)

    def choice(self, fields: Fields) -> Choice:
        """Read what was chosen."""
        return Choice(
            fields.one("name"), fields.one("password"), fields.one("again"), self.secret,
            fields.one("code"),
        )  # fmt: skip


async def keep(process: ProcessContext, setting_up: SettingUp, name: str = "") -> dict[str, Any]:
    """Keep it until the form comes back; return what its page shows."""
    pins = _pins(process)
    whole = [
        str(setting_up.agent_id), str(setting_up.organisation_id), setting_up.secret,
        str(setting_up.invitation_id or ""),
    ]  # fmt: skip
    picture = address_of(setting_up.secret, name or _NEUTRAL, _NEUTRAL)
    limits, keys = process.settings.sign_in_limits, pins.keys.factors
    async with process.database.transaction(NOBODY, "system") as transaction:
        pending = await begin_sign_in(
            transaction, limits, keys.seal_pending(_SET_UP, json.dumps(whole).encode())
        )
        shown = await begin_sign_in(
            transaction, limits, keys.seal_pending(_SHOWN, picture.encode())
        )
    secret = setting_up.secret
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"pending": pending, "picture": f"{PICTURE}/{shown}", "secret": groups, "name": name}


async def take(process: ProcessContext, pending: str) -> SettingUp | None:
    """Take what was kept; None if it is too old, or was taken before."""
    opened = await _take(process.database, _pins(process), _SET_UP, pending)
    if opened is None:
        return None
    agent_id, organisation_id, secret, invitation_id = json.loads(opened)
    return SettingUp(
        UUID(agent_id), UUID(organisation_id), secret,
        UUID(invitation_id) if invitation_id else None,
    )  # fmt: skip


async def show_picture(request: Request, process: ProcessContext, _: str) -> Response:
    """Send the picture that an authenticator reads, once."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = FactorPermission.ADD
    token: str = request.path_params["token"]
    opened = None
    if request.method == "GET" and process.pins is not None:
        opened = await _take(process.database, process.pins, _SHOWN, token)
    if opened is None:
        raise NotFound
    drawn = io.BytesIO()
    segno.make(opened.decode(), micro=False, error="m").save(
        drawn, kind="svg", scale=5, xmldecl=False, svgclass=None, lineclass=None, light="#fff"
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml")


async def _take(database: Database, pins: PinHasher, purpose: str, token: str) -> bytes | None:
    async with database.transaction(NOBODY, "system") as transaction:
        taken = await take_sign_in(transaction, token)
    return None if taken is None else pins.keys.factors.open_pending(purpose, taken)


def _pins(process: ProcessContext) -> PinHasher:
    if process.pins is None:
        raise NotFound
    return process.pins
