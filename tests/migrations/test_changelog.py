"""The changelog says which migration must find the service stopped, and is believed."""

import subprocess
from pathlib import Path

from tests.support.migrations.changelog import TEXT, named, without_the_service
from tests.support.migrations.history import why_it_cannot_be_found
from tests.support.migrations.written import BOUND, number

_MADE_UP = """
## [9.9.0]

- Migrations 0101 and 0102 rewrite a table, which
  takes long. **Stop `serve` before you migrate**.
- Migration 0103 adds a column.

### Changed

- Stop `serve` with a signal, as ever.
- 0104 is no such number.
"""


def test_every_migration_since_has_its_line() -> None:
    assert {number(file) for file in BOUND} <= named(TEXT)


def test_those_that_need_the_service_stopped_are_found_by_their_own_lines() -> None:
    assert without_the_service(_MADE_UP) == {"0101", "0102"}
    assert named(_MADE_UP) == {"0101", "0102", "0103"}
    assert without_the_service(TEXT) >= {"0007", "0008", "0011", "0012"}


def test_the_version_before_is_missed_only_where_the_history_is(tmp_path: Path) -> None:
    assert "archive" in (why_it_cannot_be_found(tmp_path) or "")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert "does not reach back" in (why_it_cannot_be_found(tmp_path) or "")
