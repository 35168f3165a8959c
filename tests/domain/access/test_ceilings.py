"""A type of organisation without a line in the ceilings holds no section."""

import pytest

from referral_api.domain.access.ceilings import CEILINGS, INVESTIGATORS, below_ceiling
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.permissions import ON_PAGES, ROLE_HOMES, ROLE_PERMISSIONS, Role

UNLISTED = {
    "watch_committee", "one_stop_centre", "traditional_or_religious_authority", "local_authority",
    "consulate", "hotline",
}  # fmt: skip


def test_these_types_wait_for_their_ceiling() -> None:
    assert {str(kind) for kind in OrganisationType} - {str(kind) for kind in CEILINGS} == UNLISTED


@pytest.mark.parametrize("kind", sorted(UNLISTED))
def test_a_type_without_a_ceiling_holds_no_section(kind: str) -> None:
    assert below_ceiling(kind, frozenset(Section)) == []
    assert kind not in INVESTIGATORS


@pytest.mark.parametrize("kind", sorted(UNLISTED))
def test_a_type_without_a_ceiling_is_home_to_no_role_that_sees_a_case(kind: str) -> None:
    homes = {role for role, kinds in ROLE_HOMES.items() if kind in kinds}
    assert homes <= {Role.COMMUNITY_REPORTER}
    assert not [
        act
        for role in homes
        for act in ROLE_PERMISSIONS[role] - ON_PAGES
        if not act.startswith(("tip:", "paper:"))
    ]
