"""What may go wrong with shelters: an address is told, a bed is not there, a place is wrong."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_ADDRESSES = "tests/api/directory/test_addresses.py::"
_OPENS = (
    _ADDRESSES + "test_the_address_opens_to_the_sender_of_an_accepted_referral_until_the_arrival"
)
_HOUSES = (
    _ADDRESSES + "test_of_several_houses_the_one_opens_that_holds_the_place_or_gives_what_was_asked"
)
_ENDS = _ADDRESSES + "test_the_address_closes_when_the_promise_ends"
_PLACES = "tests/api/directory/test_places.py::"
_SEARCH = "tests/api/directory/test_placements.py::"
_GIRL = _SEARCH + "test_a_girl_of_15_who_speaks_bambara_in_sikasso_at_2_in_the_morning"
_CONDITIONS = "domain/directory/placements/conditions.py"

DIRECTORY = (
    Removal(
        "everybody in the network opens the address of a shelter", in_table("location_address"),
        "CREATE POLICY app_read",
        "ALTER POLICY app_read ON location_address USING (true);"
        " ALTER POLICY app_read ON location_key USING (true)",
        _OPENS,
    ),
    Mutant(
        "a refused sender drives to the shelter", in_function("goes_to"),
        "r.status IN ('accepted', 'on_hold')", "r.status <> 'requested'", _ENDS,
    ),
    Mutant(
        "the address stays open after the person is there", in_function("goes_to"),
        " AND r.started_at IS NULL", "", _OPENS,
    ),
    Mutant(
        "an acceptance that time has ended keeps the address open", in_function("goes_to"),
        "AND (r.departed_at IS NOT NULL OR r.start_by > now())", "", _ENDS,
    ),
    Mutant(
        "the way to one house is the way to all of them", in_function("goes_to"),
        "l.service_id IS NULL OR ", "true OR ", _HOUSES,
    ),
    Mutant(
        "an organisation moves the shelter of another", "domain/directory/locations/addresses.py",
        "if location.organisation_id != actor.organisation_id:", "if False:",
        _ADDRESSES + "test_an_address_is_stored_sealed_under_a_key_of_its_own_and_corrected",
    ),
    Mutant(
        "an organisation is told that it keeps no service where it keeps not this one",
        "domain/records/entries/register.py",
        "if self._told_to_all and await transaction.one(self._find, entry_id=entry_id):",
        "if False:",
        "tests/api/directory/test_services.py::"
        "test_an_entry_of_the_directory_is_kept_by_its_own_and_read_by_the_network",
    ),
    Mutant(
        "a girl gets a woman's bed", "domain/directory/places/units.py",
        "(Sex.FEMALE, True): PlaceUnit.BED_GIRLS", "(Sex.FEMALE, True): PlaceUnit.BED_WOMEN",
        _PLACES + "test_a_girl_has_a_girls_bed_from_the_acceptance_to_the_end",
    ),
    Mutant(
        "more girls are promised a bed than there are beds", in_function("hold_place"),
        "UPDATE place p SET held = p.held + 1, overflow = p.overflow + more,",
        "UPDATE place p SET held = p.held + 1, overflow = p.overflow + 1,",
        _PLACES + "test_a_girl_has_a_girls_bed_from_the_acceptance_to_the_end",
        _PLACES + "test_of_many_who_accept_at_once_as_many_have_a_bed_as_there_are",
    ),
    Mutant(
        "whoever is on duty overfills the shelter", "domain/protection/referrals/answers.py",
        "if overflow is not None and (voice.by_telephone or not _supervises(transaction)):",
        "if False:",
        _PLACES + "test_a_supervisor_takes_in_one_more_with_a_reason_and_the_coordination_is_told",
    ),
    Mutant(
        "nobody hears of an overfull shelter", "domain/casework/overflow.py",
        "if accepted.overflow_reason is not None:", "if False:",
        _PLACES + "test_a_supervisor_takes_in_one_more_with_a_reason_and_the_coordination_is_told",
    ),
    Mutant(
        "outsiders count the beds of a shelter", "domain/directory/places/operations.py",
        'if actor.coordinates or actor.organisation_id == row["organisation_id"]:', "if True:",
        _PLACES
        + "test_counts_are_for_the_organisation_and_the_coordination_and_stale_ones_unknown",
    ),
    Mutant(
        "an old figure passes for a free bed", "domain/directory/places/operations.py",
        "known = status if fresh else CapacityStatus.UNKNOWN", "known = status",
        _PLACES
        + "test_counts_are_for_the_organisation_and_the_coordination_and_stale_ones_unknown",
    ),
    Mutant(
        "a girl without her parents is sent where none is taken in", _CONDITIONS,
        '"n.has_children AND NOT n.accompanied"', '"false AND NOT n.accompanied"', _GIRL,
    ),
    Mutant(
        "a full shelter is proposed at 2 in the morning", _CONDITIONS,
        '"p.figures > 0 AND p.stale = 0 AND p.free < n.number"', '"false"', _GIRL,
        _SEARCH + "test_a_family_of_nine_that_fled_its_village",
    ),
    Mutant(
        "a closed house is proposed in the night", _CONDITIONS,
        "n.priority = 'emergency' AND NOT", "false AND NOT", _GIRL,
    ),
    Mutant(
        "people are sent over a closed road", _CONDITIONS, 'ROAD_CLOSED: "r.closed"',
        'ROAD_CLOSED: "false"',
        _SEARCH + "test_a_closed_road_excludes_and_an_escorted_one_counts_less",
    ),
    Mutant(
        "one need that was searched ten times counts ten times",
        in_function("leave_out_repeated_need"), "RETURN NULL;", "RETURN NEW;",
        _SEARCH + "test_a_man_in_gao_where_no_shelter_takes_men",
    ),
)  # fmt: skip
