"""Whether the facts name the family: an episode of the person says that one of it took part.

A check that found nothing then counts as a concern, which a second person of child protection must
confirm before anybody is brought to the family.
"""

from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.children import FamilyCheck
from referral_api.domain.identification.exploitations.derived import FAMILY
from referral_api.domain.identification.exploitations.tables import Exploitation

_NAMED = Statement(
    select(col(Exploitation.id))
    .where(
        col(Exploitation.case_id) == bindparam("case_id", type_=Uuid),
        col(Exploitation.status) == literal_code(RecordStatus.RECORDED),
        or_(
            *(
                literal_code(relation) == any_(column)
                for column in (
                    col(Exploitation.exploiter_relations), col(Exploitation.recruiter_relations),
                )
                for relation in sorted(FAMILY)
            )
        ),
    )
    .limit(1)
)  # fmt: skip


async def is_family_named(transaction: Transaction, case_id: UUID) -> bool:
    """Say whether a recorded episode names the family, which the caller need not read."""
    async with transaction.elevated():
        return await transaction.one(_NAMED, case_id=case_id) is not None


def weigh(check: str, *, named: bool) -> FamilyCheck:
    """Return what a check of the family counts as, where an episode names the family or none."""
    found = FamilyCheck(check)
    return FamilyCheck.CONCERN if named and found is FamilyCheck.NO_CONCERN else found
