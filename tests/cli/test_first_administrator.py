"""The first administrator of an empty installation signs in, with and without an outside issuer."""

import json
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from referral_api.cli.client_keys import client_key, new_key
from referral_api.cli.failures import CommandFailure
from referral_api.cli.first_administrator import first_administrator
from referral_api.cli.keys import create_keys
from referral_api.cli.language import choose_language
from referral_api.domain.network.sign_in.factors.accepting import find_invitation
from referral_api.embedded import Embedded
from referral_api.errors import SignInRefused
from referral_api.main import create_app
from referral_api.security import SigningKey
from referral_api.security.tokens import sign_token
from referral_api.settings import Settings, read_settings
from tests.support.partner import CLIENT_ASSERTION_TYPE, JWT_BEARER

HERE = "http://127.0.0.1:8000"
TITLE = "Coordination d'exemple"
ISSUER = "https://id.example"


@pytest.fixture
def empty(
    server: Embedded, migrated_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[dict[str, object]]]:
    """A connection of the owner to a database with tables, and nobody in them."""
    choose_language(["--lang", "en"], {})
    url = server.url("referral_owner", migrated_database)
    monkeypatch.setenv("MIGRATION_DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_URL", server.url("referral_app", migrated_database))
    monkeypatch.setenv("REFERRAL_DATA_DIR", str(tmp_path))
    read_settings.cache_clear()
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as owner:
        yield owner
    choose_language([], {})
    read_settings.cache_clear()


@asynccontextmanager
async def _served() -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings()
    create_keys(settings)
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client,
    ):
        yield client


def _assertion(key: SigningKey, client: object, subject: object) -> str:
    now = int(datetime.now(UTC).timestamp())
    claims = {
        "iss": str(client), "sub": str(subject), "iat": now, "exp": now + 50, "aud": HERE,
        "jti": secrets.token_hex(8),
    }  # fmt: skip
    return sign_token(claims, private_pem=key.private_pem, key_id=key.key_id, typ="JWT")


