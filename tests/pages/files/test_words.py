"""Words of persons, what is due, and the usual answers to « when »."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.pages.acts.due import due_on
from referral_api.pages.forms.controls import controls_of
from referral_api.pages.forms.layout import FIRST, part_fields
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.rendering import code_label
from referral_api.pages.words.formats import keep_codes_whole
from referral_api.pages.words.persons import person_words

NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("sex", "band", "words"),
    [
        ("female", "18_24", "Femme, 18 à 24 ans"),
        ("female", "15_17", "Fille, 15 à 17 ans"),
        ("male", "60_plus", "Homme, 60 ans et plus"),
        ("male", "under_6", "Garçon, moins de 6 ans"),
        ("unknown", "12_14", "Enfant, 12 à 14 ans"),
        ("female", "unknown", "Femme ou fille, âge inconnu ou incertain"),
    ],
)
def test_a_person_is_told_in_the_words_of_people(sex: str, band: str, words: str) -> None:
    assert person_words(sex, band, "fr") == words


def test_no_sex_and_age_is_told_as_on_a_form() -> None:
    told = [person_words(sex, band, "fr") for sex in Sex for band in AgeBand]
    told += [code_label(sex, "fr") for sex in Sex]
    assert not [words for words in told if "Féminin" in words or "Masculin" in words]


def test_what_is_late_is_said_to_be() -> None:
    members = {"status": "requested", "decide_by": NOW - timedelta(hours=2), "receiver_id": "r"}
    (due,) = due_on("read_referral", members, {"r": "Kanuya"}, NOW, "fr")
    assert (due.what, due.rest, due.by, due.is_late) == (
        "Répondre", "en retard de 2\u00a0h", "Kanuya", True
    )  # fmt: skip


def test_what_was_done_is_not_due() -> None:
    members = {
        "status": "in_progress", "decide_by": NOW, "start_by": NOW, "started_at": NOW,
        "expected_arrival": NOW,
    }  # fmt: skip
    assert due_on("read_referral", members, {}, NOW, "fr") == []


def test_a_code_of_a_file_stays_on_one_line_and_all_else_is_escaped() -> None:
    assert str(keep_codes_whole("<b> ML-AAAAA-BBBBB")) == (
        '&lt;b&gt; <span class="code">ML-AAAAA-BBBBB</span>'
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"w": "now"}, lambda now: now),
        ({"w": "today", "h": "0", "i": "0"}, lambda now: now.replace(hour=0, minute=0)),
        (
            {"w": "tomorrow", "h": "9"},
            lambda now: (now + timedelta(days=1)).replace(hour=9, minute=0),
        ),
    ],
)
def test_now_today_and_tomorrow_are_instants(
    typed: dict[str, str], said: Callable[[datetime], datetime]
) -> None:
    body = OPERATIONS["accept_referral"].body
    assert body is not None
    fields = Fields({f"expected_start.{part}": [value] for part, value in typed.items()})
    read = datetime.fromisoformat(read_payload(controls_of(body), fields)["expected_start"])
    assert abs(read - said(datetime.now(UTC))) < timedelta(minutes=2)


def test_today_is_a_day_and_a_day_that_is_written_goes_before_it() -> None:
    body = OPERATIONS["record_service_given"].body
    assert body is not None
    given = {"offered_on.w": ["today"]}
    assert read_payload(controls_of(body), Fields(given)) == {"offered_on": f"{NOW.date()}"}
    given |= {"offered_on.d": ["3"], "offered_on.m": ["mars"], "offered_on.y": ["2026"]}
    assert read_payload(controls_of(body), Fields(given)) == {"offered_on": "2026-03-03"}


@pytest.mark.parametrize("name", FIRST)
def test_a_form_shows_the_usual_fields_and_loses_none(name: str) -> None:
    body = OPERATIONS[name].body
    assert body is not None
    controls = controls_of(body)
    first, others = part_fields(name, controls)
    assert {*FIRST[name]} <= {control.name for control in first}
    assert sorted(map(id, [*first, *others])) == sorted(map(id, controls))
    assert not [control.name for control in others if control.required]
