"""The pages that are printed."""

from functools import partial

from fastapi import Response

from referral_api.domain.codelists.consents import ConsentMethod
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.sign_in import Paper
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.paper.discreet import discreet_name, discreet_section
from referral_api.pages.paper.printing import name_of, print_paper
from referral_api.pages.paper_links import place_of
from referral_api.pages.route import Page
from referral_api.pages.visit import Visit

_BLANKS = {
    Paper.BLANK_REGISTRATION: "paper/blank_registration.html",
    Paper.BLANK_CONSENT: "paper/blank_consent.html",
    Paper.BLANK_REFERRAL: "paper/blank_referral.html",
}


async def print_sheet(visit: Visit, operation: Operation) -> Response:
    """Print the sheet of a referral, for the receiver's file."""
    return await print_paper(
        visit, operation, Paper.SHEET, "paper/sheet.html", name_of=name_of,
        stands=lambda record: record.sheet is not None,
    )  # fmt: skip


async def print_consent(visit: Visit, operation: Operation) -> Response:
    """Print a consent for signature, and the copy that the person takes along."""
    return await print_paper(
        visit, operation, Paper.CONSENT_FORM, "paper/consent.html", name_of=name_of,
        stands=lambda record: record.legal_ground is None, methods=tuple(ConsentMethod),
        discreet_name=lambda name: discreet_name(name, visit.language),
        discreet_section=lambda section: discreet_section(section, visit.language),
    )  # fmt: skip


async def print_blank(paper: Paper, visit: Visit, operation: Operation) -> Response:
    """Print a blank form for each unused code of a pad."""
    return await print_paper(
        visit, operation, paper, _BLANKS[paper], methods=tuple(ConsentMethod),
        priorities=tuple(Priority), ages=tuple(AgeBand),
        regions=tuple(region for region in Region if region.in_mali),
    )  # fmt: skip


PAPER_PAGES = (
    Page(place_of(Paper.SHEET), OPERATIONS["read_referral"], print_sheet),
    Page(place_of(Paper.CONSENT_FORM), OPERATIONS["read_consent"], print_consent),
    *(
        Page(place_of(paper), OPERATIONS["read_code_pad"], partial(print_blank, paper))
        for paper in _BLANKS
    ),
)
