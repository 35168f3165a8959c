"""Examples of what a partner sends. They work as they stand, in this order, on the demo's data.

The organisations are the demo's; the ids of records are of the caller's own, so that one example
can name what another has made. A body that must say a time of today has no example, because no
written time stays valid.
"""

from typing import Any

from referral_api.http.openapi.assistance_examples import ASSISTANCE_BODIES
from referral_api.http.openapi.child_examples import CHILD_BODIES
from referral_api.http.openapi.contribution_examples import (
    CONTRIBUTION,
    CONTRIBUTION_BODIES,
    CONTRIBUTION_REQUEST,
)
from referral_api.http.openapi.directory_examples import DIRECTORY_BODIES, DIRECTORY_PARAMETERS
from referral_api.http.openapi.fact_examples import FACT_BODIES
from referral_api.http.openapi.first_signs_examples import (
    FIRST_SIGNS_BODIES,
    FIRST_SIGNS_PARAMETERS,
)
from referral_api.http.openapi.measure_examples import MEASURE_BODIES
from referral_api.http.openapi.programme_examples import PROGRAMME_BODIES, PROGRAMME_PARAMETERS

_POLICE = "8e937bbb-7ba3-5891-af35-9c1d78b270b3"
_PROSECUTOR = "cf400015-cea5-56fc-93eb-175f59067a5b"
_SHELTER = "09b3fe81-716a-5313-a1d3-7d7d2c49c657"
_CASE = "01985d2c-7c00-7a11-8b01-3f6c2e9d4a01"
_CONSENT = "01985d2c-7c00-7a11-8b02-3f6c2e9d4a02"
_REFERRAL = "01985d2c-7c00-7a11-8b03-3f6c2e9d4a03"
_FIRST = "01985d2c-7c00-7a11-8b07-3f6c2e9d4a07"
_SECOND = "01985d2c-7c00-7a11-8b08-3f6c2e9d4a08"
_HANDOFF = "01985d2c-7c00-7a11-8b04-3f6c2e9d4a04"

