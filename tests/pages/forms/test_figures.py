"""What people type as a number, a day or an hour is read as they mean it, or not at all."""

from typing import Any
from uuid import uuid4

import pytest

from referral_api.pages.forms.controls import controls_of
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.forms.rows import rows_shown, tidy_rows
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


def _read(operation: str, **typed: str) -> Any:
    body = OPERATIONS[operation].body
    assert body is not None
    fields = Fields({name.replace("__", "."): [value] for name, value in typed.items()})
    return read_payload(controls_of(body), fields)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("150000", 150_000), ("150 000", 150_000), ("150\u202f000", 150_000),
        ("150.000", 150_000), ("1,000", 1_000), ("1.234.567", 1_234_567), ("-3", -3), ("0", 0),
    ],
)  # fmt: skip
def test_thousands_are_read_as_thousands(typed: str, number: int) -> None:
    assert _read("pay_means", amount=typed) == {"amount": number}


@pytest.mark.parametrize(
    "typed", ["1,5", "1.50", "12.3456", "1.234,567", "0.500", "1,0", "²", "9" * 5000, "1_000"]
)
def test_what_may_be_a_fraction_is_no_number(typed: str) -> None:
    assert _read("pay_means", amount=typed) == {"amount": typed}


@pytest.mark.parametrize("way", ["now", "today"])
def test_an_answer_is_not_taken_for_the_day_that_was_typed_beside_it(way: str) -> None:
    typed = {"happened_at__w": way, "happened_at__d": "3", "happened_at__m": "mars",
             "happened_at__y": "2026", "happened_at__h": "9"}  # fmt: skip
    assert not _read("register_case", **typed)["happened_at"].startswith("20")


def test_now_is_not_taken_for_the_hour_that_was_typed_beside_it() -> None:
    read = _read("register_case", happened_at__w="now", happened_at__h="9")
    assert not read["happened_at"].startswith("20")


@pytest.mark.parametrize(
    ("month", "number"),
    [("juin", "06"), ("juil.", "07"), ("June", "06"), ("mar", "03"), ("déc", "12"), ("5", "05")],
)
def test_a_month_is_read_by_its_beginning(month: str, number: str) -> None:
    typed = {"offered_on__d": "3", "offered_on__m": month, "offered_on__y": "2026"}
    assert _read("record_service_given", **typed) == {"offered_on": f"2026-{number}-03"}


@pytest.mark.parametrize("month", ["jui", "ju", "xyz", "²"])
def test_a_beginning_that_two_months_have_is_no_month(month: str) -> None:
    typed = {"offered_on__d": "3", "offered_on__m": month, "offered_on__y": "2026"}
    assert _read("record_service_given", **typed) == {"offered_on": f"2026-{month}-3"}


@pytest.mark.parametrize("field", ["d", "m", "y", "h", "i", "version"])
async def test_a_sign_that_is_no_figure_is_refused_and_never_a_fault(
    world: World, field: str
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = Parsed((await officer.get("/bureau")).text)
    typed = {"d": "3", "m": "3", "y": "2026", "h": "9", "i": "5"} | {field: "²"}
    sent = [
        ("csrf", page.form("/bureau/langue").fields[0].value), ("key", str(uuid4())),
        ("sex", "female"), ("age_band", "25_59"), ("version", typed.pop("version", "1")),
        *((f"happened_at.{part}", value) for part, value in typed.items()),
    ]  # fmt: skip
    answer = await officer.post("/bureau/dossiers/nouveau", sent)
    assert answer.status_code == 422
    (event,) = await world.events(
        request_id=answer.headers["x-request-id"], action="case:register", outcome="refused"
    )
    assert event["code"] == "malformed-input"


def test_rows_that_say_nothing_are_left_out_and_two_stay_empty() -> None:
    body = OPERATIONS["record_identity"].body
    assert body is not None
    typed = Fields({
        "documents.0.number": [""], "documents.1.number": [" "], "documents.3.number": ["A1"],
        "documents.5.number": ["B2"], "family_name": ["Testova"],
    })  # fmt: skip
    tidied = tidy_rows(controls_of(body), typed)
    assert dict(tidied.items()) == {
        "documents.0.number": "A1", "documents.1.number": "B2", "family_name": "Testova",
    }  # fmt: skip
    assert rows_shown(typed, "documents") == [3, 5, 6, 7]
    assert rows_shown(tidied, "documents") == [0, 1, 2, 3]


def test_an_empty_row_with_a_group_in_it_is_no_row() -> None:
    body = OPERATIONS["record_exploitation"].body
    assert body is not None
    controls = controls_of(body)
    typed = Fields({"places.0.order": [""], "places.1.order": [""]})
    assert "places" not in read_payload(controls, tidy_rows(controls, typed))
