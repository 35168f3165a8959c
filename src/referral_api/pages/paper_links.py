"""From which record which paper is printed."""

from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.sign_in import Paper

# By the operation that reads the record: its papers, and the address of each below the pages.
PAPERS: Mapping[str, tuple[tuple[Paper, str], ...]] = {
    "read_referral": ((Paper.SHEET, "/bureau/papier/a/{referral_id}"),),
    "read_consent": ((Paper.CONSENT_FORM, "/bureau/papier/b/{consent_id}"),),
    "read_code_pad": (
        (Paper.BLANK_REGISTRATION, "/bureau/papier/c/{code_pad_id}"),
        (Paper.BLANK_CONSENT, "/bureau/papier/d/{code_pad_id}"),
        (Paper.BLANK_REFERRAL, "/bureau/papier/e/{code_pad_id}"),
    ),
}


def papers_of(operation: str, ids: Mapping[str, Any]) -> list[tuple[Paper, str]]:
    """Return the papers of a record, each with its address."""
    return [(paper, place.format_map(ids)) for paper, place in PAPERS.get(operation, ())]


def place_of(paper: Paper) -> str:
    """Return the address of a paper, with the id as a parameter."""
    return next(place for papers in PAPERS.values() for each, place in papers if each is paper)
