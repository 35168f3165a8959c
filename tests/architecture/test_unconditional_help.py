"""Help depends on nothing that was found out, decided or planned: nothing that helps reads it."""

import pytest
from grimp import ImportGraph, build_graph

_FACTS = (
    "referral_api.domain.identification.screenings",
    "referral_api.domain.identification.exploitations",
    "referral_api.domain.identification.profiles",
    "referral_api.domain.casework.backgrounds",
    "referral_api.domain.identification.decisions",
    "referral_api.domain.identification.reconsiderations",
    "referral_api.domain.protection.assessments",
    "referral_api.domain.protection.children",
    "referral_api.domain.protection.measures",
    "referral_api.domain.protection.support_plans",
)
_HELP = (
    "referral_api.domain.protection.services_given", "referral_api.domain.protection.referrals",
    "referral_api.domain.protection.stays", "referral_api.domain.protection.follow_ups",
    "referral_api.domain.protection.means", "referral_api.domain.casework.stays",
    "referral_api.domain.casework.referral_groups", "referral_api.domain.casework.reported_facts",
    "referral_api.domain.directory.placements",
)  # fmt: skip
# A service may name the goal that it serves; tests/api/protection/test_support_plans.py and
# test_help_without_decisions.py record services that name none.
_MAY_NAME = {
    (
        "referral_api.domain.protection.services_given.operations",
        "referral_api.domain.protection.support_plans.goals",
    )
}


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return build_graph("referral_api", cache_dir=None)


@pytest.mark.parametrize("helps", _HELP)
def test_nothing_that_helps_reads_what_was_found_out_about_the_person(
    graph: ImportGraph, helps: str
) -> None:
    for facts in _FACTS:
        chains = graph.find_shortest_chains(importer=helps, imported=facts)
        assert chains <= _MAY_NAME, chains
