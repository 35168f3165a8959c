"""The episodes that a decision rests on, and the screening that it cites.

Citing is all: no episode and no screening makes a decision.
"""

from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.identification.decisions.schemas import DecisionRecord
from referral_api.domain.identification.exploitations.tables import Exploitation
from referral_api.domain.identification.screenings.tables import Screening
from referral_api.errors import MalformedInput

_EPISODES = Statement(
    select(
        col(Exploitation.id), col(Exploitation.acts), col(Exploitation.means),
        col(Exploitation.forms),
    ).where(
        col(Exploitation.case_id) == bindparam("case_id"),
        col(Exploitation.id) == any_(bindparam("ids", type_=ARRAY(Uuid))),
        col(Exploitation.status) == literal_code(RecordStatus.RECORDED),
    )
)  # fmt: skip
_SCREENING = Statement(
    select(col(Screening.id)).where(
        col(Screening.case_id) == bindparam("case_id"),
        col(Screening.id) == bindparam("screening_id"),
        col(Screening.status) == literal_code(RecordStatus.RECORDED),
    )
)
_ELEMENTS = ("acts", "means", "forms")


async def rest_on_facts(
    transaction: Transaction, case_id: UUID, decision: DecisionRecord
) -> DecisionRecord:
    """Return the decision with the acts, means and forms of its episodes where it says none.

    MalformedInput if it names an episode or a screening that is not one of this case.
    """
    if decision.screening_id is not None:
        found = await transaction.one(
            _SCREENING, case_id=case_id, screening_id=decision.screening_id
        )
        if found is None:
            raise _wrong("screening_id")
    ids = list(dict.fromkeys(decision.exploitation_ids))
    if not ids:
        return decision
    episodes = await transaction.all(_EPISODES, case_id=case_id, ids=ids)
    if len(episodes) < len(ids):
        raise _wrong("exploitation_ids")
    filled = {
        name: sorted({code for episode in episodes for code in episode[name]})
        for name in _ELEMENTS if not getattr(decision, name)
    }  # fmt: skip
    # What is not known of one episode says nothing beside what is known of another.
    if len(filled.get("forms", [])) > 1:
        filled["forms"] = [form for form in filled["forms"] if form != "INCONNU"]
    return DecisionRecord.model_validate(
        {**decision.model_dump(), **filled, "exploitation_ids": ids}
    )


def _wrong(field: str) -> MalformedInput:
    return MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])
