"""A table of figures: what is 0 is left out, what was not told is said."""

import pytest

from referral_api.domain.figures.answers.schemas import Cell
from referral_api.pages.figures.tables import table_of


@pytest.mark.parametrize(("language", "said"), [("fr", "non communiqué"), ("en", "not told")])
def test_a_number_that_was_not_told_stands_in_the_table_as_such(language: str, said: str) -> None:
    cells = [
        Cell(by={"region": "GAO"}, value=None, base=0),
        Cell(by={"region": "MOPTI"}, value=0, base=0),
        Cell(by={"region": "KAYES"}, value=3, base=3),
    ]
    total = Cell(by={}, value=3, base=3)
    table = table_of(["region"], total, cells, "", language, {}, lambda _: None)
    assert [(row.words, row.value) for row in table.rows] == [(("Gao",), said), (("Kayes",), "3")]
    assert table.left == 0
