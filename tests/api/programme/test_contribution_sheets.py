"""The form of a contribution: downloaded, filled in, sent; and every file that is no such form."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from referral_api.errors import MalformedInput
from referral_api.permissions import Role
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE
from referral_api.reports.contribution_sheet.package import check_package
from referral_api.reports.contribution_sheet.template import template
from tests.support.contributions import a_filled_form, a_form, an_open_call, lines
from tests.support.world import World

_PATH = "/v1/contributions/sheet"


async def _supervisor(world: World) -> UUID:
    return (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)


def _places(problem: dict[str, Any]) -> set[tuple[str, str]]:
    return {(error["pointer"], error["code"]) for error in problem["errors"]}


async def test_the_form_is_downloaded_and_that_is_recorded(world: World) -> None:
    supervisor = await _supervisor(world)
    response = await world.call(supervisor, "GET", "/v1/contributions/template")
    assert response.headers["content-type"] == MEDIA_TYPE
    assert "contribution.xlsx" in response.headers["content-disposition"]
    assert response.content == template()
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"]) == ("contribution:read_template", "allowed")


def test_the_form_is_one_sheet_in_french_that_prints_on_one_page_of_a4() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    (sheet,) = book.worksheets
    heads = [cell.value for cell in sheet[8]]
    assert heads == [
        "Axe", "Unité de compte", "Femmes", "Filles", "Hommes", "Garçons", "Non déterminé", "Total"
    ]  # fmt: skip
    assert [sheet[f"A{row}"].value for row in range(9, 19, 2)] == [
        "Prévention", "Protection", "Poursuite", "Partenariat", "Plan d'action national"
    ]  # fmt: skip
    setup = sheet.page_setup
    assert (str(setup.paperSize), setup.orientation) == (sheet.PAPERSIZE_A4, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area == "'Contribution'!$A$1:$H$22"
    kinds = {(rule.type, str(rule.sqref)) for rule in sheet.data_validations.dataValidation}
    assert kinds == {("whole", "B4"), ("list", "B5"), ("list", "B9:B18"), ("whole", "C9:H18")}
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.formula1) <= 255, "Excel repairs a file with a longer list"


def test_the_form_is_the_same_bytes_each_time() -> None:
    assert template.__wrapped__() == template()


async def test_a_filled_form_is_a_contribution(world: World) -> None:
    supervisor = await _supervisor(world)
    response = await world.call(supervisor, "POST", _PATH, a_filled_form())
    made = response.json()
    assert response.status_code == 201, response.text
    assert response.headers["location"] == f"/v1/contributions/{made['id']}"
    assert (made["channel"], made["lines"]) == ("sheet", lines())
    (event,) = await world.events(action="contribution:create", subject_id=UUID(made["id"]))
    assert event["outcome"] == "allowed"


async def test_two_lines_of_a_pillar_count_two_things(world: World) -> None:
    form = a_filled_form(B10="Personnes formées", C10=3, B18="Autre unité", F18=0)
    made = await world.done(await _supervisor(world), "POST", _PATH, form)
    assert [(line["pillar"], line["unit"]) for line in made["lines"]] == [
        ("prevention", "persons_reached"), ("prevention", "persons_trained"), ("plan", "other")
    ]  # fmt: skip


async def test_a_form_names_the_request_by_its_reference(world: World) -> None:
    home = await world.make_organisation("ngo")
    request = await an_open_call(world, home)
    form = a_filled_form(B4=None, B5=None, B6=request["reference"])
    made = await world.done(home.agent(Role.SUPERVISOR), "POST", _PATH, form)
    assert made["contribution_request_id"] == request["id"]
    stranger = await _supervisor(world)
    response = await world.call(stranger, "POST", _PATH, form)
    assert _places(response.json()) == {("cell:B6", "invalid_value")}


async def test_a_form_corrects_the_contribution_of_its_period_and_no_other(world: World) -> None:
    supervisor = await _supervisor(world)
    form = a_filled_form()
    made = await world.done(supervisor, "POST", _PATH, form)
    path = f"/v1/contributions/{made['id']}/correct-by-sheet"
    quarter = {"B4": made["year"], "B5": made["quarter"]}
    new = a_filled_form(**quarter, C9=13, H9=47)
    corrected = await world.done(supervisor, "POST", path, new, version=1)
    assert (corrected["version"], corrected["lines"][0]["women"]) == (2, 13)
    other = a_filled_form(**quarter | {"B4": made["year"] - 1})
    response = await world.call(supervisor, "POST", path, other, version=2)
    assert _places(response.json()) == {("cell:B4", "invalid_value")}
    events = await world.events(subject_id=UUID(made["id"]), outcome="allowed")
    acts = [event["action"] for event in events]
    assert acts == ["contribution:create", "contribution:correct"]


async def test_every_bad_cell_is_named_and_no_value_repeated(world: World) -> None:
    form = a_filled_form(
        B4="Aïssata", C9="douze", D9=-3, E9=1.5, F9="=C9", B11="Kilos", C11=1, C13=7, H15=3
    )
    response = await world.call(await _supervisor(world), "POST", _PATH, form)
    assert response.status_code == 422
    assert _places(response.json()) == {
        ("cell:B4", "wrong_type"), ("cell:C9", "wrong_type"), ("cell:D9", "out_of_range"),
        ("cell:E9", "wrong_type"), ("cell:F9", "wrong_type"), ("cell:B11", "invalid_value"),
        ("cell:B13", "missing"), ("cell:B15", "missing"),
    }  # fmt: skip
    for value in ("Aïssata", "douze", "Kilos", "=C9"):
        assert value not in response.text
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["code"]) == ("contribution:create", "malformed-input")


@pytest.mark.parametrize(
    ("cells", "place", "code"),
    [
        ({"H9": 47}, "cell:H9", "contradicts_cells"),
        ({"B10": "Personnes touchées", "C10": 1}, "cell:B10", "invalid_value"),
        ({"B10": "Personnes formées"}, "cell:C10", "missing"),
        ({"B5": None}, "cell:B5", "missing"),
        ({"B5": 5}, "cell:B5", "out_of_range"),
        ({"A9": "Autre axe"}, "cell:A9", "invalid_value"),
        ({"B6": "0/1900"}, "cell:B6", "invalid_value"),
        ({"B9": None, "C9": None, "D9": None, "E9": None, "G9": None, "H9": None},
         "cell:B9", "too_short"),
    ],
)  # fmt: skip
async def test_a_rule_of_the_form_names_its_cell(
    world: World, cells: dict[str, Any], place: str, code: str
) -> None:
    response = await world.call(await _supervisor(world), "POST", _PATH, a_filled_form(**cells))
    assert _places(response.json()) == {(place, code)}


async def test_all_rules_that_a_form_breaks_are_told_at_once(world: World) -> None:
    form = a_filled_form(B5=None, H9=47, B10="Personnes touchées", C10=1)
    response = await world.call(await _supervisor(world), "POST", _PATH, form)
    assert _places(response.json()) == {
        ("cell:B5", "missing"), ("cell:H9", "contradicts_cells"), ("cell:B10", "invalid_value")
    }  # fmt: skip


def _with(name: str, content: bytes, form: bytes | None = None) -> bytes:
    """Add a part to a filled form, or put another in its place."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form or a_filled_form())) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return written.getvalue()


