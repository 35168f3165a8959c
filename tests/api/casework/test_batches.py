"""Many people in one request: each row by the rules of one act, and answered by itself."""

import json
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from referral_api.domain.casework.many.rows import WrongRow
from referral_api.domain.casework.many.schemas import CaseBatch
from referral_api.http.idempotency import key_digest, open_stored
from referral_api.permissions import Role
from tests.support.world import World

ROW = {"sex": "female", "age_band": "18_24", "region": "GAO", "languages": ["bam"]}


def officer(world: World) -> Any:
    return world.police.agent(Role.FIRST_RESPONDER)


async def sent(world: World, mode: str, *rows: Any, **call: Any) -> Any:
    body = {"mode": mode, "cases": list(rows)}
    return await world.call(officer(world), "POST", "/v1/cases/batch", body, **call)


async def test_a_batch_writes_for_each_person_what_a_registration_of_one_writes(
    world: World,
) -> None:
    alone = await world.a_case()
    rows = [ROW, ROW | {"nationalities": ["ML", "NE"], "interviewer_sex": "woman"}]
    items = (await sent(world, "all", *rows)).json()["items"]
    assert [item["result"]["nationalities"] for item in items] == [[], ["ML", "NE"]]
    written = [await _written(world, case_id) for case_id in (alone["id"], items[0]["id"])]
    assert written[0] == written[1]
    assert written[0]["audit_event"] == 1
    for item in items:
        read = await world.done(officer(world), "GET", f"/v1/cases/{item['id']}")
        assert read == item["result"]


async def _written(world: World, case_id: str) -> dict[str, Any]:
    """What stands about a case, without ids and times."""
    counted = {
        table: await world.owner.fetchval(
            f"SELECT count(*) FROM {table} WHERE {column} = $1", case_id
        )
        for table, column in (
            ("custody", "case_id"), ("access_grant", "case_id"), ("outgoing_event", "case_id"),
            ("counted_case", "row_id"), ("audit_event", "case_id"),
        )
    }  # fmt: skip
    (event,) = await world.owner.fetch(
        "SELECT action, outcome, code, agent_id, organisation_id, roles, token_id, subject,"
        " section, length(salt) AS salt FROM audit_event"
        " WHERE case_id = $1 AND action = 'case:register'",
        case_id,
    )
    grants = await world.owner.fetch(
        "SELECT basis, reads, writes FROM access_grant WHERE case_id = $1 ORDER BY 2", case_id
    )
    chains = await world.owner.fetch(
        "SELECT kind, seq, organisation_id, agent_id FROM custody WHERE case_id = $1 ORDER BY 1",
        case_id,
    )
    told = await world.owner.fetchrow(
        "SELECT organisation_id, action, subject, by_organisation_id FROM outgoing_event"
        " WHERE case_id = $1", case_id,
    )  # fmt: skip
    return counted | {"event": event, "grants": grants, "chains": chains, "told": told}


async def test_of_each_the_good_rows_are_kept_and_the_others_answered_without_an_echo(
    world: World,
) -> None:
    taken = (await world.a_case())["id"]
    own = str(uuid7())
    rows = [
        ROW | {"id": own}, ROW | {"sex": "Zerbinetta"}, ROW | {"id": taken}, ROW,
        {"Zerbinetta": "Zerbinetta"}, ROW | {"id": own}, "Zerbinetta",
        ROW | {"stateless": True, "nationality": "ML"},
        ROW | {"happened_at": "2999-01-01T00:00:00Z"},
    ]  # fmt: skip
    response = await sent(world, "each", *rows)
    assert response.status_code == 200
    body = response.json()
    assert (body["done"], body["refused"]) == (2, 7)
    assert [item["row"] for item in body["items"]] == list(range(9))
    assert [item["id"] is not None for item in body["items"]] == [
        place in {0, 3} for place in range(9)
    ]
    problems = {item["row"]: item["problem"] for item in body["items"] if item["problem"]}
    first = {row: problem["errors"][0]["pointer"] for row, problem in problems.items()}
    assert first == {
        1: "/sex", 2: "/id", 4: "/sex", 5: "/id", 6: "", 7: "/stateless", 8: "/happened_at",
    }  # fmt: skip
    assert {problem["row"] for problem in problems.values()} == set(problems)
    assert "Zerbinetta" not in response.text
    assert (await world.done(officer(world), "GET", f"/v1/cases/{own}"))["id"] == own


