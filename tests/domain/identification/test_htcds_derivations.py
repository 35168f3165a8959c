"""What is derived for HTCDS 2.0 has the value that the catalogue of fields (§17) says."""

import pytest

from referral_api.domain.codelists.operations import read_codelist
from referral_api.domain.identification.exploitations.derived import sections_of

_POSSIBLE, _NONE = "PossibleVictimOfTrafficking", "NotAVictimOfTrafficking"
_GOVERNMENT, _COURT = "NonPoliceGovernmentalOrganization", "CourtOrProsecution"
_MORE, _ELSEWHERE = "AdditionalServicesRequired", "MigrationOrChangeOfLocation"
# A copy of the catalogue: the field, the list that it is derived from, and the value of each code.
COPY: dict[str, tuple[str, dict[str, str]]] = {
    "prs_Gender": (
        "sexes",
        {"female": "Feminine", "male": "Masculine", "unknown": "NonSpecifiedUnknown"},
    ),
    "vic_TraffickingStatus": (
        "identification_statuses",
        {
            "reported": _POSSIBLE, "screening": _POSSIBLE, "presumed": _POSSIBLE,
            "under_review": _POSSIBLE, "identified": "ActualVictimOfTrafficking",
            "not_presumed": _NONE, "not_identified": _NONE, "no_follow_up": _POSSIBLE,
        },
    ),
    "cas_Status": (
        "case_states",
        {"open": "Active", "closed": "Closed"},
    ),
    "cas_Status of a closed file": (
        "closure_reasons",
        {
            "transferred_outside": "ClosedReferred", "support_completed": "Closed",
            "returned_abroad": "Closed", "deceased": "Closed", "other": "Closed",
        },
    ),
    "cas_ReasonForIncomingReferral": (
        "service_types",
        {
            "voluntary_return": _ELSEWHERE, "other": "Other", "shelter": _MORE,
            "medical_care": _MORE, "legal_aid": _MORE,
        },
    ),
}  # fmt: skip
DECIDERS = {
    "police": "Police", "gendarmerie": "Police", "border_service": "Police", "ngo": "NGO",
    "shelter": "NGO", "prosecutor": _COURT, "court": _COURT, "child_protection": _GOVERNMENT,
    "social_service": _GOVERNMENT, "labour_inspection": _GOVERNMENT, "state_service": _GOVERNMENT,
    "coordination": _GOVERNMENT, "health": _GOVERNMENT, "international": "Other",
    "legal_aid": "Other", "oversight": "Other", "watch_committee": "Other",
}  # fmt: skip
SECTIONS = {
    "gold_mining": "B_MiningAndQuarrying",
    "domestic_work": "T_ActivitiesOfHouseholdsAsEmployers",
    "crop_farming": "A_AgricultureForestryAndFishing",
    "construction": "F_Construction",
}


@pytest.mark.parametrize("field", sorted(COPY))
def test_a_derived_field_has_the_value_of_the_catalogue(field: str) -> None:
    name, values = COPY[field]
    served = read_codelist(name)
    found = {code.code: code.htcds for code in served.codes}
    assert {code: found[code] for code in values} == values
    # Whatever the catalogue does not name has a value of the same field.
    assert set(found.values()) <= set(values.values())


def test_who_decides_has_the_value_of_the_catalogue() -> None:
    found = {code.code: code.decides_as for code in read_codelist("organisation_types").codes}
    assert {code: found[code] for code in DECIDERS} == DECIDERS
    assert {found[code] for code in found.keys() - DECIDERS.keys()} == {"Other"}


@pytest.mark.parametrize("activity", sorted(SECTIONS))
def test_an_industry_is_the_section_of_its_activity(activity: str) -> None:
    (section,) = sections_of([activity])
    htcds = {code.code: code.htcds for code in read_codelist("industry_sections").codes}
    assert htcds[section] == SECTIONS[activity]


@pytest.mark.parametrize(
    ("name", "code", "label"),
    [
        ("regions", "GAO", "Gao"),
        ("regions", "SEGOU", "Ségou"),
        ("closure_reasons", "reintegrated", "Réintégration accomplie"),
        ("closure_reasons", "deceased", "Personne décédée"),
    ],
)
def test_a_state_and_a_reason_for_closing_go_out_as_the_french_label(
    name: str, code: str, label: str
) -> None:
    assert {one.code: one.fr for one in read_codelist(name).codes}[code] == label
