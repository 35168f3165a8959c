"""The rows that the application role sees by plain SQL, and what must hold of all rows."""

from collections import Counter, defaultdict
from typing import Any

from tests.support.rules_oracle.mechanism import HAS_PLACE, Mechanism
from tests.support.rules_oracle.sections import CHAINS
from tests.support.rules_oracle.sight import (
    sections_open,
    sees_call,
    sees_case,
    sees_consent,
    sees_handoff,
    sees_order,
    sees_referral,
    sees_request,
)
from tests.support.rules_walk.service import Service

_CLAIM = (
    "SELECT set_config('app.organisation_id', $1, false), set_config('app.sight', $2, false)"
)  # fmt: skip
_SEEN = """
SELECT 'file', id, '' FROM "case" WHERE id = ANY ($1)
UNION ALL SELECT 'consent', id, '' FROM consent WHERE case_id = ANY ($1)
UNION ALL SELECT 'referral', id, '' FROM referral WHERE case_id = ANY ($1)
UNION ALL SELECT 'copy', id, '' FROM referral_copy WHERE case_id = ANY ($1)
UNION ALL SELECT 'handoff', id, '' FROM handoff WHERE case_id = ANY ($1)
UNION ALL SELECT 'accusation', case_id, organisation_id::text FROM accusation
    WHERE case_id = ANY ($1) AND status = 'standing'
UNION ALL SELECT 'call', id, '' FROM telephone_call WHERE case_id = ANY ($1)
UNION ALL SELECT 'request', id, '' FROM handoff_request WHERE case_id = ANY ($1)
UNION ALL SELECT 'order', id, '' FROM identity_order WHERE case_id = ANY ($1)
UNION ALL SELECT 'identity', case_id, '' FROM person WHERE case_id = ANY ($1)
UNION ALL SELECT DISTINCT 'section', case_id, unnest(reads) FROM access_grant
    WHERE case_id = ANY ($1) AND organisation_id = $2 AND ended_at IS NULL
    AND (valid_until IS NULL OR valid_until > now())
"""
Seen = dict[str, set[Any]]


def compare_rows(service: Service, mechanism: Mechanism, organisation: str) -> None:
    """Compare the rows within sight of an organisation; of the coordination, its flow as well."""
    flows = mechanism.type_of(organisation) == "coordination"
    for sight in ("grants", "flow") if flows else ("grants",):
        told = _seen(service, mechanism, organisation, sight)
        right = _right(mechanism, organisation, flow=sight == "flow")
        assert told == right, (
            f"rows of {organisation} with sight {sight}:\n"
            f"  too many {_beyond(told, right)}\n  missing {_beyond(right, told)}"
        )


def _beyond(some: Seen, others: Seen) -> Seen:
    kinds = {kind: found - others.get(kind, set()) for kind, found in some.items()}
    return {kind: found for kind, found in kinds.items() if found}


def _seen(service: Service, mechanism: Mechanism, organisation: str, sight: str) -> Seen:
    here = service.ids[organisation]
    cases = [service.ids[name] for name in mechanism.cases]

    async def read() -> list[Any]:
        async with service.session.transaction():
            await service.session.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            await service.session.fetch(_CLAIM, str(here), sight)
            return list(await service.session.fetch(_SEEN, cases, here))

    names, found = service.names, defaultdict(set)
    for kind, about, section in service.wait(read()):
        name = names.get(str(about), str(about))
        found[kind].add((name, names.get(section, section)) if section else name)
    return dict(found)


