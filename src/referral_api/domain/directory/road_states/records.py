"""The register of the states of roads, which the coordination keeps and everybody reads."""

from referral_api.domain.directory.road_states.schemas import RoadStateContents, RoadStateRead
from referral_api.domain.directory.road_states.tables import RoadState
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import RoadStatePermission as May

ROAD_STATES = Register(
    RoadState, RoadStateRead, RoadStateContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(RoadState, "region", "condition"), told_to_all=True,
)  # fmt: skip
