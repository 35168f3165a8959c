"""Requests in groups: those that wait for our reply first, by the hour until which it is due."""

from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.needs import Need
from referral_api.domain.codelists.referrals import Priority, ReferralStatus, ServiceType
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.pages.acts.grouped import Grouping, Part, anything
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.persons import person_words

_ASKED = {ReferralStatus.REQUESTED, ReferralStatus.RECEIVED}
_MOST_NEEDS = 4


def _is_ours(row: Mapping[str, Any], own: str) -> bool:
    return str(row["receiver_id"]) == own


def _has_begun(row: Mapping[str, Any]) -> bool:
    return row["started_at"] is not None or row["status"] == ReferralStatus.IN_PROGRESS


def tell(
    visit: Visit, row: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Tell a request: service and person; code, priority, needs, who sends."""
    language = visit.language
    sheet = row.get("sheet") or {}
    service = code_label(ServiceType(row["service_type"]), language)
    priority = say("Priority: %(priority)s", language).replace(
        "%(priority)s", code_label(Priority(row["priority"]), language).lower()
    )
    is_ours = _is_ours(row, str(visit.session.actor.organisation_id))
    other = names.get(str(row["sender_id" if is_ours else "receiver_id"]), "")
    template = say("from %(name)s" if is_ours else "to %(name)s", language)
    person = person_words(sheet["sex"], sheet["age_band"], language) if sheet else ""
    needs = [code_label(Need(each), language) for each in sheet.get("needs", ())[:_MOST_NEEDS]]
    code = str(sheet.get("case_code") or str(row["id"])[-4:].upper())
    return " · ".join(part for part in (service, person, code) if part), (
        priority, ", ".join(needs), template.replace("%(name)s", other) if other else "",
    )  # fmt: skip


INBOX = Grouping(
    {"status": ",".join(OPEN)},
    (
        Part("To answer", lambda row, own: _is_ours(row, own) and row["status"] in _ASKED),
        Part("Expected", lambda row, own: _is_ours(row, own) and not _has_begun(row)),
        Part("Here", _is_ours),
        Part("Drafts, not sent yet", lambda row, _: row["status"] == ReferralStatus.DRAFT),
        Part("Sent, waiting for the reply", lambda row, _: row["status"] in _ASKED),
        Part("Accepted by others", anything),
    ),
    tell,
)  # fmt: skip