async def test_without_an_issuer_the_administrator_signs_in_by_a_system_and_registers_a_unit(
    empty: psycopg.Connection[dict[str, object]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "administrator.pem"
    first_administrator(TITLE, "Awa Exemple", key_file=file)
    (agent,) = empty.execute("SELECT * FROM agent").fetchall()
    (system,) = empty.execute("SELECT * FROM client").fetchall()
    said = capsys.readouterr().out
    for fact in (str(agent["id"]), str(system["id"]), str(file), "/oauth2/token", "two more"):
        assert fact in said
    assert agent["roles"] == ["administrator"]
    key = SigningKey.from_pem(file.read_bytes())
    async with _served() as service:
        form = {
            "grant_type": JWT_BEARER, "client_assertion_type": CLIENT_ASSERTION_TYPE,
            "client_assertion": _assertion(key, system["id"], system["id"]),
            "assertion": _assertion(key, system["id"], agent["id"]),
        }  # fmt: skip
        answer = await service.post("/oauth2/token", data=form)
        assert answer.status_code == 200, answer.text
        unit = {"name": "Brigade d'exemple", "type": "police", "htcds_type": "LawEnforcement"}
        headers = {
            "Authorization": f"Bearer {answer.json()['access_token']}",
            "Idempotency-Key": secrets.token_hex(8),
        }
        made = await service.post("/v1/organisations", json=unit, headers=headers)
        assert made.status_code == 201, made.text
    events = empty.execute(
        "SELECT action, code, agent_id FROM audit_event WHERE outcome = 'allowed'"
    ).fetchall()
    by_nobody = {event["action"] for event in events if event["code"] == "installation"}
    assert by_nobody == {"organisation:create", "agent:create", "client:create"}
    assert {"organisation:create", "token:issue"} <= {
        event["action"] for event in events if event["agent_id"] == agent["id"]
    }


def test_with_an_issuer_the_administrator_is_known_by_the_name_that_the_issuer_gives(
    empty: psycopg.Connection[dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    first_administrator(TITLE, "Awa Exemple", issuer=ISSUER, subject="awa")
    (known,) = empty.execute("SELECT * FROM agent_subject").fetchall()
    (agent,) = empty.execute("SELECT * FROM agent").fetchall()
    assert (known["issuer"], known["subject"], known["agent_id"]) == (ISSUER, "awa", agent["id"])
    assert not empty.execute("SELECT FROM client").fetchall()
    said = capsys.readouterr().out
    assert ISSUER in said
    assert "awa" in said


async def test_without_an_issuer_the_administrator_is_invited_to_the_pages(
    empty: psycopg.Connection[dict[str, object]], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    create_keys(Settings())
    capsys.readouterr()
    first_administrator(TITLE, "Awa Exemple", key_file=tmp_path / "administrator.pem")
    said = capsys.readouterr().out
    assert f"{HERE}/bureau/invitation" in said
    code = said.partition("type ")[2].partition(",")[0]
    (agent,) = empty.execute("SELECT * FROM agent").fetchall()
    app = create_app(Settings())
    async with app.router.lifespan_context(app):
        process = app.state.process
        found = await find_invitation(process.database, process.pins.keys, code)
        with pytest.raises(SignInRefused):
            await find_invitation(process.database, process.pins.keys, "ABCDE ABCDE")
    assert found["agent_id"] == agent["id"]
    assert code.replace(" ", "") not in str(
        empty.execute("SELECT * FROM factor_invitation").fetchall()
    )


def test_there_is_one_first_administrator(
    empty: psycopg.Connection[dict[str, object]], tmp_path: Path
) -> None:
    first_administrator(TITLE, "Awa Exemple", issuer=ISSUER, subject="awa")
    file = tmp_path / "second.pem"
    with pytest.raises(CommandFailure, match="already"):
        first_administrator("Autre coordination", "Oumar Exemple", key_file=file)
    assert not file.exists()
    assert len(empty.execute("SELECT FROM agent").fetchall()) == 1


def test_of_two_at_once_with_one_file_the_first_keeps_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "administrator.pem"
    with new_key(file) as first:
        # As the second sees it that looks before the first has written.
        monkeypatch.setattr(Path, "exists", lambda _: False)
        with pytest.raises(CommandFailure, match="exists"), new_key(file):
            raise LookupError
    assert SigningKey.from_pem(file.read_bytes()) == first


def test_an_issuer_that_the_settings_do_not_name_would_shut_the_administrator_out(
    empty: psycopg.Connection[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"issuer": ISSUER, "audience": "a", "jwks_url": f"{ISSUER}/keys", "algorithm": "ES256"}
    monkeypatch.setenv("OUTSIDE_ISSUERS", json.dumps([known]))
    read_settings.cache_clear()
    with pytest.raises(CommandFailure, match="OUTSIDE_ISSUERS names"):
        first_administrator(TITLE, "Awa Exemple", issuer=f"{ISSUER}/", subject="awa")
    assert not empty.execute("SELECT FROM organisation").fetchall()
    first_administrator(TITLE, "Awa Exemple", issuer=ISSUER, subject="awa")


def test_a_database_without_tables_is_told_to_be_migrated(
    server: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGRATION_DATABASE_URL", server.url("referral_owner", "postgres"))
    read_settings.cache_clear()
    with pytest.raises(CommandFailure, match="migrate"):
        first_administrator(TITLE, "Awa Exemple", key_file=tmp_path / "key.pem")
    assert not (tmp_path / "key.pem").exists()
    read_settings.cache_clear()


@pytest.mark.parametrize(
    "given",
    [
        {}, {"issuer": ISSUER}, {"subject": "awa"}, {"issuer": ISSUER, "key_file": Path("a.pem")},
        {"issuer": ISSUER, "subject": "awa", "key_file": Path("a.pem")},
    ],
    ids=str,
)  # fmt: skip
def test_one_way_to_sign_in_is_named(
    empty: psycopg.Connection[dict[str, object]], given: dict[str, object]
) -> None:
    with pytest.raises(CommandFailure, match="or else a file"):
        first_administrator(TITLE, "Awa Exemple", **given)  # type: ignore[arg-type]
    assert not empty.execute("SELECT FROM organisation").fetchall()


@pytest.mark.parametrize("title", ["", "   ", "A\u202eB", "x" * 300])
def test_a_name_that_no_request_could_give_is_refused(
    empty: psycopg.Connection[dict[str, object]], title: str
) -> None:
    with pytest.raises(CommandFailure, match="Not a name"):
        first_administrator(title, "Awa Exemple", issuer=ISSUER, subject="awa")
    assert not empty.execute("SELECT FROM organisation").fetchall()


def test_the_key_of_a_partner_system_is_made_once_and_its_public_half_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "système.pem"
    client_key(file)
    printed = capsys.readouterr()
    assert file.stat().st_mode & 0o077 == 0
    made = file.read_bytes()
    (public,) = SigningKey.from_pem(made).public_jwks()["keys"]
    assert public["kid"] in printed.out
    assert '"d"' not in printed.out
    with pytest.raises(CommandFailure, match="exist"):
        client_key(file)
    assert file.read_bytes() == made
