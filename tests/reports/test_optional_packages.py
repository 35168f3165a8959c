"""The service starts without the packages that typeset."""

import subprocess
import sys

PROGRAM = """
import sys
for package in ("docx", "matplotlib", "typst"):
    sys.modules[package] = None  # an import of it fails, as if it were not installed
import referral_api.cli
import referral_api.main
import referral_api.reports.typesetting
"""


def test_the_service_and_the_commands_start_without_them() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
