"""The page of rules names what exists: modules, tests, and a seeded fault for each rule."""

import re
from pathlib import Path

import pytest

from referral_api.generated_docs.filled_page import fill
from referral_api.generated_docs.rules import RULES
from tests.mutants.areas.rules import RULES as FAULTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", RULES)
def test_a_rule_names_modules_and_tests_that_exist(number: int) -> None:
    rule = RULES[number]
    for held in rule.held_in:
        assert any((ROOT / base / held).is_file() for base in ("src/referral_api", "")), held
    for shown in rule.shown_by:
        assert (ROOT / shown).is_file(), shown


def test_a_fault_is_seeded_for_every_rule_and_for_no_other() -> None:
    numbers = {int(re.match(r"(\d+), ", fault.name)[1]) for fault in FAULTS}  # type: ignore[index]
    assert numbers == set(RULES)


def test_a_page_is_filled_from_the_code_and_an_unknown_table_is_noticed() -> None:
    page = "<!-- table: rules -->\n\nSTALE\n<!-- end -->\nkept"
    assert "STALE" not in fill(page)
    assert fill(fill(page)) == fill(page)
    assert fill(page).endswith("<!-- end -->\nkept")
    with pytest.raises(KeyError):
        fill(page.replace("rules", "unknown"))