BODIES: dict[str, dict[str, Any]] = CONTRIBUTION_BODIES | DIRECTORY_BODIES | {
    "OrganisationCreate": {
        "name": "Association de démonstration", "type": "ngo", "htcds_type": "NGO",
        "regions": ["MOPTI"], "languages": ["fra", "ffm"], "duty_telephone": "+22300000099",
    },
    "OrganisationUpdate": {"duty_telephone": "+22300000098"},
    "AgentCreate": {
        "organisation_id": _POLICE, "name": "Ousmane Exemple", "roles": ["first_responder"],
    },
    "AgentUpdate": {"roles": ["first_responder", "investigator"]},
    "ClientCreate": {
        "organisation_id": _POLICE, "name": "Système d'essai",
        "jwks": {
            "keys": [
                {
                    "kty": "EC", "crv": "P-256", "kid": "2026",
                    "x": "nyxT33uGiiqRjQxgn1VQaORhkuxWm9GRLyHPA6xhRHk",
                    "y": "QHgNGBLiAj0P7CblHLbbj2hiyaQUGHc_vYzWclbvTIU",
                }
            ]
        },
    },
    "ClientUpdate": {"name": "Système d'essai de Bamako"},
    "WebhookSubscriptionCreate": {
        "url": "https://partenaire.example/notifications",
        "event_types": ["referral:accept", "referral:reject"],
    },
    "WebhookReplay": {"since": "2026-11-29T00:00:00Z"},
    "CutTake": {"label": "31 décembre 2025"},
    "CapacityUpdate": {"places": 17},
    "CaseRegister": {
        "id": _CASE, "sex": "female", "age_band": "18_24", "region": "BAMAKO",
        "languages": ["bam"], "risk_flags": ["trafficker_searching"],
    },
    "CaseBatch": {
        "mode": "each",
        "cases": [
            {"id": _FIRST, "sex": "female", "age_band": "15_17", "region": "GAO"},
            {"id": _SECOND, "sex": "female", "age_band": "unknown", "region": "GAO"},
        ],
    },
    "ConsentBatch": {
        "mode": "each",
        "form": {
            "method": "oral_with_witness", "language": "ses", "purposes": ["care"],
            "recipients": [_SHELTER],
        },
        "answers": [
            {"case_id": _FIRST, "answer": "given", "given_by": "self"},
            {"case_id": _SECOND, "answer": "refused"},
        ],
    },
    "IdentityBatch": {
        "mode": "each", "identities": [{"case_id": _FIRST, "family_name": "Exemple"}],
    },
    "ReferralBatch": {
        "mode": "each",
        "referrals": [
            {
                "case_id": _FIRST, "receiver_id": _SHELTER, "service_type": "shelter",
                "priority": "urgent",
            },
        ],
    },
    "CaseCodePadDraw": {"size": 20},
    "CaseUpdate": {"nationality": "ML", "languages": ["bam", "fra"]},
    "IdentityRecord": {"family_name": "Exemple", "given_names": "Aminata"},
    "DecisionRecord": {"event": "begin_screening"},
    "ConsentRecord": {
        "id": _CONSENT, "case_id": _CASE, "given_by": "self", "method": "oral_with_witness",
        "language": "bam", "purposes": ["care", "referral_sharing"], "recipients": [_SHELTER],
        "sections": ["identity", "protection"],
    },
    "ReferralCreate": {
        "id": _REFERRAL, "case_id": _CASE, "receiver_id": _SHELTER, "service_type": "shelter",
        "priority": "urgent", "needs": ["medical", "psychosocial"], "bed_asked": True,
        "consent_id": _CONSENT, "shared_sections": ["identity", "protection"],
    },
    "ReferralAccept": {},
    "ReferralNote": {"attendance": "noted"},
    "ReferralComplete": {"outcome": "service_provided"},
    "HandoffOffer": {
        "id": _HANDOFF, "case_id": _CASE, "kind": "investigation", "to_id": _PROSECUTOR,
        "priority": "urgent", "reason": "judicial_proceedings",
        "legal_duty": "prosecutor_instruction",
    },
    "HandoffWithdraw": {"reason": "situation_changed"},
    "CaseClose": {"reason": "support_completed"},
    # The other steps, each in place of one above.
    "AccusationRecord": {"case_id": _CASE, "organisation_id": _PROSECUTOR},
    "CallCorrect": {"reason": "not_said"},
    "HandoffAssign": {
        "case_id": _CASE, "kind": "protection", "to_id": _SHELTER, "reason": "safety",
    },
    "HandoffConfirmArrival": {"condition_noted": True},
    "HandoffDecline": {"reason": "no_capacity"},
    "HandoffReportFailedArrival": {"reason": "transport_failed"},
    "HandoffRequestCreate": {
        "case_id": _CASE, "kind": "protection", "reason": "protective_shelter",
    },
    "HandoffRequestGrant": {"priority": "urgent", "consent_id": _CONSENT},
    "HandoffRequestRefuse": {"reason": "no_capacity"},
    "IdentityOrderRecord": {
        "to_id": _PROSECUTOR, "reference": "12/2026", "ordered_on": "2026-01-15",
    },
    "ReferralCancel": {"reason": "sent_in_error"},
    "ReferralFail": {"reason": "no_capacity"},
    "ReferralReject": {"reason": "no_capacity"},
    "ReferralStop": {"reason": "safety"},
    **ASSISTANCE_BODIES,
    **FIRST_SIGNS_BODIES,
    **FACT_BODIES,
    **CHILD_BODIES,
    **MEASURE_BODIES,
    **PROGRAMME_BODIES,
}  # fmt: skip
PARAMETERS = {
    "case_id": _CASE,
    "consent_id": _CONSENT,
    "contribution_id": CONTRIBUTION,
    "contribution_request_id": CONTRIBUTION_REQUEST,
    "handoff_id": _HANDOFF,
    "name": "regions",
    "organisation_id": _SHELTER,
    "referral_id": _REFERRAL,
    **DIRECTORY_PARAMETERS,
    **FIRST_SIGNS_PARAMETERS,
    **PROGRAMME_PARAMETERS,
}


def add_examples(schema: dict[str, Any]) -> None:
    """Write the examples into an OpenAPI document."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["name"] in PARAMETERS:
                    parameter["example"] = PARAMETERS[parameter["name"]]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                name = content["schema"].get("$ref", "").rpartition("/")[2]
                if name in BODIES:
                    content["example"] = BODIES[name]
