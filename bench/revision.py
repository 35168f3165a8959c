"""This revision for ``make bench-compare``: migrated, filled and served by the code beside it.

Each line on stdin is answered by a line of JSON on stdout, with fresh tokens; where stdin ends, the
service and its PostgreSQL end too.
"""

import argparse
import os
import sys

from bench import POOL_SIZE, WORKERS
from bench.answer import Answer, Request, Rows, write
from bench.dataset import CASE, POLICE, REFERRAL, SPEAKERS, name_prefix
from bench.operations import OPERATIONS
from bench.place import SERVE, Place, Service, place, service


def describe(at: Place, served: Service, size: int, referrals: int) -> Answer:
    """Describe the service, and issue the tokens."""
    return Answer(
        folder=at.folder,
        port=served.port,
        service=served.process.pid,
        postgres=at.postgres.pid,
        tokens={str(speaker.agent_id): at.token(speaker) for speaker in SPEAKERS},
        rows={
            "case": Rows(name_prefix(CASE), POLICE, size // POLICE),
            "referral": Rows(name_prefix(REFERRAL), 1, referrals),
        },
        operations={
            asked.name: Request(
                asked.method, asked.path, tuple(str(each.agent_id) for each in asked.speakers),
                asked.body, asked.row, asked.if_match,
            )
            for asked in OPERATIONS
        },
    )  # fmt: skip


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, required=True, help="cases in the data set")
    parser.add_argument("--referrals", type=int, required=True, help="that wait to be accepted")
    parser.add_argument("--workers", default=str(WORKERS))
    parser.add_argument("--connections", default=str(POOL_SIZE), help="of each worker")
    options = parser.parse_args()
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # other output of this process and its children must not mix with the answers
        with (
            place(options.size, options.referrals) as at,
            service(
                at, "service", *SERVE, WORKERS=options.workers, POOL_SIZE=options.connections
            ) as served,
        ):
            for _ in sys.stdin:
                answers.write(f"{write(describe(at, served, options.size, options.referrals))}\n")
                answers.flush()


if __name__ == "__main__":
    main()