def _right(mechanism: Mechanism, organisation: str, *, flow: bool) -> Seen:
    found: Seen = defaultdict(set)
    for case in mechanism.cases.values():
        if flow or sees_case(mechanism, organisation, case.name):
            found["file"].add(case.name)
        sections = sections_open(mechanism, organisation, case.name)
        found["section"] |= {(case.name, section) for section in sections}
        if "identity" in sections and case.has_identity:
            found["identity"].add(case.name)
    found["accusation"] = {
        (accusation.case, accusation.organisation)
        for accusation in mechanism.accusations.values()
        if accusation.stands and (flow or mechanism.answers(organisation, accusation.case))
    }
    found["consent"] = {
        consent.name for consent in mechanism.consents.values()
        if sees_consent(mechanism, organisation, consent)
    }  # fmt: skip
    found["referral"] = {
        referral.name for referral in mechanism.referrals.values()
        if flow or sees_referral(mechanism, organisation, referral)
    }  # fmt: skip
    found["copy"] = {
        referral.name for referral in mechanism.referrals.values()
        if organisation in referral.copies
    }  # fmt: skip
    found["handoff"] = {
        handoff.name for handoff in mechanism.handoffs.values()
        if flow or sees_handoff(mechanism, organisation, handoff)
    }  # fmt: skip
    found["call"] = {
        call.name for call in mechanism.calls.values()
        if flow or sees_call(mechanism, organisation, call)
    }  # fmt: skip
    found["request"] = {
        request.name for request in mechanism.requests.values()
        if flow or sees_request(mechanism, organisation, request)
    }  # fmt: skip
    found["order"] = {
        order.name for order in mechanism.orders.values()
        if sees_order(mechanism, organisation, order)
    }  # fmt: skip
    return {kind: names for kind, names in found.items() if names}


_CHAIN_ENDS = (
    "SELECT DISTINCT ON (case_id, kind) case_id, kind, organisation_id FROM custody"
    " WHERE case_id = ANY ($1) ORDER BY case_id, kind, seq DESC"
)
_PLACES = (
    "SELECT case_id, receiver_id, id, transfer_from_id, bed FROM referral"
    " WHERE case_id = ANY ($1) AND bed IN ('held', 'occupied')"
)
_CAPACITY = "SELECT organisation_id, held, occupied FROM capacity WHERE organisation_id = ANY ($1)"
# An open promise on a consent that has ended: only a person on her way, or an inquiry by law; or
# a service whose ground the second person did not confirm (rule 17: her care goes on).
_PROMISES = """
SELECT r.id FROM referral r JOIN consent k ON k.id = r.consent_id WHERE r.case_id = ANY ($1)
    AND r.status IN ('requested', 'received', 'accepted', 'in_progress', 'on_hold')
    AND (k.status IN ('withdrawn', 'superseded', 'entered_in_error')
        OR (k.status = 'refused' AND k.confirm_by IS NULL))
UNION ALL SELECT h.id FROM handoff h JOIN consent k ON k.id = h.consent_id
    WHERE h.case_id = ANY ($1) AND h.legal_duty IS NULL AND h.departed_at IS NULL
    AND h.status IN ('offered', 'accepted')
    AND k.status IN ('withdrawn', 'superseded', 'refused', 'entered_in_error')
"""


def compare_all_rows(service: Service, mechanism: Mechanism, *, timed: bool = False) -> None:
    """Compare what must hold of all rows: one custodian a chain, one place a person, no promise on
    an ended consent. ``timed``: the timer has just written down what time decided.
    """
    names = service.names
    cases = [service.ids[name] for name in mechanism.cases]

    async def read(statement: str, values: list[Any]) -> list[Any]:
        return list(await service.owner.fetch(statement, values))

    ends = {
        (names[str(case)], kind): names[str(organisation)]
        for case, kind, organisation in service.wait(read(_CHAIN_ENDS, cases))
    }
    right = {
        (case, chain): mechanism.custodian(case, chain)
        for case in mechanism.cases for chain in CHAINS
        if mechanism.custodian(case, chain) is not None
    }  # fmt: skip
    assert ends == right, f"chains end at {ends}, not {right}"
    promises = [names[str(row["id"])] for row in service.wait(read(_PROMISES, cases))]
    assert not promises, f"promises on consents that have ended: {promises}"
    if not timed:
        return
    placed = {names[str(row["id"])]: row["bed"] for row in service.wait(read(_PLACES, cases))}
    expected = {
        referral.name: referral.place
        for referral in mechanism.referrals.values() if referral.place in HAS_PLACE
    }  # fmt: skip
    assert placed == expected, f"places {placed}, not {expected}"
    houses = list(service.cast.ids.values())
    counts = {
        names[str(house)]: held + occupied
        for house, held, occupied in service.wait(read(_CAPACITY, houses))
    }
    taken = Counter({house: mechanism.taken(house) for house in counts})
    assert Counter(counts) == taken, f"taken places {counts}, not {dict(taken)}"
