"""The pages of signing in and leaving."""

from fastapi import Request, Response

from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.route import OpenPage, VisitorPage
from referral_api.pages.sign_in.before import show_before
from referral_api.pages.sign_in.entering import enter
from referral_api.pages.sign_in.going_on import DROPPED
from referral_api.pages.sign_in.invited import INVITED, accept_invitation
from referral_api.pages.sign_in.leaving import choose_language, leave
from referral_api.pages.sign_in.outside import (
    BACK,
    LOGOUT,
    START,
    come_back,
    end_outside,
    start_outside,
)
from referral_api.pages.sign_in.passkey import BY_PASSKEY, enter_by_passkey
from referral_api.pages.sign_in.personal import enter_by_password
from referral_api.pages.sign_in.registering import register
from referral_api.pages.sign_in.setting_up import PICTURE, show_picture
from referral_api.pages.visit import Visit


async def pause(request: Request, _: ProcessContext, language: str) -> Response:
    """Show a page that says nothing."""
    return show_before(request, "sign_in/pause.html", language)


async def show_dropped(visit: Visit) -> Response:
    """Say that a form was kept for another person, or for too long, and was not sent."""
    return visit.show("sign_in/dropped.html")


SIGN_IN_PAGES = (
    OpenPage(f"{PREFIX}/entrer", enter),
    OpenPage(f"{PREFIX}/entrer/personnel", enter_by_password),
    OpenPage(BY_PASSKEY, enter_by_passkey),
    OpenPage(INVITED, accept_invitation),
    OpenPage(START, start_outside),
    OpenPage(BACK, come_back),
    OpenPage(LOGOUT, end_outside),
    OpenPage(f"{PICTURE}/{{token}}", show_picture),
    OpenPage(f"{PREFIX}/appareil", register),
    OpenPage(f"{PREFIX}/pause", pause),
    OpenPage(f"{PREFIX}/sortir", leave),
    VisitorPage(DROPPED, show_dropped),
    VisitorPage(f"{PREFIX}/langue", None, choose_language),
)