def _sheet_with(before: bytes, change: Callable[[bytes], bytes]) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(before)) as book:
        return _with(name, change(book.read(name)), before)


def _entity(sheet: bytes, encoding: str = "utf-8") -> bytes:
    text = re.sub(r"^<\?xml[^>]*\?>", "", sheet.decode())
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]>{text}'
    ).encode(encoding)


def _macro_enabled() -> bytes:
    form = a_filled_form()
    with zipfile.ZipFile(io.BytesIO(form)) as book:
        types = book.read("[Content_Types].xml")
    changed = types.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
    return _with("[Content_Types].xml", changed, form)


def _two_sheets() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(a_filled_form()))
    book.create_sheet("Notes")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _many_parts() -> bytes:
    form = a_filled_form()
    written = io.BytesIO(form)
    with zipfile.ZipFile(written, "a") as book:
        for number in range(80):
            book.writestr(f"docProps/part{number}.xml", b"<a/>")
    return written.getvalue()


def _lying_size() -> bytes:
    """Declare a bomb to be small: the archive's directory says 10 bytes."""
    form = _with("xl/theme/theme1.xml", b"0" * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    assert size in form
    return form.replace(size, (10).to_bytes(4, "little"))


_RUBBISH: dict[str, Callable[[], bytes]] = {
    "no archive": lambda: b"PK rubbish",
    "half a form": lambda: a_filled_form()[:2000],
    "an archive of nothing": lambda: _with("x", b"")[-22:],
    "another workbook": lambda: a_form(H1="Formulaire X9"),
    "another head": lambda: a_filled_form(C8="Dames"),
    "two sheets": _two_sheets,
    "a bomb": lambda: _with("xl/media/image1.xml", b"0" * 30_000_000),
    "a bomb that lies": _lying_size,
    "many parts": _many_parts,
    "a macro": lambda: _with("xl/vbaProject.bin", b"x"),
    "a type for macros": _macro_enabled,
    "an external link": lambda: _with("xl/externalLinks/externalLink1.xml", b"<a/>"),
    "an embedded object": lambda: _with("xl/embeddings/oleObject1.bin", b"x"),
    "an entity": lambda: _sheet_with(a_filled_form(), _entity),
    "an entity in UTF-16": lambda: _sheet_with(
        a_filled_form(), lambda sheet: _entity(sheet, "utf-16")
    ),
    "broken XML": lambda: _sheet_with(a_filled_form(), lambda sheet: sheet[:300]),
}  # fmt: skip


@pytest.mark.parametrize("rubbish", _RUBBISH)
async def test_a_file_that_is_no_such_form_is_refused_as_a_whole(
    world: World, rubbish: str
) -> None:
    content = _RUBBISH[rubbish]()
    response = await world.call(await _supervisor(world), "POST", _PATH, content)
    assert (response.status_code, _places(response.json())) == (422, {("", "invalid_sheet")})
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["code"]) == ("contribution:create", "malformed-input")


