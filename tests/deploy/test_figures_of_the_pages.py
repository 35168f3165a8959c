"""The figures that the pages name are those of the files of ``deploy/``."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {
    name: (ROOT / "docs" / name).read_text("utf-8") for name in ("operators.md", "fr/operators.md")
}
# A file, what stands in it, and what the pages say of it.
FIGURES = [
    ("systemd/journald.conf", "MaxRetentionSec=90day", "90 days", "90 jours"),
    ("systemd/journald.conf", "SystemMaxUse=4G", "4 GB", "4 Go"),
    (
        "systemd/referral-api-backup",
        "${KEEP_DAYS:-14}",
        "`KEEP_DAYS`, 14 days",
        "`KEEP_DAYS`, 14 jours",
    ),
    (
        "systemd/referral-api-backup",
        "--lock-wait-timeout=60s",
        "waits one minute",
        "une minute au plus",
    ),
    ("systemd/referral-api-backup.timer", "OnCalendar=*-*-* 02:15", "at 02:15", "à 2 h 15"),
    (
        "systemd/referral-api-maintain.timer",
        "OnUnitInactiveSec=1min",
        "every minute",
        "chaque minute",
    ),
    ("systemd/referral-api@.service", "LimitNOFILE=65536", "65,536", "65 536"),
    (
        "nginx/referral-api.conf",
        "zone=referral_without_token:10m rate=10r/s;",
        "10 requests",
        "10 requêtes",
    ),
    (
        "nginx/referral-api.conf",
        "zone=referral_address:10m rate=100r/s;",
        "with one 100",
        "avec un jeton 100",
    ),
    (
        "nginx/referral-api.conf",
        "zone=referral_tokens:10m rate=10r/s;",
        "`/oauth2/token` 10",
        "`/oauth2/token` 10",
    ),
]


@pytest.mark.parametrize(
    ("file", "line", "english", "french"), FIGURES, ids=[one[1] for one in FIGURES]
)
def test_the_pages_say_what_stands_in_the_file(
    file: str, line: str, english: str, french: str
) -> None:
    assert line in (ROOT / "deploy" / file).read_text("utf-8")
    for words, page in zip((english, french), PAGES.values(), strict=True):
        assert words in " ".join(page.split())
