"""What `serve` says of itself, and when it does not serve."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from referral_api.cli.failures import CommandFailure, load_settings
from referral_api.cli.inspection import inspect
from referral_api.database import migrations
from referral_api.embedded import Embedded
from referral_api.security.vault import Vault
from referral_api.settings import Settings, read_settings
from tests.support.world import World

CLOCK = '{"acknowledge": "PT1H", "decide": "PT2H", "start": "PT3H", "feedback": "PT4H"}'
HEAD, _ = migrations.read_revisions()


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    settings = Settings(referral_data_dir=data_dir)
    Vault.create_file(settings.keys / "vault.json")
    return settings


@contextmanager
def _schema(server: Embedded, version: str) -> Iterator[None]:
    with psycopg.connect(server.url("referral_owner"), autocommit=True) as owner:
        owner.execute("UPDATE alembic_version SET version_num = %s", (version,))
        try:
            yield
        finally:
            owner.execute("UPDATE alembic_version SET version_num = %s", (HEAD,))


def test_one_screen_says_what_is_served_and_never_a_password(
    server: Embedded, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.url("referral_app").replace("referral_app@", "referral_app:planted-secret@")
    inspect(settings, url, 8123)
    said = capsys.readouterr().err
    assert "planted-secret" not in said
    for fact in ("8123", "http://127.0.0.1:8000", "referral_app", HEAD, str(settings.keys)):
        assert fact in said
    assert "!" not in said


@pytest.mark.parametrize("role", ["postgres", "referral_owner"])
def test_a_role_that_row_security_does_not_bind_serves_nobody(
    server: Embedded, settings: Settings, capsys: pytest.CaptureFixture[str], role: str
) -> None:
    with pytest.raises(CommandFailure, match="must be mended"):
        inspect(settings, server.url(role), 8000)
    assert "referral_app" in capsys.readouterr().err


@pytest.mark.parametrize(("version", "said"), [("0001", "migrate"), ("9999", "plus récent")])
def test_a_schema_of_another_version_is_not_served(
    server: Embedded, settings: Settings, capsys: pytest.CaptureFixture[str],
    version: str, said: str,
) -> None:  # fmt: skip
    with _schema(server, version), pytest.raises(CommandFailure, match="must be mended"):
        inspect(settings, server.url("referral_app"), 8000)
    assert said in capsys.readouterr().err


async def test_keys_that_open_no_stored_sample_are_those_of_another_service(
    world: World, server: Embedded, settings: Settings, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    case = await world.a_case()
    await world.an_identity(case["id"])
    inspect(settings, server.url("referral_app"), 8000)
    Vault.create_file(tmp_path / "vault.json")
    foreign = settings.model_copy(update={"key_dir": tmp_path})
    with pytest.raises(CommandFailure, match="must be mended"):
        inspect(foreign, server.url("referral_app"), 8000)
    assert "fichier de clés" in capsys.readouterr().err


def test_a_database_that_is_away_is_said_and_no_failure(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    inspect(settings, "postgresql://referral_app:planted-secret@127.0.0.1:9/referral", 8000)
    said = capsys.readouterr().err
    assert "127.0.0.1:9" in said
    assert "planted-secret" not in said


def test_a_role_without_rights_is_told_so_and_not_to_migrate(
    server: Embedded, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as superuser:
        superuser.execute("CREATE ROLE without_rights LOGIN")
        superuser.execute("GRANT CONNECT ON DATABASE referral TO without_rights")
        try:
            with pytest.raises(CommandFailure, match="must be mended"):
                inspect(settings, server.url("without_rights"), 8000)
        finally:
            superuser.execute("REVOKE CONNECT ON DATABASE referral FROM without_rights")
            superuser.execute("DROP ROLE without_rights")
    said = capsys.readouterr().err
    assert "ne peut pas lire" in said
    assert "migrate" not in said


def test_nobody_waits_at_start_behind_a_locked_table(
    server: Embedded, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(server.url("referral_owner")) as owner:
        owner.execute("LOCK TABLE person_key")
        began = time.monotonic()
        inspect(settings, server.url("referral_app"), 8000)
    assert time.monotonic() - began < 10
    assert "statement timeout" in capsys.readouterr().err


SECRET = "planted"


@pytest.mark.parametrize("name", ["DATABASE_URL", "MIGRATION_DATABASE_URL"])
@pytest.mark.parametrize(
    "value",
    [
        "", "referral", f"host=db password={SECRET}", f"postgresql+psycopg://a:{SECRET}@db/referral",
        f"postgresql://a:{SECRET}/b@db/referral", f"postgresql://a:1/{SECRET}@db/referral",
        f"postgresql://a:x@{SECRET}@db/referral", f"postgresql://a:%{SECRET}@db/referral",
        f"postgresql://a:x#{SECRET}@db/referral", f"postgresql://a:1?{SECRET}@db/referral",
        f"postgresql://a:[{SECRET}@db/referral", f"postgresql://db:{SECRET}/referral",
        f"postgresql://a:{SECRET} @db/referral",
    ],
)  # fmt: skip
def test_an_address_that_hides_no_password_from_every_reader_is_refused_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    read_settings.cache_clear()
    with pytest.raises(CommandFailure, match=f"The setting {name} is not valid") as refused:
        load_settings()
    read_settings.cache_clear()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "password"),
    [
        ("postgresql://referral_app@/referral?host=/run/x&port=5432", None),
        ("postgres://a:1%2F2%40%25@db1,db2:5433/referral?target_session_attrs=read-write", "1/2@%"),
        ("postgresql://a:b:c!$&'()*+,;=~@[::1]:5432/d?sslmode=verify-full", "b:c!$&'()*+,;=~"),
        ("postgresql://a:b@%2Frun%2Fpostgresql/d", "b"),
    ],
)
def test_an_address_is_taken_that_all_readers_read_alike(
    monkeypatch: pytest.MonkeyPatch, value: str, password: str | None
) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    given = Settings().database_url
    assert given is not None
    assert given.get_secret_value() == value
    assert conninfo_to_dict(value).get("password") == password
    assert make_url(value).password == password


def test_a_parameter_that_no_database_has_is_one_sentence(settings: Settings) -> None:
    with pytest.raises(CommandFailure, match="not an address"):
        inspect(settings, "postgresql://a@127.0.0.1:9/d?statement_cache_size=0", 8000)


def test_the_public_address_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert Settings().public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("PUBLIC_URL", value)
            for value in (
                "", "referral.example", "https://referral.example/", "ftp://referral.example",
                "https://", "https://a@referral.example", "https://referral.example?x=1",
                " https://referral.example", "https://referral.example:x", "https://[",
                "https://referral example", "https://referral.example?",
            )
        ),
        ("PORT", "eight"),
        *((name, value) for name in ("IDEMPOTENCY_RETENTION", "OUTGOING_EVENT_RETENTION")
          for value in ("PT0S", "-P1D")),
        ("REFERRAL_CLOCKS", f'{{"urgent": {CLOCK}}}'),
        ("HANDOFF_CLOCKS", '{"emergency": "PT1H", "urgent": "PT2H"}'),
        ("HANDOFF_CLOCKS", '{"emergency": "PT1H", "urgent": "PT2H", "routine": "P1D", "x": "P1D"}'),
    ],
)  # fmt: skip
def test_a_wrong_address_or_a_partial_table_of_clocks_is_refused_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    read_settings.cache_clear()
    with pytest.raises(CommandFailure, match=f"The setting {name} is not valid"):
        load_settings()
    read_settings.cache_clear()


@pytest.mark.parametrize("value", ["https://referral.example", "https://r.example:8443/nrm"])
def test_a_right_address_is_taken(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PUBLIC_URL", value)
    assert Settings().public_url == value
