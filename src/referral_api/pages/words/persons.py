"""A person in a few words, « Femme, 18 à 24 ans »: never « Féminin » or « Masculin » on a page."""

from functools import cache
from typing import Any

from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.pages.words.catalogues import say

# Where the age is not known, the words leave it open.
_WORDS = {
    (Sex.FEMALE, False): "Woman", (Sex.FEMALE, True): "Girl", (Sex.FEMALE, None): "Woman or girl",
    (Sex.MALE, False): "Man", (Sex.MALE, True): "Boy", (Sex.MALE, None): "Man or boy",
    (Sex.UNKNOWN, False): "Adult", (Sex.UNKNOWN, True): "Child", (Sex.UNKNOWN, None): "Person",
}  # fmt: skip


@cache
def person_words(sex: Any, age_band: Any, language: str) -> str:
    """Return sex and age band in the words that people use."""
    band = AgeBand(age_band)
    is_child = None if band is AgeBand.UNKNOWN else band.is_child
    label: str = getattr(band, language)
    return f"{say(_WORDS[Sex(sex), is_child], language)}, {label[:1].lower()}{label[1:]}"


def sex_words(sex: Sex, language: str) -> str:
    """Return the sex alone, where the age is not said beside it."""
    return say("Not known" if sex is Sex.UNKNOWN else _WORDS[sex, None], language)
