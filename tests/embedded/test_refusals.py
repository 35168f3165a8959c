"""A data folder that cannot be served is refused in one sentence."""

from pathlib import Path

import pytest

from referral_api.embedded import EmbeddedError, start


def test_a_folder_of_another_version_is_refused(data_dir: Path) -> None:
    (data_dir / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match="was made by PostgreSQL 15"):
        start(data_dir)


def test_a_folder_that_is_no_data_folder_is_refused(data_dir: Path) -> None:
    (data_dir / "postgres" / "PG_VERSION").unlink()
    with pytest.raises(EmbeddedError, match="lacks PG_VERSION"):
        start(data_dir)


def test_a_broken_folder_is_refused_in_one_line(data_dir: Path) -> None:
    (data_dir / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedError, match="does not start") as refusal:
        start(data_dir)
    assert "\n" not in str(refusal.value)


def test_a_data_folder_that_is_a_file_is_refused(data_dir: Path) -> None:
    (data_dir / "file").touch()
    with pytest.raises(EmbeddedError, match="cannot use"):
        start(data_dir / "file")