def test_a_part_in_an_encoding_that_the_test_for_entities_cannot_read_is_refused() -> None:
    said = b'<?xml version="1.0" encoding="utf-7"?><a/>'
    with pytest.raises(MalformedInput):
        check_package(_with("xl/theme/theme1.xml", said))


async def test_a_file_of_more_than_256_kib_is_refused_before_it_is_opened(world: World) -> None:
    response = await world.call(await _supervisor(world), "POST", _PATH, b"0" * (256 * 1024 + 1))
    assert _places(response.json()) == {("", "too_long")}


async def test_what_is_not_declared_a_workbook_is_refused(world: World) -> None:
    headers = {"Content-Type": "text/csv"}
    supervisor = await _supervisor(world)
    response = await world.call(supervisor, "POST", _PATH, a_filled_form(), headers=headers)
    assert _places(response.json()) == {("header:Content-Type", "invalid_value")}


async def test_a_cell_far_away_costs_nothing_and_is_not_read(world: World) -> None:
    form = a_filled_form(XFD1048576="une note")
    made = await world.done(await _supervisor(world), "POST", _PATH, form)
    assert made["lines"] == lines()


async def test_a_replayed_form_is_given_once(world: World) -> None:
    supervisor, form = await _supervisor(world), a_filled_form()
    first = await world.call(supervisor, "POST", _PATH, form, key="one-form")
    again = await world.call(supervisor, "POST", _PATH, form, key="one-form")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_the_form_of_a_period_that_is_given_is_refused(world: World) -> None:
    supervisor, form = await _supervisor(world), a_filled_form()
    await world.done(supervisor, "POST", _PATH, form)
    response = await world.call(supervisor, "POST", _PATH, form)
    assert (response.status_code, response.json()["code"]) == (409, "already-exists")
