"""The table of deciders: whole, and replaced by settings that leave nobody out."""

from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from uuid_utils.compat import uuid7

from referral_api.domain.codelists.measures import MeasureKind
from referral_api.domain.identification.decisions.lifecycle import EVERY_DECIDER
from referral_api.domain.protection.measures import conditions
from referral_api.domain.protection.measures.deciders import (
    MEASURE_DECIDERS,
    PROPOSERS,
    open_signatures,
    stands_among,
)
from referral_api.domain.protection.measures.kinds import RULES
from referral_api.permissions import Actor, Role
from referral_api.settings import Settings


def test_every_kind_has_rules_proposers_and_deciders() -> None:
    kinds = set(MeasureKind)
    assert kinds == set(RULES) == set(PROPOSERS) == set(MEASURE_DECIDERS)
    named = {name for rules in RULES.values() for name in rules.before}
    assert named <= conditions._TESTS.keys()


def test_a_role_stands_in_its_type_of_organisation_or_for_the_person() -> None:
    own = uuid7()
    actor = Actor(own, "legal_aid", uuid7(), None, frozenset({Role.CASE_WORKER}), "")
    theirs, ours = (SimpleNamespace(custodian_id=one, signatures="[]") for one in (uuid7(), own))
    assert stands_among(actor, ("case_worker@legal_aid",), theirs)
    assert not stands_among(actor, ("case_worker@child_protection", "supervisor"), ours)
    assert not stands_among(actor, ("case_worker@custodian",), theirs)
    assert stands_among(actor, ("case_worker@custodian",), ours)
    groups = (("supervisor",), ("case_worker",))
    assert open_signatures(actor, groups, ours) == [1]
    ours.signatures = '[{"group": 1}]'
    assert open_signatures(actor, groups, ours) == []


def test_a_setting_replaces_rows_and_leaves_the_others() -> None:
    settings = Settings(
        measure_deciders={MeasureKind.VOLUNTARY_RETURN: (("supervisor@custodian",),)},
        deciders={"identify": frozenset({Role.MAGISTRATE})},
    )
    terms = settings.measure_terms
    assert terms.deciders[MeasureKind.VOLUNTARY_RETURN] == (("supervisor@custodian",),)
    assert terms.deciders[MeasureKind.STAY_PERMIT] == MEASURE_DECIDERS[MeasureKind.STAY_PERMIT]
    assert settings.deciders == EVERY_DECIDER | {"identify": frozenset({Role.MAGISTRATE})}
    assert terms.kinds == set(MeasureKind)


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure_deciders": {"stay_permit": []}},
        {"measure_deciders": {"stay_permit": [[]]}},
        {"measure_deciders": {"stay_permit": [["auditor"]]}},
        {"measure_deciders": {"stay_permit": [["supervisor@nowhere"]]}},
        {"deciders": {"identify": []}},
        {"deciders": {"acquit": ["magistrate"]}},
        {"deciders": {"identify": ["auditor"]}},
        {"recovery_days": {"adult": 29, "child": 90}},
        {"recovery_days": {"adult": 30}},
    ],
)
def test_a_table_that_names_nobody_or_is_too_short_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)
