"""The register of the public parts of locations."""

from referral_api.domain.directory.locations.schemas import LocationContents, LocationRead
from referral_api.domain.directory.locations.tables import Location
from referral_api.domain.directory.services.records import SERVICES
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import LocationPermission as May

LOCATIONS = Register(
    Location, LocationRead, LocationContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(Location, "service_id", "region", "kind"),
    rests_on={"service_id": SERVICES}, told_to_all=True,
)  # fmt: skip
