"""The vocabulary: every list is served, and every code is complete."""

import importlib
import json
import pkgutil

import pytest
from pydantic import BaseModel, ConfigDict

from referral_api import errors
from referral_api.domain import codelists
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.exploitation import ExploitationForm, Indicator
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.operations import list_codelists, read_codelist
from referral_api.domain.codelists.referrals import Priority, ReferralStatus
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand


def test_every_list_in_the_modules_is_served() -> None:
    declared = set()
    for module in pkgutil.iter_modules(codelists.__path__):
        names = vars(importlib.import_module(f"{codelists.__name__}.{module.name}")).values()
        declared |= {
            name for name in names
            if isinstance(name, type) and issubclass(name, Code) and name is not Code
        }  # fmt: skip
    assert declared == set(CODELISTS.values())
    assert len(declared) == len(CODELISTS) > 30


def test_every_list_has_codes_and_none_is_declared_twice() -> None:
    for name, codes in CODELISTS.items():
        # An alias (the same stored text twice) is a member name that iteration leaves out.
        assert len(codes) == len(codes.__members__) > 0, name


@pytest.mark.parametrize("name", CODELISTS)
def test_a_code_has_both_labels_and_a_plain_stored_text(name: str) -> None:
    for code in CODELISTS[name]:
        assert code.fr.strip() == code.fr != "", code
        assert code.en.strip() == code.en != "", code
        assert code.value.isascii(), code
        assert code.value.replace("_", "").replace("-", "").isalnum(), code
        assert len(code.value) <= 40, code


def test_no_two_codes_of_a_list_have_the_same_label() -> None:
    for codes in CODELISTS.values():
        assert len({code.fr for code in codes}) == len({code.en for code in codes}) == len(codes)


def test_a_code_is_its_stored_text_for_python_json_and_pydantic() -> None:
    class Sheet(BaseModel):
        model_config = ConfigDict(strict=True)
        region: Region
        priority: Priority

    sheet = Sheet.model_validate_json('{"region": "SEGOU", "priority": "urgent"}')
    assert sheet.region is Region.SEGOU == "SEGOU"
    assert f"{sheet.region}" == "SEGOU"
    assert json.loads(sheet.model_dump_json()) == {"region": "SEGOU", "priority": "urgent"}
    assert json.dumps(Priority.URGENT) == '"urgent"'
    definitions = Sheet.model_json_schema()["$defs"]
    assert definitions["Priority"]["enum"] == ["emergency", "urgent", "routine"]


def test_the_national_lists_are_complete() -> None:
    in_mali = [region for region in Region if region.in_mali]
    assert (len(in_mali), len(ExploitationForm), len(Indicator)) == (20, 22, 11)
    assert len(ReferralStatus) == 12
    assert all(len(language) == 3 for language in Language if language is not Language.OTHER)


def test_a_region_counts_under_a_region_that_iso_knows() -> None:
    known = {region.iso_code for region in Region} - {None}
    assert len(known) == 11
    for region in Region:
        assert region.iso_parent in (known if region.in_mali else {None})
        assert region.iso_code in {None, region.iso_parent}


def test_a_doubtful_age_is_a_childs() -> None:
    assert AgeBand.UNKNOWN.is_child
    assert AgeBand.FROM_15_TO_17.is_child
    assert {band.value for band in AgeBand if not band.is_child} == {"18_24", "25_59", "60_plus"}


def test_every_list_is_read_by_its_name() -> None:
    assert [codelist.name for codelist in list_codelists()] == list(CODELISTS)
    for name, codes in CODELISTS.items():
        assert [code.code for code in read_codelist(name).codes] == [code.value for code in codes]


def test_a_list_omits_members_that_it_does_not_have() -> None:
    regions = {code.code: code for code in read_codelist("regions").codes}
    assert regions["NARA"].model_dump(exclude_unset=True) == {
        "code": "NARA", "fr": "Nara", "en": "Nara", "iso_code": None, "iso_parent": "ML-2",
    }  # fmt: skip
    types = {code.code: code for code in read_codelist("organisation_types").codes}
    assert types["police"].htcds == "LawEnforcement"
    assert types["court"].htcds is None
    assert (types["police"].decides_as, types["court"].decides_as) == (
        "Police", "CourtOrProsecution",
    )  # fmt: skip
    assert read_codelist("interviewer_sexes").codes[0].model_dump(exclude_unset=True) == {
        "code": "woman", "fr": "Une femme", "en": "A woman",
    }  # fmt: skip


def test_an_unknown_list_is_not_found() -> None:
    with pytest.raises(errors.NotFound):
        read_codelist("names")
