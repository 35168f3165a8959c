"""One line when the database is lost, whatever the number of callers, and one when it is back."""

import asyncpg
import pytest
import structlog

from referral_api.database.pool import Pool
from referral_api.embedded import Embedded
from referral_api.observability.logs import configure_logs


async def test_a_lost_database_is_one_line_and_its_return_another(
    server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(server.url("referral_app"), 1)
    connect = pool._connect

    async def refuse() -> asyncpg.Connection:
        raise asyncpg.TooManyConnectionsError("of a planted-name")

    configure_logs("INFO")  # whatever an app of another test's has asked for
    with structlog.testing.capture_logs() as lines:
        monkeypatch.setattr(pool, "_connect", refuse)
        for _ in range(3):
            with pytest.raises(asyncpg.TooManyConnectionsError):
                await pool.acquire()
        monkeypatch.setattr(pool, "_connect", connect)
        pool.release(await pool.acquire())
    await pool.close()
    lost, back = lines
    assert (lost["event"], lost["log_level"]) == ("database.lost", "error")
    assert (lost["cause"], lost["sqlstate"]) == ("TooManyConnectionsError", "53300")
    assert back["event"] == "database.back"
    assert back["seconds"] >= 0
    assert "planted" not in repr(lines)
