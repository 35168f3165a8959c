"""The devices of a unit: invited, resumed and ended by who keeps them; suspended by anybody."""

from uuid import UUID

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.domain.network.sign_in.devices.operations import (
    end_device,
    invite_device,
    list_devices,
    resume_device,
    suspend_device,
)
from referral_api.errors import NotFound
from referral_api.pages.account.acts import AccountAct, read_id, read_version
from referral_api.pages.account.codes import people_of
from referral_api.pages.account.invitations import invited_of
from referral_api.pages.account.mine import MINE
from referral_api.pages.addresses import PREFIX
from referral_api.pages.context import PageContext
from referral_api.pages.forms.reading import Fields
from referral_api.pages.route import PermissionPage
from referral_api.pages.sign_in.leaving import see_out
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say
from referral_api.permissions import DevicePermission, PinPermission

DEVICES = f"{PREFIX}/appareils"
_ROWS = 25
_DONE = {
    "code": "A code was made, and shown once. If you have not read it, make another.",
    "fin": "The device has ended. It needs a new code to be registered again.",
    "reprise": "The device is registered again.",
}


async def show_devices(visit: Visit) -> Response:
    """List the devices of one's unit; for the coordination, those of a unit that it chooses."""
    given = visit.request.query_params
    chosen = given.get("organisation_id", "")
    async with visit.begin(DevicePermission.LIST) as call:
        call.filters = (chosen,)
        window = call.window(_ROWS, given.get("cursor") or None)
        names = await visit.names(call)
        if chosen and chosen not in names:
            raise NotFound
        owner = UUID(chosen) if chosen else None
        page = await list_devices(call.transaction, owner, window)
        cursor = call.cursor_after(page)
    actor = visit.session.actor
    chooses = actor.coordinates or actor.administers_nationally
    done = _DONE.get(given.get("fait", ""))
    resets = visit.may(PinPermission.RESET) and not chosen
    return visit.show(
        "account/devices.html", devices=page.items, cursor=cursor, chosen=chosen,
        organisations=sorted(names.items(), key=lambda each: each[1]) if chooses else [],
        people=await people_of(visit) if resets else [],
        keeps=visit.may(DevicePermission.INVITE) and not chosen,
        invited=await invited_of(visit, owner or actor.organisation_id)
        if not chosen or actor.administers_nationally else [],
        done=say(done, visit.language) if done else None,
    )  # fmt: skip


async def _invite(visit: Visit, call: PageContext, _: Fields) -> Response:
    """Make a code, which this answer alone shows."""
    if visit.process.pins is None:
        raise NotFound
    made = await invite_device(
        call.transaction, visit.process.pins.keys, visit.process.settings.sign_in_limits
    )
    shown = f"{made.code[:5]} {made.code[5:]}"
    return visit.show("account/device_code.html", code=shown, until=made.code_until)


async def _suspend(visit: Visit, call: PageContext, _: Fields) -> Response:
    device_id = read_id(visit, "device_id")
    await suspend_device(call.transaction, device_id)
    # Whatever this process remembers of its sessions; they have ended in the same transaction.
    visit.process.sessions.forget_device(device_id)
    if visit.session.device_id == device_id:
        return see_out(f"{PREFIX}/entrer")
    return RedirectResponse(f"{MINE}?fait=perdu", 303)


async def _resume(visit: Visit, call: PageContext, fields: Fields) -> Response:
    await resume_device(call.transaction, read_id(visit, "device_id"), read_version(fields))
    return RedirectResponse(f"{DEVICES}?fait=reprise", 303)


async def _end(visit: Visit, call: PageContext, fields: Fields) -> Response:
    device_id = read_id(visit, "device_id")
    await end_device(call.transaction, device_id, read_version(fields))
    visit.process.sessions.forget_device(device_id)
    if visit.session.device_id == device_id:
        return see_out(f"{PREFIX}/entrer")
    return RedirectResponse(f"{DEVICES}?fait=fin", 303)


DEVICE_PAGES = (
    PermissionPage(DEVICES, DevicePermission.LIST, show_devices),
    AccountAct(
        f"{DEVICES}/code", DevicePermission.INVITE, "Make a code for a device",
        "The code is shown once. Type it on the telephone or computer within a quarter of an"
        " hour.",
        _invite, f"{DEVICES}?fait=code",
    ).page,
    AccountAct(
        f"{DEVICES}/{{device_id}}/perdu", DevicePermission.SUSPEND, "Lost: shut it out",
        "All its sessions end at once. A supervisor can let it in again.",
        _suspend, f"{MINE}?fait=perdu",
    ).page,
    AccountAct(
        f"{DEVICES}/{{device_id}}/reprise", DevicePermission.RESUME, "Let it in again",
        "Only if you hold the device in your hands.",
        _resume, f"{DEVICES}?fait=reprise",
    ).page,
    AccountAct(
        f"{DEVICES}/{{device_id}}/fin", DevicePermission.END, "Take it out of service",
        "All its sessions end at once. It needs a new code to be registered again.",
        _end, f"{DEVICES}?fait=fin",
    ).page,
)  # fmt: skip
