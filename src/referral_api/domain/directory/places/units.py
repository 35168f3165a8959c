"""Which units of places fit whom. One table: a girl sleeps where girls sleep."""

from collections.abc import Iterable

from referral_api.domain.codelists.places import PlaceUnit
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.victims import Sex

# By sex, and by whether the person is treated as a child.
_BEDS = {
    (Sex.FEMALE, True): PlaceUnit.BED_GIRLS,
    (Sex.FEMALE, False): PlaceUnit.BED_WOMEN,
    (Sex.MALE, True): PlaceUnit.BED_BOYS,
    (Sex.MALE, False): PlaceUnit.BED_MEN,
}
_LEARNING = frozenset({ServiceType.VOCATIONAL_TRAINING, ServiceType.LIVELIHOOD})
SLEEPING = frozenset({ServiceType.SHELTER, ServiceType.CHILD_CARE_ARRANGEMENT})


def unit_for(sex: str, *, child: bool) -> PlaceUnit | None:
    """Return the bed of a person, if the sex is known."""
    return next((unit for (of, young), unit in _BEDS.items() if (of, young) == (sex, child)), None)


def units_for(service_type: str, people: Iterable[tuple[str, bool]]) -> list[PlaceUnit]:
    """Return the units of a type of service that fit people, as ``beds_for`` takes them."""
    if service_type in SLEEPING:
        return beds_for(people)
    learns = service_type in _LEARNING
    return [PlaceUnit.TRAINING_SLOT if learns else PlaceUnit.CONSULTATION_SLOT]


def beds_for(people: Iterable[tuple[str, bool]], *, together: bool = False) -> list[PlaceUnit]:
    """Return the beds that fit people, the best first: each their sex, and whether a child.

    Several people may have a family room, and so may one who is received ``together`` with others;
    a place of no stated unit comes last.
    """
    each = list(people)
    found = [unit_for(sex, child=child) for sex, child in each]
    rooms = [PlaceUnit.FAMILY_ROOM] if together or len(each) > 1 else []
    known = [unit for unit in found if unit is not None]
    return [*dict.fromkeys([*rooms, *known]), PlaceUnit.BED_UNSPECIFIED]
