"""Registering a case: the file, its first custodian and her grant, and the trace, at once."""

import secrets
from typing import Any

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from referral_api.audit.trail import event_insert, event_values
from referral_api.database import Transaction
from referral_api.domain.access import grants
from referral_api.domain.access.ceilings import INVESTIGATORS
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.cases.schemas import CaseRegister, tell_case
from referral_api.domain.cases.tables import Case
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.status import CaseState, IdentificationStatus
from referral_api.domain.custody.tables import Custody
from referral_api.errors import Forbidden
from referral_api.pagination import Told
from referral_api.permissions import Act
from referral_api.statements import Statement, insert_into

_CASE_COLUMNS = (
    "id", "code", "status", "state", "sex", "age_band", "age_in_doubt", "region", "nationality",
    "languages", "risk_flags", "registered_by_organisation_id", "registered_by_agent_id",
    "version",
)  # fmt: skip
_LINK_COLUMNS = ("id", "case_id", "kind", "seq", "organisation_id", "agent_id")
# No letter or digit that is mistaken for another when read aloud or written by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _registration(*kinds: CustodyKind) -> Statement:
    # PostgreSQL runs the last first: the case, so that an id that is taken is refused as such.
    parts = [event_insert().cte("event")]
    for kind in kinds:
        parts += [
            insert_into(AccessGrant, *grants.COLUMNS, prefix=f"{kind}_grant_").cte(f"{kind}_grant"),
            insert_into(Custody, *_LINK_COLUMNS, prefix=f"{kind}_").cte(f"{kind}_link"),
        ]
    parts.append(insert_into(Case, *_CASE_COLUMNS, prefix="case_").cte("new_case"))
    return Statement(select(func.now()).add_cte(*parts))


_WITH_INQUIRY = (CustodyKind.PROTECTION, CustodyKind.INVESTIGATION)
_WITHOUT_INQUIRY = (CustodyKind.PROTECTION,)
_REGISTER = {kinds: _registration(*kinds) for kinds in (_WITH_INQUIRY, _WITHOUT_INQUIRY)}


def make_code() -> str:
    """Make a case's public code: 49 random bits, derived from nothing."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"ML-{letters[:5]}-{letters[5:]}"


async def register_case(transaction: Transaction, case: CaseRegister) -> Told:
    """Open a file for a person. The caller's organisation answers for her from this instant;
    police and justice answer for the inquiry too. AlreadyExists if the id is taken.
    """
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    kinds = _WITH_INQUIRY if actor.organisation_type in INVESTIGATORS else _WITHOUT_INQUIRY
    case_id = case.id or uuid7()
    told = case.model_dump(exclude={"id"}) | {
        "id": case_id, "code": make_code(), "version": 1,
        "status": IdentificationStatus.REPORTED, "state": CaseState.OPEN,
        "registered_by_organisation_id": actor.organisation_id,
    }  # fmt: skip
    values: dict[str, Any] = {f"case_{name}": value for name, value in told.items()}
    values["case_registered_by_agent_id"] = actor.agent_id
    for kind in kinds:
        link_id = uuid7()
        link = {
            "id": link_id, "case_id": case_id, "kind": kind, "seq": 1,
            "organisation_id": actor.organisation_id, "agent_id": actor.agent_id,
        }  # fmt: skip
        grant = grants.custody_grant(
            actor.organisation_id, actor.organisation_type, case_id, kind, link_id
        )
        values |= {f"{kind}_{name}": value for name, value in link.items()}
        values |= {f"{kind}_grant_{name}": value for name, value in grant.items()}
    values |= event_values(actor, Act.CASE_REGISTER, "case", case_id, case_id=case_id)
    (registered_at,) = await transaction.row(_REGISTER[kinds], **values)
    inquiry = CustodyKind.INVESTIGATION in kinds
    return tell_case(
        told
        | {
            "protection_custodian_id": actor.organisation_id,
            "investigation_custodian_id": actor.organisation_id if inquiry else None,
            "registered_at": registered_at, "updated_at": registered_at,
            "closed_at": None, "closure_reason": None,
        }
    )  # fmt: skip
