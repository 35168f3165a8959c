"""Consents and the legal grounds that stand in for one, as who recorded them counts them."""

from typing import Any

from sqlalchemy import Select, and_, case, func, not_, or_

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.figures.definitions.relations.as_of import NOT_KNOWN, Columns, Conditions
from referral_api.domain.figures.definitions.relations.persons import PERSON, with_case
from referral_api.domain.figures.history.tables import CountedConsent

_N: Any = CountedConsent.__table__.c  # type: ignore[attr-defined]
_IS_REFUSED = or_(_N.refused_at.is_not(None), _N.status == literal_code(ConsentStatus.REFUSED))


def consents() -> tuple[Select[Any], Columns]:
    """Each consent."""
    columns = {
        **PERSON, "key": _N.row_id, "root": _N.case_id, "purpose": func.unnest(_N.purposes),
        "status": _N.status, "giver": _N.given_by,
        "ground": func.coalesce(_N.legal_ground, NOT_KNOWN),
        "stated_at": _N.stated_at, "refused_at": func.coalesce(_N.refused_at, _N.ended_at),
        "ended_at": _N.ended_at,
        "reply": case(
            (_IS_REFUSED, literal_code("refused")),
            (_N.legal_ground.is_not(None), literal_code("legal_ground")),
            (_N.active_since.is_not(None), literal_code("given")),
            else_=literal_code("awaited"),
        ),
        # Of an urgent ground, which opens help before its second person is there.
        "confirmation": case(
            (_N.is_confirmed, literal_code("confirmed")),
            (_N.status == literal_code(ConsentStatus.PROVISIONAL), literal_code("waiting")),
            (_N.status == literal_code(ConsentStatus.EXPIRED), literal_code("lapsed")),
            else_=literal_code("ended_before"),
        ),
    }  # fmt: skip
    return with_case(CountedConsent, _N), columns


CONDITIONS: Conditions = {
    "is_stated": not_(one_of(_N.status, [ConsentStatus.ENTERED_IN_ERROR])),
    "is_consent_refused": _IS_REFUSED,
    "is_consent_withdrawn": _N.status == literal_code(ConsentStatus.WITHDRAWN),
    "is_emergency": and_(_N.legal_ground.is_not(None), _N.confirm_by.is_not(None)),
}
