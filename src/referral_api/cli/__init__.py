"""The command line: ``referral-api <command>``; an expected failure is one sentence and exit 1."""

import sys

from referral_api.cli.commands import assemble
from referral_api.cli.failures import EXPECTED, in_one_sentence


def main() -> None:
    """Run one command."""
    try:
        assemble(sys.argv[1] if len(sys.argv) > 1 else None)()
    except EXPECTED as failure:
        sys.stdout.flush()
        sys.stderr.write(f"referral-api: {in_one_sentence(failure)}\n")
        sys.exit(1)
