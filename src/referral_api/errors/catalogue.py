"""Every expected failure by its code: the table behind docs/generated/errors.md and the pages
of problem types.
"""

from collections.abc import Iterator

from referral_api.errors.types import ServiceError


def errors_by_code() -> dict[str, type[ServiceError]]:
    """Return every failure by its code, in the order of its status and code."""
    known = {error.code: error for error in _narrower(ServiceError)}
    return dict(sorted(known.items(), key=lambda item: (item[1].status, item[0])))


def _narrower(error: type[ServiceError]) -> Iterator[type[ServiceError]]:
    yield error
    for narrower in error.__subclasses__():
        yield from _narrower(narrower)
