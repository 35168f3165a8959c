"""What typesetting adds to a report exists in both languages."""

import pytest

from referral_api.reports import labels


@pytest.mark.parametrize("table", [labels.WORDS, labels.SIGNS], ids=["words", "signs"])
def test_each_word_exists_in_french_and_english(table: dict[str, dict[str, str]]) -> None:
    assert set(table) == {"fr", "en"}
    assert list(table["fr"]) == list(table["en"])
    assert all(word for words in table.values() for word in words.values())


def test_each_month_has_a_name_in_both_languages() -> None:
    assert [len(set(months)) for months in labels.MONTHS.values()] == [12, 12]
