"""Handoffs in groups: those that wait for our reply first."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.handoffs import CustodyKind, HandoffStatus
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.referrals import Priority
from referral_api.pages.acts.grouped import Grouping, Part, anything
from referral_api.pages.acts.records import show_record
from referral_api.pages.operation import Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.persons import person_words

_TOLD = ("sheet", "kind", "from_id", "to_id")


def tell(
    visit: Visit, row: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Tell a handoff: what for, who, and between whom."""
    language = visit.language
    sheet = row.get("sheet") or {}
    person = person_words(sheet["sex"], sheet["age_band"], language) if "sex" in sheet else ""
    code = str(sheet.get("case_code") or str(row["id"])[-4:].upper())
    kind = code_label(CustodyKind(row["kind"]), language)
    between = say("from %(name)s", language).replace("%(name)s", names.get(str(row["from_id"]), ""))
    towards = say("to %(name)s", language).replace("%(name)s", names.get(str(row["to_id"]), ""))
    heading = " · ".join(part for part in (kind, person, code) if part)
    return heading, (code_label(Priority(row["priority"]), language), between, towards)


HANDOFFS = Grouping(
    {},
    (
        Part(
            "To answer",
            lambda row, own: row["status"] == HandoffStatus.OFFERED and str(row["to_id"]) == own,
        ),
        Part(
            "Waiting for the reply of others",
            lambda row, _: row["status"] == HandoffStatus.OFFERED,
        ),
        Part("Accepted, under way", lambda row, _: row["status"] == HandoffStatus.ACCEPTED),
        Part("Ended", anything),
    ),
    tell,
)  # fmt: skip


async def show_handoff(visit: Visit, operation: Operation) -> Response:
    """Show a handoff, with the person and the dangers first."""
    language = visit.language

    def header(members: Mapping[str, Any]) -> dict[str, Any]:
        sheet = members.get("sheet") or {}
        return {
            "kind": code_label(CustodyKind(members["kind"]), language), "sheet": sheet,
            "dangers": [
                code_label(RiskFlag(each), language) for each in sheet.get("risk_flags", ())
            ],
            "needs": [code_label(Need(each), language) for each in sheet.get("needs", ())],
        }  # fmt: skip

    return await show_record(visit, operation, "requests/handoff.html", told=_TOLD, header=header)
