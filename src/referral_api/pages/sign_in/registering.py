"""Making a browser the registered device of a unit, by the code that a supervisor has made."""

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from referral_api.domain.network.sign_in.devices.registering import register_device
from referral_api.errors import NotFound, SignInRefused
from referral_api.http.denial_audit import record_sign_in_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.pages.device import LONGEST
from referral_api.pages.gate import DEVICE, refuse_prefetch
from referral_api.pages.headers import set_cookie
from referral_api.pages.sign_in.before import read_before, show_before
from referral_api.permissions import DevicePermission

_MOST_NAME = 60


async def register(request: Request, process: ProcessContext, language: str) -> Response:
    """Take the code and a name for the device."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = DevicePermission.REGISTER
    if process.pins is None:
        raise NotFound
    if request.method != "POST":
        return show_before(request, "sign_in/register.html", language, refused=False, name="")
    fields = await read_before(request)
    name = fields.one("name")[:_MOST_NAME]
    try:
        registered = await register_device(
            process.database, process.pins.keys, process.settings.sign_in_limits,
            fields.one("code"), name, has_printer=bool(fields.one("has_printer")),
        )  # fmt: skip
    except SignInRefused as refused:
        await record_sign_in_refusal(request, refused, "device")
        return show_before(request, "sign_in/register.html", language, 401, refused=True, name=name)
    response = RedirectResponse("/bureau/entrer", 303)
    set_cookie(response, DEVICE, registered.cookie, lasts=LONGEST)
    return response
