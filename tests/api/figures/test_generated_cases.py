"""Cases that are made up to the committee's numbers are counted to the same numbers, to a digit."""

from decimal import Decimal

from referral_api.domain.figures.answers.counts import percent
from referral_api.reports.numerals import number
from tests.support.figures import ask, cells
from tests.support.world import World

# What the letter says of each year; the committee does not divide what is left, and the sexes and
# ages of it here are invented.
_YEARS = {
    2021: {"women": 300, "girls": 146, "men": 70, "boys": 40, "not_determined": 26},
    2022: {"women": 504, "girls": 421, "men": 2000, "boys": 1200, "not_determined": 690},
    2023: {"women": 3482, "girls": 222, "men": 1000, "boys": 700, "not_determined": 57},
}
_SEX = {"women": "female", "girls": "female", "men": "male", "boys": "male"}
_TOTALS = {2021: 582, 2022: 4815, 2023: 5461}
_MADE = """
WITH made AS (
    INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region, nationality,
        status, state, registered_by_organisation_id, registered_at)
    SELECT gen_random_uuid(), number, $2, $3, false, 'BAMAKO', 'ML', 'identified', 'open', $1,
        make_date($4, 1 + n % 12, 1 + n % 28)
    FROM generation, generate_series(1, $5) AS n
    RETURNING row_id, generation, registered_at
), decided AS (
    INSERT INTO counted_decision (row_id, generation, case_id, from_status, to_status, forms,
        organisation_id, decided_at)
    SELECT gen_random_uuid(), generation, row_id, 'presumed', 'identified', '{MENDICITE_FORCEE}',
        $1, registered_at FROM made
)
INSERT INTO counted_referral (row_id, generation, case_id, status, sender_id, receiver_id,
    service_type, priority, sent_at, accepted_at, started_at)
SELECT gen_random_uuid(), generation, row_id, 'in_progress', $1, $1, 'shelter', 'routine',
    registered_at, registered_at, registered_at FROM made
"""


async def test_cases_made_up_to_the_letter_are_counted_to_its_numbers(world: World) -> None:
    brigade = await world.make_organisation("police")
    for year, categories in _YEARS.items():
        for category, persons in categories.items():
            age = "15_17" if category in {"girls", "boys"} else "25_59"
            sex = _SEX.get(category, "unknown")
            await world.owner.execute(_MADE, brigade.id, sex, age, year, persons)
    for code in ("protection.assisted", "identification.detected", "identification.registered"):
        for year, categories in _YEARS.items():
            period = f"from={year}-01-01&to={year + 1}-01-01&by=category"
            answer = await ask(world, brigade, code, period)
            assert cells(answer) == categories
            assert answer["answer"]["total"]["value"] == _TOTALS[year]
    women_and_girls = sum(_YEARS[2021][category] for category in ("women", "girls"))
    assert women_and_girls == 446
    assert (percent(women_and_girls, 582), percent(582 - women_and_girls, 582)) == (76.63, 23.37)
    for part, shown in ((3482, "64\u00a0%"), (222, "4\u00a0%")):
        share = Decimal(part) * 100 / 5461
        assert number(share, language="fr", percent=True) == shown
