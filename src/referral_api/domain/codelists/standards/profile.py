"""Education and marital status in HTCDS. RegisteredPartnership is never emitted."""

from referral_api.domain.codelists.standards.crossing import Crossing

EDUCATION_LEVELS: dict[str, Crossing] = {
    "none": Crossing(None),
    "quranic": Crossing(None, None, loses=True),
    "preschool": Crossing("EarlyChildhoodEducation"),
    "fundamental_1": Crossing("PrimaryEducation"),
    "fundamental_2": Crossing("LowerSecondaryEducation"),
    "medersa": Crossing("PrimaryEducation", None, loses=True),
    "secondary": Crossing("UpperSecondaryEducation"),
    "vocational": Crossing("PostSecondaryNonTertiaryEducation"),
    "short_tertiary": Crossing("ShortCycleTertiaryEducation"),
    "bachelor": Crossing("BachelorsOrEquivalentLevel"),
    "master": Crossing("MastersOrEquivalentLevel"),
    "doctorate": Crossing("DoctoralOrEquivalentLevel"),
    "literacy_course": Crossing(None, None, loses=True),
    "unknown": Crossing(None),
    "not_asked": Crossing(None),
}

MARITAL_STATUSES: dict[str, Crossing] = {
    "single": Crossing("Single"),
    "married_civil": Crossing("Married"),
    "married_religious_customary": Crossing("Married"),
    "cohabiting": Crossing("Single", None, loses=True),
    "widowed": Crossing("Widowed"),
    "divorced": Crossing("Divorced"),
    "separated": Crossing("Separated"),
    "unknown": Crossing(None),
    "not_asked": Crossing(None),
}
