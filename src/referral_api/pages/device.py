"""The registered device that a browser is, by its cookie."""

from fastapi import Request

from referral_api.domain.casework.device_copies import recognise_device
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.errors import SignInRefused
from referral_api.http.process_context import ProcessContext
from referral_api.pages.gate import DEVICE

LONGEST = 400 * 86_400  # browsers keep no cookie longer


async def find_device(request: Request, process: ProcessContext) -> KnownDevice | None:
    """Return the device; None without one. A copied cookie suspends the device that it names."""
    cookie = request.cookies.get(DEVICE)
    if cookie is None or process.pins is None:
        return None
    try:
        return await recognise_device(process.database, cookie)
    except SignInRefused:  # a copy: told to its supervisors, and to nobody here
        return None
