"""The command line: ``referral-api <command>``; an expected failure is one sentence and exit 1."""

import os
import sys

from typer import TyperException

from referral_api.cli.commands import assemble
from referral_api.cli.failures import EXPECTED, in_one_sentence
from referral_api.cli.language import choose_language
from referral_api.cli.library_words import describe_usage_error


def main() -> None:
    """Run one command."""
    try:
        arguments = choose_language(sys.argv[1:], os.environ)
        command = assemble(arguments[0] if arguments else None)
        sys.exit(command(arguments, prog_name="referral-api", standalone_mode=False))
    except TyperException as refused:
        sys.stderr.write(describe_usage_error(refused))
        sys.exit(refused.exit_code)
    except EXPECTED as failure:
        sys.stdout.flush()
        sys.stderr.write(f"referral-api: {in_one_sentence(failure)}\n")
        sys.exit(1)
