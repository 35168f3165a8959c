"""Writes the rows of the data set in PostgreSQL's COPY format, a batch of cases at a time."""

import hashlib
from collections.abc import Callable

from bench.dataset import (
    AGENT,
    CASE,
    CUSTODY,
    EVENT,
    EVENTS_OF_A_CASE,
    GRANT,
    ORGANISATION,
    POLICE,
    name_prefix,
)
from referral_api.domain.access.ceilings import CUSTODY_SECTIONS, below_ceiling
from referral_api.domain.codelists.handoffs import CustodyKind

# Beyond any transaction of the run, and different for each event, as in real life.
_FIRST_TRANSACTION = 2**40
_SEXES = ("female", "female", "male")
_AGES = ("12_14", "15_17", "18_24", "25_59")
_REGIONS = ("BAMAKO", "KAYES", "SIKASSO", "SEGOU", "MOPTI", "GAO")
_ACTS = ("case:read", "case:read", "case:update", "custody:read", "identity:read")
_SECTIONS = {
    kind: "{" + ",".join(below_ceiling("police", CUSTODY_SECTIONS[kind])) + "}"
    for kind in (CustodyKind.PROTECTION, CustodyKind.INVESTIGATION)
}
_case, _organisation, _agent, _link, _grant, _event = (
    name_prefix(kind) for kind in (CASE, ORGANISATION, AGENT, CUSTODY, GRANT, EVENT)
)


def _moment(case: int) -> str:
    return f"2024-{case % 12 + 1:02}-{case % 28 + 1:02} {case % 24:02}:{case % 60:02}:00+00"


def _cases(n: int) -> str:
    owner = n % POLICE
    code = hashlib.blake2s(str(n).encode(), digest_size=6).hexdigest()
    return (
        f"{_case}{n:012x}\tML-{code}\treported\topen\t{_SEXES[n % 3]}\t{_AGES[n % 4]}\tf"
        f"\t{_REGIONS[n % 6]}\t{{bam}}\t{{}}\t{_organisation}{owner:012x}"
        f"\t{_organisation}{owner:012x}\t{_organisation}{owner:012x}\t{_agent}{owner:012x}"
        f"\t{_moment(n)}\t1\n"
    )


def _links(n: int) -> str:
    owner = n % POLICE
    return "".join(
        f"{_link}{2 * n + place:012x}\t{_case}{n:012x}\t{kind}\t1\t{_organisation}{owner:012x}"
        f"\t{_agent}{owner:012x}\t{_moment(n)}\n"
        for place, kind in enumerate(_SECTIONS)
    )


def _grants(n: int) -> str:
    return "".join(
        f"{_grant}{2 * n + place:012x}\t{_organisation}{n % POLICE:012x}\t{_case}{n:012x}"
        f"\tcustody\t{_link}{2 * n + place:012x}\t{sections}\t{sections}\t{_moment(n)}\n"
        for place, sections in enumerate(_SECTIONS.values())
    )


def _events(n: int) -> str:
    owner = n % POLICE
    first = n * EVENTS_OF_A_CASE
    end = (
        f"allowed\t{_agent}{owner:012x}\t{_organisation}{owner:012x}\t{{first_responder}}"
        f"\tcase\t{_case}{n:012x}\t{_case}{n:012x}\t\\\\x00112233445566778899aabbccddeeff\n"
    )
    return "".join(
        f"{_event}{first + k:012x}\t{_moment(n + k)}\t{_FIRST_TRANSACTION + first + k}"
        f"\t{'case:register' if k == 0 else _ACTS[k % 5]}\t{end}"
        for k in range(EVENTS_OF_A_CASE)
    )


def _outgoing(n: int) -> str:
    owner = n % POLICE
    return (
        f"{_organisation}{owner:012x}\t1\t{_event}{n * EVENTS_OF_A_CASE:012x}\tcase:register\tcase"
        f"\t{_case}{n:012x}\t{_case}{n:012x}\t{_organisation}{owner:012x}\t{_moment(n)}\n"
    )


# table: its columns, and what writes the rows of one case
TABLES: dict[str, tuple[tuple[str, ...], Callable[[int], str]]] = {
    "case": (
        ("id", "code", "status", "state", "sex", "age_band", "age_in_doubt", "region",
         "languages", "risk_flags", "protection_custodian_id", "investigation_custodian_id",
         "registered_by_organisation_id", "registered_by_agent_id", "registered_at", "version"),
        _cases,
    ),
    "custody": (
        ("id", "case_id", "kind", "seq", "organisation_id", "agent_id", "since"), _links
    ),
    "access_grant": (
        ("id", "organisation_id", "case_id", "basis", "basis_id", "reads", "writes",
         "valid_from"),
        _grants,
    ),
    "audit_event": (
        ("id", "recorded_at", "xid", "action", "outcome", "agent_id", "organisation_id", "roles",
         "subject", "subject_id", "case_id", "salt"),
        _events,
    ),
    "outgoing_event": (
        ("organisation_id", "xid", "event_id", "action", "subject", "subject_id", "case_id",
         "by_organisation_id", "occurred_at"),
        _outgoing,
    ),
}  # fmt: skip

# By table: where the key of the case stands, by which lists are ordered (decision 0027).
KEYS = {"case": "recorded_key", "access_grant": "case_recorded_key"}


def with_key(write: Callable[[int], str]) -> Callable[[int], str]:
    """Write the rows of one case with its key, which is older than all keys of the run."""

    def write_both(n: int) -> str:
        return write(n).replace("\n", f"\t00000000-0000-0000-0000-{n:012x}\n")

    return write_both
