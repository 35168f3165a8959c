"""The request that each act is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.support.rules_oracle.acts import ActRule

Ids = Mapping[str, UUID]
Details = Mapping[str, Any]
Versioned = tuple[str, str] | None
Request = tuple[str, str, Any, Versioned]

# The table of each kind, and the column by which its version is found.
TABLES = {
    "accusations": ("accusation", "id"), "calls": ("telephone_call", "id"),
    "capacity": ("capacity", "organisation_id"), "identity-orders": ("identity_order", "id"),
    "cases": ("case", "id"), "handoff-requests": ("handoff_request", "id"),
    "consents": ("consent", "id"), "handoffs": ("handoff", "id"),
    "identity": ("person", "case_id"), "organisations": ("organisation", "id"),
    "referrals": ("referral", "id"),
}  # fmt: skip
_KINDS = {
    "accusation": "accusations", "call": "calls", "case": "cases", "consent": "consents",
    "handoff": "handoffs", "handoff_request": "handoff-requests",
    "identity_order": "identity-orders", "referral": "referrals",
}  # fmt: skip
_SAME_WORDS = frozenset(
    {"acknowledge", "reject", "cancel", "stop", "start", "hold", "resume", "complete", "fail",
     "accept", "decline", "withdraw", "depart", "force", "confirm", "refuse", "close", "reopen",
     "send", "lift", "grant"}
)  # fmt: skip


def request_of(act: ActRule, target: str, details: Details, ids: Ids) -> Request:
    """Return method, path, body, and whose version goes with it."""
    if act.name in _CREATIONS:
        return _CREATIONS[act.name](target, details, ids)
    area, _, event = act.name.partition(":")
    kind = _KINDS[area]
    word = event if event in _SAME_WORDS else event.replace("_", "-")
    path = f"/v1/{kind}/{ids[target]}/{word}"
    return "POST", path, _body(act.name, details, ids), (kind, target)


def _body(act: str, details: Details, ids: Ids) -> Any:
    body = dict(details)
    if act == "referral:accept":
        return {}
    if act == "handoff:confirm_arrival":
        body = {"condition_noted": True}
    elif act == "handoff_request:grant":
        body = _terms(details, ids)
    elif act == "referral:hold":
        body["review_on"] = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    elif act in {"referral:depart", "handoff:depart"}:
        body = {"expected_arrival": _in_hours(details.get("hours", 10)), "escorted": True}
        if act == "referral:depart":
            body["happened_at"] = _in_hours(0)
    return body or None


def _in_hours(hours: float | None) -> str | None:
    if hours is None:
        return None
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def _file(details: Details) -> dict[str, Any]:
    return {
        "age_band": details["age_band"], "age_in_doubt": details["in_doubt"],
        "risk_flags": list(details["flags"]),
    }  # fmt: skip


def _register(target: str, details: Details, ids: Ids) -> Request:
    del target, ids
    fields = {
        "sex": "female", "region": "BAMAKO", "languages": ["bam"],
        "accused_by_us": details["accused"],
    }  # fmt: skip
    return "POST", "/v1/cases", fields | _file(details), None


def _correct(target: str, details: Details, ids: Ids) -> Request:
    return "PATCH", f"/v1/cases/{ids[target]}", _file(details), ("cases", target)


def _identify(target: str, details: Details, ids: Ids) -> Request:
    del details
    fields = {"family_name": "Testova", "given_names": "Exemple"}
    return "PUT", f"/v1/cases/{ids[target]}/identity", fields, ("identity", target)


def _consent(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "case_id": str(ids[target]), "answer": details["answer"], "language": "bam",
        "purposes": list(details["purposes"]), "sections": list(details["sections"]),
        "recipients": [str(ids[name]) for name in details["recipients"]],
        "valid_until": _in_hours(details["valid_for"]),
        "do_not_contact": details["do_not_contact"], "legal_ground": details["ground"],
        "supersedes_id": _id(ids, details["supersedes"]),
        "given_by": details["given_by"], "method": details["method"],
    }  # fmt: skip
    return "POST", "/v1/consents", body, None


def _id(ids: Ids, name: str | None) -> str | None:
    return None if name is None else str(ids[name])


def _referral(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "case_id": str(ids[target]), "receiver_id": str(ids[details["receiver"]]),
        "service_type": "shelter", "priority": details["priority"],
        "risk_flags": list(details["flags"]), "do_not_contact": details["do_not_contact"],
        "bed_asked": details["bed_asked"], "consent_id": _id(ids, details["consent"]),
        "shared_sections": list(details["sections"]),
        "transfer_from_id": _id(ids, details["leaves"]),
    }  # fmt: skip
    return "POST", "/v1/referrals", body, None


def _terms(details: Details, ids: Ids) -> dict[str, Any]:
    return {
        "priority": details["priority"], "physical": details["physical"],
        "risk_flags": list(details["flags"]), "consent_id": _id(ids, details["consent"]),
        "legal_duty": "prosecutor_instruction" if details["duty"] else None,
    }  # fmt: skip


def _offer(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "case_id": str(ids[target]), "kind": details["chain"],
        "to_id": str(ids[details["receiver"]]), "reason": "jurisdiction",
    }  # fmt: skip
    return "POST", "/v1/handoffs", body | _terms(details, ids), None


def _ask(target: str, details: Details, ids: Ids) -> Request:
    body = {"case_id": str(ids[target]), "kind": details["chain"], "reason": "jurisdiction"}
    return "POST", "/v1/handoff-requests", body, None


def _assign(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "case_id": str(ids[target]), "kind": details["chain"],
        "to_id": str(ids[details["receiver"]]), "priority": details["priority"],
        "reason": "custodian_unresponsive",
    }  # fmt: skip
    return "POST", "/v1/handoffs/assignments", body, None


def _call(target: str, details: Details, ids: Ids) -> Request:
    kind = details["subject"]
    body = {
        "act": details["act"], "said_by": "The guard of the night", "happened_at": _in_hours(0),
        "called_back": True,
    }  # fmt: skip
    if "reason" in details:
        body["reason"] = details["reason"]
    if details["act"] == "confirm_arrival":
        body["condition_noted"] = True
    return "POST", f"/v1/{kind}/{ids[target]}/calls", body, (kind, target)


def _order(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "to_id": str(ids[details["to"]]), "reference": details["name"], "ordered_on": "2020-01-02",
        "valid_until": _in_hours(details["valid_for"]),
    }  # fmt: skip
    return "POST", f"/v1/cases/{ids[target]}/identity-orders", body, None


def _accuse(target: str, details: Details, ids: Ids) -> Request:
    body = {
        "case_id": str(ids[target]), "organisation_id": str(ids[details["organisation"]]),
    }  # fmt: skip
    return "POST", "/v1/accusations", body, None


def _organisation(target: str, details: Details, ids: Ids) -> Request:
    body: dict[str, Any] = {"active": details["active"]}
    if details.get("takeover"):
        body["takeover_reason"] = "custodian_closed"
    return "PATCH", f"/v1/organisations/{ids[target]}", body, ("organisations", target)


def _places(target: str, details: Details, ids: Ids) -> Request:
    path = f"/v1/organisations/{ids[target]}/capacity"
    return "PUT", path, {"places": details["places"]}, ("capacity", target)


_CREATIONS: dict[str, Callable[[str, Details, Ids], Request]] = {
    "accusation:record": _accuse, "call:record": _call, "capacity:update": _places,
    "case:register": _register, "identity_order:record": _order,
    "case:update": _correct, "consent:record": _consent, "handoff:assign": _assign,
    "handoff:offer": _offer, "handoff_request:create": _ask, "identity:record": _identify,
    "organisation:update": _organisation, "referral:create": _referral,
}  # fmt: skip
