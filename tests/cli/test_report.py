"""``report`` says why it cannot be made, and writes no file then."""

from datetime import date
from pathlib import Path

import pytest

from referral_api.cli.failures import CommandFailure
from referral_api.cli.keys import create_keys
from referral_api.cli.report import _make
from referral_api.embedded import Embedded
from referral_api.reports.contribution_report.asked import Asked
from referral_api.reports.forms import Form
from referral_api.settings import Settings

_ASKED = Asked(None, date(2021, 1, 1), date(2024, 1, 1), None, "fr", None, None)


def test_a_database_without_tables_is_told_to_be_migrated(
    server: Embedded, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(referral_data_dir=tmp_path)
    create_keys(settings)
    with pytest.raises(CommandFailure, match="must be mended"):
        _make(server.url("referral_app", database), settings, _ASKED, Form.JSON)
    assert "migrate" in capsys.readouterr().err


def test_a_database_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    settings = Settings(referral_data_dir=tmp_path)
    create_keys(settings)
    with pytest.raises(CommandFailure):
        _make("postgresql://referral_app@127.0.0.1:1/referral", settings, _ASKED, Form.JSON)
