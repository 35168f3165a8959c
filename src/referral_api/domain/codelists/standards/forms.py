"""Forms of exploitation in HTCDS, CTDC, IC-TIP (working names) and the groups of SDG 16.2.2."""

from referral_api.domain.codelists.standards.crossing import Crossing

EXPLOITATION_FORMS: dict[str, Crossing] = {
    "EXPLOITATION_SEXUELLE_PROSTITUTION": Crossing(
        "SexualExploitation", "isSexualExploit", tip="sexual", sdg="sexual exploitation"
    ),
    "EXPLOITATION_SEXUELLE_AUTRE": Crossing(
        "SexualExploitation", "isSexualExploit", tip="sexual", sdg="sexual exploitation"
    ),
    "TRAVAIL_FORCE_ORPAILLAGE": Crossing(
        "ForcedLabour", "isForcedLabour", tip="forced labour or services", sdg="forced labour"
    ),
    "TRAVAIL_FORCE_AGRICULTURE": Crossing(
        "ForcedLabour", "isForcedLabour", tip="forced labour or services", sdg="forced labour"
    ),
    "TRAVAIL_FORCE_AUTRE": Crossing(
        "ForcedLabour", "isForcedLabour", tip="forced labour or services", sdg="forced labour"
    ),
    "SERVITUDE_DOMESTIQUE": Crossing(
        "Servitude", "isForcedLabour", tip="domestic servitude", sdg="forced labour"
    ),
    "TRAVAIL_ENFANTS_EXPLOITATION": Crossing(
        "ChildLabour", "isForcedLabour", tip="forced labour or services", sdg="forced labour"
    ),
    "MENDICITE_FORCEE": Crossing("ForcedBegging", "isForcedLabour", tip="begging", sdg="begging"),
    "MENDICITE_FORCEE_TALIBE": Crossing(
        "ForcedBegging", "isForcedLabour", tip="begging", sdg="begging"
    ),
    "ESCLAVAGE_ASCENDANCE": Crossing(
        "Other",
        "isSlaveryAndPractices",
        loses=True,
        tip="slavery and similar practices",
        sdg="other",
    ),
    "ESCLAVAGE_AUTRE": Crossing(
        "Other",
        "isSlaveryAndPractices",
        loses=True,
        tip="slavery and similar practices",
        sdg="other",
    ),
    "SERVAGE": Crossing(
        "Servitude",
        "isSlaveryAndPractices",
        loses=True,
        tip="slavery and similar practices",
        sdg="other",
    ),
    "SERVITUDE_DETTES": Crossing(
        "ForcedLabour",
        "isForcedLabour",
        loses=True,
        tip="slavery and similar practices",
        sdg="other",
    ),
    "PLACEMENT": Crossing(
        "Servitude",
        "isSlaveryAndPractices",
        loses=True,
        tip="slavery and similar practices",
        sdg="other",
    ),
    "MARIAGE_FORCE": Crossing(
        "ForcedMarriage", "isForcedMarriage", tip="forced marriage", sdg="forced marriage"
    ),
    "ENFANT_SOLDAT": Crossing(
        "ForcedMilitaryByNonStateActors",
        "isForcedMilitary",
        loses=True,
        tip="use in armed conflict",
        sdg="other",
    ),
    "CRIMINALITE_FORCEE": Crossing(
        "Other",
        "isForcedLabour",
        loses=True,
        tip="forced criminal activity",
        sdg="forced criminality",
    ),
    "PRELEVEMENT_ORGANES": Crossing(
        "OrganRemoval", "isOrganRemoval", tip="removal of organs", sdg="organ removal"
    ),
    "ADOPTION_VENTE_ENFANT": Crossing(
        "ForcedAdoption", "isOtherExploit", tip="illegal adoption, sale of children", sdg="other"
    ),
    "GPA_FORCEE": Crossing("Surrogacy", "isOtherExploit", tip="reproductive", sdg="other"),
    "AUTRE": Crossing("Other", "isOtherExploit", tip="other", sdg="other"),
    "INCONNU": Crossing(None, None, sdg="unknown"),
}
