"""Each of the 40 Core fields of HTCDS 2.0 is recorded, derived, or refused with a reason."""

import importlib

import pytest
from pydantic import BaseModel

from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.operations import list_codelists
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.standards.crosswalk import CROSSWALK, CROSSWALK_VERSION

_DOMAIN = "referral_api.domain"
_IDENTITY = f"{_DOMAIN}.identification.identities.schemas:IdentityFields"
_EPISODE = f"{_DOMAIN}.identification.exploitations.schemas:ExploitationRead"
_PROFILE = f"{_DOMAIN}.identification.profiles.schemas:ProfileRead"
_CASE = f"{_DOMAIN}.identification.cases.schemas:CaseRead"
_DECISION = f"{_DOMAIN}.identification.decisions.schemas:DecisionRead"
_REFERRAL = f"{_DOMAIN}.protection.referrals.schemas:ReferralRead"
_CONSENT = f"{_DOMAIN}.consent.consents.schemas:ConsentRead"
# Where each stands: a model and the member that records it, or that it is derived from.
RECORDED = {
    "prs_FirstName": (_IDENTITY, "given_names"), "prs_SecondName": (_IDENTITY, "family_name"),
    "prs_Birthdate": (_IDENTITY, "birth_date"), "prs_Citizenship": (_CASE, "nationalities"),
    "prs_MailingCity": (_PROFILE, "residence"), "prs_MailingStreet": (_IDENTITY, "address"),
    "prs_Email": (_IDENTITY, "emails"),
    "vic_MethodOfRecruitment": (_EPISODE, "recruitment_methods"),
    "vic_LocationOfRecruitment": (_EPISODE, "places"),
    "vic_MethodsOfControl": (_EPISODE, "control_methods"),
    "vic_TypeOfExploitation": (_EPISODE, "forms"),
    "vic_TypeOfSexExploitation": (_EPISODE, "sexual_types"),
    "vic_LocationOfExploitation": (_EPISODE, "places"),
}  # fmt: skip
DERIVED = {
    "prs_Gender": (_CASE, "sex"), "prs_HomePhone": (_IDENTITY, "phones"),
    "prs_MobilePhone": (_IDENTITY, "phones"), "prs_MailingCountry": (_PROFILE, "residence"),
    "prs_MailingState": (_PROFILE, "residence"), "vic_TraffickingStatus": (_CASE, "status"),
    "vic_TraffickingStatusDecisionMakingOrg": (_DECISION, "organisation_id"),
    "vic_ForcedLabourIndustry": (_EPISODE, "industry_sections"), "cas_Status": (_CASE, "state"),
    "cas_ReasonForCaseClosure": (_CASE, "closure_reason"),
    "cas_CaseOwner": (_CASE, "protection_custodian_id"),
    "cas_ReferringOrganisation": (_REFERRAL, "sender_id"),
    "cas_IncomingReferralDate": (_REFERRAL, "accepted_at"),
    "cas_ReferringPrimaryCaseWorker": (_REFERRAL, "id"),
    "cas_ReasonForIncomingReferral": (_REFERRAL, "service_type"),
    "cas_ReferredOrganisation": (_REFERRAL, "receiver_id"),
    "cas_ReferredPrimaryCaseWorker": (_REFERRAL, "id"),
    "cas_ReasonForOutgoingReferral": (_REFERRAL, "service_type"),
    "cas_OutgoingReferralDate": (_REFERRAL, "sent_at"), "con_Consent": (_CONSENT, "purposes"),
}  # fmt: skip
REFUSED = {
    "prs_Salutation": "no figure and no service needs it",
    "prs_Title": "no need",
    "prs_MailingPostalCode": "no postal codes in common use in Mali",
    "vic_Vulnerabilities": "deprecated by the standard",
    "vic_DetailsOfVulnerabilities": "deprecated; free text",
    "cas_IncomingReferralDetails": "free text about a person",
    "cas_OutgoingReferralDetails": "free text about a person",
}
# A copy of the standard's list of its own.
CORE = frozenset(
    [
        "prs_Salutation",
        "prs_FirstName",
        "prs_SecondName",
        "prs_Birthdate",
        "prs_Gender",
        "prs_Citizenship",
        "prs_Title",
        "prs_Email",
        "prs_HomePhone",
        "prs_MobilePhone",
        "prs_MailingCity",
        "prs_MailingCountry",
        "prs_MailingState",
        "prs_MailingStreet",
        "prs_MailingPostalCode",
        "vic_TraffickingStatus",
        "vic_TraffickingStatusDecisionMakingOrg",
        "vic_MethodOfRecruitment",
        "vic_LocationOfRecruitment",
        "vic_MethodsOfControl",
        "vic_TypeOfExploitation",
        "vic_ForcedLabourIndustry",
        "vic_TypeOfSexExploitation",
        "vic_LocationOfExploitation",
        "vic_Vulnerabilities",
        "vic_DetailsOfVulnerabilities",
        "cas_Status",
        "cas_ReasonForCaseClosure",
        "cas_CaseOwner",
        "cas_ReferringOrganisation",
        "cas_IncomingReferralDate",
        "cas_ReferringPrimaryCaseWorker",
        "cas_ReasonForIncomingReferral",
        "cas_IncomingReferralDetails",
        "cas_ReferredOrganisation",
        "cas_ReferredPrimaryCaseWorker",
        "cas_ReasonForOutgoingReferral",
        "cas_OutgoingReferralDate",
        "cas_OutgoingReferralDetails",
        "con_Consent",
    ]
)


