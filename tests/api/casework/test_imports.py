"""Tables of people: checked as a whole, loaded piece by piece, and never twice."""

import asyncio
import csv
import io
import secrets
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from uuid_utils.compat import uuid7

from referral_api.database.database import system_actor
from referral_api.delivery.worker import Worker
from referral_api.domain.casework.imports import loading
from referral_api.domain.casework.imports.operations import CheckedTable, check_import
from referral_api.domain.casework.imports.problems import Problems
from referral_api.embedded import Embedded
from referral_api.errors import Conflict, Forbidden, MalformedInput, Unavailable
from referral_api.maintenance.round import maintain
from referral_api.permissions import ROLE_HOMES, Role
from referral_api.reports.case_sheet.columns import COLUMNS
from referral_api.reports.case_sheet.reading import CSV, MOST_UNPACKED, XLSX, read_table
from referral_api.reports.contribution_sheet.package import check_package
from tests.support.imports import HEADS, a_workbook, an_empty_import
from tests.support.world import TestOrganisation, World

GOOD = ("female", "18_24", "GAO", "bam|fra")


def a_csv(*rows: Any, heads: Any = HEADS, separator: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([heads, *rows])
    return written.getvalue().encode()


async def send(
    world: World, content: bytes, kind: str = CSV, *, by: TestOrganisation | None = None,
    path: str = "/v1/imports", **call: Any,
) -> Any:  # fmt: skip
    agent = (by or world.police).agent(Role.FIRST_RESPONDER)
    headers = {"Content-Type": kind}
    return await world.call(agent, "POST", path, content=content, headers=headers, **call)


async def checked(world: World, content: bytes, kind: str = CSV) -> Any:
    response = await send(world, content, kind, path="/v1/imports/dry-run")
    assert response.status_code == 200, response.text
    return response.json()


async def piece(world: World, made: dict[str, Any], size: int = loading.PIECE) -> int:
    process = world.process
    return await loading.load_piece(
        process.database, process.vault, ROLE_HOMES, UUID(made["id"]), size
    )


async def load(world: World, made: dict[str, Any], by: TestOrganisation | None = None) -> Any:
    while await piece(world, made):
        pass
    agent = (by or world.police).agent(Role.FIRST_RESPONDER)
    return await world.done(agent, "GET", f"/v1/imports/{made['id']}")


async def registered(world: World, unit: TestOrganisation) -> int:
    count: int = await world.owner.fetchval(
        'SELECT count(*) FROM "case" WHERE registered_by_organisation_id = $1', unit.id
    )
    return count


@pytest.mark.parametrize(
    "rows", [500, pytest.param(10_000, marks=pytest.mark.one_in(20))], ids=["some", "most"]
)
async def test_a_dry_run_loads_none_and_the_real_one_exactly_the_good_rows_though_it_is_killed(
    world: World, rows: int
) -> None:
    unit = await world.make_organisation("police")
    bad = rows // 50
    lines = [GOOD if n % 50 else ("female", "Zerbinetta", "GAO", "bam") for n in range(rows)]
    table = a_csv(*lines)
    dry = await send(world, table, by=unit, path="/v1/imports/dry-run")
    assert (dry.json()["good"], dry.json()["bad"]) == (rows - bad, bad)
    (problem,) = dry.json()["problems"]
    assert (problem["column"], problem["code"]) == ("age_band", "invalid_value")
    assert problem["rows"] == [n + 2 for n in range(0, rows, 50)]
    assert "Zerbinetta" not in dry.text
    assert await registered(world, unit) == 0

    made = (await send(world, table, by=unit)).json()
    while await registered(world, unit) < rows // 2:
        await piece(world, made)
    half = await registered(world, unit)
    killed = asyncio.create_task(piece(world, made))
    await asyncio.sleep(0.003)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    assert await registered(world, unit) in {half, half + loading.PIECE}
    # Two at once, as a worker and a round of maintenance may be.
    await asyncio.gather(piece(world, made), piece(world, made), return_exceptions=True)
    done = await load(world, made, unit)
    assert (done["status"], done["loaded"], done["bad"]) == ("done", rows - bad, bad)
    assert await registered(world, unit) == rows - bad
    assert await piece(world, made) == 0
    left: Any = await world.owner.fetchrow(
        "SELECT i.wrapped_key, count(r.sealed) AS sealed, count(r.case_id) AS cases"
        " FROM case_import i JOIN import_row r ON r.import_id = i.id WHERE i.id = $1 GROUP BY 1",
        UUID(made["id"]),
    )
    assert tuple(left) == (None, 0, rows - bad)


async def test_a_file_is_imported_once_unless_it_is_of_other_people(world: World) -> None:
    unit = await world.make_organisation("ngo")
    table, key = a_csv(GOOD, GOOD), secrets.token_hex(8)
    made = await send(world, table, by=unit, key=key)
    again = await send(world, table, by=unit, key=key)
    assert again.json() == made.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    await load(world, made.json(), unit)
    other = await send(world, table, by=unit)
    assert (other.status_code, other.json()["code"]) == (409, "already-imported")
    assert other.json()["import_id"] == made.json()["id"]
    meant = await send(world, table, by=unit, path="/v1/imports?again=true")
    await load(world, meant.json(), unit)
    assert await registered(world, unit) == 4


async def test_a_row_names_the_person_and_her_identity_is_sealed_with_her_own_key(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    heads = (
        "Sexe", "Tranche d’âge", "RÉGION", "Nationalités", "Nom de famille", "Date de naissance",
        "Téléphones", "Rencontre le", "Entretien mené par", "Âge douteux",
    )  # fmt: skip
    row = (
        "Féminin", "18 à 24 ans", "Ségou", "Mali", "Zerbinetta", "15/01/2005",
        "+223 70 00 00 00", "2026-01-15 22:30", "Une femme", "non",
    )  # fmt: skip
    table = a_csv(row, heads=heads, separator=";")
    made = (await send(world, b"\xef\xbb\xbf" + table, by=unit)).json()
    sealed = await world.owner.fetchval(
        "SELECT sealed FROM import_row WHERE import_id = $1", UUID(made["id"])
    )
    assert b"Zerbinetta" not in sealed
    done = await load(world, made, unit)
    assert (done["loaded"], done["problems"]) == (1, [])
    officer = unit.agent(Role.FIRST_RESPONDER)
    (case,) = (await world.done(officer, "GET", "/v1/cases"))["items"]
    assert (case["sex"], case["region"], case["nationalities"]) == ("female", "SEGOU", ["ML"])
    assert (case["happened_at"], case["interviewer_sex"]) == (
        "2026-01-15T22:30:00.000000Z", "woman",
    )  # fmt: skip
    identity = await world.done(officer, "GET", f"/v1/cases/{case['id']}/identity")
    assert identity["identity"]["family_name"] == "Zerbinetta"
    assert identity["identity"]["phones"] == ["+223 70 00 00 00"]
    events = {event["action"] for event in await world.events(case_id=case["id"])}
    assert {"case:register", "identity:record"} <= events
    (load_event,) = await world.events(subject_id=made["id"], action="import:finish")
    assert load_event["agent_id"] == officer


async def test_a_workbook_is_read_as_a_table_in_csv_is(world: World) -> None:
    heads = (*HEADS, "birth_date", "phones")
    rows = [
        (*GOOD, "2004-02-03", 70000000),
        (*GOOD, '=HYPERLINK("http://x")', None), (*GOOD, "1980-01-01", None), (None,) * 6,
        ("female", "18_24", "Zerbinetta", None, None, None), (*GOOD, None, None, "Zerbinetta"),
    ]  # fmt: skip
    told = await checked(world, a_workbook(*rows, heads=heads), XLSX)
    assert (told["rows"], told["good"], told["bad"]) == (5, 1, 4)
    found = {(each["column"], each["code"]): each["rows"] for each in told["problems"]}
    assert found == {
        ("birth_date", "formula"): [3], ("birth_date", "contradicts_age_band"): [4],
        ("region", "invalid_value"): [6], (None, "too_long"): [7],
    }  # fmt: skip


def _bomb(size: int = 40_000_000) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return written.getvalue()


def _lying_bomb() -> bytes:
    """Declare a bomb to be small: the archive's directory says 10 bytes."""
    size = (40_000_000).to_bytes(4, "little")
    return _bomb().replace(size, (10).to_bytes(4, "little"))


def _blown_up(sheet: bytes) -> bytes:
    """Put something else in the place of the rows of a workbook."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook(GOOD))) as book,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in book.infolist():
            content = book.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", sheet + b"</sheetData>")
            archive.writestr(part.filename, content)
    return written.getvalue()


def _many_rows() -> bytes:
    """Write a small file of half a million rows."""
    return _blown_up(b'<row><c t="inlineStr"><is><t>GAO</t></is></c></row>' * 500_000)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "large when unpacked": (_bomb, "invalid_table"),
    "larger than it says": (_lying_bomb, "invalid_table"),
    "half a million rows": (_many_rows, "too_long"),
}
# Of a file that unpacks to forty megabytes.
LITTLE = 1_000_000


WRONG_FILES: dict[str, tuple[bytes, str, str, str]] = {
    "accents of Windows": ("sex;âge\n".encode("cp1252"), CSV, "", "invalid_encoding"),
    "UTF-16": ("sex,region\n".encode("utf-16"), CSV, "", "invalid_encoding"),
    "a head that is not known": (
        a_csv(heads=(*HEADS, "Zerbinetta")), CSV, "column:5", "unknown_column",
    ),
    "a head twice": (a_csv(heads=(*HEADS, "Sexe")), CSV, "column:5", "repeated_column"),
    "a column is missing": (a_csv(heads=("sex", "region")), CSV, "/age_band", "missing"),
    "a quote without an end": (a_csv(GOOD) + b'"x', CSV, "", "invalid_table"),
    "a workbook that is none": (b"PK\x03\x04", XLSX, "", "invalid_table"),
    "a workbook said to be CSV": (a_workbook(GOOD), CSV, "", "invalid_encoding"),
    "nothing but a mark": (b"\xef\xbb\xbf", CSV, "", "invalid_table"),
    "another kind": (a_csv(GOOD), "text/plain", "header:Content-Type", "invalid_value"),
    "too many rows": (a_csv(*[GOOD] * 10_001), CSV, "", "too_long"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
async def test_a_small_file_that_grows_is_refused_before_it_has_grown(
    world: World, name: str
) -> None:
    made, code = BOMBS[name]
    content = made()
    assert len(content) < LITTLE
    response = await send(world, content, XLSX, path="/v1/imports/dry-run")
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["code"] == code
    tracemalloc.start()
    with suppress(MalformedInput):
        check_package(content, MOST_UNPACKED)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < LITTLE


def test_of_a_table_one_row_is_read_at_a_time() -> None:
    rows = read_table(a_csv(*[(*GOOD, "x" * 50_000)] * 200, heads=(*HEADS, "family_name")), CSV)
    tracemalloc.start()
    assert sum(1 for _ in rows) == 200
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < LITTLE


async def test_an_encoding_that_breaks_in_the_midst_of_a_table_refuses_it(world: World) -> None:
    table = a_csv(*[GOOD] * 2_000) + "f\xe9minin,18_24,GAO,bam\r\n".encode("cp1252")
    response = await send(world, table)
    assert response.json()["errors"][0]["code"] == "invalid_encoding"


@pytest.mark.parametrize("name", WRONG_FILES)
async def test_a_file_that_is_no_table_is_refused_by_its_place_and_a_code(
    world: World, name: str
) -> None:
    content, kind, pointer, code = WRONG_FILES[name]
    for path in ("/v1/imports/dry-run", "/v1/imports"):
        response = await send(world, content, kind, path=path)
        assert response.status_code == 422, response.text
        assert [(each["pointer"], each["code"]) for each in response.json()["errors"]] == [
            (pointer, code)
        ]
        assert "Zerbinetta" not in response.text


async def test_only_a_table_of_people_may_be_larger_than_other_bodies(world: World) -> None:
    blank = b" " * 100_000 + b"\r\n"
    padding = a_csv(GOOD) + blank * 12
    assert (await send(world, padding, path="/v1/imports/dry-run")).status_code == 200
    agent = world.police.agent(Role.FIRST_RESPONDER)
    response = await world.call(agent, "POST", "/v1/cases", content=padding)
    assert response.status_code == 413
    huge = await send(world, a_csv(GOOD) + blank * 170, path="/v1/imports/dry-run")
    assert huge.status_code == 413


async def test_codes_of_pads_are_used_by_an_import_each_once(world: World) -> None:
    unit = await world.make_organisation("police")
    supervisor = unit.agent(Role.SUPERVISOR)
    pad = await world.done(supervisor, "POST", "/v1/case-code-pads", {"size": 2})
    first, second = pad["codes"]
    rows = [(*GOOD, code) for code in (first, first, second, "ML-AAAAA-AAAAA", "")]
    made = (await send(world, a_csv(*rows, heads=(*HEADS, "code")), by=unit)).json()
    assert made["problems"] == [{"column": "code", "code": "invalid_value", "rows": [3, 5]}]
    # One is used elsewhere before its row is loaded.
    body = {"sex": "male", "age_band": "18_24", "region": "GAO", "code": second}
    await world.done(supervisor, "POST", "/v1/cases", body)
    done = await load(world, made, unit)
    assert (done["loaded"], done["bad"]) == (2, 3)
    assert done["problems"] == [{"column": "code", "code": "invalid_value", "rows": [3, 4, 5]}]


async def test_each_row_says_which_case_it_became_or_why_it_was_left_out(world: World) -> None:
    unit = await world.make_organisation("police")
    officer, supervisor = unit.agent(Role.FIRST_RESPONDER), unit.agent(Role.SUPERVISOR)
    pad = await world.done(supervisor, "POST", "/v1/case-code-pads", {"size": 2})
    first, second = pad["codes"]
    rows = [
        (*GOOD, first), ("female", "Zerbinetta", "Tombouctou-Nord", "bam", ""), (*GOOD, second),
        (*GOOD, ""),
    ]  # fmt: skip
    made = (await send(world, a_csv(*rows, heads=(*HEADS, "code")), by=unit)).json()
    path = f"/v1/imports/{made['id']}/rows"
    waiting = await world.done(officer, "GET", path)
    assert [row["number"] for row in waiting["items"]] == [3]
    # A code is used elsewhere before its row is loaded.
    body = {"sex": "male", "age_band": "18_24", "region": "GAO", "code": second}
    await world.done(supervisor, "POST", "/v1/cases", body)
    await load(world, made, unit)

    page = await world.done(officer, "GET", f"{path}?limit=2")
    rest = await world.done(officer, "GET", f"{path}?limit=2&cursor={page['next_cursor']}")
    assert rest["next_cursor"] is None
    found = [*page["items"], *rest["items"]]
    assert [row["number"] for row in found] == [2, 3, 4, 5]
    assert found[0]["case_code"] == first
    registered_of = [(row["case_id"], row["case_code"]) for row in found if row["case_id"]]
    for case_id, code in registered_of:
        case = await world.done(officer, "GET", f"/v1/cases/{case_id}")
        assert case["code"] == code
    left_out = {row["number"]: row["problems"] for row in found if row["problems"]}
    assert left_out == {
        3: [
            {"column": "age_band", "code": "invalid_value"},
            {"column": "region", "code": "invalid_value"},
        ],
        4: [{"column": "code", "code": "invalid_value"}],
    }
    events = await world.events(subject_id=made["id"], action="import:read", agent_id=officer)
    read = {str(case_id) for event in events for case_id in event["case_ids"] or []}
    assert read == {case_id for case_id, _ in registered_of}


async def test_a_row_shows_no_code_of_a_case_that_has_gone_out_of_sight(world: World) -> None:
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD), by=unit)).json()
    await load(world, made, unit)
    officer, path = unit.agent(Role.FIRST_RESPONDER), f"/v1/imports/{made['id']}/rows"
    (row,) = (await world.done(officer, "GET", path))["items"]
    assert row["case_code"]
    case_id = UUID(row["case_id"])
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO audit_event"
            " (id, action, outcome, organisation_id, roles, subject, subject_id, case_id, salt)"
            " VALUES ($1, 'test:arrange', 'allowed', $3, '{}', 'case', $2, $2, '')",
            uuid7(), case_id, unit.id,
        )  # fmt: skip
        await connection.execute(
            "UPDATE access_grant SET ended_at = now() WHERE case_id = $1", case_id
        )
    (row,) = (await world.done(officer, "GET", path))["items"]
    assert (row["case_id"], row["case_code"]) == (str(case_id), None)
    stranger = world.stranger.agent(Role.FIRST_RESPONDER)
    assert (await world.call(stranger, "GET", path)).status_code == 404


async def test_an_import_that_is_stopped_leaves_no_row_that_anybody_could_read(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD, GOOD, GOOD), by=unit)).json()
    await piece(world, made, 1)
    officer = unit.agent(Role.FIRST_RESPONDER)
    present = await world.done(officer, "GET", f"/v1/imports/{made['id']}")
    stopped = await world.move(officer, "imports", present, "stop")
    assert (stopped["status"], stopped["stop_reason"], stopped["loaded"]) == (
        "stopped", "by_owner", 1,
    )  # fmt: skip
    assert await piece(world, made) == 0
    await _is_forgotten(world, made)
    stranger = world.stranger.agent(Role.FIRST_RESPONDER)
    path = f"/v1/imports/{made['id']}"
    assert (await world.call(stranger, "GET", path)).status_code == 404


async def _is_forgotten(world: World, made: dict[str, Any]) -> None:
    left: Any = await world.owner.fetchrow(
        "SELECT count(r.sealed), count(i.wrapped_key) FROM case_import i"
        " JOIN import_row r ON r.import_id = i.id WHERE i.id = $1", UUID(made["id"]),
    )  # fmt: skip
    assert tuple(left) == (0, 0)


async def test_nothing_is_loaded_for_an_agent_that_may_no_longer_register(world: World) -> None:
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD), by=unit)).json()
    agent_id = unit.agent(Role.FIRST_RESPONDER)
    await world.arrange(agent_id, "UPDATE agent SET roles = '{auditor}' WHERE id = $1", agent_id)
    assert await piece(world, made) == 0
    supervisor = unit.agent(Role.SUPERVISOR)
    told = await world.done(supervisor, "GET", f"/v1/imports/{made['id']}")
    assert (told["status"], told["stop_reason"]) == ("stopped", "no_longer_allowed")
    assert await registered(world, unit) == 0
    await _is_forgotten(world, made)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_the_template_is_a_table_that_the_service_reads(
    world: World, form: str, language: str
) -> None:
    agent = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/imports/templates/cases?form={form}&lang={language}"
    response = await world.call(agent, "GET", path)
    assert (response.status_code, response.headers["content-location"]) == (200, path)
    told = await checked(world, response.content, CSV if form == "csv" else XLSX)
    assert (told["rows"], told["problems"]) == (0, [])
    heads = "Tranche d'âge" if language == "fr" else "Age band"
    if form == "csv":
        assert heads in response.content.decode("utf-8-sig")
    else:
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        assert heads in [cell.value for cell in book.worksheets[0][1]]
        label = "Féminin" if language == "fr" else "Female"
        assert label in [cell.value for row in book.worksheets[1].iter_rows() for cell in row]


async def test_a_worker_loads_what_the_queue_names_by_its_id_alone(
    world: World, server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> list[Any]:
        return []

    for other in ("due_lanes", "follow_outbox", "maintain", "verify_pending"):
        monkeypatch.setattr(f"referral_api.delivery.worker.{other}", nothing)
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD, GOOD), by=unit)).json()
    worker = Worker(world.process.settings, server.url("referral_app"), pause=0.05)
    running = asyncio.create_task(worker.run())
    officer = unit.agent(Role.FIRST_RESPONDER)
    done: dict[str, Any] = {}
    for _ in range(600):
        done = await world.done(officer, "GET", f"/v1/imports/{made['id']}")
        if done["status"] == "done":
            break
        await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (done["status"], done["loaded"]) == ("done", 2)
    assert await registered(world, unit) == 2


async def test_a_round_of_maintenance_loads_where_no_worker_does(world: World) -> None:
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD), by=unit)).json()
    await maintain(world.process.database, world.process.settings)
    officer = unit.agent(Role.FIRST_RESPONDER)
    told = await world.done(officer, "GET", f"/v1/imports/{made['id']}")
    assert (told["status"], told["loaded"]) == ("done", 1)


async def test_a_person_whose_identity_cannot_be_recorded_is_not_registered_without_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise Conflict

    unit = await world.make_organisation("police")
    rows = [(*GOOD, "Zerbinetta"), (*GOOD, "")]
    made = (await send(world, a_csv(*rows, heads=(*HEADS, "family_name")), by=unit)).json()
    monkeypatch.setattr(loading, "record_identity", refuse)
    done = await load(world, made, unit)
    assert (done["loaded"], done["bad"]) == (1, 1)
    assert done["problems"] == [{"column": None, "code": "conflict", "rows": [2]}]
    assert await registered(world, unit) == 1


async def test_an_outage_settles_no_row_and_the_next_round_loads_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise Unavailable

    unit = await world.make_organisation("police")
    row = (*GOOD, "Zerbinetta")
    made = (await send(world, a_csv(row, heads=(*HEADS, "family_name")), by=unit)).json()
    with monkeypatch.context() as patch:
        patch.setattr(loading, "record_identity", fail)
        with pytest.raises(Unavailable):
            await piece(world, made)
    assert await registered(world, unit) == 0
    done = await load(world, made, unit)
    assert (done["loaded"], done["problems"]) == (1, [])


@pytest.mark.parametrize("gone", [False, True], ids=["an agent", "nobody"])
async def test_only_one_loads_an_import_at_a_time(world: World, *, gone: bool) -> None:
    unit = await world.make_organisation("police")
    made = (await send(world, a_csv(GOOD), by=unit)).json()
    agent_id = unit.agent(Role.FIRST_RESPONDER)
    if gone:
        await world.arrange(agent_id, "UPDATE agent SET active = false WHERE id = $1", agent_id)
    async with world.owner.acquire() as other, other.transaction():
        await other.execute("SELECT FROM case_import WHERE id = $1 FOR UPDATE", UUID(made["id"]))
        assert await piece(world, made) == 0
    told = await world.done(unit.agent(Role.SUPERVISOR), "GET", f"/v1/imports/{made['id']}")
    assert (told["status"], await registered(world, unit)) == ("loading", 0)
    assert await piece(world, {"id": str(uuid7())}) == 0


async def test_a_table_is_sent_by_an_agent_and_found_in_the_list_of_its_organisation(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    table = CheckedTable(0, {}, {}, Problems())
    async with world.process.database.transaction(system_actor(), "system") as transaction:
        with pytest.raises(Forbidden):
            await check_import(transaction, table)
    made = (await send(world, a_csv(GOOD), by=unit)).json()
    page = await world.done(unit.agent(Role.FIRST_RESPONDER), "GET", "/v1/imports")
    assert [one["id"] for one in page["items"]] == [made["id"]]
    # A table without a good row is at its end at once, and has no key.
    empty = (await send(world, an_empty_import(), XLSX, by=unit)).json()
    assert (empty["status"], empty["good"]) == ("done", 0)
    homes, process = ROLE_HOMES, world.process
    await loading.load_import(process.database, process.vault, homes, UUID(made["id"]))
    assert await registered(world, unit) == 1
    # No time is left for what waits.
    waiting = (await send(world, a_csv(GOOD, GOOD), by=unit)).json()
    assert await loading.load_due(process.database, process.vault, homes, 0) == 0
    assert UUID(waiting["id"]) in await loading.due_imports(process.database)


@pytest.mark.parametrize(
    ("name", "cell", "read"),
    [
        ("phones", 70000000, ["70000000"]), ("phones", 70000000.0, ["70000000"]),
        ("phones", "70 00 00 00; 71 00 00 00", ["70 00 00 00", "71 00 00 00"]),
        ("phones", True, True), ("family_name", 1.5, "1.5"), ("family_name", True, True),
        ("age_in_doubt", True, True), ("age_in_doubt", "Oui", True), ("age_in_doubt", 0, False),
        ("age_in_doubt", "peut-être", "peut-être"),
        ("age_in_doubt", date(2026, 1, 2), date(2026, 1, 2)),
        ("birth_date", datetime.fromisoformat("2004-02-03"), "2004-02-03"),
        ("birth_date", "3/2/2004", "2004-02-03"),
        ("birth_date", date(2004, 2, 3), "2004-02-03"), ("birth_date", "hier", "hier"),
        ("happened_at", datetime.fromisoformat("2026-01-15T22:30"), "2026-01-15T22:30:00Z"),
        ("happened_at", date(2026, 1, 15), "2026-01-15T00:00:00Z"),
        ("happened_at", "15/01/2026", "2026-01-15T00:00:00Z"), ("happened_at", 5, 5),
        ("happened_at", "2026-01-15T22:30:00+01:00", "2026-01-15T22:30:00+01:00"),
        ("sex", "FEMININ", "female"), ("sex", None, None), ("age_band", "18–24", "18–24"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_people_write_it(name: str, cell: Any, read: Any) -> None:
    (column,) = (each for each in COLUMNS if each.name == name)
    assert column.read(cell) == read
