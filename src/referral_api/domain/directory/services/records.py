"""The register of services, and what contradicts itself in one."""

from collections.abc import Iterator

from referral_api.domain.codelists.directory import ServiceSetting
from referral_api.domain.directory.services.schemas import ServiceContents, ServiceRead
from referral_api.domain.directory.services.tables import Service
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import ServicePermission as May


def find_faults(service: ServiceContents) -> Iterator[tuple[str, str]]:
    """Find hours that end before they begin, and days that do."""
    if any(hours.closes <= hours.opens for hours in service.hours):
        yield "hours", "invalid_value"
    for days in service.exceptions:
        if days.last_on < days.first_on or not _in_order(days.opens, days.closes):
            yield "exceptions", "invalid_value"
            break
    if service.longest_stay_days == 0:
        yield "longest_stay_days", "out_of_range"
    if service.setting is ServiceSetting.ESCORT and service.longest_stay_days is not None:
        yield "longest_stay_days", "invalid_value"


def _in_order(opens: str | None, closes: str | None) -> bool:
    if opens is None or closes is None:
        return opens is closes
    return opens < closes


SERVICES = Register(
    Service, ServiceRead, ServiceContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(Service, "service_type", "region", "setting", "state"),
    numbers=("hours", "exceptions", "contacts"),
    faults=find_faults, told_to_all=True,
)  # fmt: skip
