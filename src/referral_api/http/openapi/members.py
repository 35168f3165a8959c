"""Descriptions of the members that say the same wherever they stand.

A member whose meaning depends on its place is described in its schema, which has the first word.
"""

from typing import Any

from referral_api.http.openapi.fact_members import FACT_MEMBERS
from referral_api.http.openapi.parameters import PARAMETERS
from referral_api.http.openapi.person_members import PERSON_MEMBERS

MEMBERS = (
    PERSON_MEMBERS
    | FACT_MEMBERS
    | {
        "accepted_at": "When it was accepted.",
        "accepted_by_agent_id": "The agent that accepted it.",
        "access_token": "Send it as `Authorization: Bearer …`.",
        "acknowledge_by": "Until then the receiver confirms that it has arrived.",
        "acknowledgement_overdue": "True: that time has passed without a confirmation.",
        "act": "The act of the receiver that was said on the telephone.",
        "action": "What happened, as `<resource>:<verb>`.",
        "active": "False: its tokens are refused.",
        "agent_id": "The agent that acted.",
        "allowed_events": "The steps that the present state allows.",
        "answer": "What the person replied.",
        "answer_cancellation_by": "Until then the receiver replies to the wish to cancel.",
        "bed": "What became of the place.",
        "border": "Whether it takes place in a border area.",
        "cancellation_requested": "True: the sender asked to cancel, without a reply yet.",
        "case_id": "The case.",
        "change": "What the confirmation would do.",
        "client_id": "The partner system.",
        "closed_at": "When it ended; null while it is open.",
        "closure_reason": "Why the file was closed.",
        "code": "A stable code. Build on it, and never on the words.",
        "codes": "The codes of the list, in its own order.",
        "confirm_by": "Until then it can be confirmed or corrected.",
        "consent_id": "The consent, or the legal ground, that it rests on.",
        "correction_reason": "Why the receiver corrected it.",
        "created_at": "When it was created.",
        "current_state": "The present state of the resource.",
        "decide_by": "Until then it must be decided.",
        "decided_at": "When it was decided.",
        "detail": "More about this problem, in words.",
        "document_sha256": "The hash of the signed form.",
        "documents_sha256": "The hash of the list of documents received.",
        "end_reason": "Why it ended.",
        "ended_at": "When it ended.",
        "error": "The code of RFC 6749.",
        "error_description": "The title, in ASCII.",
        "errors": "What is wrong with the input, place by place.",
        "event": "The step.",
        "feedback_by": "Until then the service says how it ended.",
        "feedback_overdue": "True: that time has passed without a result.",
        "free": "How many places are free.",
        "from_id": "The organisation that offers it.",
        "from_status": "The status before.",
        "ground": "The legal ground of the step.",
        "handoff_id": "The handoff.",
        "htcds_type": "`org_Type` of HTCDS 2.0.",
        "id": "Its id.",
        "inbox": "What the organisation has received.",
        "items": "The records.",
        "jwks": "A JSON Web Key Set of 1 to 8 public P-256 keys, each with a `kid`.",
        "kind": "Its kind.",
        "language": "The language in which it was explained.",
        "legal_duty": "The duty by which the investigation goes on without a consent.",
        "legal_ground": "The ground that replaces the person's consent.",
        "magistrate_id": "The magistrate who recorded it.",
        "message": "The same, in words.",
        "name": "Its name.",
        "occupied": "How many places are occupied.",
        "occurred_at": "When it happened.",
        "offered_at": "When it was offered.",
        "offered_by_agent_id": "The agent that offered it.",
        "ordered_on": "The day of the order.",
        "organisation_id": "The organisation.",
        "outbox": "What the organisation has sent or drafted.",
        "outcome": "How it ended.",
        "pillar": "The pillar of the report.",
        "places": "How many people there is room for, those already there included.",
        "priority": "How soon help must begin.",
        "proposed_at": "When it was proposed.",
        "proposed_by_agent_id": "The agent that proposed it.",
        "proposed_by_organisation_id": "The organisation of the agent that proposed it.",
        "purposes": "What the consent allows, purpose by purpose.",
        "raised_at": "When it was raised.",
        "reason": "The reason, in a code.",
        "received_at": "When the receiver confirmed that it had arrived.",
        "receiver_id": "The organisation that is asked.",
        "recorded_at": "When it was recorded.",
        "recorded_by_agent_id": "The agent that recorded it.",
        "recorded_by_organisation_id": "The organisation that recorded it.",
        "reference": "The number of the order. Never a name.",
        "refusal_reason": "Why it was refused.",
        "region": "The region.",
        "regions": "The regions where it works.",
        "registered_at": "When the case was registered.",
        "registered_by_organisation_id": "The organisation that registered it.",
        "replaces_id": "The referral that this one replaces.",
        "request_id": "The id of the request. Name it when you ask for help.",
        "requested_at": "When it was asked for.",
        "requested_by_agent_id": "The agent that asked for it.",
        "requester_id": "The organisation that asked for it.",
        "review_on": "The day on which the pause is reviewed.",
        "roles": "The agent's functions.",
        "said_by": "Who said so at the receiving organisation.",
        "section": "The section of the case.",
        "sections": "The sections of the case that may be shared.",
        "sender_id": "The organisation that sent it.",
        "sent_at": "When it was sent.",
        "seq": "Its number in the chain.",
        "service_type": "The service that is asked for.",
        "shelter_named_at": "When the coordination named the receiver as the shelter found.",
        "shared_sections": "The sections that open on acceptance, within the consent.",
        "sheet": "What the receiver sees before it accepts.",
        "since": "Since when.",
        "start_by": "Until then the service begins.",
        "started_at": "When the service began.",
        "state": "Whether the file is open or closed.",
        "status": "Its status.",
        "subject": "The kind of record.",
        "subject_id": "The record.",
        "subjects": "The agent's names at outside issuers.",
        "suggested_receiver_id": "An organisation that might help instead.",
        "supersedes_id": "The consent that this one replaces.",
        "taken_up_by_agent_id": "The coordinator who takes care of it.",
        "title": "What kind of problem it is, in words.",
        "to_id": "The organisation that receives it.",
        "to_status": "The status after.",
        "token_id": "The id of the access token that was used.",
        "token_type": "Always `Bearer`.",
        "transfer_from_id": "The referral whose place the person leaves for this one.",
        "type": "Its type.",
        "updated_at": "When it was last changed.",
        "valid_until": "Until when it holds; null without an end.",
        "version": "Counts the changes; the `ETag` says the same.",
    }
)


# Schemas of several forms.
_GENERIC = {
    "Page": "One page of a list.",
    "BatchRead": "What became of each row of a batch.",
    "BatchRow": "What became of one row, in the order of the request.",
}


def describe_members(schema: dict[str, Any]) -> None:
    """Describe every parameter and member that has no description, and drop repeated names."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"].pop("title", None)
                _describe(parameter, PARAMETERS.get(parameter["name"]))
    for described in schema["components"]["schemas"].values():
        for name, member in described.get("properties", {}).items():
            # Derived from the name, and in one language only.
            member.pop("title", None)
            _describe(member, MEMBERS.get(name))
        for generic, text in _GENERIC.items():
            if described.get("title", "").startswith(f"{generic}["):
                _describe(described, text)


def _describe(described: dict[str, Any], text: str | None) -> None:
    if text:
        described.setdefault("description", text)