@pytest.mark.parametrize(
    "wrong", [{"sex": "Zerbinetta"}, {"id": "taken"}, {"stateless": True, "nationality": "ML"}]
)
async def test_of_all_one_wrong_row_refuses_all_and_is_named(
    world: World, wrong: dict[str, Any]
) -> None:
    if wrong.get("id") == "taken":
        wrong = {"id": (await world.a_case())["id"]}
    own = str(uuid7())
    response = await sent(world, "all", ROW | {"id": own}, ROW | wrong)
    assert response.status_code == 422
    problem = response.json()
    assert problem.get("row") == 1 or problem["errors"][0]["pointer"].startswith("/cases/1/")
    assert "Zerbinetta" not in response.text
    assert (await world.call(officer(world), "GET", f"/v1/cases/{own}")).status_code == 404


async def test_a_replay_reads_the_rows_again_and_nothing_of_them_stands_under_the_key(
    world: World,
) -> None:
    key = str(uuid7())
    first = await sent(world, "each", ROW, ROW | {"sex": "x"}, key=key)
    made = first.json()["items"][0]
    again = await sent(world, "each", ROW, ROW | {"sex": "x"}, key=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert _without_request(again.json()) == _without_request(first.json())
    secrets = world.process.idempotency_secrets
    kept: Any = await world.owner.fetchrow(
        "SELECT * FROM idempotency_record WHERE key = $1", key_digest(secrets, key)
    )
    stored = open_stored(secrets, kept).body
    assert made["id"].encode() in stored
    for word in (b"GAO", b"bam", made["result"]["code"].encode()):
        assert word not in stored
    path = f"/v1/cases/{made['id']}"
    await world.done(officer(world), "PATCH", path, {"region": "MOPTI"}, version=1)
    replayed = (await sent(world, "each", ROW, ROW | {"sex": "x"}, key=key)).json()
    assert replayed["items"][0]["result"]["region"] == "MOPTI"
    (event, *_) = await world.events(request_id=again.headers["x-request-id"])
    assert (event["action"], event["code"]) == ("case:register", "replayed")
    other = await sent(world, "each", ROW, key=key)
    assert other.json()["code"] == "idempotency-key-reused"


def _without_request(body: Any) -> Any:
    return json.loads(json.dumps(body), object_hook=lambda each: each | {"request_id": None})


async def test_an_organisation_of_justice_registers_whom_it_accuses_beside_others(
    world: World,
) -> None:
    response = await sent(world, "all", ROW | {"accused_by_us": True}, ROW)
    accused, other = (item["result"] for item in response.json()["items"])
    assert accused["investigation_custodian_id"] is None
    assert other["investigation_custodian_id"] == str(world.police.id)
    events = await world.events(case_id=accused["id"])
    assert {"case:register", "accusation:record"} <= {event["action"] for event in events}


async def test_one_form_is_read_to_a_group_and_each_replies_alone(world: World) -> None:
    cases = [(await world.a_case())["id"] for _ in range(3)]
    stranger = (await world.a_case(world.stranger))["id"]
    body = {
        "mode": "each",
        "form": {
            "method": "oral_with_witness", "language": "bam", "purposes": ["care"],
            "recipients": [str(world.shelter.id)], "valid_until": "2999-01-01T00:00:00Z",
        },
        "answers": [
            {"case_id": case_id, "answer": answer}
            for case_id, answer in zip(
                [*cases, stranger], ("given", "refused", "awaited", "given"), strict=True
            )
        ],
    }  # fmt: skip
    told = await world.done(officer(world), "POST", "/v1/consents/batch", body)
    statuses = [item["result"] and item["result"]["status"] for item in told["items"]]
    assert statuses == ["active", "refused", "proposed", None]
    assert told["items"][0]["result"]["valid_until"].startswith("2999-01-01")
    assert told["items"][3]["problem"]["code"] == "not-found"
    for case_id in cases:
        (event,) = await world.events(case_id=case_id, action="consent:record")
        assert event["outcome"] == "allowed"
    (event,) = await world.events(case_id=stranger, action="consent:record")
    assert (event["outcome"], event["code"], event["subject"], event["agent_id"]) == (
        "refused", "not-found", "consent", officer(world),
    )  # fmt: skip
    whole = await world.call(officer(world), "POST", "/v1/consents/batch", body | {"mode": "all"})
    assert (whole.status_code, whole.json()["row"]) == (404, 3)
    codes = [each["code"] for each in await world.events(case_id=stranger, outcome="refused")]
    assert codes == ["not-found"] * 2
    none = await world.done(officer(world), "GET", f"/v1/consents?case_id={cases[1]}")
    assert [each["status"] for each in none["items"]] == ["refused"]


async def test_identities_of_many_are_sealed_each_alone_and_not_repeated(world: World) -> None:
    cases = [(await world.a_case())["id"] for _ in range(2)]
    known = {"family_name": "Zerbinetta", "birth_date": "1991-05-17"}
    rows: list[dict[str, Any]] = [{"case_id": case_id} | known for case_id in cases]
    rows.append({"case_id": cases[0], "family_name": "Zerbinetta", "version": 7})
    key = str(uuid7())
    call = (officer(world), "POST", "/v1/identities/batch", {"mode": "each", "identities": rows})
    response = await world.call(*call, key=key)
    assert "Zerbinetta" not in response.text
    items = response.json()["items"]
    assert [item["result"] and item["result"]["version"] for item in items] == [1, 1, None]
    assert items[2]["problem"]["code"] == "stale-version"
    again = await world.call(*call, key=key)
    assert _without_request(again.json()) == _without_request(response.json())
    read = await world.done(officer(world), "GET", f"/v1/cases/{cases[1]}/identity")
    assert read["identity"] | known == read["identity"]


async def test_referrals_of_many_rest_on_the_consent_of_each(world: World) -> None:
    cases = [(await world.a_case())["id"] for _ in range(3)]
    consents = [(await world.a_consent(case_id, world.shelter))["id"] for case_id in cases[:2]]
    rows = [
        {
            "case_id": case_id, "receiver_id": str(world.shelter.id), "service_type": "shelter",
            "priority": "urgent", "send": send, "consent_id": consent_id,
        }
        for case_id, consent_id, send in zip(
            cases, [*consents, consents[0]], (True, False, True), strict=True
        )
    ]  # fmt: skip
    body = {"mode": "each", "referrals": rows}
    told = await world.done(officer(world), "POST", "/v1/referrals/batch", body)
    assert [item["result"] and item["result"]["status"] for item in told["items"]] == [
        "requested", "draft", None,
    ]  # fmt: skip
    # Of the third nothing is left, not even a draft.
    listed = await world.done(officer(world), "GET", f"/v1/referrals?case_id={cases[2]}")
    assert listed["items"] == []
    whole = await world.call(officer(world), "POST", "/v1/referrals/batch", body | {"mode": "all"})
    assert (whole.status_code, whole.json()["row"]) == (409, 2)
    events = await world.events(case_id=cases[2], action="referral:create")
    assert [(each["outcome"], each["code"]) for each in events] == [
        ("refused", told["items"][2]["problem"]["code"])
    ] * 2


def test_what_is_wrong_with_a_row_is_kept_without_its_values() -> None:
    batch = CaseBatch.model_validate({"mode": "each", "cases": [ROW | {"sex": "Zerbinetta"}]})
    (row,) = batch.given
    assert isinstance(row, WrongRow)
    assert "Zerbinetta" not in repr(row)
