"""The process that typesets one report: a document comes in as JSON, a file goes out.

``typesetting`` starts it: ``python -m referral_api.reports.worker pdf FILE SECONDS MEMORY SIZE``.
"""

import os
import resource
import sys
from pathlib import Path

from referral_api.reports import exchange
from referral_api.reports.forms import Form

_POLITENESS = 10  # requests come first


def main(form: str, result: str, seconds: str, memory: str, size: str) -> None:
    """Typeset what stands on the standard input."""
    os.nice(_POLITENESS)
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, "0"),
    ):
        _limit(kind, int(most))
    document = exchange.read(sys.stdin.buffer.read())
    if Form(form) is Form.PDF:
        from referral_api.reports.pdf.writing import write  # noqa: PLC0415  # one needs not the other
    else:
        from referral_api.reports.docx.writing import write  # noqa: PLC0415  # as above
    Path(result).write_bytes(write(document))


def _limit(kind: int, most: int) -> None:
    if sys.platform == "darwin" and kind == resource.RLIMIT_AS:
        return  # macOS takes no such limit
    _, hard = resource.getrlimit(kind)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    main(*sys.argv[1:])
