"""The register of staff counts."""

from collections.abc import Iterator

from referral_api.domain.programme.staff_counts.schemas import StaffCountContents, StaffCountRead
from referral_api.domain.programme.staff_counts.tables import StaffCount
from referral_api.domain.records.entries.filters import between
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import StaffCountPermission as May


def find_faults(count: StaffCountContents) -> Iterator[tuple[str, str]]:
    """Find a profession that stands twice, and more people trained than there are."""
    if len({line.profession for line in count.staff}) < len(count.staff):
        yield "staff", "invalid_value"
    for place, line in enumerate(count.staff):
        if line.trained is not None and line.trained > line.staff:
            yield f"staff/{place}/trained", "out_of_range"


STAFF_COUNTS = Register(
    StaffCount, StaffCountRead, StaffCountContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=between(StaffCount, "counted_on"), numbers=("staff",), faults=find_faults,
)  # fmt: skip
