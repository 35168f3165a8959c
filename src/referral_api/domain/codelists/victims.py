"""The person, as far as a pseudonymous file describes her."""

from referral_api.domain.codelists.code import Code


class Sex(Code):
    """Recorded for national statistics. Gender identity is never asked."""

    FEMALE = "female", "Féminin", "Female"
    MALE = "male", "Masculin", "Male"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class InterviewerSex(Code):
    """Who spoke with the person: a woman, a man, or both together."""

    WOMAN = "woman", "Une femme", "A woman"
    MAN = "man", "Un homme", "A man"
    BOTH = "both", "Une femme et un homme", "A woman and a man"


class AgeBand(Code):
    """Age at registration. 18 divides child from adult; a doubtful age counts as a child's."""

    UNDER_6 = "under_6", "Moins de 6 ans", "Under 6"
    FROM_6_TO_11 = "6_11", "6 à 11 ans", "6 to 11"
    FROM_12_TO_14 = "12_14", "12 à 14 ans", "12 to 14"
    FROM_15_TO_17 = "15_17", "15 à 17 ans", "15 to 17"
    FROM_18_TO_24 = "18_24", "18 à 24 ans", "18 to 24"
    FROM_25_TO_59 = "25_59", "25 à 59 ans", "25 to 59"
    FROM_60 = "60_plus", "60 ans et plus", "60 and over"
    UNKNOWN = "unknown", "Âge inconnu ou incertain", "Age unknown or uncertain"

    @property
    def is_child(self) -> bool:
        """Say whether the rules for children apply: under 18, or age in doubt."""
        return self not in {AgeBand.FROM_18_TO_24, AgeBand.FROM_25_TO_59, AgeBand.FROM_60}

    def includes(self, age: int) -> bool:
        """Say whether a person of this age in years is of this band."""
        first, last = _YEARS.get(self, (0, None))
        return age >= first and (last is None or age <= last)


_YEARS: dict[AgeBand, tuple[int, int | None]] = {
    AgeBand.UNDER_6: (0, 5), AgeBand.FROM_6_TO_11: (6, 11), AgeBand.FROM_12_TO_14: (12, 14),
    AgeBand.FROM_15_TO_17: (15, 17), AgeBand.FROM_18_TO_24: (18, 24),
    AgeBand.FROM_25_TO_59: (25, 59), AgeBand.FROM_60: (60, None),
}  # fmt: skip


class Category(Code):
    """The four groups of the national report, computed from sex and age, never entered."""

    WOMEN = "women", "Femmes", "Women"
    GIRLS = "girls", "Filles", "Girls"
    MEN = "men", "Hommes", "Men"
    BOYS = "boys", "Garçons", "Boys"


def is_treated_as_child(age_band: str, *, in_doubt: bool) -> bool:
    """Say whether the rules for children apply: under 18, or of doubtful age."""
    return in_doubt or AgeBand(age_band).is_child


def category_of(sex: str, age_band: str, *, in_doubt: bool) -> Category | None:
    """Return the group of the national report, or None while the sex is not known."""
    if sex == Sex.UNKNOWN:
        return None
    if is_treated_as_child(age_band, in_doubt=in_doubt):
        return Category.GIRLS if sex == Sex.FEMALE else Category.BOYS
    return Category.WOMEN if sex == Sex.FEMALE else Category.MEN