def test_all_forty_core_fields_are_recorded_derived_or_refused_with_a_reason() -> None:
    assert (len(RECORDED), len(DERIVED), len(REFUSED), len(CORE)) == (13, 20, 7, 40)
    assert RECORDED.keys() | DERIVED.keys() | REFUSED.keys() == CORE
    assert all(REFUSED.values())


@pytest.mark.parametrize("name", sorted(RECORDED | DERIVED))
def test_what_is_recorded_or_derived_stands_in_a_resource(name: str) -> None:
    where, member = (RECORDED | DERIVED)[name]
    module, _, model = where.partition(":")
    found: type[BaseModel] = getattr(importlib.import_module(module), model)
    assert member in found.model_fields, name


def test_a_crosswalk_knows_every_code_of_its_list_and_is_served_with_its_version() -> None:
    served = {one.name: one for one in list_codelists()}
    for name, table in CROSSWALK.items():
        assert list(table) == [code.value for code in CODELISTS[name]], name
        assert served[name].crosswalk_version == CROSSWALK_VERSION
        assert all("htcds" in code.model_fields_set or "ctdc" in code.model_fields_set
                   for code in served[name].codes), name  # fmt: skip
    assert "crosswalk_version" not in served["regions"].model_fields_set


def test_the_crosswalk_of_the_forms_says_what_each_is_in_every_standard() -> None:
    table = CROSSWALK["exploitation_forms"]
    assert {form for form, found in table.items() if found.htcds is None} == {
        ExploitationForm.INCONNU
    }
    assert all(found.sdg for found in table.values())
    slavery = table[ExploitationForm.ESCLAVAGE_ASCENDANCE]
    assert (slavery.htcds, slavery.ctdc, slavery.loses) == ("Other", "isSlaveryAndPractices", True)


@pytest.mark.parametrize(
    ("name", "code", "htcds", "ctdc"),
    [
        ("platforms", "four_sale", "4Sale", None),
        ("control_methods", "debt", "DebtBondage", "meansOfControlDebtBondage"),
        ("control_methods", "restricts_movement", "Other", "meansOfControlRestrictsMovement"),
        ("relations_to_victim", "stranger", "Unaquainted", "recruiterRelationOther"),
        ("education_levels", "quranic", None, None),
        ("marital_statuses", "cohabiting", "Single", None),
        ("industry_sections", "T", "T_ActivitiesOfHouseholdsAsEmployers", None),
        ("labour_activities", "fishing", None, "typeOfLabourAquafarming"),
    ],
)
def test_codes_keep_the_spelling_of_the_standard(
    name: str, code: str, htcds: str | None, ctdc: str | None
) -> None:
    assert (CROSSWALK[name][code].htcds, CROSSWALK[name][code].ctdc) == (htcds, ctdc)
