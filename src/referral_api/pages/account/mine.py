"""One's own account: name, organisation, roles, device, sessions, and one's own PIN."""

from uuid import UUID

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.domain.codelists.sign_in import SessionEnd, SessionStatus, SignInWay
from referral_api.domain.network.sign_in.devices.names import list_device_names
from referral_api.domain.network.sign_in.pins.hashing import ChosenPin, check_choice
from referral_api.domain.network.sign_in.pins.operations import set_pin
from referral_api.domain.network.sign_in.sessions.ending import end_session, end_sessions_of_agent
from referral_api.domain.network.sign_in.sessions.proving import list_own_sessions
from referral_api.errors import MalformedInput, NotFound
from referral_api.pages.account.acts import AccountAct
from referral_api.pages.addresses import PREFIX
from referral_api.pages.context import PageContext
from referral_api.pages.forms.reading import Fields
from referral_api.pages.route import PermissionPage
from referral_api.pages.sign_in.leaving import see_out
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import label_of, say
from referral_api.permissions import DevicePermission, PinPermission, SessionPermission

MINE = f"{PREFIX}/moi"
_DONE = {
    "code": "Your new code is recorded. Your other sessions have ended.",
    "fin": "The session has ended.",
    "perdu": "The device is shut out. All its sessions have ended.",
}  # fmt: skip


async def show_mine(visit: Visit) -> Response:
    """Show one's own account, and the sessions that are open."""
    async with visit.begin(SessionPermission.LIST) as call:
        sessions = await list_own_sessions(call.transaction)
        may_suspend = visit.may(DevicePermission.SUSPEND)
        devices = await list_device_names(call.transaction) if may_suspend else []
    before = [one for one in sessions if not one.is_this_one]
    done = _DONE.get(visit.request.query_params.get("fait", ""))
    roles = sorted(visit.session.actor.roles)
    return visit.show(
        "account/mine.html", session=visit.session, devices=devices,
        roles=[label_of(role, visit.language, "Role") for role in roles],
        open=[one for one in sessions if one.status is not SessionStatus.ENDED],
        last=before[0].opened_at if before else None,
        by_pin=visit.session.way is SignInWay.PIN and visit.may(PinPermission.SET),
        done=say(done, visit.language) if done else None,
    )  # fmt: skip


async def end_mine(visit: Visit, fields: Fields) -> Response:
    """End one of one's own sessions, or all but this one."""
    which, own = fields.one("which"), visit.session
    async with visit.begin(SessionPermission.END) as call:
        if which == "others":
            ended = await end_sessions_of_agent(
                call.transaction, own.agent_id, SessionEnd.LEFT, keep=own.id
            )
        else:
            ended = [_read_session(which)]
            await end_session(call.transaction, ended[0], SessionEnd.LEFT)
    for session_id in ended:
        visit.process.sessions.forget(session_id)
    if own.id in ended:
        return see_out(f"{PREFIX}/entrer")
    return RedirectResponse(f"{MINE}?fait=fin", 303)


async def _check_pin(visit: Visit, fields: Fields) -> ChosenPin:
    chosen, process = fields.one("new_pin"), visit.process
    if chosen != fields.one("again"):
        raise MalformedInput(errors=[{"pointer": "/pin", "code": "different"}])
    if process.pins is None:
        raise NotFound
    own = visit.session
    return await check_choice(
        process.database, process.pins, own.actor.organisation_id, own.agent_id, chosen
    )


async def _change_pin(visit: Visit, call: PageContext, _: Fields, made: ChosenPin) -> Response:
    await set_pin(call.transaction, made, keep=visit.session.id)
    visit.process.sessions.forget_agent(visit.session.agent_id)
    return RedirectResponse(f"{MINE}?fait=code", 303)


def _read_session(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


MINE_PAGES = (
    PermissionPage(MINE, SessionPermission.LIST, show_mine),
    PermissionPage(f"{MINE}/fin", SessionPermission.END, None, end_mine, "End the session"),
    AccountAct(
        f"{MINE}/code", PinPermission.SET, "Change my code",
        "From 6 to 12 figures, known to you alone. No date, no run of figures, no telephone"
        " number.",
        _change_pin, f"{MINE}?fait=code", "account/change_pin.html", subject="agent",
        prepare=_check_pin,
    ).page,
)  # fmt: skip
