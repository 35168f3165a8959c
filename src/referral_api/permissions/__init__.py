"""Roles, permissions, and the tables that join them, one for each area.

Each table fits on one screen and is meant to be read by a lawyer: ``custody.HOLDERS`` and so on.
"""

from referral_api.permissions.actor import Actor as Actor
from referral_api.permissions.assistance import FollowUpPermission as FollowUpPermission
from referral_api.permissions.assistance import MeansPermission as MeansPermission
from referral_api.permissions.assistance import (
    ReferralGroupPermission as ReferralGroupPermission,
)
from referral_api.permissions.assistance import ServiceGivenPermission as ServiceGivenPermission
from referral_api.permissions.audit import AuditPermission as AuditPermission
from referral_api.permissions.casework import AlertPermission as AlertPermission
from referral_api.permissions.casework import CallPermission as CallPermission
from referral_api.permissions.casework import ImportPermission as ImportPermission
from referral_api.permissions.children import (
    AgeAssessmentPermission as AgeAssessmentPermission,
)
from referral_api.permissions.children import (
    BestInterestsAssessmentPermission as BestInterestsAssessmentPermission,
)
from referral_api.permissions.children import (
    BestInterestsDeterminationPermission as BestInterestsDeterminationPermission,
)
from referral_api.permissions.children import (
    ChildProtectionPermission as ChildProtectionPermission,
)
from referral_api.permissions.children import GuardianPermission as GuardianPermission
from referral_api.permissions.children import OwnViewPermission as OwnViewPermission
from referral_api.permissions.children import TracingPermission as TracingPermission
from referral_api.permissions.codes import PermissionCode as PermissionCode
from referral_api.permissions.codes import SubjectCode as SubjectCode
from referral_api.permissions.consent import ConsentPermission as ConsentPermission
from referral_api.permissions.contributions import ContributionPermission as ContributionPermission
from referral_api.permissions.contributions import (
    ContributionRequestPermission as ContributionRequestPermission,
)
from referral_api.permissions.custody import AccusationPermission as AccusationPermission
from referral_api.permissions.custody import CustodyPermission as CustodyPermission
from referral_api.permissions.custody import HandoffPermission as HandoffPermission
from referral_api.permissions.custody import HandoffRequestPermission as HandoffRequestPermission
from referral_api.permissions.custody import IdentityOrderPermission as IdentityOrderPermission
from referral_api.permissions.directory import LocationPermission as LocationPermission
from referral_api.permissions.directory import PlacementPermission as PlacementPermission
from referral_api.permissions.directory import PlacePermission as PlacePermission
from referral_api.permissions.directory import RoadStatePermission as RoadStatePermission
from referral_api.permissions.directory import ServicePermission as ServicePermission
from referral_api.permissions.directory import UnmetNeedPermission as UnmetNeedPermission
from referral_api.permissions.events import NoticePermission as NoticePermission
from referral_api.permissions.events import OutgoingEventPermission as OutgoingEventPermission
from referral_api.permissions.events import (
    WebhookSubscriptionPermission as WebhookSubscriptionPermission,
)
from referral_api.permissions.figures import COUNTING as COUNTING
from referral_api.permissions.figures import AggregatePermission as AggregatePermission
from referral_api.permissions.figures import BoardPermission as BoardPermission
from referral_api.permissions.figures import CutPermission as CutPermission
from referral_api.permissions.figures import FigurePermission as FigurePermission
from referral_api.permissions.figures import ReportPermission as ReportPermission
from referral_api.permissions.figures import SeriesBreakPermission as SeriesBreakPermission
from referral_api.permissions.identification import (
    CaseCodePadPermission as CaseCodePadPermission,
)
from referral_api.permissions.identification import CasePermission as CasePermission
from referral_api.permissions.identification import DecisionPermission as DecisionPermission
from referral_api.permissions.identification import IdentityPermission as IdentityPermission
from referral_api.permissions.installation import (
    InstallationPermission as InstallationPermission,
)
from referral_api.permissions.measures import MeasurePermission as MeasurePermission
from referral_api.permissions.measures import (
    ReconsiderationPermission as ReconsiderationPermission,
)
from referral_api.permissions.network import AgentPermission as AgentPermission
from referral_api.permissions.network import ClientPermission as ClientPermission
from referral_api.permissions.network import OrganisationPermission as OrganisationPermission
from referral_api.permissions.network import PendingChangePermission as PendingChangePermission
from referral_api.permissions.network import TokenPermission as TokenPermission
from referral_api.permissions.persons import (
    CaseRelationPermission as CaseRelationPermission,
)
from referral_api.permissions.persons import (
    DuplicateCandidatePermission as DuplicateCandidatePermission,
)
from referral_api.permissions.persons import PersonLinkPermission as PersonLinkPermission
from referral_api.permissions.plans import AssessmentPermission as AssessmentPermission
from referral_api.permissions.plans import SupportGoalPermission as SupportGoalPermission
from referral_api.permissions.plans import SupportPlanPermission as SupportPlanPermission
from referral_api.permissions.programme import LegalTextPermission as LegalTextPermission
from referral_api.permissions.programme import (
    PartnerAgreementPermission as PartnerAgreementPermission,
)
from referral_api.permissions.programme import (
    PartnerContributionPermission as PartnerContributionPermission,
)
from referral_api.permissions.programme import PartnerPermission as PartnerPermission
from referral_api.permissions.programme import PlanIndicatorPermission as PlanIndicatorPermission
from referral_api.permissions.programme import PlanObjectivePermission as PlanObjectivePermission
from referral_api.permissions.programme import PlanValuePermission as PlanValuePermission
from referral_api.permissions.programme import (
    PreventionActivityPermission as PreventionActivityPermission,
)
from referral_api.permissions.programme import (
    ProgrammeDocumentPermission as ProgrammeDocumentPermission,
)
from referral_api.permissions.programme import ReportTextPermission as ReportTextPermission
from referral_api.permissions.programme import StaffCountPermission as StaffCountPermission
from referral_api.permissions.protection import CapacityPermission as CapacityPermission
from referral_api.permissions.protection import ReferralPermission as ReferralPermission
from referral_api.permissions.roles import FAR_SEEING as FAR_SEEING
from referral_api.permissions.roles import HOLDERS as HOLDERS
from referral_api.permissions.roles import NATIONAL_HOME as NATIONAL_HOME
from referral_api.permissions.roles import PERMISSIONS as PERMISSIONS
from referral_api.permissions.roles import ROLE_HOMES as ROLE_HOMES
from referral_api.permissions.roles import ROLE_PERMISSIONS as ROLE_PERMISSIONS
from referral_api.permissions.roles import RoleHomes as RoleHomes
from referral_api.permissions.roles import held_roles as held_roles
from referral_api.permissions.screening import BackgroundPermission as BackgroundPermission
from referral_api.permissions.screening import ExploitationPermission as ExploitationPermission
from referral_api.permissions.screening import ProfilePermission as ProfilePermission
from referral_api.permissions.screening import ScreeningPermission as ScreeningPermission
from referral_api.permissions.sign_in import NEVER_BY_PIN as NEVER_BY_PIN
from referral_api.permissions.sign_in import ON_PAGES as ON_PAGES
from referral_api.permissions.sign_in import DevicePermission as DevicePermission
from referral_api.permissions.sign_in import FactorPermission as FactorPermission
from referral_api.permissions.sign_in import PaperPermission as PaperPermission
from referral_api.permissions.sign_in import PinPermission as PinPermission
from referral_api.permissions.sign_in import SessionPermission as SessionPermission
from referral_api.permissions.stays import CheckInPermission as CheckInPermission
from referral_api.permissions.stays import StayIncidentPermission as StayIncidentPermission
from referral_api.permissions.stays import StayPermission as StayPermission
from referral_api.permissions.tips import ContactPermission as ContactPermission
from referral_api.permissions.tips import IncidentPermission as IncidentPermission
from referral_api.permissions.tips import TipPermission as TipPermission
from referral_api.permissions.types import Permission as Permission
from referral_api.permissions.types import Role as Role
