"""Who may be accepted without whom; no child is parted from the mother without a reason."""

from collections.abc import Collection, Sequence
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.domain.casework.referral_groups.schemas import GroupMember, Parting
from referral_api.domain.codelists.referral_groups import GroupTie
from referral_api.errors import Conflict, MalformedInput


def check_mothers(members: Sequence[GroupMember]) -> None:
    """Refuse a mother who is not of the group, and one who is named for anybody but a child."""
    mothers = {one.case_id for one in members if one.tie is GroupTie.MOTHER}
    for place, one in enumerate(members):
        if one.mother_case_id is None:
            continue
        if one.tie is not GroupTie.CHILD or one.mother_case_id not in mothers:
            raise MalformedInput(
                errors=[{"pointer": f"/members/{place}/mother_case_id", "code": "invalid_value"}]
            )


def check_accepted(
    rows: Sequence[Row], accepted: Collection[UUID], partings: Sequence[Parting]
) -> dict[UUID, str]:
    """Check whom a receiver accepts; return the reasons for which children are parted.

    MalformedInput for a case that is not of the group. Conflict if somebody is left out whom the
    sender does not allow to be, or if a child is parted from the mother without a reason.
    """
    of_group = {row["case_id"] for row in rows}
    if not of_group >= set(accepted):
        raise MalformedInput(errors=[{"pointer": "/case_ids", "code": "invalid_value"}])
    left_out = [row for row in rows if row["case_id"] not in accepted]
    if any(not row["group_may_part"] for row in left_out):
        raise Conflict("The sender wants these persons to be accepted together.")
    reasons: dict[UUID, str] = {one.case_id: one.reason for one in partings}
    parted = {
        row["case_id"]
        for row in rows
        if (mother := row["group_mother_case_id"]) is not None
        and (row["case_id"] in accepted) != (mother in accepted)
    }
    if parted - reasons.keys():
        raise Conflict("A child would be parted from the mother without a reason.")
    if reasons.keys() - parted:
        raise MalformedInput(errors=[{"pointer": "/partings", "code": "invalid_value"}])
    return reasons
