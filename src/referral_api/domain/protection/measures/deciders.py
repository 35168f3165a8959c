"""Who proposes and who decides on each kind of measure: one table, which a setting may replace.

The national manual is not public. Each entry is a role, a role in one type of organisation
(``supervisor@legal_aid``), or a role in the organisation that is responsible for the protection of
the person (``supervisor@custodian``). A decision needs one signature of each group, each of another
agent.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from referral_api.domain.codelists.measures import MeasureKind as Kind
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.permissions import HOLDERS, Actor, MeasurePermission, Role

CUSTODIAN = "custodian"
Group = tuple[str, ...]
Deciders = Mapping[Kind, tuple[Group, ...]]
_FOR_THE_PERSON: Group = (
    "case_worker@custodian", "supervisor@custodian", "case_worker@legal_aid",
)  # fmt: skip
PROPOSERS: dict[Kind, Group] = dict.fromkeys(Kind, _FOR_THE_PERSON) | {
    Kind.SAFETY_MEASURE: (*_FOR_THE_PERSON, "investigator"),
    Kind.NON_PUNISHMENT_NOTICE: (*_FOR_THE_PERSON, "identification_authority"),
}
MEASURE_DECIDERS: dict[Kind, tuple[Group, ...]] = {
    Kind.RECOVERY_PERIOD: (("identification_authority", "magistrate"),),
    Kind.EMERGENCY_SHELTER: (("case_worker", "supervisor", "intake_officer"),),
    Kind.SAFETY_MEASURE: (("supervisor", "investigator"),),
    Kind.GUARDIAN_APPOINTMENT: (("magistrate",),),
    Kind.STAY_PERMIT: (("identification_authority",),),
    # Two persons of two kinds: who answers for the person, and the coordination.
    Kind.VOLUNTARY_RETURN: (("supervisor@custodian",), ("coordinator",)),
    Kind.FAMILY_REUNIFICATION: (("supervisor@custodian",),),
    Kind.CHILD_PLACEMENT: (
        ("magistrate", "supervisor@child_protection", "case_worker@child_protection"),
    ),
    Kind.NON_PUNISHMENT_NOTICE: (
        (
            "supervisor@custodian",
            "case_worker@legal_aid",
            "supervisor@legal_aid",
            "identification_authority",
        ),
    ),
    Kind.WITNESS_PROTECTION: (("magistrate",),),
}
# Who proposed such a measure may decide on it: help that was given before it was decided, and a
# notice, which is sent by who writes it.
DECIDED_ALONE = frozenset({Kind.EMERGENCY_SHELTER, Kind.NON_PUNISHMENT_NOTICE})
_NOBODY = "Each kind needs somebody who decides on it."
_UNKNOWN = "A role that may decide on measures, or such a role, @, and a type of organisation."


def stands_among(actor: Actor, group: Iterable[str], measure: Any) -> bool:
    """Say whether the caller is one of a group, for this measure or this case."""
    return any(_is(actor, entry, measure) for entry in group)


def _is(actor: Actor, entry: str, measure: Any) -> bool:
    role, _, where = entry.partition("@")
    if role not in actor.roles:
        return False
    if where == CUSTODIAN:
        return bool(actor.organisation_id == measure.custodian_id)
    return where in {"", actor.organisation_type}


def open_signatures(actor: Actor, groups: Sequence[Group], measure: Any) -> list[int]:
    """List the signatures that are missing and that the caller may give."""
    signed = {signature["group"] for signature in json.loads(measure.signatures)}
    return [
        number
        for number, group in enumerate(groups)
        if number not in signed and stands_among(actor, group, measure)
    ]


def check_table(table: Deciders) -> Deciders:
    """Raise ValueError for a table that leaves a kind without a decider, or names nobody."""
    widest = HOLDERS[MeasurePermission.GRANT]
    places = {"", CUSTODIAN, *OrganisationType}
    for groups in table.values():
        if not groups or not all(groups):
            raise ValueError(_NOBODY)
        for entry in (entry for group in groups for entry in group):
            role, _, where = entry.partition("@")
            if role not in {*map(str, widest)} or where not in places:
                raise ValueError(_UNKNOWN)
    return {**MEASURE_DECIDERS, **table}


def roles_of(groups: Iterable[Group]) -> frozenset[Role]:
    """Return the roles that a table names."""
    return frozenset(Role(entry.partition("@")[0]) for group in groups for entry in group)
