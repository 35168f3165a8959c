"""Every table in one place, for the migrations and for the checks that look at all of them."""

from referral_api.audit.tables import AuditEvent, AuditVocabulary
from referral_api.database.code_checks import check_codes_together
from referral_api.database.generation import Generation
from referral_api.database.tables import Table
from referral_api.domain.access.tables import AccessGrant, SectionCeiling
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.casework.backgrounds.tables import Background
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.casework.check_ins.tables import CheckIn
from referral_api.domain.casework.imports.tables import CaseImport, ImportRow
from referral_api.domain.casework.notice_messages.tables import NoticeMessage
from referral_api.domain.casework.stay_incidents.tables import StayIncident
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.accusations.tables import Accusation
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.custody.identity_orders.tables import IdentityOrder
from referral_api.domain.directory.locations.tables import (
    Location,
    LocationAddress,
    LocationKey,
)
from referral_api.domain.directory.placements.tables import UnmetNeed
from referral_api.domain.directory.places.tables import Place
from referral_api.domain.directory.road_states.tables import RoadState
from referral_api.domain.directory.services.tables import Service
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.events.webhooks.tables import (
    WebhookDelivery,
    WebhookPosition,
    WebhookSubscription,
)
from referral_api.domain.figures.aggregates.tables import Aggregate
from referral_api.domain.figures.answers.tables import Cut, FigureAnswer, FigureVerification
from referral_api.domain.figures.history.counted import COUNTED
from referral_api.domain.figures.history.tables import EntryImage
from referral_api.domain.figures.series_breaks.tables import SeriesBreak
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.code_pads.tables import CaseCodePad, PadCode
from referral_api.domain.identification.contacts.tables import Contact
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.identification.duplicates.tables import DuplicateCandidate
from referral_api.domain.identification.exploitations.tables import Exploitation
from referral_api.domain.identification.identities.indexes import (
    IdentityCheck,
    IdentityIndex,
    IdentityQuota,
)
from referral_api.domain.identification.identities.tables import (
    DroppedWrappingKey,
    Person,
    PersonKey,
)
from referral_api.domain.identification.incidents.tables import Incident, IncidentCase
from referral_api.domain.identification.person_links.tables import PersonLink
from referral_api.domain.identification.profiles.tables import Profile
from referral_api.domain.identification.reconsiderations.tables import Reconsideration
from referral_api.domain.identification.relations.tables import CaseRelation
from referral_api.domain.identification.screenings.tables import Screening
from referral_api.domain.identification.tips.tables import Tip, TipDetail, TipSource
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.domain.network.clients.tables import Client, UsedAssertion
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.second_person.tables import AdministratorSignIn, PendingChange
from referral_api.domain.network.sign_in.devices.tables import DeviceCookie, UnitDevice
from referral_api.domain.network.sign_in.factors.tables import (
    AgentPasskey,
    AgentPassword,
    FactorInvitation,
    FactorTry,
    RecoveryCode,
)
from referral_api.domain.network.sign_in.pins.tables import AgentPin, PinTry
from referral_api.domain.network.sign_in.sessions.tables import AgentSession, PendingSignIn
from referral_api.domain.programme.agreements.tables import PartnerAgreement
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.domain.programme.contributions.tables import Contribution, ContributionVersion
from referral_api.domain.programme.documents.tables import ProgrammeDocument
from referral_api.domain.programme.legal_texts.tables import LegalText
from referral_api.domain.programme.partner_contributions.tables import PartnerContribution
from referral_api.domain.programme.partners.tables import Partner
from referral_api.domain.programme.plan_indicators.tables import PlanIndicator
from referral_api.domain.programme.plan_objectives.tables import PlanObjective
from referral_api.domain.programme.plan_values.tables import PlanValue
from referral_api.domain.programme.prevention_activities.tables import PreventionActivity
from referral_api.domain.programme.report_texts.tables import ReportText
from referral_api.domain.programme.staff_counts.tables import StaffCount
from referral_api.domain.protection.assessments.tables import Assessment, AssessmentHealth
from referral_api.domain.protection.capacity.tables import Capacity
from referral_api.domain.protection.children.ages.tables import AgeAssessment
from referral_api.domain.protection.children.guardianship.tables import Guardian
from referral_api.domain.protection.children.interests.tables import (
    BestInterestsAssessment,
    BestInterestsDetermination,
)
from referral_api.domain.protection.children.tables import ChildProtection
from referral_api.domain.protection.children.tracings.tables import Tracing
from referral_api.domain.protection.children.views.tables import OwnView
from referral_api.domain.protection.follow_ups.tables import FollowUp
from referral_api.domain.protection.means.tables import MeansRequest
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.referrals.copy_tables import ReferralCopy
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.protection.services_given.tables import ServiceGiven
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.protection.support_plans.tables import SupportGoal, SupportPlan
from referral_api.domain.records.sealed.tables import VaultKey
from referral_api.http.idempotency_records import IdempotencyRecord
from referral_api.maintenance.tables import MaintenanceRun

