"""Every table in one place, for the migrations and for the checks that look at all of them."""

from referral_api.audit.tables import AuditEvent, AuditVocabulary
from referral_api.database.code_checks import check_codes_together
from referral_api.database.tables import Table
from referral_api.domain.access.tables import AccessGrant, SectionCeiling
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.accusations.tables import Accusation
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.custody.identity_orders.tables import IdentityOrder
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.identification.identities.tables import Person, PersonKey
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.domain.network.clients.tables import Client, UsedAssertion
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.second_person.tables import AdministratorSignIn, PendingChange
from referral_api.domain.protection.capacity.tables import Capacity
from referral_api.domain.protection.referrals.copy_tables import ReferralCopy
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.http.idempotency import IdempotencyRecord

metadata = Table.metadata
for _table in metadata.tables.values():
    check_codes_together(_table)

# Tables with forced row-level security and the guard against unaudited changes.
CASE_BOUND = (
    AccessGrant,
    Accusation,
    Alert,
    Case,
    Consent,
    Custody,
    Decision,
    Handoff,
    HandoffRequest,
    IdentityOrder,
    Person,
    PersonKey,
    Referral,
    ReferralCopy,
    TelephoneCall,
)
# Tables with row-level security and no guard: they hold copies and audit events, not the case.
CALLER_BOUND = (AuditEvent, IdempotencyRecord, OutgoingEvent)
# Open to every caller of the application role, with the guard against unaudited changes.
NETWORK = (
    AdministratorSignIn,
    Agent,
    AgentSubject,
    Capacity,
    Client,
    Organisation,
    PendingChange,
)
# Open to every caller of the application role.
OPEN = (AuditVocabulary, SectionCeiling, UsedAssertion)
