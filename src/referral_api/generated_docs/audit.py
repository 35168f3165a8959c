"""The page of the audit log: every action it can hold, and the requests that record it."""

from collections import defaultdict

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from referral_api.audit.tables import Outcome
from referral_api.generated_docs.markdown import codes, table
from referral_api.permissions import PERMISSIONS, Permission
from referral_api.routers import all_routers

_INTRODUCTION = """\
An event names the author, the action, its subject, the time and the result, and never the content.
It commits together with the act. A refusal leaves the action that was refused. The roles that may
ask for each action are in [access](access.md).
"""
_OUTCOMES = """\
The code beside the outcome is the reason of a refusal (a code of [errors](errors.md)), or a detail
of the act. An action without a request follows from another act or from a deadline, or comes
before the caller is known.
"""


def write() -> str:
    """Write the page."""
    requests = _find_requests()
    rows = [
        (f"`{permission}`", "<br>".join(f"`{request}`" for request in requests[permission]))
        for permission in PERMISSIONS
    ]
    return "\n".join(
        (
            "# The vocabulary of the audit log\n",
            _INTRODUCTION,
            f"Outcomes: {codes(Outcome)}.\n",
            _OUTCOMES,
            table(("Action", "Request"), rows),
        )
    )


def _find_requests() -> dict[Permission, list[str]]:
    found: dict[Permission, list[str]] = defaultdict(list)
    routes = [route for router in all_routers for route in router.routes]
    for route in routes:
        if isinstance(route, APIRoute):
            for permission in _permissions(route.dependant):
                found[permission] += [
                    f"{method} {route.path}" for method in sorted(route.methods or ())
                ]
    return found


def _permissions(dependant: Dependant) -> list[Permission]:
    own = getattr(dependant.call, "permission", None)
    nested = [found for below in dependant.dependencies for found in _permissions(below)]
    return ([own] if own else []) + nested
