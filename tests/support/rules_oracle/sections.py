"""The sections of a file: what each type of organisation may ever see, and what custody opens."""

_ALL_JUSTICE = frozenset({"identity", "exploitation", "protection", "justice", "participation"})
_ALL_CARE = frozenset({"identity", "exploitation", "protection", "health", "participation"})
_CARE = frozenset({"identity", "protection", "health"})

CEILINGS: dict[str, frozenset[str]] = {
    "police": _ALL_JUSTICE, "gendarmerie": _ALL_JUSTICE, "border_service": _ALL_JUSTICE,
    "prosecutor": _ALL_JUSTICE, "court": _ALL_JUSTICE, "legal_aid": _ALL_JUSTICE,
    "ngo": _ALL_CARE, "child_protection": _ALL_CARE,
    "shelter": _CARE, "health": _CARE, "social_service": _CARE, "international": _CARE,
    "labour_inspection": frozenset({"exploitation", "protection"}),
    "state_service": frozenset({"protection"}),
    "coordination": frozenset(), "oversight": frozenset(),
}  # fmt: skip

PERSON, INQUIRY = "protection", "investigation"
CHAINS = (PERSON, INQUIRY)
CUSTODY: dict[str, frozenset[str]] = {
    PERSON: _ALL_CARE,
    INQUIRY: frozenset({"identity", "exploitation", "justice", "participation"}),
}
# Custody alone does not open these to who takes a case over.
NEEDS_CONSENT = frozenset({"identity", "health"})
MAY_INQUIRE = frozenset({"police", "gendarmerie", "border_service", "prosecutor", "court"})

# What a consent must be for: a referral, and each of the two chains.
SHARING = frozenset({"care", "referral_sharing"})
PURPOSES: dict[str, frozenset[str]] = {PERSON: SHARING, INQUIRY: frozenset({"justice"})}

# Hours from the sending: to acknowledge, to decide, to start; from the start: to report back.
REFERRAL_HOURS = {
    "emergency": (1, 3, 24, 24), "urgent": (12, 24, 72, 168), "routine": (48, 120, 336, 720),
}  # fmt: skip
OFFER_HOURS = {"emergency": 3, "urgent": 24, "routine": 120}
CANCELLATION_HOURS = 24
# Rule 17: one officer's word opens what cannot wait, for so long, and not again for a week.
HELPS_AT_ONCE = frozenset({"vital_interest", "child_best_interest"})
OPEN_BEFORE_CONFIRMATION = frozenset({"health"})
CONFIRMATION_HOURS, AGAIN_HOURS = 12, 7 * 24
CALL_HOURS, REQUEST_HOURS = 72, 5 * 24

ADULT = frozenset({"18_24", "25_59", "60_plus"})


def opened_by_custody(organisation_type: str, chain: str) -> frozenset[str]:
    """The sections of a custodian of this chain, below the ceiling of its type."""
    return CUSTODY[chain] & CEILINGS[organisation_type]


def may_answer(organisation_type: str, chain: str) -> bool:
    """Say whether this type of organisation may take over this chain."""
    if chain == INQUIRY and organisation_type not in MAY_INQUIRE:
        return False
    return bool(opened_by_custody(organisation_type, chain))
