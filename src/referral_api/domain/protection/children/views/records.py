"""The records of own views."""

from referral_api.database.statements import Row
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.own_views import STOPPED_BY, Assent, ViewTopic
from referral_api.domain.protection.children.records import child_records
from referral_api.domain.protection.children.views.schemas import OwnViewRead
from referral_api.domain.protection.children.views.tables import OwnView
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import OwnViewPermission

_RECORDED = (RecordStatus.RECORDED,)
OWN_VIEWS = Lifecycle(
    RecordStatus,
    transition("weigh", OwnViewPermission.WEIGH, _RECORDED, None, [Side.CUSTODIAN]),
    transition(
        "mark_error", OwnViewPermission.MARK_ERROR, _RECORDED, RecordStatus.ENTERED_IN_ERROR,
        [Side.SENDER],
    ),
    open_states=_RECORDED,
)  # fmt: skip
OWN_VIEW_RECORDS = child_records(
    OwnView, OWN_VIEWS, subject="own_view", creation=OwnViewPermission.RECORD,
    columns=("topic", "said_on", "language", "means", "sealed_view", "assent"),
    changed=("sealed_weight",),
)  # fmt: skip


def to_response(row: Row, view: str | None = None, weight_given: str | None = None) -> OwnViewRead:
    """Turn a row into a response."""
    refused = row["assent"] == Assent.REFUSED
    stops = STOPPED_BY.get(ViewTopic(row["topic"])) if refused else None
    return OwnViewRead(**row, view=view, weight_given=weight_given, stops=stops)
