"""Who may do what kind of act: roles, acts, and the one table that joins them.

Roles do not inherit and missing means denied. Which case an act may touch is the second
layer (``domain/access``), which PostgreSQL enforces. No I/O here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What an agent is trusted to do inside her organisation."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CASE_WORKER = "case_worker"
    COORDINATOR = "coordinator"
    FIRST_RESPONDER = "first_responder"
    IDENTIFICATION_AUTHORITY = "identification_authority"
    INTAKE_OFFICER = "intake_officer"
    INVESTIGATOR = "investigator"
    MAGISTRATE = "magistrate"
    PARTNER_SYSTEM = "partner_system"
    SUPERVISOR = "supervisor"


class Act(StrEnum):
    """``<resource>:<verb>``: what can be asked, and what the audit trail says was asked.

    The values are stored in the audit trail and are never renamed.
    """

    AGENT_CREATE = "agent:create"
    AGENT_LIST = "agent:list"
    AGENT_READ = "agent:read"
    AGENT_UPDATE = "agent:update"
    AUDIT_SEARCH = "audit:search"
    CAPACITY_READ = "capacity:read"
    CAPACITY_UPDATE = "capacity:update"
    CASE_CLOSE = "case:close"
    CASE_LIST = "case:list"
    CASE_READ = "case:read"
    CASE_REGISTER = "case:register"
    CASE_REOPEN = "case:reopen"
    CASE_UPDATE = "case:update"
    CLIENT_CREATE = "client:create"
    CLIENT_LIST = "client:list"
    CLIENT_READ = "client:read"
    CLIENT_UPDATE = "client:update"
    CONSENT_CONFIRM = "consent:confirm"
    CONSENT_LIST = "consent:list"
    CONSENT_MARK_ERROR = "consent:mark_error"
    CONSENT_READ = "consent:read"
    CONSENT_RECORD = "consent:record"
    CONSENT_REFUSE = "consent:refuse"
    CONSENT_SUPERSEDE = "consent:supersede"
    CONSENT_WITHDRAW = "consent:withdraw"
    CUSTODY_READ = "custody:read"
    DECISION_LIST = "decision:list"
    DECISION_RECORD = "decision:record"
    HANDOFF_ACCEPT = "handoff:accept"
    HANDOFF_ASSIGN = "handoff:assign"
    HANDOFF_CONFIRM_ARRIVAL = "handoff:confirm_arrival"
    HANDOFF_DECLINE = "handoff:decline"
    HANDOFF_DEPART = "handoff:depart"
    HANDOFF_EXPIRE = "handoff:expire"
    HANDOFF_FORCE = "handoff:force"
    HANDOFF_LIST = "handoff:list"
    HANDOFF_OFFER = "handoff:offer"
    HANDOFF_READ = "handoff:read"
    HANDOFF_REPORT_FAILED_ARRIVAL = "handoff:report_failed_arrival"
    HANDOFF_REQUEST_CREATE = "handoff_request:create"
    HANDOFF_REQUEST_EXPIRE = "handoff_request:expire"
    HANDOFF_REQUEST_GRANT = "handoff_request:grant"
    HANDOFF_REQUEST_LIST = "handoff_request:list"
    HANDOFF_REQUEST_READ = "handoff_request:read"
    HANDOFF_REQUEST_REFUSE = "handoff_request:refuse"
    HANDOFF_WITHDRAW = "handoff:withdraw"
    IDENTITY_READ = "identity:read"
    IDENTITY_RECORD = "identity:record"
    ORGANISATION_CREATE = "organisation:create"
    ORGANISATION_LIST = "organisation:list"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_UPDATE = "organisation:update"
    OUTGOING_EVENT_FOLLOW = "outgoing_event:follow"
    REFERRAL_ACCEPT = "referral:accept"
    REFERRAL_ACKNOWLEDGE = "referral:acknowledge"
    REFERRAL_CANCEL = "referral:cancel"
    REFERRAL_COMPLETE = "referral:complete"
    REFERRAL_CONFIRM_CANCELLATION = "referral:confirm_cancellation"
    REFERRAL_CREATE = "referral:create"
    REFERRAL_EXPIRE = "referral:expire"
    REFERRAL_FAIL = "referral:fail"
    REFERRAL_HOLD = "referral:hold"
    REFERRAL_LAPSE = "referral:lapse"
    REFERRAL_LIST = "referral:list"
    REFERRAL_MARK_ERROR = "referral:mark_error"
    REFERRAL_NOTE = "referral:note"
    REFERRAL_READ = "referral:read"
    REFERRAL_REJECT = "referral:reject"
    REFERRAL_REQUEST_CANCELLATION = "referral:request_cancellation"
    REFERRAL_RESUME = "referral:resume"
    REFERRAL_SCHEDULE = "referral:schedule"
    REFERRAL_SEND = "referral:send"
    REFERRAL_START = "referral:start"
    REFERRAL_STOP = "referral:stop"
    TOKEN_AUTHENTICATE = "token:authenticate"  # noqa: S105 - a name
    TOKEN_ISSUE = "token:issue"  # noqa: S105 - a name


# What every agent may do: find the organisations she works with, and their places.
_EVERYONE = {Act.ORGANISATION_LIST, Act.ORGANISATION_READ, Act.CAPACITY_READ}

# Reading a file, as far as the grants of the organisation reach.
_READ_FILE = {
    Act.CASE_LIST, Act.CASE_READ, Act.CONSENT_LIST, Act.CONSENT_READ, Act.CUSTODY_READ,
    Act.DECISION_LIST, Act.HANDOFF_LIST, Act.HANDOFF_READ, Act.IDENTITY_READ,
    Act.HANDOFF_REQUEST_LIST, Act.HANDOFF_REQUEST_READ, Act.OUTGOING_EVENT_FOLLOW,
    Act.REFERRAL_LIST, Act.REFERRAL_READ,
}  # fmt: skip
_KEEP_FILE = {
    Act.CASE_REGISTER, Act.CASE_UPDATE, Act.CONSENT_CONFIRM, Act.CONSENT_RECORD,
    Act.CONSENT_REFUSE, Act.CONSENT_WITHDRAW, Act.IDENTITY_RECORD,
}  # fmt: skip
_SEND_REFERRAL = {
    Act.REFERRAL_CANCEL, Act.REFERRAL_CREATE, Act.REFERRAL_REQUEST_CANCELLATION,
    Act.REFERRAL_SEND, Act.REFERRAL_STOP,
}  # fmt: skip
_FOLLOW_REFERRAL = {
    Act.REFERRAL_ACKNOWLEDGE, Act.REFERRAL_COMPLETE, Act.REFERRAL_CONFIRM_CANCELLATION,
    Act.REFERRAL_FAIL, Act.REFERRAL_HOLD, Act.REFERRAL_NOTE, Act.REFERRAL_RESUME,
    Act.REFERRAL_SCHEDULE, Act.REFERRAL_START, Act.REFERRAL_STOP,
}  # fmt: skip
_ANSWER_REFERRAL = {Act.REFERRAL_ACCEPT, Act.REFERRAL_REJECT}
_OFFER_HANDOFF = {
    Act.HANDOFF_DEPART, Act.HANDOFF_OFFER, Act.HANDOFF_REQUEST_GRANT,
    Act.HANDOFF_REQUEST_REFUSE, Act.HANDOFF_WITHDRAW,
}  # fmt: skip
_RECEIVE_HANDOFF = {
    Act.HANDOFF_ACCEPT, Act.HANDOFF_CONFIRM_ARRIVAL, Act.HANDOFF_DECLINE,
    Act.HANDOFF_REPORT_FAILED_ARRIVAL, Act.HANDOFF_REQUEST_CREATE,
}  # fmt: skip

ROLE_ACTS: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset(
        _EVERYONE
        | {
            Act.AGENT_CREATE, Act.AGENT_LIST, Act.AGENT_READ, Act.AGENT_UPDATE,
            Act.CLIENT_CREATE, Act.CLIENT_LIST, Act.CLIENT_READ, Act.CLIENT_UPDATE,
            Act.ORGANISATION_CREATE, Act.ORGANISATION_UPDATE,
        }
    ),
    Role.AUDITOR: frozenset(_EVERYONE | {Act.AUDIT_SEARCH}),
    Role.CASE_WORKER: frozenset(
        _EVERYONE | _READ_FILE | _KEEP_FILE | _SEND_REFERRAL | _FOLLOW_REFERRAL
        | {Act.DECISION_RECORD}
    ),
    Role.COORDINATOR: frozenset(
        _EVERYONE
        | {
            Act.CASE_LIST, Act.CASE_READ, Act.CUSTODY_READ, Act.HANDOFF_ASSIGN,
            Act.HANDOFF_FORCE, Act.HANDOFF_LIST,
            Act.HANDOFF_OFFER, Act.HANDOFF_READ, Act.HANDOFF_REPORT_FAILED_ARRIVAL,
            Act.HANDOFF_WITHDRAW, Act.REFERRAL_CANCEL, Act.REFERRAL_LIST,
            Act.REFERRAL_MARK_ERROR, Act.REFERRAL_READ, Act.REFERRAL_STOP,
        }
    ),
    Role.FIRST_RESPONDER: frozenset(
        _EVERYONE | _READ_FILE | _KEEP_FILE | _SEND_REFERRAL | {Act.DECISION_RECORD}
    ),
    Role.IDENTIFICATION_AUTHORITY: frozenset(_EVERYONE | _READ_FILE | {Act.DECISION_RECORD}),
    Role.INTAKE_OFFICER: frozenset(
        _EVERYONE | _READ_FILE | _FOLLOW_REFERRAL | _ANSWER_REFERRAL | _RECEIVE_HANDOFF
        | {Act.CAPACITY_UPDATE}
    ),
    Role.INVESTIGATOR: frozenset(
        _EVERYONE | _READ_FILE | _KEEP_FILE | _SEND_REFERRAL
        | {Act.DECISION_RECORD, Act.HANDOFF_CONFIRM_ARRIVAL, Act.HANDOFF_DEPART}
    ),
    Role.MAGISTRATE: frozenset(
        _EVERYONE | _READ_FILE | _OFFER_HANDOFF | _RECEIVE_HANDOFF
        | {Act.CASE_CLOSE, Act.CASE_REOPEN, Act.DECISION_RECORD}
    ),
    Role.PARTNER_SYSTEM: frozenset(
        _EVERYONE | {Act.CAPACITY_UPDATE, Act.OUTGOING_EVENT_FOLLOW}
    ),
    Role.SUPERVISOR: frozenset(
        _EVERYONE | _READ_FILE | _KEEP_FILE | _SEND_REFERRAL | _FOLLOW_REFERRAL
        | _ANSWER_REFERRAL | _OFFER_HANDOFF | _RECEIVE_HANDOFF
        | {Act.CAPACITY_UPDATE, Act.CASE_CLOSE, Act.CASE_REOPEN, Act.CONSENT_MARK_ERROR,
           Act.REFERRAL_MARK_ERROR}
    ),
}  # fmt: skip


# Roles that see beyond one organisation are held in one type of organisation only. Elsewhere
# they grant nothing, whatever an administrator wrote down.
ROLE_HOMES: dict[Role, str] = {
    Role.AUDITOR: "oversight",
    Role.COORDINATOR: "coordination",
}


def held_roles(roles: Iterable[Role], organisation_type: str) -> frozenset[Role]:
    """Keep the roles that can be held in this type of organisation."""
    return frozenset(
        role for role in roles if ROLE_HOMES.get(role, organisation_type) == organisation_type
    )


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling: an agent of one organisation, or a partner system by itself.

    ``agent_id`` is None for a partner system that names no agent; ``client_id`` is None
    for an agent who signed in through an outside issuer.
    """

    organisation_id: UUID
    organisation_type: str
    agent_id: UUID | None
    client_id: UUID | None
    roles: frozenset[Role]
    token_id: str

    def may(self, act: Act) -> bool:
        """Say whether one of her roles grants this kind of act."""
        return any(act in ROLE_ACTS[role] for role in self.roles)

    @property
    def coordinates(self) -> bool:
        """Say whether she sees the flow of every case, without identities."""
        return Role.COORDINATOR in self.roles
