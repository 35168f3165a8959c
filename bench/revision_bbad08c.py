"""Answers as ``bench/revision.py`` does for a revision that lacks it: bbad08c and those before.

It runs in the tree of that revision, with that revision's modules, and uses only names that exist
there. It is not for the files beside it, and does not follow them.
"""
# mypy: ignore-errors

import argparse
import json
import os
import sys
from pathlib import Path

from bench import place
from bench.dataset import CASE, POLICE, REFERRAL, SPEAKERS, name_prefix
from bench.operations import OPERATIONS

_SERVE = ("-m", "referral_api.cli", "serve")


def _describe(at: place.Place, served: place.Service, size: int, referrals: int) -> str:
    return json.dumps({
        "folder": str(at.folder),
        "port": served.port,
        "service": served.process.pid,
        "postgres": at.postgres.pid,
        "tokens": {str(who.agent_id): at.token(who) for who in SPEAKERS},
        "rows": {
            "case": {"prefix": name_prefix(CASE), "step": POLICE, "count": size // POLICE},
            "referral": {"prefix": name_prefix(REFERRAL), "step": 1, "count": referrals},
        },
        "operations": {
            asked.name: {
                "method": asked.method, "path": asked.path, "body": asked.body, "row": asked.row,
                "if_match": asked.if_match,
                "speakers": [str(who.agent_id) for who in asked.speakers],
            }
            for asked in OPERATIONS
        },
    })  # fmt: skip


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("size", "referrals", "workers", "connections"):
        parser.add_argument(f"--{name}", type=int, required=True)
    told = parser.parse_args()
    vars(place).update(WORKERS=told.workers, POOL_SIZE=told.connections)
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # what else this process or its children say is no answer
        with (
            place.place(Path.cwd(), told.size, told.referrals) as at,
            place.service(at, "service", *_SERVE) as served,
        ):
            for _ in sys.stdin:
                answers.write(f"{_describe(at, served, told.size, told.referrals)}\n")
                answers.flush()


if __name__ == "__main__":
    main()
