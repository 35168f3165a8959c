"""All lifecycles: a page offers an act only in the states from which it starts."""

from referral_api.domain.casework.alerts.lifecycle import ALERTS
from referral_api.domain.casework.calls.lifecycle import CALLS
from referral_api.domain.casework.imports.records import IMPORTS
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.custody.accusations.lifecycle import ACCUSATIONS
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.identity_orders.lifecycle import IDENTITY_ORDERS
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.code_pads.records import CODE_PADS
from referral_api.domain.identification.decisions.lifecycle import IDENTIFICATION
from referral_api.domain.identification.duplicates.lifecycle import CANDIDATES
from referral_api.domain.identification.incidents.lifecycle import INCIDENTS
from referral_api.domain.identification.person_links.lifecycle import PERSON_LINKS
from referral_api.domain.identification.reconsiderations.lifecycle import RECONSIDERATIONS
from referral_api.domain.identification.tips.lifecycle import TIPS
from referral_api.domain.network.pending_changes.lifecycle import PENDING_CHANGES
from referral_api.domain.programme.contribution_requests.lifecycle import CONTRIBUTION_REQUESTS
from referral_api.domain.programme.contributions.lifecycle import CONTRIBUTIONS
from referral_api.domain.protection.children.tracings.lifecycle import TRACINGS
from referral_api.domain.protection.follow_ups.lifecycle import FOLLOW_UPS
from referral_api.domain.protection.means.lifecycle import MEANS
from referral_api.domain.protection.measures.lifecycle import MEASURES
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.stays.lifecycle import STAYS
from referral_api.domain.protection.support_plans.lifecycle import SUPPORT_PLANS
from referral_api.domain.transitions import Lifecycle

LIFECYCLES: tuple[Lifecycle, ...] = (
    ALERTS,
    CALLS,
    IMPORTS,
    CONSENTS,
    ACCUSATIONS,
    HANDOFF_REQUESTS,
    HANDOFFS,
    IDENTITY_ORDERS,
    CASES,
    CODE_PADS,
    IDENTIFICATION,
    CANDIDATES,
    INCIDENTS,
    PERSON_LINKS,
    RECONSIDERATIONS,
    TIPS,
    PENDING_CHANGES,
    CONTRIBUTION_REQUESTS,
    CONTRIBUTIONS,
    TRACINGS,
    FOLLOW_UPS,
    MEANS,
    MEASURES,
    REFERRALS,
    STAYS,
    SUPPORT_PLANS,
)
