"""Who may do what by role, and where a role is held: docs/generated/access.md, retold."""

KEEPERS = frozenset({"case_worker", "first_responder", "investigator", "supervisor"})
READERS = KEEPERS | {"identification_authority", "intake_officer", "magistrate"}
RECEIVING = frozenset({"case_worker", "intake_officer", "supervisor"})
PROMISING = frozenset({"intake_officer", "supervisor"})
LEADING = frozenset({"magistrate", "supervisor"})
ANSWERING = frozenset({"intake_officer", "magistrate", "supervisor"})
COORDINATION = frozenset({"coordinator"})

HOLDERS: dict[str, frozenset[str]] = {
    "accusation:record": KEEPERS,
    "accusation:lift": KEEPERS,
    "case:register": KEEPERS,
    "case:update": KEEPERS,
    "case:close": LEADING,
    "case:reopen": LEADING,
    "case:refute_death": LEADING,
    "call:record": KEEPERS | COORDINATION,
    "call:confirm": ANSWERING,
    "call:correct": ANSWERING,
    "identity:record": KEEPERS,
    "identity_order:record": frozenset({"magistrate"}),
    "identity_order:lift": frozenset({"magistrate"}),
    "consent:record": KEEPERS,
    "consent:confirm": KEEPERS,
    "consent:refuse": KEEPERS,
    "consent:withdraw": KEEPERS | {"intake_officer"},
    "consent:mark_error": frozenset({"supervisor"}),
    "referral:create": KEEPERS,
    "referral:send": KEEPERS,
    "referral:acknowledge": RECEIVING,
    "referral:accept": PROMISING,
    "referral:reject": PROMISING,
    "referral:cancel": KEEPERS | COORDINATION,
    "referral:request_cancellation": KEEPERS,
    "referral:confirm_cancellation": RECEIVING,
    "referral:refuse_cancellation": RECEIVING,
    "referral:withdraw_cancellation_request": KEEPERS,
    "referral:stop": KEEPERS | {"intake_officer"} | COORDINATION,
    "referral:start": RECEIVING,
    "referral:depart": KEEPERS,
    "referral:hold": RECEIVING,
    "referral:resume": RECEIVING,
    "referral:complete": RECEIVING,
    "referral:fail": RECEIVING,
    "referral:mark_error": frozenset({"supervisor"}) | COORDINATION,
    "handoff_request:create": ANSWERING,
    "handoff_request:grant": LEADING,
    "handoff_request:refuse": LEADING,
    "handoff:offer": LEADING,
    "handoff:accept": ANSWERING,
    "handoff:decline": ANSWERING,
    "handoff:withdraw": LEADING | COORDINATION,
    "handoff:depart": LEADING | {"investigator"},
    "handoff:confirm_arrival": ANSWERING | {"investigator"},
    "handoff:report_failed_arrival": ANSWERING | COORDINATION,
    "handoff:assign": COORDINATION,
    "handoff:force": COORDINATION,
    "capacity:update": PROMISING | {"partner_system"},
    "organisation:update": frozenset({"administrator"}),
}

_JUSTICE = frozenset({"police", "gendarmerie", "border_service", "prosecutor", "court"})
# A role that is not listed is held in organisations of any type.
HOMES: dict[str, frozenset[str]] = {
    "auditor": frozenset({"oversight"}),
    "coordinator": frozenset({"coordination"}),
    "identification_authority": _JUSTICE
    | {"child_protection", "labour_inspection", "social_service"},
    "investigator": _JUSTICE,
    "magistrate": frozenset({"prosecutor", "court"}),
}

ROLES = (
    "administrator", "auditor", "case_worker", "coordinator", "first_responder",
    "identification_authority", "intake_officer", "investigator", "magistrate", "supervisor",
    "partner_system",
)  # fmt: skip


def may(role: str, organisation_type: str, act: str) -> bool:
    """Say whether an agent of this role may do this at all, wherever it stands."""
    at_home = organisation_type in HOMES.get(role, {organisation_type})
    return at_home and role in HOLDERS[act]