metadata = Table.metadata
for _table in metadata.tables.values():
    check_codes_together(_table)

# Tables with forced row-level security and the guard against unaudited changes.
CASE_BOUND = (
    AccessGrant,
    Accusation,
    AgeAssessment,
    Alert,
    Background,
    BestInterestsAssessment,
    BestInterestsDetermination,
    Assessment,
    AssessmentHealth,
    Case,
    CaseRelation,
    CheckIn,
    ChildProtection,
    Consent,
    Custody,
    Decision,
    Exploitation,
    DuplicateCandidate,
    FollowUp,
    Guardian,
    Handoff,
    HandoffRequest,
    IdentityOrder,
    IncidentCase,
    MeansRequest,
    OwnView,
    Measure,
    Person,
    PersonKey,
    Profile,
    Reconsideration,
    PersonLink,
    Referral,
    ReferralCopy,
    Screening,
    ServiceGiven,
    Stay,
    StayIncident,
    SupportGoal,
    SupportPlan,
    TelephoneCall,
    Tracing,
)
# Tables with row-level security and no guard: they hold copies and audit events, not the case.
CALLER_BOUND = (
    *COUNTED,
    AuditEvent, Cut, DeviceCookie, EntryImage, FigureAnswer, FigureVerification,
    IdempotencyRecord, IdentityCheck, IdentityIndex, IdentityQuota, OutgoingEvent, NoticeMessage,
    FactorTry, PendingSignIn, PinTry, RecoveryCode, WebhookDelivery, WebhookPosition,
)  # fmt: skip
# Open to every caller of the application role, with the guard against unaudited changes.
NETWORK = (
    AdministratorSignIn,
    Agent,
    AgentSubject,
    Capacity,
    Client,
    Organisation,
    PendingChange,
    Place,
)
# An organisation sees its own rows and the coordination all: row security, and the guard against
# unaudited changes.
OWN_AND_COORDINATION = (
    Contribution, ContributionCall, ContributionRequest, ContributionVersion, UnmetNeed,
)  # fmt: skip
# The network reads what an organisation keeps; an address and its key open to who must go there.
# Row security, and the guard against unaudited changes.
DIRECTORY = (Location, LocationAddress, LocationKey, RoadState, Service)
# Of one organisation and the coordination, with row-level security and the guard.
PROGRAMME = (
    Aggregate,
    LegalText,
    Partner,
    PartnerAgreement,
    PartnerContribution,
    PlanIndicator,
    PlanObjective,
    PlanValue,
    PreventionActivity,
    ProgrammeDocument,
    ReportText,
    SeriesBreak,
    StaffCount,
)
# Of the organisations that a row names, with row-level security and the guard.
PARTY_BOUND = (
    AgentPasskey, AgentPassword, FactorInvitation,
    AgentPin, AgentSession, CaseCodePad, CaseImport, Contact, ImportRow, Notice, PadCode, Tip,
    TipDetail, TipSource, UnitDevice, VaultKey, WebhookSubscription,
)  # fmt: skip
# Of the organisation that recorded a row, and of those that answer for a case that hangs on it.
LINKED = (Incident,)
# Open to the application role, or to the owner alone: they are about no case and no caller.
OPEN = (
    AuditVocabulary, DroppedWrappingKey, Generation, MaintenanceRun, SectionCeiling, UsedAssertion,
)  # fmt: skip
