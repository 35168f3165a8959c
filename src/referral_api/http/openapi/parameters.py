"""Descriptions of the parameters that say the same wherever they stand."""

PARAMETERS = {
    "Idempotency-Key": (
        "New for each change that you intend, the same for each copy of the request. The copy gets"
        " the first response; nothing is done twice."
    ),
    "accusation_id": "The accusation.",
    "agent_id": "The agent.",
    "alert_id": "The alert.",
    "call_id": "The call.",
    "case_id": "The case.",
    "category": "Only people of this category.",
    "client_id": "The partner system.",
    "consent_id": "The consent.",
    "cursor": "The `next_cursor` of the page before; left out for the first page.",
    "handoff_id": "The handoff.",
    "limit": "How many at most.",
    "name": "The name of the code list.",
    "order_id": "The order.",
    "organisation_id": "The organisation.",
    "outcome": "Only events that ended so.",
    "pending_change_id": "The change.",
    "priority": "Only this priority.",
    "receiver": "Only those addressed to this organisation.",
    "referral_id": "The referral.",
    "region": "Only this region.",
    "request_id": "The request.",
    "section": "Only this section.",
    "state": "Only this state.",
    "status": "Only this status.",
}
