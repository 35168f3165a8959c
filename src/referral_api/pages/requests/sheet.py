"""The sheet of one request: the limit, the person, the needs and dangers, and the places free."""

from typing import Any

from fastapi import Response

from referral_api.domain.codelists.needs import AccessibilityNeed, Need, RiskFlag
from referral_api.domain.codelists.referrals import Priority, ReferralStatus, ServiceType
from referral_api.http.i18n import translate
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.records import show_record
from referral_api.pages.acts.running import check_ids, run
from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.requests.reasons import WHY, title_of
from referral_api.pages.visit import PageContext, Visit

_OPEN_TO_RECEIVER = {
    ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.ON_HOLD,
    ReferralStatus.COMPLETED,
}  # fmt: skip
_ASKED = {ReferralStatus.REQUESTED, ReferralStatus.RECEIVED}
_TOLD = ("sheet", "service_type", "priority", "sender_id", "receiver_id", "case_id")


async def show_sheet(visit: Visit, operation: Operation) -> Response:
    """Show a request, with what decides first."""
    why = title_of(visit.request.query_params.get(WHY, ""))

    def header(members: Any) -> dict[str, Any]:
        sheet, language = members.get("sheet") or {}, visit.language
        own = str(visit.session.actor.organisation_id)
        is_ours = str(members["receiver_id"]) == own
        status = members["status"]
        sees_file = not is_ours or status in _OPEN_TO_RECEIVER
        return {
            "why_draft": translate(why, language) if why else None, "sheet": sheet,
            "is_ours": is_ours, "case_code": sheet.get("case_code"),
            "service": code_label(ServiceType(members["service_type"]), language),
            "priority": code_label(Priority(members["priority"]), language),
            "needs": [code_label(Need(each), language) for each in sheet.get("needs", ())],
            "dangers": [
                code_label(RiskFlag(each), language) for each in sheet.get("risk_flags", ())
            ],
            "accessibility": [
                code_label(AccessibilityNeed(each), language)
                for each in sheet.get("accessibility_needs", ())
            ],
            "file": address_of(OPERATIONS["read_case"], {"case_id": members["case_id"]})
            if sees_file and visit.may(OPERATIONS["read_case"].permission) else None,
            "places": "/bureau/places"
            if is_ours and status in _ASKED
            and visit.may(OPERATIONS["read_places"].permission) else None,
        }  # fmt: skip

    async def also(call: PageContext, members: Any) -> dict[str, Any]:
        """Read how many places are free, for whoever is to answer."""
        reading, own = OPERATIONS["read_capacity"], str(visit.session.actor.organisation_id)
        is_to_answer = str(members["receiver_id"]) == own and members["status"] in _ASKED
        if not is_to_answer or not visit.may(reading.permission):
            return {"free": None}
        ids = check_ids(reading, {"organisation_id": own})
        return {"free": members_of(await run(call.beside(reading), reading, ids)).get("free")}

    return await show_record(
        visit, operation, "requests/sheet.html", told=_TOLD, header=header, also=also
    )
