"""The command line arguments of the benches, and values derived from them."""

import argparse
import random
import sys

from bench import wrk

_ACCEPTANCES = 1_500  # a second, at the very most


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return the parser of the arguments that both benches share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", type=int, default=10_000, help="cases, at the very least")
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    return parser


def say_what_loads() -> None:
    """Name the load client; without wrk, warn."""
    if wrk.present():
        return
    sys.stderr.write(
        "wrk is not installed (apt install wrk): a client in Python takes its place. It needs\n"
        "CPU that the service then lacks; see the column of the client's own CPU.\n"
    )


def referrals_for(rounds: int, seconds: int) -> int:
    """How many acceptances the load may need."""
    return 12 * _ACCEPTANCES + rounds * seconds * _ACCEPTANCES


def cases_for(size: int, referrals: int) -> int:
    """How many cases the data set needs: a person who has a place is not given another."""
    return max(size, referrals)
