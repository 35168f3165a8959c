"""Faults in the coordinator's board, in what binds a body to its regions, and in its figures."""

from tests.mutants.mutant import Mutant, in_function

_BOARD = "tests/api/figures/test_board.py::"
_REGIONS = "tests/api/casework/test_regional_coordination.py::"
_BODIES = "domain/network/organisations/coordinations.py"
_OPERATIONS = "domain/figures/board/operations.py"
_RELATIONS = "domain/figures/definitions/relations/"

COORDINATION = (
    Mutant(
        "a body that is bound to regions sees the country on its board",
        _OPERATIONS,
        "    return tuple(sorted(set(map(str, asked)))) or bound\n",
        "    return tuple(sorted(set(map(str, asked))))\n",
        _BOARD + "test_a_body_that_is_bound_to_regions_sees_these_alone_and_the_country_all",
    ),
    Mutant(
        "a bound body looks at any region that it names",
        _OPERATIONS,
        "    if bound and not set(asked) <= set(bound):\n",
        "    if False:\n",
        _BOARD + "test_a_body_that_is_bound_to_regions_sees_these_alone_and_the_country_all",
    ),
    Mutant(
        "a person of unknown region is on no regional board",
        _RELATIONS + "images.py",
        "    return func.coalesce(func.nullif(region, _NOWHERE), only, _NOWHERE)",
        "    return func.coalesce(func.nullif(region, _NOWHERE), _NOWHERE)",
        _BOARD + "test_a_body_that_is_bound_to_regions_sees_these_alone_and_the_country_all",
    ),
    Mutant(
        "a body assigns beyond its regions",
        _BODIES,
        "    if bound and region not in bound:\n",
        "    if False:\n",
        _REGIONS + "test_a_body_assigns_in_its_regions_alone",
    ),
    Mutant(
        "nobody of the region is told where the person's is not known",
        _BODIES,
        "        region = own[0] if len(own) == 1 else None\n",
        "        region = None\n",
        _REGIONS + "test_an_escalation_goes_to_the_region_first_and_then_to_the_country",
    ),
    Mutant(
        "an alert is told to the country alone",
        "domain/casework/alerts/operations.py",
        "dict.fromkeys([*bodies.region, *bodies.country])",
        "dict.fromkeys(bodies.country)",
        _REGIONS + "test_an_alert_is_told_to_the_region_and_the_country_and_to_no_other_region",
    ),
    Mutant(
        "places that nobody stated for long are free",
        _RELATIONS + "places.py",
        "    is_fresh = kept.c.stated_at > taken_at() - span(_STALE)\n",
        "    is_fresh = kept.c.stated_at < taken_at() + span(_STALE)\n",
        _BOARD + "test_places_are_told_by_region_and_group_and_unknown_where_nobody_stated_them",
    ),
    Mutant(
        "an accepted referral that nobody began is not overdue",
        _RELATIONS + "referrals.py",
        "_R.start_by < taken_at()",
        "_R.start_by > taken_at()",
        _BOARD + "test_an_organisation_sees_its_own_open_referrals_by_state_age_and_passed_limit",
    ),
    Mutant(
        "a name on the board runs as a formula",
        "reports/coordination_board/table.py",
        "name.startswith(FORMULA)",
        "False",
        _BOARD + "test_the_board_is_a_table_for_a_spreadsheet_too",
    ),
    Mutant(
        "one arrival rings twice",
        "domain/casework/clocks/waiting.py",
        "        *map(not_, on_the_way),\n",
        "",
        "tests/api/events/test_notices.py::"
        "test_one_expected_arrival_rings_once_by_the_clock_of_the_journey",
    ),
    Mutant(
        "who comes before the acceptance takes two places",
        in_function("hold_place_of_referral"),
        "s.has_place\n",
        "NOT s.has_place\n",
        "tests/api/protection/test_stays.py::test_who_comes_before_the_acceptance_takes_one_place",
    ),
)
