"""Request schema of a search: an anonymous need, and what follows from it."""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import AccessibilityNeed
from referral_api.domain.codelists.referrals import Priority, ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex, category_of, is_treated_as_child
from referral_api.schemas import Flag, Instant, Payload, ShortText, whole

# Of several people the group of none alone is told.
SEVERAL = "several"


class PeopleInNeed(Payload):
    """People of one sex and age."""

    sex: Sex
    age_band: AgeBand
    number: Annotated[int, Field(strict=True, ge=1, le=50), BeforeValidator(whole)] = Field(
        1, description="How many they are."
    )


class PlacementNeed(Payload):
    """What is looked for. Name nobody and no case: it is about no person that could be told."""

    service_type: ServiceType
    priority: Priority
    people: list[PeopleInNeed] = Field(
        min_length=1, max_length=20, description="Who needs it, by sex and age."
    )
    accompanied: Flag = Field(
        default=False, description="The children have an adult of theirs with them."
    )
    nationality: Country | None = Field(None, description="Their nationality, if known.")
    languages: list[Language] = Field([], max_length=10, description="What they speak.")
    accessibility_needs: list[AccessibilityNeed] = Field(
        [], max_length=10, description="What they need to enter and to live there."
    )
    exploitation_forms: list[ExploitationForm] = Field(
        [], max_length=10, description="What was done to them, if known."
    )
    region: Region = Field(description="Where they are.")
    cercle: ShortText | None = Field(None, description="The cercle where they are.")
    at: Instant | None = Field(None, description="When they would arrive; now, if left out.")

    @property
    def number(self) -> int:
        """How many people they are."""
        return sum(people.number for people in self.people)

    @property
    def sexes(self) -> list[str]:
        """Their sexes; of an unknown one a service must receive both."""
        both = [Sex.FEMALE, Sex.MALE]
        found = (both if one.sex is Sex.UNKNOWN else [one.sex] for one in self.people)
        return sorted({sex for sexes in found for sex in sexes})

    @property
    def age_bands(self) -> list[str]:
        """Their ages; of an unknown one a service must receive children of 15 and young adults."""
        either = [AgeBand.FROM_15_TO_17, AgeBand.FROM_18_TO_24]
        found = (
            either if one.age_band is AgeBand.UNKNOWN else [one.age_band] for one in self.people
        )
        return sorted({band for bands in found for band in bands})

    @property
    def has_children(self) -> bool:
        """Say whether one of them is treated as a child."""
        return any(child for _, child in self.each())

    @property
    def category(self) -> str | None:
        """Their group, if the sex is known; that of several people together is of its own."""
        if self.number > 1:
            return SEVERAL
        one = self.people[0]
        return category_of(one.sex, one.age_band, in_doubt=False)

    def each(self) -> Iterator[tuple[str, bool]]:
        """Return the sex of each person, and whether they are treated as a child."""
        for people in self.people:
            child = is_treated_as_child(people.age_band, in_doubt=False)
            yield from [(str(people.sex), child)] * people.number

    @property
    def fingerprint(self) -> str:
        """The same for the same need, whenever it is looked for and in whatever order told."""
        told = self.model_dump(mode="json", exclude={"at", "people"})
        for name in ("languages", "accessibility_needs", "exploitation_forms"):
            told[name] = sorted(told[name])
        told["people"] = sorted(f"{sex}/{child}" for sex, child in self.each())
        told["ages"] = self.age_bands
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
