"""Who may get a tip, and who gets it: children first to child protection, police only on danger."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, any_, bindparam, func, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.exploitation import ExploitationForm as Form
from referral_api.domain.codelists.organisations import OrganisationType as Type
from referral_api.domain.codelists.territory import Region
from referral_api.domain.identification.tips.lifecycle import concerns_children
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.errors import Conflict, MalformedInput

ALLOWED = (
    Type.POLICE, Type.GENDARMERIE, Type.BORDER_SERVICE, Type.CHILD_PROTECTION,
    Type.LABOUR_INSPECTION,
)  # fmt: skip
ARMED = (Type.POLICE, Type.GENDARMERIE, Type.BORDER_SERVICE)
_LABOUR = frozenset(
    {Form.TRAVAIL_FORCE_ORPAILLAGE, Form.TRAVAIL_FORCE_AGRICULTURE, Form.TRAVAIL_FORCE_AUTRE}
)
# By region and type: the organisation that gets its tips.
Assignees = Mapping[Region, Mapping[Type, UUID]]
_ORGANISATION = Statement(
    select(col(Organisation.type), col(Organisation.regions)).where(
        col(Organisation.id) == bindparam("organisation_id"), col(Organisation.active)
    )
)
_REGION = bindparam("region", type_=Text)
_COVERS = or_(
    _REGION.is_(None), func.cardinality(col(Organisation.regions)) == 0,
    any_(col(Organisation.regions)) == _REGION,
)  # fmt: skip
_CHILD_PROTECTION = Statement(
    select(col(Organisation.id))
    .where(
        col(Organisation.active), _COVERS,
        col(Organisation.type) == literal_code(Type.CHILD_PROTECTION),
    )
    # One that is bound to regions knows this one best.
    .order_by(func.cardinality(col(Organisation.regions)) == 0, col(Organisation.id))
    .limit(1)
)  # fmt: skip


def order_of_types(tip: Any) -> Sequence[Type]:
    """List the types that a tip goes to of itself, the first that the region has."""
    if tip.immediate_danger == Answer.YES:
        return (Type.POLICE, Type.GENDARMERIE)
    if concerns_children(tip):
        return (Type.CHILD_PROTECTION,)
    if _LABOUR.intersection(tip.suspected_forms):
        return (Type.LABOUR_INSPECTION, Type.POLICE, Type.GENDARMERIE)
    return (Type.POLICE, Type.GENDARMERIE)


def choose(assignees: Assignees, tip: Any) -> UUID | None:
    """Choose the assignee of a tip by the table of the installation; None if it names none."""
    of_region = assignees.get(tip.place_region, {})
    return next((of_region[kind] for kind in order_of_types(tip) if kind in of_region), None)


async def check_assignee(transaction: Transaction, organisation_id: UUID, tip: Any) -> str:
    """Return the type of an assignee; MalformedInput unless it may get tips of this region.

    Conflict for the police where children may be concerned and nobody is in danger.
    """
    row = await transaction.one(_ORGANISATION, organisation_id=organisation_id)
    if row is None or row["type"] not in ALLOWED or not _covers(row["regions"], tip.place_region):
        raise _invalid("organisation_id")
    kind: str = row["type"]
    if kind in ARMED and concerns_children(tip) and tip.immediate_danger != Answer.YES:
        raise Conflict(
            "Where children may be concerned, the police get a tip only of immediate danger."
        )
    return kind


async def find_child_protection(
    transaction: Transaction, assignees: Assignees, named: UUID | None, tip: Any, assignee: str
) -> UUID | None:
    """Find who is told of children beside the assignee: the one that is named, that of the table,
    or one of the region. MalformedInput if what is named is none.
    """
    if named is not None:
        row = await transaction.one(_ORGANISATION, organisation_id=named)
        if row is None or row["type"] != Type.CHILD_PROTECTION:
            raise _invalid("child_protection_id")
        return named
    if not concerns_children(tip) or assignee == Type.CHILD_PROTECTION:
        return None
    listed = assignees.get(tip.place_region, {}).get(Type.CHILD_PROTECTION)
    if listed is not None:
        return listed
    found = await transaction.one(_CHILD_PROTECTION, region=tip.place_region)
    return None if found is None else found["id"]


def _covers(regions: Iterable[str], region: str | None) -> bool:
    listed = set(regions)
    return not listed or region is None or region in listed


def _invalid(field: str) -> MalformedInput:
    return MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])
